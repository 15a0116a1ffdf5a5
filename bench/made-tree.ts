import type { CallColumns, CallFrames } from '../lib/model/call-columns';
import { ColumnBuilder } from '../lib/model/column-builder';

const NAMES = 2_400;

/** xorshift32: the same tree every time. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A made call tree of so many nodes, or a few more: stacks of 20 to 80 frames that share their beginnings, every function calls 1 to 12 others. Another recording takes other ways through the same functions. */
export function makeCallTree(nodes: number, recording = 1): CallColumns {
  let random = makeRandom(0x5eed);
  const names = Array.from({ length: NAMES }, (_, i) =>
    i % 3 === 0
      ? `org.example.service.module${i % 40}.Handler${i}.process${i % 7}`
      : `void ns${i % 25}::Component${i}::step(std::string const&, int)`,
  );
  const frames: CallFrames = {
    names: ['all', ...names],
    types: ['unknown', ...names.map((_, i) => (i % 3 === 0 ? ('java' as const) : ('native' as const)))],
    dsos: [null, ...names.map((_, i) => (i % 3 === 0 ? null : `lib${i % 25}.so`))],
    firstLine: Uint32Array.from({ length: NAMES + 1 }, (_, i) => i * 31),
    lastLine: Uint32Array.from({ length: NAMES + 1 }, (_, i) => i * 31 + 20),
  };
  const callees = Array.from({ length: NAMES + 1 }, () =>
    Array.from({ length: 1 + Math.floor(random() ** 2 * 12) }, () => 1 + Math.floor(random() * NAMES)),
  );
  if (recording !== 1) random = makeRandom(0x5eed ^ (recording << 8));
  const builder = new ColumnBuilder();
  let path: number[] = [0];
  let called = [0];
  let made = 1;
  while (made < nodes) {
    // A new stack leaves the one before somewhere near its leaf.
    path = path.slice(0, Math.max(1, path.length - Math.ceil(random() ** 2 * path.length)));
    called = called.slice(0, path.length);
    const depth = 20 + Math.floor(random() * 60);
    let at = path.at(-1) ?? 0;
    while (path.length < depth) {
      const among = callees[called.at(-1) ?? 0] ?? [];
      const frame = among[Math.floor(random() ** 2 * among.length)] ?? 1;
      const next = builder.child(at, frame);
      if (next === made) made++;
      at = next;
      path.push(at);
      called.push(frame);
    }
    builder.add(at, 1 + Math.floor(random() ** 4 * 30));
  }
  return builder.finish(frames);
}

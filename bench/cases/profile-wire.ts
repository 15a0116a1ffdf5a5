import { gunzipSync, gzipSync } from 'node:zlib';
import type { CallColumns, CallFrames } from '../../lib/model/call-columns';
import { ColumnBuilder } from '../../lib/model/column-builder';
import { decodeColumns, encodeColumns } from '../../lib/model/columns-codec';
import { median, type Result, toResult } from '../measure';

const NODES = 1_000_000;
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

/** A made call tree of a million nodes: stacks of 20 to 80 frames that share their beginnings, every function calls 1 to 12 others. */
function makeTree(): CallColumns {
  const random = makeRandom(0x5eed);
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
  const builder = new ColumnBuilder();
  let path: number[] = [0];
  let called = [0];
  let made = 1;
  while (made < NODES) {
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

interface Nested {
  name: string;
  value: number;
  children: Nested[];
}

function toNested(tree: CallColumns): Nested {
  const nodes: Nested[] = [];
  for (let node = 0; node < tree.frame.length; node++) {
    const made = { name: tree.frames.names[tree.frame[node] ?? 0] ?? '', value: tree.self[node] ?? 0, children: [] };
    nodes.push(made);
    nodes[tree.parent[node] ?? -1]?.children.push(made);
  }
  const [root] = nodes;
  if (!root) throw new Error('no root');
  return root;
}

let made: { tree: CallColumns; columns: Buffer; json: Buffer } | null = null;
function make() {
  if (made) return made;
  const tree = makeTree();
  made = { tree, columns: gzipSync(encodeColumns(tree), { level: 6 }), json: gzipSync(JSON.stringify(toNested(tree)), { level: 6 }) };
  return made;
}

/** Bytes on the wire, both by gzip -6: a fifth of what the same tree takes as nested JSON, at most. */
export async function profileWireSize(): Promise<Result> {
  const { tree, columns, json } = make();
  const kib = columns.length / 1024;
  return {
    ...toResult(
      `a call tree of ${tree.frame.length.toLocaleString('en')} nodes on the wire, gzipped`,
      [kib],
      (json.length / 1024) * 0.2,
      `${(columns.length / json.length).toFixed(3)} × nested JSON (${(json.length / 1024).toFixed(0)} KiB)`,
    ),
    unit: 'KiB',
  };
}

/** Inflating and decoding, until totals and parents are there: a twentieth of inflating and parsing nested JSON, at most. */
export async function profileWireDecode(): Promise<Result> {
  const { tree, columns, json } = make();
  const times = { columns: [] as number[], json: [] as number[] };
  for (let i = -1; i < 5; i++) {
    let begun = performance.now();
    const decoded = decodeColumns(new Uint8Array(gunzipSync(columns)));
    const tookColumns = performance.now() - begun;
    if (decoded.total[0] !== tree.total[0]) throw new Error('another tree came back');
    begun = performance.now();
    const parsed: Nested = JSON.parse(gunzipSync(json).toString());
    const tookJson = performance.now() - begun;
    if (parsed.children.length === 0) throw new Error('no tree came back');
    if (i < 0) continue;
    times.columns.push(tookColumns);
    times.json.push(tookJson);
  }
  const plain = median(times.json);
  return toResult(
    'the same tree: inflated and decoded, interleaved with nested JSON (median of 5)',
    times.columns,
    plain / 20,
    `1/${(plain / median(times.columns)).toFixed(1)} of nested JSON (${plain.toFixed(0)} ms)`,
  );
}

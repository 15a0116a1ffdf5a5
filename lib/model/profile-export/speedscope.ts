import type { CallColumns } from '../call-columns';

const UNITS: Record<string, string> = { ns: 'nanoseconds', bytes: 'bytes' };

/** Numbers in pieces of a JSON array. */
const PIECE = 2_000;

function* writeList(items: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  let first = true;
  const join = () => {
    const text = `${first ? '' : ','}${piece.join(',')}`;
    first = false;
    piece = [];
    return text;
  };
  for (const item of items) if (piece.push(item) >= PIECE) yield join();
  if (piece.length > 0) yield join();
}

function* samplesOf(tree: CallColumns): Generator<string> {
  const path: number[] = [];
  for (let node = 1; node < tree.frame.length; node++) {
    path.length = (tree.depth[node] ?? 1) - 1;
    // Frame 0 is the root, which speedscope does not know.
    path.push((tree.frame[node] ?? 1) - 1);
    if ((tree.self[node] ?? 0) > 0) yield JSON.stringify(path);
  }
}

function* weightsOf(tree: CallColumns): Generator<string> {
  for (let node = 1; node < tree.frame.length; node++) if ((tree.self[node] ?? 0) > 0) yield String(tree.self[node]);
}

function* framesOf({ frames }: CallColumns): Generator<string> {
  for (let frame = 1; frame < frames.names.length; frame++) {
    const file = frames.dsos[frame];
    yield JSON.stringify({ name: frames.names[frame] ?? '', ...(file ? { file } : {}) });
  }
}

/** A file for speedscope.app: https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts, one sampled profile. */
export function* writeSpeedscope(tree: CallColumns, { event, unit }: { event: string | null; unit: string }): Generator<string> {
  const name = JSON.stringify(event ?? 'profile');
  yield `{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"residue","name":${name},"activeProfileIndex":0,`;
  yield '"shared":{"frames":[';
  yield* writeList(framesOf(tree));
  const end = (tree.total[0] ?? 0) - (tree.self[0] ?? 0);
  yield `]},"profiles":[{"type":"sampled","name":${name},"unit":"${UNITS[unit] ?? 'none'}","startValue":0,"endValue":${end},"samples":[`;
  yield* writeList(samplesOf(tree));
  yield '],"weights":[';
  yield* writeList(weightsOf(tree));
  yield ']}]}';
}

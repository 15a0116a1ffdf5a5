import { type CallDiff, type WeightChange, weighChange } from './call-diff';
import { isBeyondChance } from './chance';
import { isGapFrame } from './frame-type';
import type { FrameType } from './profile';

/** A function in two profiles. */
export interface FrameChange {
  /** Index among the frames of the diff. */
  frame: number;
  name: string;
  type: FrameType;
  dso: string | null;
  /** Weight of stacks that end in it. */
  self: WeightChange;
  /** Weight of stacks that hold it, recursion counted once. */
  total: WeightChange;
  /** Of `total`: false where so few samples could differ by chance; null where samples are not counted. */
  certain: boolean | null;
}

/** Weight by frame: at the end of stacks, and anywhere in them, recursion counted once. */
function weighFrames({ from, to, both }: CallDiff) {
  const count = both.frames.names.length;
  const sums = () => ({ self: new Float64Array(count), total: new Float64Array(count) });
  const sides = { from: sums(), to: sums() };
  /** Per frame: nodes before this one lie below one of its nodes, and are counted. */
  const countedTo = new Uint32Array(count);
  for (let node = 1; node < both.frame.length; node++) {
    const frame = both.frame[node] ?? 0;
    const isOutermost = node >= (countedTo[frame] ?? 0);
    if (isOutermost) countedTo[frame] = both.end[node] ?? 0;
    for (const [tree, side] of [
      [from, sides.from],
      [to, sides.to],
    ] as const) {
      side.self[frame] = (side.self[frame] ?? 0) + (tree.self[node] ?? 0);
      if (isOutermost) side.total[frame] = (side.total[frame] ?? 0) + (tree.total[node] ?? 0);
    }
  }
  return sides;
}

/** Every function of two profiles, the largest change of its own weight first. Threads and gaps are no functions. */
export function listFrameChanges(diff: CallDiff, samples: { from: number | null; to: number | null }): FrameChange[] {
  const sides = weighFrames(diff);
  const { names, types, dsos } = diff.both.frames;
  const fromWhole = diff.from.total[0] ?? 0;
  const toWhole = diff.to.total[0] ?? 0;
  const changes: FrameChange[] = [];
  for (let frame = 1; frame < names.length; frame++) {
    const name = names[frame] ?? '';
    const type = types[frame] ?? 'unknown';
    const weigh = (what: 'self' | 'total') =>
      weighChange(sides.from[what][frame] ?? 0, sides.to[what][frame] ?? 0, fromWhole, toWhole, diff.scale);
    const total = weigh('total');
    if (type === 'thread' || isGapFrame(name) || (total.from <= 0 && total.to <= 0)) continue;
    const certain = isBeyondChance(total.fromShare, total.toShare, samples.from, samples.to);
    changes.push({ frame, name, type, dso: dsos[frame] ?? null, self: weigh('self'), total, certain });
  }
  const moved = (change: WeightChange) => Math.abs(change.delta);
  return changes.sort(
    (a, b) => moved(b.self) - moved(a.self) || moved(b.total) - moved(a.total) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

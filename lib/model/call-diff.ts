import { type CallColumns, type CallFrames, weighAnew } from './call-columns';
import { ColumnBuilder } from './column-builder';
import { stableFrameName } from './stable-frame-name';

/**
 * What two profiles are held against each other by. share: each weight as a share of its own profile, for recordings of different
 * length. absolute: as they were weighed, for recordings of the same length and load.
 */
export const DIFF_SCALES = ['share', 'absolute'] as const;
export type DiffScale = (typeof DIFF_SCALES)[number];

/**
 * Two call trees as one. All three have the same nodes and frames; a node that one side has not weighs 0 there. So nothing is lost:
 * frames that are new and frames that are gone both have their place.
 */
export interface CallDiff {
  /** Weights of the first profile, in its unit; lines of its artifact. */
  from: CallColumns;
  to: CallColumns;
  /** What the width of a box is: the mean of both sides in the scale asked for. Heaviest child first. */
  both: CallColumns;
  scale: DiffScale;
}

/** The frames of a side among those of both. */
interface JoinedSide {
  /** Names, kinds and libraries of both sides; lines of this one. */
  frames: CallFrames;
  /** Per frame of the side: its index among the joined ones. */
  ids: Uint32Array;
}

export interface JoinedFrames {
  from: JoinedSide;
  to: JoinedSide;
}

/**
 * Frames of one name and kind are one, whatever number a run gave to a hidden class. A frame keeps the name it was printed with,
 * unless it stands for several. Which frames a tree uses does not matter: any two trees of the same profiles are joined alike.
 */
export function joinFrames(from: CallFrames, to: CallFrames): JoinedFrames {
  const names: string[] = ['all'];
  const types: CallFrames['types'][number][] = ['unknown'];
  const dsos: (string | null)[] = [null];
  const known = new Map<string, number>();
  const place = (side: CallFrames) =>
    Uint32Array.from(side.names, (name, frame) => {
      if (frame === 0) return 0;
      const stable = stableFrameName(name);
      const key = `${side.types[frame]} ${stable}`;
      const dso = side.dsos[frame] ?? null;
      const id = known.get(key);
      if (id === undefined) {
        known.set(key, names.length);
        types.push(side.types[frame] ?? 'unknown');
        dsos.push(dso);
        return names.push(name) - 1;
      }
      if (names[id] !== name) names[id] = stable;
      // In two libraries of one name, or of two versions, the newer one counts: it is read last.
      dsos[id] = dso ?? dsos[id] ?? null;
      return id;
    });
  const sides = [from, to].map((side) => ({ side, ids: place(side) }));
  const [before, after] = sides.map(({ side, ids }) => ({ frames: { names, types, dsos, ...linesOf(side, ids, names.length) }, ids }));
  if (!before || !after) throw new Error('A diff has two sides.');
  return { from: before, to: after };
}

/** The frames of a diff, for trees that are made of its sides: they are joined already. */
export function joinedOf({ from, to }: CallDiff): JoinedFrames {
  const ids = Uint32Array.from(from.frames.names.keys());
  return { from: { frames: from.frames, ids }, to: { frames: to.frames, ids } };
}

/** Lines of one side, by joined frame: of the first of its frames that has any. */
function linesOf(side: CallFrames, ids: Uint32Array, count: number): Pick<CallFrames, 'firstLine' | 'lastLine'> {
  const firstLine = new Uint32Array(count);
  const lastLine = new Uint32Array(count);
  ids.forEach((id, frame) => {
    if (firstLine[id] !== 0) return;
    firstLine[id] = side.firstLine[frame] ?? 0;
    lastLine[id] = side.lastLine[frame] ?? 0;
  });
  return { firstLine, lastLine };
}

/** What a unit of weight of each side counts in `both`. */
function factors(fromWhole: number, toWhole: number, scale: DiffScale): { from: number; to: number } {
  if (scale === 'absolute') return { from: 0.5, to: 0.5 };
  return { from: fromWhole > 0 ? 0.5 / fromWhole : 0, to: toWhole > 0 ? 0.5 / toWhole : 0 };
}

/**
 * Puts the weights of a side into the builder; gives the builder's node that each of its nodes weighs on. What threads have in common
 * stands together: their names and numbers differ from run to run. A thread without a stack stays.
 */
function place(builder: ColumnBuilder, tree: CallColumns, ids: Uint32Array, factor: number): Int32Array {
  const placed = new Int32Array(tree.frame.length);
  const ends = new Int32Array(tree.frame.length);
  builder.add(0, (tree.self[0] ?? 0) * factor);
  for (let node = 1; node < placed.length; node++) {
    const above = placed[tree.parent[node] ?? 0] ?? 0;
    const frame = tree.frame[node] ?? 0;
    const self = tree.self[node] ?? 0;
    const isThread = tree.frames.types[frame] === 'thread';
    placed[node] = isThread ? above : builder.child(above, ids[frame] ?? 0);
    ends[node] = isThread && self > 0 ? builder.child(above, ids[frame] ?? 0) : (placed[node] ?? 0);
    builder.add(ends[node] ?? 0, self * factor);
  }
  return ends;
}

/** Two trees as one, in a scale. `joined`: their frames, where they were joined before. */
export function diffTrees(
  from: CallColumns,
  to: CallColumns,
  scale: DiffScale,
  joined: JoinedFrames = joinFrames(from.frames, to.frames),
): CallDiff {
  const factor = factors(from.total[0] ?? 0, to.total[0] ?? 0, scale);
  const builder = new ColumnBuilder();
  const before = place(builder, from, joined.from.ids, factor.from);
  const after = place(builder, to, joined.to.ids, factor.to);
  const { tree: both, placeOf } = builder.finishWithPlaces(joined.to.frames);
  const weigh = (tree: CallColumns, placed: Int32Array, frames: CallFrames): CallColumns => {
    const self = new Float64Array(both.frame.length);
    for (let node = 0; node < placed.length; node++) {
      const at = placeOf[placed[node] ?? 0] ?? 0;
      self[at] = (self[at] ?? 0) + (tree.self[node] ?? 0);
    }
    return weighAnew(both, frames, self);
  };
  return diffOfAligned(weigh(from, before, joined.from.frames), weigh(to, after, joined.to.frames), scale);
}

/** A diff of two trees that already have the same nodes, in an order that fits the scale. */
export function diffOfAligned(from: CallColumns, to: CallColumns, scale: DiffScale): CallDiff {
  const factor = factors(from.total[0] ?? 0, to.total[0] ?? 0, scale);
  const self = new Float64Array(from.self.length);
  for (let node = 0; node < self.length; node++) self[node] = (from.self[node] ?? 0) * factor.from + (to.self[node] ?? 0) * factor.to;
  return { from, to, both: weighAnew(from, to.frames, self), scale };
}

/** One side of a diff as a tree of its own: heaviest child first, without what it has not. */
export interface DiffSide {
  tree: CallColumns;
  /** Per node of the side: the node of the diff. */
  nodeOf: Uint32Array;
  /** Per node of the diff: the node of the side; -1 where it has none. */
  placeOf: Int32Array;
}

export function sideOf(diff: CallDiff, side: 'from' | 'to'): DiffSide {
  const whole = diff[side];
  const builder = new ColumnBuilder();
  const placed = place(builder, whole, Uint32Array.from(whole.frames.names.keys()), 1);
  const { tree, placeOf: places } = builder.finishWithPlaces(whole.frames);
  const nodeOf = new Uint32Array(tree.frame.length);
  const placeOf = new Int32Array(placed.length).fill(-1);
  placed.forEach((made, node) => {
    if (node > 0 && (whole.total[node] ?? 0) <= 0) return;
    placeOf[node] = places[made] ?? 0;
    nodeOf[places[made] ?? 0] = node;
  });
  return { tree, nodeOf, placeOf };
}

/** How a weight differs between two sides. */
export interface WeightChange {
  from: number;
  to: number;
  /** 0..1 of each side's whole. */
  fromShare: number;
  toShare: number;
  /** to − from in the scale of the diff: a share (0.12 = 12 points), or the unit of the profiles. */
  delta: number;
  /** −1 gone, −0.5 halved, 0 the same, 0.5 doubled, 1 new. */
  ratio: number;
}

export function weighChange(from: number, to: number, fromWhole: number, toWhole: number, scale: DiffScale): WeightChange {
  const fromShare = fromWhole > 0 ? from / fromWhole : 0;
  const toShare = toWhole > 0 ? to / toWhole : 0;
  const [before, after] = scale === 'share' ? [fromShare, toShare] : [from, to];
  const most = Math.max(before, after);
  return { from, to, fromShare, toShare, delta: after - before, ratio: most > 0 ? (after - before) / most : 0 };
}

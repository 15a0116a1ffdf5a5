import type { CallColumns } from '@/lib/model/call-columns';
import { type CallDiff, type DiffScale, diffTrees } from '@/lib/model/call-diff';
import type { Transform } from '@/lib/view-state/transforms';
import { applyTransforms, invert } from '../tree/transform';

/** How a diff is looked at. */
export interface DiffShape {
  steps: readonly Transform[];
  inverted: boolean;
  scale: DiffScale;
}

/** Steps are done to each side by itself, and the sides put together again: what a step leaves of one side is held against the same of the other. */
export function shapeDiff(diff: CallDiff, { steps, inverted, scale }: DiffShape): CallDiff {
  if (steps.length === 0 && !inverted && scale === diff.scale) return diff;
  const shape = (tree: CallColumns) => {
    const stepped = applyTransforms(tree, steps);
    return inverted ? invert(stepped) : stepped;
  };
  return diffTrees(shape(diff.from), shape(diff.to), scale);
}

/** Lines of both sides that show a node's frame. */
export function linesAt(diff: CallDiff, node: number) {
  const frame = diff.both.frame[node] ?? 0;
  const lines = ({ frames }: CallColumns) =>
    frames.firstLine[frame] ? { firstLine: frames.firstLine[frame], lastLine: frames.lastLine[frame] ?? 0 } : null;
  return { from: lines(diff.from), to: lines(diff.to) };
}

/** Whether anything is left of either side. */
export const isEmpty = (diff: CallDiff): boolean => !((diff.both.total[0] ?? 0) > 0);

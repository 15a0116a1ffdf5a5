import { type CallColumns, nameOf } from '@/lib/model/call-columns';
import { isOfNode, type Transform, type TransformLetter } from '@/lib/view-state/transforms';
import { markOf } from './node-path';

/** The transform that a letter means at a node of the tree as it is shown; null where it means none: at the root, or in no known library. */
export function stepOf(tree: CallColumns, node: number, letter: TransformLetter, isInverted: boolean): Transform | null {
  const name = letter === 'C' ? (tree.frames.dsos[tree.frame[node] ?? 0] ?? null) : nameOf(tree, node);
  if (node === 0 || name === null) return null;
  if (!isOfNode(letter)) return { letter, name };
  return { letter, name, path: markOf(tree, node), ...(isInverted ? { inverted: true } : {}) };
}

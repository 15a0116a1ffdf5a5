import { type CallColumns, nameOf } from '../call-columns';

/** A ";" within a name becomes ":", as the folding scripts write it; a line break, which no line can hold, a space. */
const foldName = (name: string): string => name.replaceAll(';', ':').replaceAll('\n', ' ').replaceAll('\r', ' ');

/**
 * Folded stacks, one a line: "main;deflate;longest_match 42", in the order of the tree. What flamegraph.pl, speedscope and
 * `asprof -o collapsed` write. Weight that ends in the root itself belongs to no stack and is left out.
 */
export function* writeCollapsed(tree: CallColumns): Generator<string> {
  const folded = tree.frames.names.map(foldName);
  const path: string[] = [];
  let lines = '';
  for (let node = 1; node < tree.frame.length; node++) {
    path.length = Math.max(0, (tree.depth[node] ?? 1) - 1);
    path.push(folded[tree.frame[node] ?? 0] ?? nameOf(tree, node));
    const self = tree.self[node] ?? 0;
    if (self <= 0) continue;
    lines += `${path.join(';')} ${self}\n`;
    if (lines.length > 65_536) {
      yield lines;
      lines = '';
    }
  }
  if (lines !== '') yield lines;
}

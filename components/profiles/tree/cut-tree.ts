import type { CallColumns } from '@/lib/model/call-columns';
import { ColumnBuilder } from '@/lib/model/column-builder';

/** Only the stacks through one node, whole from the root on: what a zoomed picture shows. */
export function cutTo(tree: CallColumns, node: number): CallColumns {
  if (node <= 0 || node >= tree.frame.length) return tree;
  const builder = new ColumnBuilder();
  const path: number[] = [];
  for (let at = tree.parent[node] ?? 0; at > 0; at = tree.parent[at] ?? 0) path.push(at);
  const placed = new Map<number, number>();
  placed.set(
    tree.parent[node] ?? 0,
    path.reduceRight((to, at) => builder.child(to, tree.frame[at] ?? 0), 0),
  );
  const end = tree.end[node] ?? 0;
  for (let at = node; at < end; at++) {
    const to = builder.child(placed.get(tree.parent[at] ?? 0) ?? 0, tree.frame[at] ?? 0);
    placed.set(at, to);
    builder.add(to, tree.self[at] ?? 0);
  }
  return builder.finish(tree.frames);
}

import type { CallColumns } from '@/lib/model/call-columns';
import { ColumnBuilder } from '@/lib/model/column-builder';
import { readFrame } from '@/lib/model/frame-type';
import { dsoOf } from '@/lib/model/profile';

/** A tree of folded lines: "a.B.run;deflate;[libz.so.1] 30". */
export function treeOf(folded: string): CallColumns {
  const frames = [{ name: 'all', type: 'unknown' as const, dso: null as string | null }];
  const ids = new Map<string, number>();
  const builder = new ColumnBuilder();
  for (const line of folded.trim().split('\n')) {
    const cut = line.trim().lastIndexOf(' ');
    let node = 0;
    for (const printed of line.trim().slice(0, cut).split(';')) {
      let id = ids.get(printed);
      if (id === undefined) {
        const { name, type } = readFrame(printed);
        id = frames.push({ name, type: type as 'unknown', dso: dsoOf({ name, type }) }) - 1;
        ids.set(printed, id);
      }
      node = builder.child(node, id);
    }
    builder.add(node, Number(line.trim().slice(cut)));
  }
  return builder.finish({
    names: frames.map((frame) => frame.name),
    types: frames.map((frame) => frame.type),
    dsos: frames.map((frame) => frame.dso),
    firstLine: Uint32Array.from(frames, (_, i) => i),
    lastLine: Uint32Array.from(frames, (_, i) => i),
  });
}

/** The tree as folded lines, in its order: what a golden compares. */
export function foldedOf(tree: CallColumns): string[] {
  const lines: string[] = [];
  const path: string[] = [];
  for (let node = 0; node < tree.frame.length; node++) {
    path.length = tree.depth[node] ?? 0;
    path.push(tree.frames.names[tree.frame[node] ?? 0] ?? '');
    const self = tree.self[node] ?? 0;
    if (self > 0) lines.push(`${path.slice(1).join(';')} ${self}`);
  }
  return lines;
}

import { type CallColumns, nameOf } from '@/lib/model/call-columns';
import { readFrame } from '@/lib/model/frame-type';
import type { ProfileThread, SampleColumns } from '@/lib/model/profile-samples';
import { treeOf } from './made-tree';

/**
 * A tree and its samples of lines "time ms | thread | folded stack | weight": "0 | java 7/8 | java;a.B.run;deflate | 2".
 * A thread is its name, with pid/tid or tid behind it, or with nothing.
 */
export function samplesOf(text: string): { tree: CallColumns; rows: SampleColumns } {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()));
  const tree = treeOf(lines.map(([, , stack, weight]) => `${stack} ${weight}`).join('\n'));
  const nodes = new Map<string, number>();
  const path: string[] = [];
  for (let node = 1; node < tree.frame.length; node++) {
    path.length = (tree.depth[node] ?? 1) - 1;
    path.push(nameOf(tree, node));
    nodes.set(path.join(';'), node);
  }
  const threads: ProfileThread[] = [];
  const ids = new Map<string, number>();
  const idOf = (printed: string) => {
    const known = ids.get(printed);
    if (known !== undefined) return known;
    const [, comm = '', pid, tid] = /^(.*?)(?: (?:(\d+)\/)?(\d+))?$/.exec(printed) ?? [];
    const id = threads.push({ comm, pid: pid ? Number(pid) : null, tid: tid ? Number(tid) : null }) - 1;
    ids.set(printed, id);
    return id;
  };
  const timed = lines.every(([time]) => time !== '');
  return {
    tree,
    rows: {
      each: 'sample',
      threads,
      thread: Uint32Array.from(lines, ([, thread = '']) => idOf(thread)),
      timeNs: timed ? Float64Array.from(lines, ([time]) => Number(time) * 1e6) : null,
      startNs: timed ? 0 : null,
      weight: Float64Array.from(lines, ([, , , weight]) => Number(weight)),
      samples: null,
      node: Uint32Array.from(lines, ([, , stack = '']) => nodes.get(namesOf(stack)) ?? 0),
    },
  };
}

/** "brk_[k]" is a frame called "brk". */
const namesOf = (stack: string): string =>
  stack
    .split(';')
    .map((printed) => readFrame(printed).name)
    .join(';');

import { frameType, readFrame } from '@/lib/model/frame-type';
import type { Frame } from '@/lib/model/profile';
import { decodeEntities } from '../flamegraph/page';
import { DEEPEST, type StackSink } from '../flamegraph/stack-sink';

// `asprof -o tree -f out.html`, `profiler.sh -o tree` (flameGraph.cpp: printTreeFrame), depth first, heaviest first:
//
//   <li><div>[0] 97.82% 1,234 self: 0.00% 0</div><span class="red"> start_thread</span>         t4 instead of red in 2.x
//   <ul>
//   <li><div>[1] 90.00% 1,110 self: 2.50% 31 (interpreted: 0 inlined: 1 compiled: 30) </div><span class="green"> java/lang/Thread.run</span>
//   <li>...                                                                                      too narrow to be printed
//   </ul>
//   <li><div>[0] 97.82% 1,234</div><span class="green"> deflate</span>                           --reverse: leaf first, no self

export interface TreeRow {
  depth: number;
  total: number;
  /** null in a reversed tree. */
  self: number | null;
  name: string;
  /** "green", "t4". */
  colour: string;
}

const ROW =
  /^<li><div>\[(\d{1,5})\] \d{1,3}[.,]\d\d% (\d[\d,.]{0,26})(?: self: \d{1,3}[.,]\d\d% (\d[\d,.]{0,26}))?(?: \([a-z0-9: ]{1,80}\))? ?<\/div><span class="(\w{1,12})"> (.{0,16000})<\/span>$/;
const FRAMING = /^(?:<ul(?: class="?\w{1,20}"?)?>|<\/ul>|<li>\.\.\.)$/;

const amount = (text: string): number => Number(text.replace(/[,.]/g, ''));

/** One frame of the tree; null where the line is none. */
export function readTreeRow(text: string): TreeRow | null {
  const trimmed = text.trim();
  const match = trimmed.startsWith('<li><div>[') ? ROW.exec(trimmed) : null;
  if (!match) return null;
  const [, depth = '0', total = '0', self, colour = '', name = ''] = match;
  return { depth: Number(depth), total: amount(total), self: self === undefined ? null : amount(self), name: decodeEntities(name), colour };
}

/** "<ul>", "</ul>", "<li>...": what stands between the frames. */
export const isTreeFraming = (text: string): boolean => FRAMING.test(text.trim());

/** Since 3.0 colours have names; the numbers of 2.x mean different things in different versions, there the name of the frame tells. */
function toTreeFrame({ name, colour }: TreeRow, leafIsClass: boolean): Frame {
  if (name.startsWith('[')) return { name, type: frameType(name) };
  if (colour === 'brown' || colour === 'orange') return readFrame(`${name}_[k]`, leafIsClass);
  if (colour === 'green' || colour === 'aqua') return { name, type: frameType(name) === 'vm' ? 'vm' : 'java' };
  return readFrame(name, leafIsClass);
}

interface Node {
  row: TreeRow;
  id: number;
  /** What its children have. */
  taken: number;
  line: number;
}

/** Makes stacks of the rows: what a frame has in itself, and what of it was too narrow to be printed. */
export class TreeView {
  readonly #path: Node[] = [];
  /** Rows of --reverse begin with the leaf. */
  reversed = false;
  isEmpty = true;

  constructor(
    readonly sink: StackSink,
    readonly leafIsClass: () => boolean,
  ) {}

  /** False where the frame that called this one is missing. */
  add(row: TreeRow, line: number): boolean {
    if (row.depth > this.#path.length || row.depth > DEEPEST) return false;
    this.isEmpty = false;
    this.close(row.depth);
    const parent = this.#path.at(-1);
    if (parent) parent.taken += row.total;
    if (row.self === null) this.reversed = true;
    this.#path.push({ row, id: this.sink.frame(toTreeFrame(row, this.leafIsClass())), taken: 0, line });
    return true;
  }

  /** Frames from this depth on have had all their children; `cut`: the text ends here. */
  close(depth: number, cut = false): void {
    for (let isLeaf = true; this.#path.length > depth; isLeaf = false) {
      const ids = this.#path.map(({ id }) => id);
      const node = this.#path.pop();
      if (!node) return;
      const { total, self } = node.row;
      this.sink.add(ids, self ?? total - node.taken, node.line, self === null && cut && !isLeaf);
      if (self !== null) this.sink.add(ids, total - self - node.taken, node.line, true);
    }
  }
}

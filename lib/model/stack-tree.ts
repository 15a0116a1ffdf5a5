import type { CallColumns } from './call-columns';
import { orderTree } from './order-tree';
import type { Frame, ProfileStack } from './profile';
import { toSketchFrames } from './sketch';

const FIRST_ROOM = 128;
const PARENT = 0;
const FRAME = 1;
const FIRST = 2;
const SIBLING = 3;
const COLUMNS = 4;
/** What is outgrown waits for the garbage collector, what is not yet used is no memory: so it grows in few steps while it is small. */
const LARGE = 4_000_000 * COLUMNS;
/** Children looked through one by one; a node with more gets a table. */
const NARROW = 12;

const widen = <T extends Int32Array | Uint32Array | Float64Array | Uint8Array>(from: T, to: T): T => {
  to.set(from);
  return to;
};

/**
 * Distinct stacks, gathered while a profile is read by the hundred thousand. They share their callers in a tree of typed arrays: 16
 * bytes a node, and a stack costs what is new in it. A stack that was seen before is found by its hash and checked frame by frame
 * against the tree, which is then left as it is.
 *
 * Below a new node everything is new: those nodes are appended one behind the other, and never searched for.
 */
export class StackTree {
  /** The columns of a node lie together: who looks at one of them looks at the others, and memory comes by the line. */
  #tree = new Int32Array(FIRST_ROOM * COLUMNS);
  #nodes = 1;
  /** Frame → child, of nodes with many children. */
  readonly #tables = new Map<number, Map<number, number>>();

  #node = new Int32Array(FIRST_ROOM);
  #hash = new Int32Array(FIRST_ROOM);
  #weight = new Float64Array(FIRST_ROOM);
  #samples = new Float64Array(FIRST_ROOM);
  #firstLine = new Uint32Array(FIRST_ROOM);
  #lastLine = new Uint32Array(FIRST_ROOM);
  #cut = new Uint8Array(FIRST_ROOM);
  #count = 0;
  /** Stack + 1 per slot, 0 is empty; a power of two. */
  #slots = new Int32Array(FIRST_ROOM * 2);

  constructor() {
    this.#tree[PARENT] = -1;
    this.#tree[FRAME] = -1;
  }

  /** Distinct stacks. */
  get count(): number {
    return this.#count;
  }

  /** Nodes of the tree, the root among them. */
  get nodes(): number {
    return this.#nodes;
  }

  /** Index of the stack whose frames stand in `frames` from 0 to `depth`, LEAF first; made where there is none. Its lines stay those it was made with. */
  intern(frames: Int32Array, depth: number, firstLine: number, lastLine: number): number {
    let hash = depth;
    for (let i = 0; i < depth; i++) hash = Math.imul(hash ^ (frames[i] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (;;) {
      const stack = (this.#slots[slot] ?? 0) - 1;
      if (stack < 0) break;
      if (this.#hash[stack] === hash && this.#holds(this.#node[stack] ?? 0, frames, depth)) return stack;
      slot = (slot + 1) & mask;
    }
    const stack = this.#count++;
    if (stack === this.#node.length) this.#growStacks();
    this.#node[stack] = this.#path(frames, depth);
    this.#hash[stack] = hash;
    this.#firstLine[stack] = firstLine;
    this.#lastLine[stack] = lastLine;
    this.#slots[slot] = stack + 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return stack;
  }

  /** Adds weight and samples to a stack; `cut`: frames of it are known to be missing. */
  add(stack: number, weight: number, samples: number, cut: boolean): void {
    this.#weight[stack] = (this.#weight[stack] ?? 0) + weight;
    this.#samples[stack] = (this.#samples[stack] ?? 0) + samples;
    if (cut) this.#cut[stack] = 1;
  }

  /** The stack was seen once more, in this line. */
  extend(stack: number, lastLine: number): void {
    this.#lastLine[stack] = lastLine;
  }

  #holds(node: number, frames: Int32Array, depth: number): boolean {
    const tree = this.#tree;
    let at = node;
    for (let i = 0; i < depth; i++) {
      const row = at * COLUMNS;
      if (tree[row + FRAME] !== frames[i]) return false;
      at = tree[row + PARENT] ?? 0;
    }
    return at === 0;
  }

  #path(frames: Int32Array, depth: number): number {
    let node = 0;
    let i = depth - 1;
    for (; i >= 0; i--) {
      const before = this.#nodes;
      node = this.#child(node, frames[i] ?? 0);
      if (this.#nodes !== before) break;
    }
    for (i--; i >= 0; i--) node = this.#append(node, frames[i] ?? 0);
    return node;
  }

  #child(parent: number, frame: number): number {
    const tree = this.#tree;
    let child = tree[parent * COLUMNS + FIRST] ?? 0;
    for (let i = 0; child !== 0 && i < NARROW; i++) {
      const row = child * COLUMNS;
      if (tree[row + FRAME] === frame) return child;
      child = tree[row + SIBLING] ?? 0;
    }
    if (child === 0) return this.#append(parent, frame);
    const table = this.#tables.get(parent) ?? this.#makeTable(parent);
    const known = table.get(frame);
    if (known !== undefined) return known;
    const node = this.#append(parent, frame);
    table.set(frame, node);
    return node;
  }

  #makeTable(parent: number): Map<number, number> {
    const table = new Map<number, number>();
    const tree = this.#tree;
    for (let child = tree[parent * COLUMNS + FIRST] ?? 0; child !== 0; child = tree[child * COLUMNS + SIBLING] ?? 0)
      table.set(tree[child * COLUMNS + FRAME] ?? 0, child);
    this.#tables.set(parent, table);
    return table;
  }

  #append(parent: number, frame: number): number {
    const node = this.#nodes++;
    const row = node * COLUMNS;
    if (row === this.#tree.length) this.#tree = widen(this.#tree, new Int32Array(row * (row < LARGE ? 4 : 2)));
    const tree = this.#tree;
    tree[row + PARENT] = parent;
    tree[row + FRAME] = frame;
    tree[row + SIBLING] = tree[parent * COLUMNS + FIRST] ?? 0;
    tree[parent * COLUMNS + FIRST] = node;
    return node;
  }

  #growStacks(): void {
    const room = this.#node.length * 2;
    this.#node = widen(this.#node, new Int32Array(room));
    this.#hash = widen(this.#hash, new Int32Array(room));
    this.#weight = widen(this.#weight, new Float64Array(room));
    this.#samples = widen(this.#samples, new Float64Array(room));
    this.#firstLine = widen(this.#firstLine, new Uint32Array(room));
    this.#lastLine = widen(this.#lastLine, new Uint32Array(room));
    this.#cut = widen(this.#cut, new Uint8Array(room));
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let stack = 0; stack < this.#count; stack++) {
      const hash = this.#hash[stack] ?? 0;
      let slot = (hash ^ (hash >>> 16)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = stack + 1;
    }
    this.#slots = slots;
  }

  /** All stacks in the order in which they were first seen, root first. `weighted` false: they weigh what they have samples. */
  toStacks(weighted: boolean): ProfileStack[] {
    const stacks: ProfileStack[] = [];
    for (let stack = 0; stack < this.#count; stack++) {
      const samples = this.#samples[stack] ?? 0;
      stacks.push({
        frames: this.framesOf(stack),
        weight: weighted ? (this.#weight[stack] ?? 0) : samples,
        samples,
        firstLine: this.#firstLine[stack] ?? 0,
        lastLine: this.#lastLine[stack] ?? 0,
        cut: this.#cut[stack] === 1,
      });
    }
    return stacks;
  }

  /** The frames of a stack, root first. */
  framesOf(stack: number): number[] {
    const tree = this.#tree;
    const leaf = this.#node[stack] ?? 0;
    let depth = 0;
    for (let at = leaf; at > 0; at = tree[at * COLUMNS + PARENT] ?? 0) depth++;
    const frames = new Array<number>(depth).fill(0);
    for (let at = leaf; at > 0; at = tree[at * COLUMNS + PARENT] ?? 0) frames[--depth] = tree[at * COLUMNS + FRAME] ?? 0;
    return frames;
  }

  /** The whole call tree as it stands, the frames being those of the profile; `weighted` as above. Frames tell no lines in it. */
  toColumns(frames: readonly Frame[], weighted: boolean): CallColumns {
    const count = this.#nodes;
    const self = new Float64Array(count);
    const weight = weighted ? this.#weight : this.#samples;
    for (let stack = 0; stack < this.#count; stack++) self[this.#node[stack] ?? 0] = weight[stack] ?? 0;
    const parent = new Int32Array(count);
    const frame = new Int32Array(count);
    for (let node = 0; node < count; node++) {
      parent[node] = this.#tree[node * COLUMNS + PARENT] ?? 0;
      // 0 is the root's.
      frame[node] = (this.#tree[node * COLUMNS + FRAME] ?? 0) + 1;
    }
    return orderTree(toSketchFrames(frames), { parent, frame, self }).tree;
  }
}

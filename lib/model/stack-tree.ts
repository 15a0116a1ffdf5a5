import type { CallColumns } from './call-columns';
import { orderTree } from './order-tree';
import type { Frame, ProfileStack } from './profile';
import { toSketchFrames } from './sketch';

const FIRST_ROOM = 1024;
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
  #parent = new Int32Array(FIRST_ROOM);
  #frame = new Int32Array(FIRST_ROOM);
  #firstChild = new Int32Array(FIRST_ROOM);
  #sibling = new Int32Array(FIRST_ROOM);
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
    this.#frame[0] = -1;
    this.#parent[0] = -1;
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
    const frame = this.#frame;
    const parent = this.#parent;
    let at = node;
    for (let i = 0; i < depth; i++) {
      if (frame[at] !== frames[i]) return false;
      at = parent[at] ?? 0;
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
    let child = this.#firstChild[parent] ?? 0;
    for (let i = 0; child !== 0 && i < NARROW; i++) {
      if (this.#frame[child] === frame) return child;
      child = this.#sibling[child] ?? 0;
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
    for (let child = this.#firstChild[parent] ?? 0; child !== 0; child = this.#sibling[child] ?? 0)
      table.set(this.#frame[child] ?? 0, child);
    this.#tables.set(parent, table);
    return table;
  }

  #append(parent: number, frame: number): number {
    const node = this.#nodes++;
    if (node === this.#parent.length) this.#growNodes();
    this.#parent[node] = parent;
    this.#frame[node] = frame;
    this.#sibling[node] = this.#firstChild[parent] ?? 0;
    this.#firstChild[parent] = node;
    return node;
  }

  #growNodes(): void {
    const room = this.#parent.length * 2;
    this.#parent = widen(this.#parent, new Int32Array(room));
    this.#frame = widen(this.#frame, new Int32Array(room));
    this.#firstChild = widen(this.#firstChild, new Int32Array(room));
    this.#sibling = widen(this.#sibling, new Int32Array(room));
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
    let depth = 0;
    for (let at = this.#node[stack] ?? 0; at > 0; at = this.#parent[at] ?? 0) depth++;
    const frames = new Array<number>(depth).fill(0);
    for (let at = this.#node[stack] ?? 0; at > 0; at = this.#parent[at] ?? 0) frames[--depth] = this.#frame[at] ?? 0;
    return frames;
  }

  /** The whole call tree as it stands, the frames being those of the profile; `weighted` as above. Frames tell no lines in it. */
  toColumns(frames: readonly Frame[], weighted: boolean): CallColumns {
    const count = this.#nodes;
    const self = new Float64Array(count);
    const weight = weighted ? this.#weight : this.#samples;
    for (let stack = 0; stack < this.#count; stack++) self[this.#node[stack] ?? 0] = weight[stack] ?? 0;
    const frame = this.#frame.slice(0, count);
    for (let node = 0; node < count; node++) frame[node] = (frame[node] ?? 0) + 1;
    return orderTree(toSketchFrames(frames), { parent: this.#parent.subarray(0, count), frame, self }).tree;
  }
}

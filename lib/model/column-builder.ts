import type { CallColumns, CallFrames } from './call-columns';
import { type OrderedTree, orderTree } from './order-tree';

const FIRST_ROOM = 1024;

/**
 * Grows a call tree: every pair of parent and frame is one node. Nodes are found by hashing in typed arrays, so that a million of
 * them cost tens of megabytes, not hundreds. `finish` orders it depth first, heaviest child first.
 */
export class ColumnBuilder {
  #frame = new Int32Array(FIRST_ROOM);
  #parent = new Int32Array(FIRST_ROOM);
  #self = new Float64Array(FIRST_ROOM);
  #count = 1;
  /** Node + 1 per slot, 0 is empty; a power of two. */
  #slots = new Int32Array(FIRST_ROOM * 2);

  constructor() {
    this.#parent[0] = -1;
  }

  /** The node of `frame` below `parent`; made where there is none. */
  child(parent: number, frame: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(parent, frame) & mask;
    for (;;) {
      const node = (this.#slots[slot] ?? 0) - 1;
      if (node < 0) break;
      if (this.#frame[node] === frame && this.#parent[node] === parent) return node;
      slot = (slot + 1) & mask;
    }
    const node = this.#count++;
    if (node >= this.#frame.length) this.#grow();
    this.#frame[node] = frame;
    this.#parent[node] = parent;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    else this.#slots[slot] = node + 1;
    return node;
  }

  /** Adds weight that ends in this node. */
  add(node: number, weight: number): void {
    this.#self[node] = (this.#self[node] ?? 0) + weight;
  }

  #grow(): void {
    const room = this.#frame.length * 2;
    const widen = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#frame = widen(this.#frame, new Int32Array(room));
    this.#parent = widen(this.#parent, new Int32Array(room));
    this.#self = widen(this.#self, new Float64Array(room));
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let node = 1; node < this.#count; node++) {
      let slot = hash(this.#parent[node] ?? 0, this.#frame[node] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node + 1;
    }
    this.#slots = slots;
  }

  /** Equal siblings stand in the order of their names: the same stacks always give the same tree. Subtrees without weight are left out. */
  finish(frames: CallFrames): CallColumns {
    return this.finishWithPlaces(frames).tree;
  }

  /** The tree, and where each node of the builder went: nodes that are left out to the nearest above them. */
  finishWithPlaces(frames: CallFrames): OrderedTree {
    const count = this.#count;
    return orderTree(frames, {
      parent: this.#parent.subarray(0, count),
      frame: this.#frame.subarray(0, count),
      self: this.#self.subarray(0, count),
    });
  }
}

function hash(parent: number, frame: number): number {
  const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

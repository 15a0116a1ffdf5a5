import { type CallColumns, type CallFrames, deriveColumns } from './call-columns';

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
  finishWithPlaces(frames: CallFrames): { tree: CallColumns; placeOf: Uint32Array } {
    const count = this.#count;
    const total = this.#self.slice(0, count);
    for (let node = count - 1; node > 0; node--) {
      const parent = this.#parent[node] ?? 0;
      total[parent] = (total[parent] ?? 0) + (total[node] ?? 0);
    }
    const { first, children } = this.#childLists(frames, total);
    const kept = children.length + 1;
    const frame = new Uint32Array(kept);
    const depth = new Uint32Array(kept);
    const self = new Float64Array(kept);
    const placeOf = new Uint32Array(count);
    // Nodes that wait for their turn, with their depth: at most one per node.
    const waiting = new Uint32Array(kept);
    const depths = new Uint32Array(kept);
    let top = 1;
    for (let place = 0; top > 0; place++) {
      top--;
      const node = waiting[top] ?? 0;
      const level = depths[top] ?? 0;
      frame[place] = this.#frame[node] ?? 0;
      depth[place] = level;
      self[place] = this.#self[node] ?? 0;
      placeOf[node] = place;
      for (let i = (first[node + 1] ?? 0) - 1; i >= (first[node] ?? 0); i--) {
        waiting[top] = children[i] ?? 0;
        depths[top] = level + 1;
        top++;
      }
    }
    for (let node = 1; node < count; node++) if ((total[node] ?? 0) <= 0) placeOf[node] = placeOf[this.#parent[node] ?? 0] ?? 0;
    return { tree: deriveColumns(frames, frame, depth, self), placeOf };
  }

  /** Children with weight, heaviest first: those of a node stand in `children` from first[node] to first[node + 1]. */
  #childLists(frames: CallFrames, total: Float64Array): { first: Uint32Array; children: Uint32Array } {
    const count = this.#count;
    const first = new Uint32Array(count + 2);
    let kept = 0;
    for (let node = 1; node < count; node++) {
      if ((total[node] ?? 0) <= 0) continue;
      kept++;
      const slot = (this.#parent[node] ?? 0) + 2;
      first[slot] = (first[slot] ?? 0) + 1;
    }
    for (let slot = 2; slot < first.length; slot++) first[slot] = (first[slot] ?? 0) + (first[slot - 1] ?? 0);
    // first[node + 1] is where the next child of the node goes, and so in the end where the children of the next node begin.
    const children = new Uint32Array(kept);
    for (let node = 1; node < count; node++) {
      if ((total[node] ?? 0) <= 0) continue;
      const slot = (this.#parent[node] ?? 0) + 1;
      const at = first[slot] ?? 0;
      children[at] = node;
      first[slot] = at + 1;
    }
    const name = (node: number) => frames.names[this.#frame[node] ?? 0] ?? '';
    const heaviestFirst = (a: number, b: number) => {
      const order = (total[b] ?? 0) - (total[a] ?? 0);
      if (order !== 0) return order;
      return name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : (this.#frame[a] ?? 0) - (this.#frame[b] ?? 0);
    };
    for (let node = 0; node < count; node++) {
      const from = first[node] ?? 0;
      const to = first[node + 1] ?? 0;
      if (to - from > 1) children.subarray(from, to).sort(heaviestFirst);
    }
    return { first, children };
  }
}

function hash(parent: number, frame: number): number {
  const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

import type { Address } from '@/lib/base/address';

/** A piece of address space that NMT reserved, non-overlapping with its neighbours once flattened. */
export interface OwnedRange {
  start: Address;
  end: Address;
  category: string;
  artifactId: string;
  line: number;
}

/** Narrower before wider: a range inside another says more than the one around it. The rest only makes the choice the same on every run. */
function precedes(a: OwnedRange, b: OwnedRange): boolean {
  const sizeA = a.end - a.start;
  const sizeB = b.end - b.start;
  if (sizeA !== sizeB) return sizeA < sizeB;
  if (a.start !== b.start) return a.start < b.start;
  if (a.category !== b.category) return a.category < b.category;
  if (a.artifactId !== b.artifactId) return a.artifactId < b.artifactId;
  return a.line < b.line;
}

/** A binary heap of the ranges that are open at one address, the preceding one on top; closed ones leave when they come up. */
class OpenRanges {
  private readonly heap: OwnedRange[] = [];

  push(range: OwnedRange): void {
    const heap = this.heap;
    let at = heap.length;
    heap.push(range);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (!parent || !precedes(range, parent)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = range;
  }

  /** The owner at `address`, if any range is still open there. */
  owner(address: Address): OwnedRange | null {
    for (let top = this.heap[0]; top; top = this.heap[0]) {
      if (top.end > address) return top;
      this.pop();
    }
    return null;
  }

  private pop(): void {
    const heap = this.heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const child = left && right && precedes(right, left) ? 2 * at + 2 : 2 * at + 1;
      const below = heap[child];
      if (!below || !precedes(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

/** Sorted and disjoint, as most reports print them. */
function isFlat(ranges: readonly OwnedRange[]): boolean {
  for (let i = 1; i < ranges.length; i++) {
    const before = ranges[i - 1];
    const range = ranges[i];
    if (before && range && before.end > range.start) return false;
  }
  return true;
}

/**
 * Makes ranges disjoint and sorted by address; where they overlap the narrowest owns the place. The order of the input
 * does not matter (JDK 25 prints ranges descending, fragments come in any order). O(n log n).
 */
export function flattenRanges(ranges: readonly OwnedRange[]): OwnedRange[] {
  const long = ranges.filter((range) => range.end > range.start);
  if (isFlat(long)) return long;
  const sorted = long.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : precedes(a, b) ? -1 : 1));
  if (isFlat(sorted)) return sorted;
  const flat: OwnedRange[] = [];
  const open = new OpenRanges();
  let at: Address = 0n;
  const fillUntil = (limit: Address | null) => {
    for (let owner = open.owner(at); owner && (limit === null || at < limit); owner = open.owner(at)) {
      const end = limit !== null && limit < owner.end ? limit : owner.end;
      const last = flat.at(-1);
      if (last && last.end === at && last.line === owner.line && last.artifactId === owner.artifactId) last.end = end;
      else flat.push({ ...owner, start: at, end });
      at = end;
    }
  };
  for (const range of sorted) {
    fillUntil(range.start);
    at = range.start;
    open.push(range);
  }
  fillUntil(null);
  return flat;
}

import type { Address } from '@/lib/base/address';
import type { Region } from '@/lib/model/region';

/** The regions that touch [start, end), in order. They are sorted and never overlap, so that the first is found by halving. */
export function regionsBetween(regions: readonly Region[], start: Address, end: Address): Region[] {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((regions[middle]?.end ?? end) <= start) low = middle + 1;
    else high = middle;
  }
  const found: Region[] = [];
  for (let at = low; ; at++) {
    const region = regions[at];
    if (!region || region.start >= end) return found;
    found.push(region);
  }
}

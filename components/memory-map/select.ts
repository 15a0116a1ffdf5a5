import { formatBytes, formatCount, formatShare, GIB } from '@/lib/base/bytes';
import type { AddressStrip, StripSlot } from '@/lib/model/address-strip';

const UNITS: readonly [string, number][] = [
  ['EiB', GIB * 2 ** 30],
  ['PiB', GIB * 2 ** 20],
  ['TiB', GIB * 1024],
];

/** A folded distance in few words: "41.1 TiB", "576 MiB". */
export function foldWords(bytes: number): string {
  for (const [unit, size] of UNITS) if (bytes >= size) return `${(bytes / size).toFixed(1)} ${unit}`;
  return formatBytes(bytes).replace(/\.(\d)\d* /, (_, tenth) => (tenth === '0' ? ' ' : `.${tenth} `));
}

/** One line for a slot, for the foot and for those who hear the page. */
export function tellSlot(slot: StripSlot): string {
  const parts = [slot.start, slot.label];
  if (slot.slots > 1) parts.push(`${formatCount(slot.slots)} slots alike`);
  parts.push(
    slot.sizeBytes === 0
      ? 'nothing mapped'
      : `${formatBytes(slot.residentBytes)} of ${formatBytes(slot.sizeBytes)} resident, ${formatShare(slot.residentBytes, slot.sizeBytes)}`,
  );
  if (slot.regionCount > 1) parts.push(`${formatCount(slot.regionCount)} regions`);
  const ranges = [...new Set(slot.ranges.map(({ category }) => category))];
  parts.push(
    ranges.length > 0
      ? `NMT: ${ranges.slice(0, 4).join(', ')}${ranges.length > 4 ? ` and ${ranges.length - 4} more` : ''}`
      : 'no NMT range',
  );
  const missing = slot.ranges.find(({ unmapped }) => unmapped > 0.01);
  if (missing) parts.push(`${missing.category}: ${(missing.unmapped * 100).toFixed(0)} % of what NMT reserved is in no mapping`);
  return parts.join(' · ');
}

/** Whether a slot holds the region that begins at `start`. */
export const holds = (slot: StripSlot, start: string | null): boolean =>
  start !== null && BigInt(start) >= BigInt(slot.start) && BigInt(start) < BigInt(slot.end);

/** What "nearer" shows of a slot; null where it cannot be shown nearer. */
export function nearer(slot: StripSlot): { from: string; to: string } | null {
  return BigInt(slot.end) - BigInt(slot.start) <= 4_096n ? null : { from: slot.start, to: slot.end };
}

/** The part shown, moved by half its length. Below 0 there is nothing. */
export function panned({ from, to }: { from: string; to: string }, by: 1 | -1): { from: string; to: string } {
  const [low, high] = [BigInt(from), BigInt(to)];
  const length = high - low;
  const wanted = low + (BigInt(by) * length) / 2n;
  const start = wanted < 0n ? 0n : wanted + length > 2n ** 64n ? 2n ** 64n - length : wanted;
  return { from: `0x${start.toString(16)}`, to: `0x${(start + length).toString(16)}` };
}

/** The part shown, twice as long around its middle; null: that is as much as there is. */
export function farther({ from, to }: { from: string; to: string }): { from: string; to: string } | null {
  const [low, high] = [BigInt(from), BigInt(to)];
  const length = high - low;
  if (length >= 2n ** 42n) return null;
  const start = low > length / 2n ? low - length / 2n : 0n;
  return { from: `0x${start.toString(16)}`, to: `0x${(start + 2n * length).toString(16)}` };
}

/** "350 mappings in 73 slots of 64 MiB". */
export function describeStrip({ items, slotBytes, regionCount }: AddressStrip): string {
  const slots = items.reduce((sum, item) => sum + (item.kind === 'slot' ? item.slots : 0), 0);
  return `${formatCount(regionCount)} ${regionCount === 1 ? 'region' : 'regions'} in ${formatCount(slots)} ${slots === 1 ? 'slot' : 'slots'} of ${foldWords(slotBytes)}`;
}

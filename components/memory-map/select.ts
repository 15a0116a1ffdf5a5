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
export function nearer(slot: StripSlot): Part | null {
  return BigInt(slot.end) - BigInt(slot.start) <= 4_096n ? null : { from: slot.start, to: slot.end };
}

/** A part of the address space, in hex. */
export interface Part {
  from: string;
  to: string;
}

const hex = (address: bigint): string => `0x${address.toString(16)}`;

/** The part shown, moved by so many bytes and no further than the address space goes. Below 0 there is nothing. */
export function moved({ from, to }: Part, bytes: bigint): Part {
  const length = BigInt(to) - BigInt(from);
  const wanted = BigInt(from) + bytes;
  const start = wanted < 0n ? 0n : wanted + length > 2n ** 64n ? 2n ** 64n - length : wanted;
  return { from: hex(start), to: hex(start + length) };
}

/** The part shown, moved by half its length. */
export const panned = (part: Part, by: 1 | -1): Part => moved(part, (BigInt(by) * (BigInt(part.to) - BigInt(part.from))) / 2n);

/** From the one slot to the other, whichever is lower. */
export function between(a: StripSlot, b: StripSlot): Part {
  const [low, high] = BigInt(a.start) <= BigInt(b.start) ? [a, b] : [b, a];
  return { from: low.start, to: high.end };
}

const SLOTS_AROUND = 16n;

/** Half of the part shown (of the whole: some slots), with the slot where it was; null where it cannot be shown nearer. */
export function nearerAround(part: Part | null, slot: StripSlot, slotBytes: number): Part | null {
  const length = part ? (BigInt(part.to) - BigInt(part.from)) / 2n : BigInt(slotBytes) * SLOTS_AROUND;
  if (length < 8n * 4_096n) return null;
  const before = part ? (BigInt(slot.start) - BigInt(part.from)) / 2n : length / 2n;
  return moved({ from: hex(0n), to: hex(length) }, BigInt(slot.start) - before);
}

/** The part shown, twice as long around its middle; null: that is as much as there is. */
export function farther({ from, to }: Part): Part | null {
  const [low, high] = [BigInt(from), BigInt(to)];
  const length = high - low;
  if (length >= 2n ** 42n) return null;
  const start = low > length / 2n ? low - length / 2n : 0n;
  return { from: hex(start), to: hex(start + 2n * length) };
}

/** "350 mappings in 73 slots of 64 MiB". */
export function describeStrip({ items, slotBytes, regionCount }: AddressStrip): string {
  const slots = items.reduce((sum, item) => sum + (item.kind === 'slot' ? item.slots : 0), 0);
  return `${formatCount(regionCount)} ${regionCount === 1 ? 'region' : 'regions'} in ${formatCount(slots)} ${slots === 1 ? 'slot' : 'slots'} of ${foldWords(slotBytes)}`;
}

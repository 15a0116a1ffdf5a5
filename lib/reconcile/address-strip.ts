import { type Address, formatAddress, parseAddress } from '@/lib/base/address';
import { MIB } from '@/lib/base/bytes';
import type { AddressStrip, StripBand, StripFold, StripQuery, StripRange, StripSlot } from '@/lib/model/address-strip';
import { MEMORY_ROLES, type MemoryRole } from '@/lib/model/memory-tree';
import type { Region } from '@/lib/model/region';
import { KIND_WORDS } from '@/lib/model/region-words';
import { roleOfCategory, roleOfRegion, type UnmatchedRole } from './memory-tree';
import { regionsBetween } from './regions-between';

/** An address range that NMT lists. */
export interface NmtSpan {
  start: Address;
  end: Address;
  category: string;
}

/** glibc aligns its arena heaps to this: at this scale they are a comb. */
const WHOLE_SLOT_BYTES = 64 * MIB;
const PAGE_BYTES = 4_096;
/** More slots than this are no picture: the scale grows. */
const MOST_SLOTS = 240;
/** Parts of a slot that can be told apart at some 14 px. */
const CELLS = 32;
/** So many slots of one and the same region are drawn as one. */
const LONG_RUN = 8;

/** Sums of one slot while it fills. */
interface Slot {
  index: bigint;
  slots: number;
  /** Per role and cell: mapped and resident bytes. */
  mapped: Map<MemoryRole, Float64Array>;
  resident: Map<MemoryRole, Float64Array>;
  ranges: StripRange[];
  regionCount: number;
  sizeBytes: number;
  residentBytes: number;
  top: { region: Region; resident: number; size: number } | null;
}

/** Regions (ascending, disjoint) and what NMT lists, as slots to one scale; the whole address space, or the part asked for, nearer. */
export function layOutStrip(
  regions: readonly Region[],
  spans: readonly NmtSpan[],
  unmatchedRole: UnmatchedRole,
  query: StripQuery,
): AddressStrip {
  const bounds = query.from === null || query.to === null ? null : { from: parseAddress(query.from), to: parseAddress(query.to) };
  const within = <T extends { start: Address; end: Address }>(all: readonly T[]): T[] =>
    bounds === null ? [...all] : all.filter(({ start, end }) => end > bounds.from && start < bounds.to);
  const shown = within(regions);
  const listed = within(spans).sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const clip = <T extends { start: Address; end: Address }>({ start, end }: T) => ({
    start: bounds && start < bounds.from ? bounds.from : start,
    end: bounds && end > bounds.to ? bounds.to : end,
  });
  const slotBytes = chooseSlotBytes([...shown, ...listed].map(clip), bounds ? nearSlotBytes(bounds.to - bounds.from) : WHOLE_SLOT_BYTES);
  const slots = new Map<bigint, Slot>();
  for (const region of shown) addRegion(slots, region, clip(region), slotBytes, roleOfRegion(region, unmatchedRole));
  for (const span of listed) addSpan(slots, span, clip(span), slotBytes, shown);
  return {
    slotBytes,
    from: query.from,
    to: query.to,
    items: withFolds(
      [...slots.values()].sort((a, b) => (a.index < b.index ? -1 : 1)),
      slotBytes,
    ),
    regionCount: shown.length,
  };
}

/** Some 64 to 128 slots for a part of the address space, none smaller than a page. */
function nearSlotBytes(length: bigint): number {
  let bytes = PAGE_BYTES;
  while (BigInt(bytes) * 128n < length) bytes *= 2;
  return bytes;
}

/** The finest power of two, from `least` on, at which the picture is not too long. */
function chooseSlotBytes(ranges: readonly { start: Address; end: Address }[], least: number): number {
  const sorted = ranges.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  for (let bytes = least; ; bytes *= 2) {
    const size = BigInt(bytes);
    let count = 0;
    let last = -1n;
    for (const { start, end } of sorted) {
      const first = start / size;
      const final = (end - 1n) / size;
      const from = first > last ? first : last + 1n;
      if (final < from) continue;
      const covered = Number(final - from + 1n);
      count += covered > LONG_RUN ? 3 : covered;
      last = final;
    }
    if (count <= MOST_SLOTS || bytes >= 2 ** 46) return bytes;
  }
}

function slotAt(slots: Map<bigint, Slot>, index: bigint): Slot {
  const known = slots.get(index);
  if (known) return known;
  const made: Slot = {
    index,
    slots: 1,
    mapped: new Map(),
    resident: new Map(),
    ranges: [],
    regionCount: 0,
    sizeBytes: 0,
    residentBytes: 0,
    top: null,
  };
  slots.set(index, made);
  return made;
}

/** Indices of the slots that [start, end) touches; the inside of a long one is a single entry. */
function* touched(start: Address, end: Address, slotBytes: number): Generator<{ index: bigint; slots: number }> {
  const size = BigInt(slotBytes);
  const first = start / size;
  const last = (end - 1n) / size;
  if (last - first <= BigInt(LONG_RUN)) {
    for (let index = first; index <= last; index++) yield { index, slots: 1 };
    return;
  }
  yield { index: first, slots: 1 };
  yield { index: first + 1n, slots: Number(last - first - 1n) };
  yield { index: last, slots: 1 };
}

function addRegion(
  slots: Map<bigint, Slot>,
  region: Region,
  { start, end }: { start: Address; end: Address },
  slotBytes: number,
  role: MemoryRole,
): void {
  const share = region.sizeBytes > 0 ? region.residentBytes.best / region.sizeBytes : 0;
  for (const { index, slots: run } of touched(start, end, slotBytes)) {
    const slot = slotAt(slots, index);
    slot.slots = Math.max(slot.slots, run);
    const [from, to] = placeIn(index, run, slotBytes, start, end);
    const size = (to - from) * slotBytes * run;
    const mapped = cellsOf(slot.mapped, role);
    const resident = cellsOf(slot.resident, role);
    for (let cell = Math.floor(from * CELLS); cell < Math.ceil(to * CELLS); cell++) {
      const part = Math.min(to * CELLS, cell + 1) - Math.max(from * CELLS, cell);
      mapped[cell] = (mapped[cell] ?? 0) + part;
      resident[cell] = (resident[cell] ?? 0) + part * share;
    }
    slot.regionCount++;
    slot.sizeBytes += size;
    slot.residentBytes += size * share;
    const better = slot.top === null || size * share > slot.top.resident || (size * share === slot.top.resident && size > slot.top.size);
    if (better) slot.top = { region, resident: size * share, size };
  }
}

/** Where [start, end) lies in a slot (or run of slots), as shares of it. */
function placeIn(index: bigint, run: number, slotBytes: number, start: Address, end: Address): [number, number] {
  const base = index * BigInt(slotBytes);
  const whole = slotBytes * run;
  const share = (address: Address) => Math.min(1, Math.max(0, Number(address - base) / whole));
  return [share(start), share(end)];
}

function cellsOf(cells: Map<MemoryRole, Float64Array>, role: MemoryRole): Float64Array {
  const known = cells.get(role);
  if (known) return known;
  const made = new Float64Array(CELLS);
  cells.set(role, made);
  return made;
}

/** Draws an NMT range above every slot it touches; where it has none of its own, it gets them: nothing is mapped there. */
function addSpan(
  slots: Map<bigint, Slot>,
  { start, end, category }: NmtSpan,
  clipped: { start: Address; end: Address },
  slotBytes: number,
  regions: readonly Region[],
): void {
  const whole = Number(end - start);
  const unmapped = whole === 0 ? 0 : 1 - mappedBytes(regions, start, end) / whole;
  const size = BigInt(slotBytes);
  const last = (clipped.end - 1n) / size;
  const drawn = [...slots.values()]
    .filter((slot) => slot.index <= last && slot.index + BigInt(slot.slots) > clipped.start / size)
    .sort((a, b) => (a.index < b.index ? -1 : 1));
  let next = clipped.start / size;
  const bare: Slot[] = [];
  for (const index of [...drawn.map((slot) => slot.index), last + 1n]) {
    if (index > next)
      for (const gap of touched(next * size, index * size, slotBytes)) bare.push({ ...slotAt(slots, gap.index), slots: gap.slots });
    const slot = slots.get(index);
    if (slot) next = index + BigInt(slot.slots);
  }
  for (const slot of bare) slots.set(slot.index, slot);
  for (const slot of [...drawn, ...bare]) {
    const [from, to] = placeIn(slot.index, slot.slots, slotBytes, clipped.start, clipped.end);
    slot.ranges.push({ category, role: roleOfCategory(category), from, to, unmapped });
  }
}

/** Bytes of [start, end) that lie in mappings. */
function mappedBytes(regions: readonly Region[], start: Address, end: Address): number {
  let bytes = 0;
  for (const region of regionsBetween(regions, start, end))
    bytes += Number((region.end < end ? region.end : end) - (region.start > start ? region.start : start));
  return bytes;
}

function withFolds(slots: readonly Slot[], slotBytes: number): (StripSlot | StripFold)[] {
  const items: (StripSlot | StripFold)[] = [];
  let next: bigint | null = null;
  for (const slot of slots) {
    if (next !== null && slot.index > next) items.push({ kind: 'fold', bytes: Number(slot.index - next) * slotBytes });
    items.push(finish(slot, slotBytes));
    next = slot.index + BigInt(slot.slots);
  }
  return items;
}

function finish(slot: Slot, slotBytes: number): StripSlot {
  const start = slot.index * BigInt(slotBytes);
  return {
    kind: 'slot',
    start: formatAddress(start),
    end: formatAddress(start + BigInt(slotBytes) * BigInt(slot.slots)),
    slots: slot.slots,
    bands: bandsOf(slot),
    ranges: slot.ranges,
    region: slot.top ? formatAddress(slot.top.region.start) : null,
    label: slot.top ? labelOf(slot.top.region) : (slot.ranges[0]?.category ?? ''),
    regionCount: slot.regionCount,
    sizeBytes: Math.round(slot.sizeBytes),
    residentBytes: Math.round(slot.residentBytes),
  };
}

function labelOf(region: Region): string {
  const file = region.name !== '' && !region.name.startsWith('[') ? region.name.split('/').at(-1) : undefined;
  return file ?? region.category ?? KIND_WORDS[region.kind];
}

/** Each cell in the colour of what is most resident in it (else most mapped); neighbours alike become one band. */
function bandsOf(slot: Slot): StripBand[] {
  const bands: (StripBand & { cells: number })[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    let role: MemoryRole | null = null;
    let most = 0;
    let resident = 0;
    for (const candidate of MEMORY_ROLES) {
      const weight = (slot.resident.get(candidate)?.[cell] ?? 0) * CELLS + (slot.mapped.get(candidate)?.[cell] ?? 0);
      resident += slot.resident.get(candidate)?.[cell] ?? 0;
      if (weight > most) [role, most] = [candidate, weight];
    }
    if (role === null) continue;
    const before = bands.at(-1);
    if (before && before.role === role && before.to === cell / CELLS) {
      before.resident = (before.resident * before.cells + Math.min(1, resident)) / (before.cells + 1);
      before.cells++;
      before.to = (cell + 1) / CELLS;
    } else bands.push({ role, from: cell / CELLS, to: (cell + 1) / CELLS, resident: Math.min(1, resident), cells: 1 });
  }
  return bands.map(({ cells: _, ...band }) => band);
}

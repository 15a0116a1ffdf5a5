import { joinWords } from '@/lib/base/address';
import { defineLazy } from './lazy';
import type { Mapping, MemoryMap } from './memory-map';

/**
 * The rows of a map side by side: some fifty bytes each, none of them on the heap. Addresses as two words of 32 bits. A column that no
 * row has is null; in one that some rows have, NaN stands for null. `names` and `flags` are said once, and called by their number.
 */
export interface MappingColumns {
  length: number;
  line: Uint32Array;
  lastLine: Uint32Array;
  startHigh: Uint32Array;
  startLow: Uint32Array;
  endHigh: Uint32Array;
  endLow: Uint32Array;
  rssBytes: Float64Array;
  pssBytes: Float64Array | null;
  dirtyBytes: Float64Array | null;
  anonymousBytes: Float64Array | null;
  swapBytes: Float64Array | null;
  anonHugePagesBytes: Float64Array | null;
  mode: Uint8Array;
  name: Uint32Array;
  /** Number + 1; 0: the row has none. */
  vmFlags: Uint32Array | null;
  modes: string[];
  names: string[];
  flags: string[][];
}

const valueAt = (column: Float64Array | null, i: number): number | null => {
  const value = column?.[i];
  return value === undefined || Number.isNaN(value) ? null : value;
};

/** The rows as objects. */
export function toMappings(columns: MappingColumns): Mapping[] {
  const { line, lastLine, startHigh, startLow, endHigh, endLow, modes, names, flags } = columns;
  return Array.from({ length: columns.length }, (_, i) => {
    const start = joinWords(startHigh[i] ?? 0, startLow[i] ?? 0);
    const end = joinWords(endHigh[i] ?? 0, endLow[i] ?? 0);
    return {
      line: line[i] ?? 0,
      lastLine: lastLine[i] ?? 0,
      start,
      end,
      sizeBytes: ((endHigh[i] ?? 0) - (startHigh[i] ?? 0)) * 2 ** 32 + (endLow[i] ?? 0) - (startLow[i] ?? 0),
      rssBytes: columns.rssBytes[i] ?? 0,
      pssBytes: valueAt(columns.pssBytes, i),
      dirtyBytes: valueAt(columns.dirtyBytes, i),
      anonymousBytes: valueAt(columns.anonymousBytes, i),
      swapBytes: valueAt(columns.swapBytes, i),
      anonHugePagesBytes: valueAt(columns.anonHugePagesBytes, i),
      mode: modes[columns.mode[i] ?? 0] ?? '',
      name: names[columns.name[i] ?? 0] ?? '',
      vmFlags: flags[(columns.vmFlags?.[i] ?? 0) - 1] ?? null,
    };
  });
}

/** Columns of maps whose rows nobody has looked at. */
const unread = new WeakMap<object, MappingColumns>();

/** A map whose rows become objects when they are looked at. */
export function toMemoryMap(map: Omit<MemoryMap, 'rows'>, columns: MappingColumns): MemoryMap {
  const { source, pid, ...rest } = map;
  const made: MemoryMap = defineLazy({ source, pid }, 'rows', () => {
    unread.delete(made);
    return toMappings(columns);
  }) as MemoryMap;
  unread.set(made, columns);
  return Object.assign(made, rest);
}

/** The columns of such a map as long as its rows have not been looked at: what to keep of it. */
export const columnsOf = (map: MemoryMap): MappingColumns | null => unread.get(map) ?? null;

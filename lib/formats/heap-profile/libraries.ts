import { type Address, parseAddress } from '@/lib/base/address';
import type { Frame } from '@/lib/model/profile';

/** A row of the list of libraries that ends a heap profile: /proc/PID/maps as the profiler copied it. */
export interface LibraryRow {
  start: Address;
  end: Address;
  mode: string;
  offset: Address;
  /** "" for anonymous memory. */
  name: string;
}

// 7fe7234b1000-7fe7234b3000 rw-p 00033000 fe:00 338944                     /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
const ROW = /^\s*([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][ps]) ([0-9a-f]{1,16}) [0-9a-f]{1,8}:[0-9a-f]{1,8} \d{1,20}(?:\s(.*))?$/;

// 7f47a5850000-7f47a5859000: /lib/libcrypt-2.15.so      executable mappings alone, as older tcmalloc writes them
const BRIEF_ROW = /^\s*([0-9a-f]{1,16})-([0-9a-f]{1,16}): ([/$[].*)$/;

/** Reads one row; null where the line is none. */
export function readLibraryRow(text: string): LibraryRow | null {
  const match = ROW.exec(text);
  if (match) {
    const [, start = '0', end = '0', mode = '', offset = '0', name = ''] = match;
    return { start: parseAddress(start), end: parseAddress(end), mode, offset: parseAddress(offset), name: name.trim() };
  }
  const brief = BRIEF_ROW.exec(text);
  if (!brief) return null;
  const [, start = '0', end = '0', name = ''] = brief;
  return { start: parseAddress(start), end: parseAddress(end), mode: 'r-xp', offset: 0n, name: name.trim() };
}

/** "MAPPED_LIBRARIES:", as jemalloc, tcmalloc and Go write it; "--- Memory map: ---" in older profiles. */
export const isLibraryHead = (text: string): boolean => /^\s*(?:MAPPED_LIBRARIES:|--- Memory map: ---)\s*$/.test(text);

/** Allocators, whose own frames stand at the leaf of every stack and say nothing. */
const ALLOCATOR = /^lib(?:jemalloc|tcmalloc|mimalloc|lsan|asan)/;

/** Gives names to addresses that come without symbols. */
export class Libraries {
  readonly #rows: LibraryRow[] = [];
  #sorted = true;

  get size(): number {
    return this.#rows.length;
  }

  add(row: LibraryRow): void {
    const last = this.#rows.at(-1);
    if (last && row.start < last.start) this.#sorted = false;
    this.#rows.push(row);
  }

  /**
   * "libz.so.1.2.13+0x5a10": the file and the offset in it, for addr2line. Anonymous executable memory is what the JVM generated
   * (interpreter, compiled methods, stubs), which nothing in the profile tells apart.
   */
  name(address: Address): Frame {
    const row = this.#find(address);
    const unknown: Frame = { name: `0x${address.toString(16)}`, type: 'unknown' };
    if (!row) return unknown;
    if (row.name === '') return row.mode[2] === 'x' ? { name: '[generated code]', type: 'unknown' } : unknown;
    const file = baseName(row.name);
    const type = file.startsWith('libjvm.') ? 'vm' : 'native';
    return { name: `${file}+0x${(address - row.start + row.offset).toString(16)}`, type };
  }

  /** True where the address lies in an allocator's own code. */
  isAllocator(address: Address): boolean {
    const row = this.#find(address);
    return row !== null && ALLOCATOR.test(baseName(row.name));
  }

  #find(address: Address): LibraryRow | null {
    if (!this.#sorted) {
      this.#rows.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
      this.#sorted = true;
    }
    let low = 0;
    let high = this.#rows.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const row = this.#rows[middle];
      if (!row) return null;
      if (address < row.start) high = middle - 1;
      else if (address >= row.end) low = middle + 1;
      else return row;
    }
    return null;
  }
}

function baseName(name: string): string {
  const file = name.replace(/ \(deleted\)$/, '');
  return file.slice(file.lastIndexOf('/') + 1) || file;
}

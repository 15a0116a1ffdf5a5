import type { Address } from '@/lib/base/address';
import { emptySnapshotFacts, type SnapshotFacts } from '@/lib/model/facts';
import type { Mapping } from '@/lib/model/memory-map';
import type { NmtCategory, NmtRange, NmtReport } from '@/lib/model/nmt';

const PAGE = 4096;
const CATEGORIES = ['GC', 'Code', 'Thread Stack', 'Metaspace', 'Class'];

/** A made-up process of which everything is known: each page has one owner and is resident or not. */
export interface AddressSpace {
  rows: Mapping[];
  ranges: NmtRange[];
  nmtMallocBytes: number;
  /** Per mapped page: line of its row, its bucket (`anonymous` outside NMT), and whether it is resident. */
  pages: { address: Address; line: number; bucket: string; resident: boolean }[];
}

export type Chance = () => number;

/** mulberry32: small, good enough, the same on every machine. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const upTo = (chance: Chance, most: number): number => Math.floor(chance() * (most + 1));

export function shuffle<T>(items: readonly T[], chance: Chance): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const k = upTo(chance, i);
    [shuffled[i], shuffled[k]] = [shuffled[k] as T, shuffled[i] as T];
  }
  return shuffled;
}

export const bucketOf = (category: string): string =>
  category === 'Java Heap' ? 'java-heap' : category === 'Thread Stack' ? 'nmt-thread' : `nmt-${category.toLowerCase()}`;

interface Span {
  first: number;
  pages: number;
}

/** Spans of 1..longest pages with gaps of 0..widest between them, until `pages` are used up. */
function scatter(chance: Chance, pages: number, longest: number, widest: number): Span[] {
  const spans: Span[] = [];
  for (let at = upTo(chance, widest); at < pages; ) {
    const length = Math.min(1 + upTo(chance, longest - 1), pages - at);
    spans.push({ first: at, pages: length });
    at += length + (chance() < 0.5 ? 0 : upTo(chance, widest));
  }
  return spans;
}

/** Rows and NMT ranges are laid down without regard to each other, so they straddle in both directions. */
export function makeAddressSpace(seed: number): AddressSpace {
  const chance = chanceFrom(seed);
  const bases = [0x10000n, 0x7fd5c8000000n, 0xfffffffffe000000n];
  const base = (bases[upTo(chance, 2)] ?? 0n) + BigInt(upTo(chance, 1000) * PAGE);
  const size = 20 + upTo(chance, 150);
  const at = (page: number) => base + BigInt(page * PAGE);
  const rowSpans = scatter(chance, size, 1 + upTo(chance, 30), 6);
  const mapped = new Set(rowSpans.flatMap(({ first, pages }) => Array.from({ length: pages }, (_, i) => first + i)));
  const ranges: NmtRange[] = [];
  const owner = new Map<number, string>();
  for (const [i, { first, pages }] of scatter(chance, size, 1 + upTo(chance, 25), 15).entries()) {
    const inside = Array.from({ length: pages }, (_, k) => first + k).filter((page) => mapped.has(page));
    // The JVM has one heap at least, and a heap is mapped.
    const heap = inside.length > 0 && (chance() < 0.3 || !ranges.some((range) => range.category === 'Java Heap'));
    const category = heap ? 'Java Heap' : (CATEGORIES[upTo(chance, CATEGORIES.length - 1)] ?? 'GC');
    for (const page of inside) owner.set(page, bucketOf(category));
    ranges.push({
      start: at(first),
      end: at(first + pages),
      line: 1000 + i * 10,
      lastLine: 1000 + i * 10,
      category,
      sizeBytes: pages * PAGE,
      committedBytes: inside.length * PAGE,
      committed: inside.map((page) => ({ start: at(page), end: at(page + 1), line: 1001 + i * 10 })),
      frames: [],
    });
  }
  const pages: AddressSpace['pages'] = [];
  const rows = rowSpans.map(({ first, pages: count }, i): Mapping => {
    const line = 10 + i;
    const density = [0, 1, 0.05, 0.95, chance()][upTo(chance, 4)] ?? 1;
    const nature = chance();
    const [name, mode, bucket] =
      nature < 0.7
        ? ['', 'rw-p', 'anonymous']
        : nature < 0.9
          ? [`/data/file-${i}`, 'r--p', 'file-mapped']
          : ['/dev/shm/x', 'rw-s', 'shared-memory'];
    let rss = 0;
    for (let page = first; page < first + count; page++) {
      const resident = chance() < density;
      if (resident) rss += PAGE;
      pages.push({ address: at(page), line, bucket: owner.get(page) ?? bucket, resident });
    }
    return makeRow(line, at(first), at(first + count), rss, mode, name);
  });
  return { rows, ranges, nmtMallocBytes: upTo(chance, size) * PAGE, pages };
}

/** The same process, but that rows of files which an NMT range touches are anonymous. */
export function keepFilesOutside(space: AddressSpace): AddressSpace {
  const inside = new Set(
    space.rows.filter((row) => space.ranges.some(({ start, end }) => row.start < end && start < row.end)).map(({ line }) => line),
  );
  return {
    ...space,
    rows: space.rows.map((row) => (inside.has(row.line) ? { ...row, name: '', mode: 'rw-p' } : row)),
    pages: space.pages.map((page) =>
      inside.has(page.line) && (page.bucket === 'file-mapped' || page.bucket === 'shared-memory') ? { ...page, bucket: 'anonymous' } : page,
    ),
  };
}

/** The same process with pages `factor` times as large; `pages` keeps one entry for each, at its new address. */
export function scaleUp(space: AddressSpace, factor: number): AddressSpace {
  const base = space.rows[0]?.start ?? 0n;
  const at = (address: Address) => base + (address - base) * BigInt(factor);
  return {
    nmtMallocBytes: space.nmtMallocBytes * factor,
    pages: space.pages.map((page) => ({ ...page, address: at(page.address) })),
    rows: space.rows.map((row) => ({
      ...row,
      start: at(row.start),
      end: at(row.end),
      sizeBytes: row.sizeBytes * factor,
      rssBytes: row.rssBytes * factor,
    })),
    ranges: space.ranges.map((range) => ({
      ...range,
      start: at(range.start),
      end: at(range.end),
      sizeBytes: range.sizeBytes * factor,
      committedBytes: range.committedBytes * factor,
      committed: range.committed.map(({ start, end, line }) => ({ start: at(start), end: at(end), line })),
    })),
  };
}

export function makeRow(line: number, start: Address, end: Address, rssBytes: number, mode = 'rw-p', name = ''): Mapping {
  return {
    line,
    lastLine: line,
    start,
    end,
    sizeBytes: Number(end - start),
    rssBytes,
    pssBytes: null,
    dirtyBytes: null,
    anonymousBytes: null,
    swapBytes: null,
    anonHugePagesBytes: null,
    mode,
    name,
    vmFlags: null,
  };
}

/** A category whose figures are the sums of its ranges. */
export function makeCategory(name: string, line: number, reservedBytes: number, committedBytes: number, mallocBytes: number): NmtCategory {
  return {
    name,
    line,
    lastLine: line + 1,
    reservedBytes: reservedBytes + mallocBytes,
    committedBytes: committedBytes + mallocBytes,
    malloc: mallocBytes > 0 ? { line, bytes: mallocBytes, count: 1 } : null,
    mmap: reservedBytes > 0 ? { line, reservedBytes, committedBytes } : null,
    arena: null,
    stack: null,
    trackingOverhead: null,
    classCount: null,
    threadCount: null,
  };
}

export function makeReport(ranges: readonly NmtRange[], nmtMallocBytes: number, pid: number | null = 4711): NmtReport {
  const names = [...new Set(ranges.map(({ category }) => (category === 'Thread Stack' ? 'Thread' : category)))].sort();
  const sum = (name: string, key: 'sizeBytes' | 'committedBytes') =>
    ranges
      .filter(({ category }) => (category === 'Thread Stack' ? 'Thread' : category) === name)
      .reduce((bytes, range) => bytes + range[key], 0);
  const categories = names.map((name, i) => makeCategory(name, 900 + i, sum(name, 'sizeBytes'), sum(name, 'committedBytes'), 0));
  categories.push(makeCategory('Internal', 990, 0, 0, nmtMallocBytes));
  const total = (key: 'reservedBytes' | 'committedBytes') => categories.reduce((bytes, category) => bytes + category[key], 0);
  return {
    pid,
    level: 'detail',
    unitBytes: 1024,
    total: { line: 899, reservedBytes: total('reservedBytes'), committedBytes: total('committedBytes') },
    totalMalloc: null,
    totalMmap: null,
    categories,
    ranges: [...ranges],
    sites: [],
    jdkFamily: null,
  };
}

/** The facts that a snapshot of the process would give. */
export function makeFacts(rows: readonly Mapping[], report: NmtReport | null, pid: number | null = 4711): SnapshotFacts {
  const facts = emptySnapshotFacts();
  facts['memory-map'].push({
    artifactId: 'map',
    value: { source: 'smaps', pid, rows: [...rows], printedTotal: null, ascending: true, kernelNames: true },
  });
  if (report) facts['nmt-report'].push({ artifactId: 'nmt', value: report });
  return facts;
}

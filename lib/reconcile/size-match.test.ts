import { expect, test } from 'vitest';
import type { NmtCategory, NmtReport } from '@/lib/model/nmt';
import { reconcile } from './reconcile';
import { makeCategory, makeFacts, makeReport, makeRow } from './testing/address-space';

const MB = 1024 * 1024;
const KB = 1024;
const H = 8192 * MB;
const BASE = 0x7f1111000000n;

interface Line {
  startMb: number;
  size: number;
  rss?: number;
  mode?: string;
  name?: string;
}

function summary(...categories: NmtCategory[]): NmtReport {
  const sum = (key: 'reservedBytes' | 'committedBytes') => categories.reduce((bytes, category) => bytes + category[key], 0);
  return {
    ...makeReport([], 0),
    level: 'summary',
    categories,
    total: { line: 1, reservedBytes: sum('reservedBytes'), committedBytes: sum('committedBytes') },
  };
}

/** "category kind resident MiB" of every region. */
function match(lines: Line[], report: NmtReport) {
  const rows = lines.map(({ startMb, size, rss = size, mode = 'rw-p', name = '' }, i) => {
    const start = BASE + BigInt(startMb * MB);
    return makeRow(i + 1, start, start + BigInt(size), rss, mode, name);
  });
  const { reconciliation, regions } = reconcile(makeFacts(rows, report));
  return {
    reconciliation,
    found: regions.map(({ category, kind, residentBytes }) => `${category} ${kind} ${residentBytes.best / MB}`),
  };
}

const heap = makeCategory('Java Heap', 10, H, H, 0);
const gc = makeCategory('GC', 20, H / 32 + (3 * H) / 512 + 32 * MB, H / 32 + (3 * H) / 512 + 32 * MB, 0);

test('H + 2·H/512 is the heap and two tables of G1', () => {
  const { found, reconciliation } = match(
    [
      { startMb: 0, size: H + H / 256, rss: H / 2 },
      { startMb: 20_000, size: (17 * H) / 512 },
    ],
    summary(heap, gc),
  );
  expect(found).toEqual(['Java Heap java-heap 4080.0625', 'GC gc 15.9375', 'GC gc 272']);
  expect(reconciliation.matching).toBe('size');
  expect(reconciliation.g1Fit?.layout).toContain('two mark bitmaps');
  expect(reconciliation.boundaries).toMatchObject([{ category: 'Java Heap', remainderBytes: H / 256, heap512ths: 2 }]);
});

test('what GC does not have is not given to it', () => {
  const small = makeCategory('GC', 20, 10 * MB, 10 * MB, 0);
  const { found } = match(
    [
      { startMb: 0, size: H + H / 256, rss: 0 },
      { startMb: 20_000, size: (17 * H) / 512, rss: MB },
    ],
    summary(heap, small),
  );
  expect(found).toEqual(['null anonymous 0', 'null anonymous 1']);
});

test('with a small heap, multiples of H/512 are sizes that any allocator maps', () => {
  const tiny = makeCategory('Java Heap', 10, 512 * MB, 512 * MB, 0);
  const tables = makeCategory('GC', 20, 51 * MB, 51 * MB, 0);
  const { found } = match(
    [
      { startMb: 0, size: 512 * MB },
      { startMb: 1001, size: 18 * MB },
    ],
    summary(tiny, tables),
  );
  expect(found).toEqual(['Java Heap java-heap 512', 'null anonymous 18']);
});

test('adjoining rows that make up the reserved heap are the heap; of two such runs the one committed as NMT says', () => {
  const grown = makeCategory('Java Heap', 10, 1024 * MB, 600 * MB, 0);
  const classes = makeCategory('Class', 30, 1024 * MB, 2 * MB, 0);
  const { found } = match(
    [
      { startMb: 0, size: 2 * MB, rss: MB },
      { startMb: 2, size: 1022 * MB, rss: 0, mode: '---p' },
      { startMb: 3001, size: 500 * MB },
      { startMb: 3501, size: 424 * MB, rss: 0, mode: '---p' },
      { startMb: 3925, size: 100 * MB, name: 'classes.jsa' },
    ],
    summary(grown, classes),
  );
  expect(found).toEqual([
    'Class class-space 1',
    'Class class-space 0',
    'Java Heap java-heap 500',
    'Java Heap java-heap 0',
    'Java Heap java-heap 100',
  ]);
});

test('stacks are matched by the mean size NMT gives, and no more of them than there are threads', () => {
  const threads: NmtCategory = { ...makeCategory('Thread', 40, 2048 * KB, 200 * KB, 0), threadCount: 2 };
  const pair = (startMb: number): Line[] => [
    { startMb, size: 16 * KB, rss: 0, mode: '---p' },
    { startMb: startMb + 16 / 1024, size: 1008 * KB, rss: 64 * KB },
  ];
  const { found, reconciliation } = match([...pair(1), ...pair(10), ...pair(20)], summary(threads));
  expect(found.filter((entry) => entry.startsWith('Thread thread-stack'))).toHaveLength(2);
  expect(found.filter((entry) => entry.startsWith('null thread-stack'))).toHaveLength(1);
  expect(reconciliation.ledger?.buckets.find(({ key }) => key === 'nmt-thread')?.residentBytes.best).toBe(128 * KB);
});

test('what no row was found for keeps the unexplained honest: its floor is less by as much', () => {
  const metaspace = makeCategory('Metaspace', 50, 64 * MB, 30 * MB, 0);
  const internal = makeCategory('Internal', 60, 0, 0, 20 * MB);
  const { reconciliation } = match([{ startMb: 1, size: 100 * MB }], summary(metaspace, internal));
  const { ledger } = reconciliation;
  expect(reconciliation.matching).toBe('none');
  expect(ledger?.unexplainedBytes).toEqual({ min: 50 * MB, best: 50 * MB, max: 80 * MB });
  expect(ledger?.buckets.find(({ key }) => key === 'nmt-metaspace')?.residentBytes).toEqual({ min: 0, best: 30 * MB, max: 30 * MB });
  expect(ledger?.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)).toBe(100 * MB);
});

test("ZGC's heap is told by its file, and its repeated pages are said", () => {
  const zgc = makeCategory('Java Heap', 10, 3 * 512 * MB, 512 * MB, 0);
  const views = [0, 4000, 8000].map((startMb) => ({
    startMb,
    size: 512 * MB,
    rss: 400 * MB,
    mode: 'rw-s',
    name: 'memfd:java_heap (deleted)',
  }));
  const { found, reconciliation } = match(views, summary(zgc));
  expect(found).toEqual(Array(3).fill('Java Heap zgc-heap-view 400'));
  expect(reconciliation.ledger?.outsideNmtBytes?.max).toBe(0);
  // 1,200 MB of RSS may be 400 MB of pages seen three times.
  expect(reconciliation.heapNotResidentBytes).toEqual({ min: 0, best: 0, max: 112 * MB });
});

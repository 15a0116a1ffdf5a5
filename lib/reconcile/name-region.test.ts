import { expect, test } from 'vitest';
import type { Mapping } from '@/lib/model/memory-map';
import type { NmtRange } from '@/lib/model/nmt';
import { reconcile } from './reconcile';
import { makeFacts, makeReport, makeRow } from './testing/address-space';

const KB = 1024;
const BASE = 0x7f4000000000n;
const at = (kb: number) => BASE + BigInt(kb * KB);

interface Line {
  startKb: number;
  sizeKb: number;
  rssKb?: number;
  mode?: string;
  name?: string;
  vmFlags?: string[];
}
const row = ({ startKb, sizeKb, rssKb = 0, mode = 'rw-p', name = '', vmFlags }: Line, i: number): Mapping => ({
  ...makeRow(i + 1, at(startKb), at(startKb + sizeKb), rssKb * KB, mode, name),
  vmFlags: vmFlags ?? null,
});

const heap: NmtRange = {
  start: 0xc0000000n,
  end: 0xc0100000n,
  line: 100,
  lastLine: 100,
  category: 'Java Heap',
  sizeBytes: 1024 * KB,
  committedBytes: 1024 * KB,
  committed: [{ start: 0xc0000000n, end: 0xc0100000n, line: 101 }],
  frames: [],
};
const heapRow = makeRow(90, heap.start, heap.end, 512 * KB);

/** "kind grade" of each row, in the order given. */
function kindsOf(rows: Mapping[], { nmt = true, kernelNames = true, hiddenRssKb = 0 } = {}): string[] {
  const all = nmt ? [...rows, heapRow] : rows;
  const facts = makeFacts(all, nmt ? makeReport([heap], 0) : null);
  for (const { value } of facts['memory-map']) {
    value.kernelNames = kernelNames;
    if (hiddenRssKb > 0) {
      const listed = all.reduce((bytes, entry) => bytes + entry.rssBytes, 0);
      value.printedTotal = { line: 0, sizeBytes: 2 ** 40, rssBytes: listed + hiddenRssKb * KB, dirtyBytes: null };
    }
  }
  const { regions } = reconcile(facts);
  return rows.map((entry) => {
    const region = regions.find(({ start }) => start === entry.start);
    return region ? `${region.owner} ${region.kind} ${region.grade}` : 'gone';
  });
}
const kinds = (lines: Line[], options?: Parameters<typeof kindsOf>[1]) => kindsOf(lines.map(row), options);

test('an arena heap is two rows that make 64 MiB on a 64 MiB line, or one full row', () => {
  expect(
    kinds([
      { startKb: 0, sizeKb: 65520, rssKb: 65520 },
      { startKb: 65520, sizeKb: 16, mode: '---p' },
      { startKb: 65536, sizeKb: 132, rssKb: 8 },
      { startKb: 65668, sizeKb: 65404, mode: '---p' },
      { startKb: 3 * 65536, sizeKb: 65536, rssKb: 65536 },
    ]),
  ).toEqual(Array(5).fill('unmatched glibc-arena-heap consistent'));
});

test('full neighbours merge, and still are heaps', () => {
  const facts = makeFacts(
    [
      row({ startKb: 0, sizeKb: 2 * 65536 + 1000, rssKb: 100_000 }, 0),
      row({ startKb: 2 * 65536 + 1000, sizeKb: 64536, mode: '---p' }, 1),
      heapRow,
    ],
    makeReport([heap], 0),
  );
  expect(reconcile(facts).reconciliation.arenas).toMatchObject({
    count: 3,
    residentBytes: 100_000 * KB,
    writableBytes: (2 * 65536 + 1000) * KB,
  });
});

test('VmFlags decide: arenas are reserved without reserve (nr), what malloc maps is accounted (ac)', () => {
  const pair = (startKb: number, vmFlags: string[]): Line[] => [
    { startKb, sizeKb: 1000, rssKb: 500, vmFlags },
    { startKb: startKb + 1000, sizeKb: 64536, mode: '---p', vmFlags: ['mr', 'nr'] },
  ];
  expect(kinds([...pair(0, ['rd', 'wr', 'nr']), ...pair(65536, ['rd', 'wr', 'ac'])])).toEqual([
    'unmatched glibc-arena-heap proven',
    'unmatched glibc-arena-heap proven',
    'unmatched malloc-mmapped guess',
    'unmatched anonymous consistent',
  ]);
});

test('a metaspace node that looks like an arena until one adds up is none', () => {
  // rw 704, none 3392, rw 128, none 61312: 65,536 together, and a 64 MiB line below; the first pair does not reach the next line.
  expect(
    kinds([
      { startKb: 0, sizeKb: 704, rssKb: 700 },
      { startKb: 704, sizeKb: 3392, mode: '---p' },
      { startKb: 4096, sizeKb: 128, rssKb: 8 },
      { startKb: 4224, sizeKb: 61312, mode: '---p' },
    ]).some((kind) => kind.includes('arena')),
  ).toBe(false);
});

test('another allocator switches the rules of glibc off', () => {
  const lines: Line[] = [
    { startKb: 0, sizeKb: 65520, rssKb: 100 },
    { startKb: 65520, sizeKb: 16, mode: '---p' },
    { startKb: 131072, sizeKb: 14336, rssKb: 14000 },
    { startKb: 200_000, sizeKb: 100, rssKb: 100, mode: 'r-xp', name: '/usr/lib/x86_64-linux-gnu/libjemalloc.so.2' },
  ];
  expect(kinds(lines)).toEqual([
    'unmatched jemalloc guess',
    'unmatched guard guess',
    'unmatched jemalloc consistent',
    'file library proven',
  ]);
  for (const [library, allocator] of [
    ['libtcmalloc_minimal.so.4', 'tcmalloc'],
    ['libmimalloc.so.2.0', 'mimalloc'],
    ['ld-musl-x86_64.so.1', 'musl'],
  ] as const) {
    const facts = makeFacts([row({ startKb: 0, sizeKb: 8, mode: 'r-xp', name: library }, 0)], null);
    expect(reconcile(facts).reconciliation.allocator).toBe(allocator);
  }
});

test('a cut listing has no neighbours to prove a shape', () => {
  expect(
    kinds(
      [
        { startKb: 0, sizeKb: 65516, rssKb: 65516 },
        { startKb: 70_001, sizeKb: 150_000, rssKb: 150_000 },
      ],
      { hiddenRssKb: 1000 },
    ),
  ).toEqual(['unmatched glibc-arena-heap guess', 'unmatched anonymous guess']);
});

test("a guard and the memory above it are a thread's stack; the rest of a full arena heap and the next heap are not", () => {
  expect(
    kinds([
      { startKb: 100, sizeKb: 16, mode: '---p' },
      { startKb: 116, sizeKb: 1008, rssKb: 90 },
      { startKb: 2000, sizeKb: 4, mode: '---p' },
      { startKb: 2004, sizeKb: 1024, rssKb: 20 },
    ]),
  ).toEqual([
    'unmatched guard consistent',
    'unmatched thread-stack consistent',
    'unmatched guard consistent',
    'unmatched thread-stack consistent',
  ]);
});

test('pmap -x calls brk heap, vdso and vvar "[ anon ]": place and neighbours tell', () => {
  const rows = [
    makeRow(1, 0x55f0aaa00000n, 0x55f0aaa01000n, 4 * KB, 'r-xp', 'java'),
    makeRow(2, 0x55f0aab00000n, 0x55f0abb00000n, 8000 * KB),
    makeRow(3, 0x7ffd00000000n, 0x7ffd00004000n, 0, 'r--p'),
    makeRow(4, 0x7ffd00004000n, 0x7ffd00006000n, 4 * KB, 'r-xp'),
    makeRow(5, 0xffffffffff600000n, 0xffffffffff601000n, 0, '--xp'),
    makeRow(6, 0x7ffc00000000n, 0x7ffc00021000n, 32 * KB, 'rw-p', '[stack]'),
  ];
  expect(kindsOf(rows, { kernelNames: false })).toEqual([
    'file library proven',
    'unmatched brk-heap consistent',
    'kernel kernel consistent',
    'kernel kernel consistent',
    'kernel kernel consistent',
    'stack thread-stack proven',
  ]);
});

test('files and shared memory are told by their names', () => {
  expect(
    kinds([
      { startKb: 0, sizeKb: 100, mode: 'r--p', name: '/usr/lib/libz.so.1.2.13' },
      { startKb: 200, sizeKb: 100, mode: 'r--s', name: '/app/lib/netty.jar' },
      { startKb: 400, sizeKb: 100, mode: 'r--s', name: '/usr/lib/jvm/lib/modules' },
      { startKb: 600, sizeKb: 100, mode: 'rw-s', name: '/dev/shm/ring' },
      { startKb: 800, sizeKb: 100, mode: 'rw-s', name: 'SYSV00000000 (deleted)' },
      { startKb: 1000, sizeKb: 100, mode: 'rw-s', name: 'memfd:java_heap (deleted)' },
      { startKb: 1200, sizeKb: 100, mode: 'r-xp', name: '/tmp/libsnappy-1.1.so (deleted)' },
      { startKb: 1400, sizeKb: 100, mode: 'rw-s', name: '' },
      { startKb: 1600, sizeKb: 100, mode: 'rw-p', name: '[heap]' },
      { startKb: 1800, sizeKb: 8, mode: 'r-xp', name: '[vdso]' },
      { startKb: 2000, sizeKb: 8, mode: 'rw-p', name: 'lab map with space 12.bin (deleted)' },
    ]),
  ).toEqual([
    'file library proven',
    'file jar proven',
    'file mapped-file proven',
    'shared shared-memory proven',
    'shared shared-memory proven',
    'shared zgc-heap-view proven',
    'file library proven',
    'shared shared-memory proven',
    'unmatched brk-heap proven',
    'kernel kernel proven',
    'file mapped-file proven',
  ]);
});

test('an NMT range beats the name of a file', () => {
  const archive = makeRow(1, 0xc0000000n, 0xc0100000n, 512 * KB, 'rw-p', 'classes.jsa');
  const { regions } = reconcile(makeFacts([archive], makeReport([heap], 0)));
  expect(regions).toHaveLength(1);
  expect(regions[0]).toMatchObject({ owner: 'nmt', category: 'Java Heap', kind: 'java-heap', nmt: { line: 100 } });
  expect(regions[0]?.reasons).toContain('backed by classes.jsa');
});

test('without NMT nothing is called unexplained, and the heap is only guessed', () => {
  const facts = makeFacts([makeRow(1, 0xc0000000n, 0xd0000000n, 100_000 * KB)], null);
  const { reconciliation, regions } = reconcile(facts);
  expect(regions[0]).toMatchObject({ kind: 'java-heap', grade: 'guess', owner: 'unmatched' });
  expect(reconciliation.ledger).toMatchObject({ nmt: null, unexplainedBytes: null, outsideNmtBytes: null, naiveGapBytes: null });
  expect(reconciliation.ledger?.buckets.map(({ key, kind }) => `${key} ${kind}`)).toEqual(['anonymous malloc']);
});

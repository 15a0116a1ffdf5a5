import { expect, test } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { cutRows } from './cut-rows';
import { type HeapRange, placeHeap } from './heap-range';
import { type Reconciled, reconcile } from './reconcile';
import { makeRow } from './testing/address-space';
import { readFacts } from './testing/facts';

const KIB = 1024;
const MIB = KIB * KIB;
const moments = listCorpus('incidents')
  .filter((name) => listCorpus(`incidents/${name}`).includes('truth.json'))
  .flatMap((name) => ['t0', 't1'].map((moment) => `incidents/${name}/${moment}`))
  // ZGC prints no addresses.
  .filter((folder) => !folder.includes('zgc'));
const heapOf = ({ reconciliation: { ledger } }: Reconciled) => ledger?.buckets.find(({ key }) => key === 'java-heap');
const read = (folder: string, ...formats: [string, string][]) =>
  reconcile(readFacts(...formats.map(([format, file]): [string, string] => [format, readCorpus(`${folder}/${file}`)])));

corpusTest.for(moments)('%s: the heap that GC.heap_info prints is the heap of NMT, to the byte', (folder) => {
  for (const [format, file] of [
    ['smaps', 'smaps.txt'],
    ['pmap-x', 'pmap-x.txt'],
  ] as const) {
    const exact = read(folder, [format, file], ['nmt-detail', 'nmt-detail.txt']);
    const alone = read(folder, [format, file], ['gc-heap-info', 'gc-heap-info.txt']);
    const summary = read(folder, [format, file], ['gc-heap-info', 'gc-heap-info.txt'], ['nmt-summary', 'nmt-summary.txt']);
    expect(heapOf(alone)?.residentBytes).toEqual(heapOf(exact)?.residentBytes);
    expect(heapOf(summary)?.residentBytes).toEqual(heapOf(exact)?.residentBytes);
    expect(summary.reconciliation.matching).toBe('size');
    const { ledger, beside } = alone.reconciliation;
    expect(ledger?.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)).toBe(ledger?.rssBytes);
    expect(beside.taken).toContainEqual({ artifactId: 'gc-heap-info:1', text: expect.stringContaining('addresses of the Java heap') });
    expect(heapOf(alone)?.reasons.join(' ')).toContain("inside the heap's addresses");
    expect(alone.regions.filter(({ kind }) => kind === 'java-heap').every(({ grade }) => grade === 'proven')).toBe(true);
  }
});

corpusTest.for(moments)('%s: with ranges, addresses of the heap change nothing', (folder) => {
  const exact = read(folder, ['pmap-x', 'pmap-x.txt'], ['nmt-detail', 'nmt-detail.txt']);
  const both = read(folder, ['pmap-x', 'pmap-x.txt'], ['nmt-detail', 'nmt-detail.txt'], ['gc-heap-info', 'gc-heap-info.txt']);
  expect(both.regions).toEqual(exact.regions);
  expect(both.reconciliation.beside.taken).toEqual([]);
  expect(both.reconciliation.beside.heap?.used?.bytes).toBeGreaterThan(0);
});

const START = 0x7f0000000000n;
const range = (bytes: number): HeapRange => ({ start: START, end: START + BigInt(bytes), artifactId: 'heap', line: 2 });
const place = (rows: [from: number, to: number, name?: string][], heapBytes: number, gcBytes: number) => {
  const cut = cutRows(
    rows.map(([from, to, name = ''], i) => makeRow(i + 1, START + BigInt(from), START + BigInt(to), to - from, 'rw-p', name)),
    [],
  );
  const found = placeHeap(cut, range(heapBytes), gcBytes);
  return { found, kinds: cut.map(({ naming, sizeBytes }) => [naming.kind, sizeBytes / MIB]) };
};

test('a row that holds the heap and tables of G1 is cut at the addresses, on both sides', () => {
  const kinds = [
    ['gc', 1],
    ['java-heap', 512],
    ['gc', 2],
  ];
  expect(place([[-MIB, 514 * MIB]], 512 * MIB, 40 * MIB).kinds).toEqual(kinds);
  // GC has not so much: what lies beside the heap stays open.
  expect(place([[-MIB, 514 * MIB]], 512 * MIB, 2 * MIB).kinds).toEqual(
    kinds.map(([kind, mib]) => [kind === 'gc' ? 'anonymous' : kind, mib]),
  );
  expect(place([[0, 513.5 * MIB]], 512 * MIB, 40 * MIB).kinds).toEqual([
    ['java-heap', 512],
    ['anonymous', 1.5],
  ]);
});

test('rows elsewhere are left alone; a range that no row touches is of another run', () => {
  expect(place([[512 * MIB, 600 * MIB]], 512 * MIB, 40 * MIB)).toEqual({ found: false, kinds: [['anonymous', 88]] });
  expect(
    place(
      [
        [0, 4 * MIB],
        [4 * MIB, 8 * MIB],
        [512 * MIB, 513 * MIB],
      ],
      512 * MIB,
      0,
    ),
  ).toEqual({
    found: true,
    kinds: [
      ['java-heap', 4],
      ['java-heap', 4],
      ['anonymous', 1],
    ],
  });
});

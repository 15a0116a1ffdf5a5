import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import type { NmtRange } from '@/lib/model/nmt';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { listRegions } from './list-regions';
import { reconcile } from './reconcile';
import { makeFacts, makeReport, makeRow } from './testing/address-space';
import { readFacts } from './testing/facts';

// Above 2^53 a double skips addresses: 0xffffffffff600000 and the 2,047 addresses below it are one number to it.
const PAGE = 4096n;
const VSYSCALL = 0xffffffffff600000n;
const TOP = 1n << 64n;

const rangeOf = (start: bigint, end: bigint, category: string, line: number): NmtRange => ({
  start,
  end,
  line,
  lastLine: line,
  category,
  sizeBytes: Number(end - start),
  committedBytes: Number(end - start),
  committed: [{ start, end, line }],
  frames: [],
});

corpusTest('the vsyscall page keeps its address, its size and its owner, in every capture', () => {
  for (const incident of listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}`).includes('truth.json'))) {
    for (const [format, file] of [
      ['smaps', 'smaps.txt'],
      ['pmap-x', 'pmap-x.txt'],
    ] as const) {
      const { regions } = reconcile(
        readFacts(
          [format, readCorpus(`incidents/${incident}/t1/${file}`)],
          ['nmt-detail', readCorpus(`incidents/${incident}/t1/nmt-detail.txt`)],
        ),
      );
      const last = regions.at(-1);
      expect([incident, last && formatAddress(last.start), last?.end, last?.sizeBytes, last?.owner, last?.kind]).toEqual([
        incident,
        '0xffffffffff600000',
        VSYSCALL + PAGE,
        4096,
        'kernel',
        'kernel',
      ]);
      expect(listRegions(regions, { text: '0xffffffffff600fff' }).regions).toHaveLength(1);
      expect(listRegions(regions, { text: '0xffffffffff601000' }).regions).toHaveLength(0);
    }
  }
});

test('the last page of the address space ends at 2^64', () => {
  const { regions, reconciliation } = reconcile(makeFacts([makeRow(1, TOP - PAGE, TOP, 4096)], null));
  expect(regions.map(({ start, end, sizeBytes }) => [start, end, sizeBytes])).toEqual([[TOP - PAGE, TOP, 4096]]);
  expect(reconciliation.ledger?.rssBytes).toBe(4096);
});

test('addresses one byte apart stay apart, wherever they lie: rows, ranges and the cut between them', () => {
  const high = fc.bigInt({ min: 1n << 53n, max: TOP - 64n * PAGE });
  fc.assert(
    fc.property(high, fc.bigInt({ min: 1n, max: 8n }), fc.bigInt({ min: 1n, max: 8n }), fc.bigInt({ min: 1n, max: 8n }), (at, a, b, c) => {
      // Row [at, at+a+b), heap [at+a, at+a+b+c): no page lines, so that rounding by a single byte would show.
      const row = makeRow(1, at, at + a + b, Number(a + b));
      const beyond = makeRow(2, at + a + b, at + a + b + c, 0);
      const ranges = [rangeOf(at + a, at + a + b + c, 'Java Heap', 10)];
      const { regions, reconciliation } = reconcile(makeFacts([beyond, row], makeReport(ranges, 0)));
      expect(reconciliation.matching).toBe('address');
      expect(regions.map(({ start, end, owner }) => [start - at, end - at, owner])).toEqual([
        [0n, a, 'unmatched'],
        [a, a + b, 'nmt'],
        [a + b, a + b + c, 'nmt'],
      ]);
      expect(regions.map(({ sizeBytes }) => sizeBytes)).toEqual([a, b, c].map(Number));
      const heap = reconciliation.ledger?.buckets.find(({ key }) => key === 'java-heap');
      expect(heap?.residentBytes).toEqual({ min: Number(b), best: Number(b), max: Number(b) });
    }),
  );
});

test('a heap at the top of user space, in the kernel half, or across 2^53 is the same heap', () => {
  const shape = (base: bigint) => {
    const rows = [
      makeRow(1, base, base + 64n * PAGE, 40 * 4096),
      makeRow(2, base + 64n * PAGE, base + 80n * PAGE, 8 * 4096, 'r--p', '/x.so'),
    ];
    const ranges = [rangeOf(base + 16n * PAGE, base + 64n * PAGE, 'Java Heap', 10)];
    const { reconciliation, regions } = reconcile(makeFacts(rows, makeReport(ranges, 0)));
    return {
      buckets: reconciliation.ledger?.buckets.map(({ key, residentBytes }) => [key, residentBytes]),
      regions: regions.map(({ start, sizeBytes, owner }) => [start - base, sizeBytes, owner]),
    };
  };
  const low = shape(0x7f0000000000n);
  for (const base of [(1n << 53n) - 32n * PAGE, 0xffff800000001000n, TOP - 80n * PAGE]) expect(shape(base)).toEqual(low);
});

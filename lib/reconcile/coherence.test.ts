import { expect, test } from 'vitest';
import type { Mapping } from '@/lib/model/memory-map';
import type { NmtRange } from '@/lib/model/nmt';
import { reconcile } from './reconcile';
import { makeFacts, makeReport, makeRow } from './testing/address-space';

const MB = 1024 * 1024;
const HIGH = 0x7f0000000000n;

const range = (start: bigint, bytes: number, category: string, line: number): NmtRange => ({
  start,
  end: start + BigInt(bytes),
  line,
  lastLine: line,
  category,
  sizeBytes: bytes,
  committedBytes: bytes,
  committed: [{ start, end: start + BigInt(bytes), line }],
  frames: [],
});

/** A JVM with a heap at a fixed low address, and tables, code and malloc high up. `slide`: where ASLR put the high part. */
function runAt(slide: bigint): { rows: Mapping[]; ranges: NmtRange[] } {
  const high = HIGH + slide;
  return {
    rows: [
      makeRow(1, 0xc0000000n, 0xc0000000n + BigInt(512 * MB), 512 * MB),
      makeRow(2, high, high + BigInt(8 * MB), 8 * MB),
      makeRow(3, high + BigInt(16 * MB), high + BigInt(24 * MB), 4 * MB),
    ],
    ranges: [range(0xc0000000n, 512 * MB, 'Java Heap', 10), range(high, 8 * MB, 'GC', 20)],
  };
}

const here = runAt(0n);
const result = (rows: Mapping[], ranges: NmtRange[], pids: [number | null, number | null] = [4711, 4711]) =>
  reconcile(makeFacts(rows, makeReport(ranges, MB, pids[1]), pids[0])).reconciliation;

test('map and NMT of one process are matched, with no doubt', () => {
  const { matching, doubts, ledger } = result(here.rows, here.ranges);
  expect(matching).toBe('address');
  expect(doubts).toEqual([]);
  expect(ledger?.unexplainedBytes).toEqual({ min: 3 * MB, best: 3 * MB, max: 3 * MB });
});

test('another pid is another process', () => {
  const { matching, doubts, ledger } = result(here.rows, here.ranges, [4711, 815]);
  expect(matching).toBe('none');
  expect(doubts).toEqual(['The map is of pid 4711, NMT of pid 815: different processes. Addresses were not matched.']);
  expect(ledger?.outsideNmtBytes?.min).toBe(0);
  expect(ledger?.outsideNmtBytes?.max).toBe(ledger?.rssBytes);
});

test('one process seen from inside and outside its container is recognised by its addresses, and said so', () => {
  const { matching, doubts } = result(here.rows, here.ranges, [107870, 1]);
  expect(matching).toBe('address');
  expect(doubts[0]).toContain('one process seen from inside and outside its container');
});

test('a container pid does not excuse addresses that disagree', () => {
  expect(result(here.rows, runAt(0x5000000000n).ranges, [107870, 1]).matching).toBe('none');
});

test("perf data named for NMT's pid proves the process too", () => {
  const perf = makeRow(4, HIGH - 0x10000n, HIGH - 0x8000n, 32768, 'rw-s', '/tmp/hsperfdata_app/815');
  expect(result([...here.rows, perf], here.ranges, [4711, 815]).matching).toBe('address');
});

test('another run with the same heap address is told by what ASLR moved, though the heap is most of what is committed', () => {
  const { matching, doubts } = result(here.rows, runAt(0x5000000000n).ranges);
  expect(matching).toBe('none');
  expect(doubts[0]).toContain('of different runs');
});

test('a heap that no row holds is another run', () => {
  const ranges = [range(0x100000000n, 512 * MB, 'Java Heap', 10), range(HIGH, 8 * MB, 'GC', 20)];
  expect(result(here.rows, ranges).doubts[0]).toContain('No row of the map touches the Java heap');
});

test('a paste that ends early is cut, not another run', () => {
  const { matching, doubts, ledger } = result(here.rows.slice(0, 1), [
    ...here.ranges,
    range(HIGH + 0x10000000n, 100 * MB, 'Metaspace', 30),
  ]);
  expect(matching).toBe('address');
  expect(ledger?.listingComplete).toBe(false);
  expect(doubts[0]).toContain('seems to be cut');
});

test('reports of another process are left aside where one of this process is there', () => {
  const facts = makeFacts(here.rows, makeReport(runAt(0x5000000000n).ranges, 900 * MB, 815));
  facts['nmt-report'].push({ artifactId: 'own', value: makeReport(here.ranges, MB, 4711) });
  const { reconciliation } = reconcile(facts);
  expect(reconciliation.nmt?.artifactId).toBe('own');
  expect(reconciliation.matching).toBe('address');
  expect(reconciliation.doubts[0]).toContain('another process');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import type { SnapshotFacts } from '@/lib/model/facts';
import type { Mapping } from '@/lib/model/memory-map';
import { reconcile } from './reconcile';
import {
  type AddressSpace,
  chanceFrom,
  keepFilesOutside,
  makeAddressSpace,
  makeFacts,
  makeReport,
  scaleUp,
  shuffle,
} from './testing/address-space';
import { makeHeapUsage, makeStatus } from './testing/beside-facts';
import { findFaults, type Matcher, reconcileSpace } from './testing/check-outcome';
import { mutants } from './testing/mutant-matchers';

const seeds = Array.from({ length: 400 }, (_, i) => i * 7919 + 1);
const faultsOf = (matcher: Matcher) =>
  new Set(seeds.flatMap((seed) => [...findFaults(makeAddressSpace(seed), matcher(makeAddressSpace(seed)))]));

test('every byte has one owner, bounds hold the truth and are as tight as one RSS per row allows', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const space = makeAddressSpace(seed);
      expect([...findFaults(space, reconcileSpace(space))]).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('made-up processes straddle in both directions, with rows resident in part', () => {
  // A generator that made no hard cases would prove nothing.
  const spaces = seeds.slice(0, 50).map(makeAddressSpace);
  const splitRows = spaces.flatMap((space) =>
    space.rows.filter((row) => new Set(space.pages.filter(({ line }) => line === row.line).map(({ bucket }) => bucket)).size > 1),
  );
  expect(splitRows.length).toBeGreaterThan(50);
  expect(splitRows.some(({ rssBytes, sizeBytes }) => rssBytes > 0 && rssBytes < sizeBytes)).toBe(true);
  expect(
    spaces.some(({ ranges, rows }) =>
      ranges.some((range) => rows.filter((row) => row.start < range.end && range.start < row.end).length > 1),
    ),
  ).toBe(true);
});

test.each(mutants)('%s does not pass', (_, matcher) => {
  expect(faultsOf(matcher).size).toBeGreaterThan(0);
});

test('each kind of mistake is named by its own check', () => {
  const found = Object.fromEntries(mutants.map(([name, matcher]) => [name, faultsOf(matcher)]));
  for (const name of ['match by any overlap', 'match by largest overlap', 'match by row start']) {
    expect(found[name]).toContain('truth outside its bounds');
    expect(found[name]).toContain('page has another owner');
  }
  expect(found['bounds [0, RSS]']).toEqual(new Set(['bounds wider than the rows force', 'bounds differ from what one RSS per row says']));
});

test('the malloc side: unexplained bounds hold the truth, and what is known to NMT is believed first', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const space = makeAddressSpace(seed);
      const { ledger, mallocSide } = reconcile(makeFacts(space.rows, makeReport(space.ranges, space.nmtMallocBytes))).reconciliation;
      const truth = space.pages.filter(({ bucket, resident }) => bucket === 'anonymous' && resident).length * 4096;
      const unexplained = Math.max(0, truth - space.nmtMallocBytes);
      const bounds = ledger?.unexplainedBytes ?? { min: NaN, best: NaN, max: NaN };
      expect(bounds.min).toBeLessThanOrEqual(unexplained);
      expect(bounds.max).toBeGreaterThanOrEqual(unexplained);
      const a = mallocSide?.anonymousBytes ?? { min: NaN, best: NaN, max: NaN };
      if (a.best < space.nmtMallocBytes) expect(a.best).toBe(a.max);
      const outside = ledger?.outsideNmtBytes ?? { min: NaN, best: NaN, max: NaN };
      expect(outside.min).toBeLessThanOrEqual(outside.best);
      expect(outside.best).toBeLessThanOrEqual(outside.max);
    }),
    { numRuns: 300 },
  );
});

test('a listing cut by sort | head bounds what is outside NMT from both sides', () => {
  let tight = 0;
  fc.assert(
    fc.property(fc.integer(), fc.nat(6), (seed, count) => {
      const space = makeAddressSpace(seed);
      const facts = makeFacts(space.rows, makeReport(space.ranges, space.nmtMallocBytes));
      const shown = [...space.rows].sort((a, b) => b.rssBytes - a.rssBytes || a.line - b.line).slice(0, count + 1);
      const rss = space.rows.reduce((bytes, row) => bytes + row.rssBytes, 0);
      const size = space.rows.reduce((bytes, row) => bytes + row.sizeBytes, 0);
      for (const { value } of facts['memory-map']) {
        value.rows = shown;
        value.ascending = false;
        value.printedTotal = { line: 1, sizeBytes: size, rssBytes: rss, dirtyBytes: null };
      }
      const { reconciliation, tree } = reconcile(facts);
      // With rows that touch no range at all, map and NMT may be of different runs: said elsewhere.
      if (reconciliation.matching !== 'address') return;
      const resident = (wanted: (bucket: string) => boolean) =>
        space.pages.filter((page) => page.resident && wanted(page.bucket)).length * 4096;
      const nmt = resident((bucket) => bucket === 'java-heap' || bucket.startsWith('nmt-'));
      const outside =
        rss -
        nmt -
        Math.min(
          space.nmtMallocBytes,
          resident((bucket) => bucket === 'anonymous'),
        );
      const ledger = reconciliation.ledger;
      const bounds = ledger?.outsideNmtBytes ?? { min: NaN, best: NaN, max: NaN };
      expect(bounds.min).toBeLessThanOrEqual(outside);
      expect(bounds.max).toBeGreaterThanOrEqual(outside);
      expect(ledger?.listingComplete).toBe(shown.length === space.rows.length);
      expect(ledger?.buckets.reduce((bytes, bucket) => bytes + bucket.residentBytes.best, 0)).toBe(rss);
      expect(tree?.residentBytes).toBe(rss);
      if (bounds.min > 0 && bounds.max < rss) tight++;
    }),
    { numRuns: 400 },
  );
  expect(tight).toBeGreaterThan(20);
});

test('the addresses of the heap alone bound what is resident in it, as tightly as one RSS per row allows', () => {
  let split = 0;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const space = makeAddressSpace(seed);
      // GC.heap_info names one range; the rows lie across its ends as they like.
      const heap = space.ranges.find((range) => range.category === 'Java Heap');
      if (!heap) return;
      const facts = makeFacts(space.rows, null);
      facts['heap-usage'].push({ artifactId: 'heap', value: makeHeapUsage(heap.start, heap.end) });
      const { ledger } = reconcile(facts).reconciliation;
      const inside = (address: bigint) => address >= heap.start && address < heap.end;
      let [min, max, truth] = [0, 0, 0];
      for (const row of space.rows) {
        // What a file or shared memory backs is no heap by its address alone.
        if (row.name !== '') continue;
        const own = space.pages.filter(({ line, address }) => line === row.line && inside(address));
        const others = row.sizeBytes - own.length * 4096;
        if (own.length > 0 && others > 0) split++;
        min += Math.max(0, row.rssBytes - others);
        max += Math.min(row.rssBytes, own.length * 4096);
        truth += own.filter(({ resident }) => resident).length * 4096;
      }
      const bounds = ledger?.buckets.find(({ key }) => key === 'java-heap')?.residentBytes ?? { min: 0, best: 0, max: 0 };
      expect([bounds.min, bounds.max]).toEqual([min, max]);
      expect(bounds.min <= truth && truth <= bounds.max).toBe(true);
      expect(ledger?.buckets.reduce((bytes, bucket) => bytes + bucket.residentBytes.best, 0)).toBe(ledger?.rssBytes);
    }),
    { numRuns: 300 },
  );
  expect(split).toBeGreaterThan(50);
});

test('a listing that lost its total: status says what is hidden, and of what kind; the truth stays in bounds, which only narrow', () => {
  let narrower = 0;
  fc.assert(
    fc.property(fc.integer(), fc.nat(3), (seed, count) => {
      // What the JVM reserves is anonymous but for its archives: here, no file lies in a range.
      const space = keepFilesOutside(makeAddressSpace(seed));
      // A heap may be a file too (memfd), so what is hidden of it stays open: here its rows are among those shown.
      const isHeap = (row: Mapping) =>
        space.ranges.some(({ category, start, end }) => category === 'Java Heap' && row.start < end && start < row.end);
      const byRss = [...space.rows].sort((a, b) => b.rssBytes - a.rssBytes || a.line - b.line);
      const shown = [...byRss.filter(isHeap), ...byRss.filter((row) => !isHeap(row)).slice(0, count)];
      const rss = space.rows.reduce((bytes, row) => bytes + row.rssBytes, 0);
      // Processes here are small: below a mebibyte a difference counts as one of time. So every page stands for 512.
      const scale = 512;
      const large = scaleUp(space, scale);
      const rows = large.rows.filter(({ line }) => shown.some((row) => row.line === line));
      const anonymous = large.rows.filter(({ name }) => name === '').reduce((bytes, row) => bytes + row.rssBytes, 0);
      const facts = (...statuses: SnapshotFacts['process-status']) => {
        const made = makeFacts(rows, makeReport(large.ranges, large.nmtMallocBytes));
        for (const { value } of made['memory-map']) value.ascending = false;
        made['process-status'].push(...statuses);
        return made;
      };
      const told = reconcile(facts(makeStatus({ VmRSS: rss * scale, RssAnon: anonymous }))).reconciliation;
      const blind = reconcile(facts(makeStatus({ VmRSS: rss * scale }))).reconciliation;
      if (told.matching !== 'address' || !told.ledger?.outsideNmtBytes || !blind.ledger?.outsideNmtBytes) return;
      const listed = rows.reduce((bytes, row) => bytes + row.rssBytes, 0);
      expect(told.ledger.rssBytes).toBe(rss * scale - listed > Math.max(0.005 * rss * scale, 1 << 20) ? rss * scale : listed);
      if (told.ledger.listingComplete) return;
      const resident = (wanted: (bucket: string) => boolean) =>
        large.pages.filter((page) => page.resident && wanted(page.bucket)).length * 4096 * scale;
      const nmt = resident((bucket) => bucket === 'java-heap' || bucket.startsWith('nmt-'));
      const outside =
        rss * scale -
        nmt -
        Math.min(
          large.nmtMallocBytes,
          resident((bucket) => bucket === 'anonymous'),
        );
      const bounds = told.ledger.outsideNmtBytes;
      expect(bounds.min).toBeLessThanOrEqual(outside);
      expect(bounds.max).toBeGreaterThanOrEqual(outside);
      expect(bounds.min).toBeGreaterThanOrEqual(blind.ledger.outsideNmtBytes.min);
      expect(bounds.max).toBeLessThanOrEqual(blind.ledger.outsideNmtBytes.max);
      if (bounds.min > blind.ledger.outsideNmtBytes.min) narrower++;
    }),
    { numRuns: 400 },
  );
  expect(narrower).toBeGreaterThan(20);
});

/** Bigints do not travel through JSON; addresses as text do. */
const plain = (value: unknown) => JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? formatAddress(member) : member));

/** The same facts in another order: rows, ranges, categories, and a fragment of the report before or behind it. */
function shuffled(space: AddressSpace, order: number): SnapshotFacts {
  const chance = chanceFrom(order);
  const report = makeReport(space.ranges, space.nmtMallocBytes);
  const facts = makeFacts(shuffle(space.rows, chance), {
    ...report,
    ranges: shuffle(report.ranges, chance),
    categories: shuffle(report.categories, chance),
  });
  const fragment = { ...report, total: null, categories: [], ranges: space.ranges.slice(0, 2) };
  facts['nmt-report'] = shuffle([...facts['nmt-report'], { artifactId: 'fragment', value: fragment }], chance);
  return facts;
}

test('neither the order of rows and ranges nor that of facts matters', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (seed, one, other) => {
      const space = makeAddressSpace(seed);
      expect(plain(reconcile(shuffled(space, one)))).toBe(plain(reconcile(shuffled(space, other))));
    }),
    { numRuns: 200 },
  );
});

test('reconciling does not change the facts', () => {
  const facts = shuffled(makeAddressSpace(3), 5);
  const before = plain(facts);
  reconcile(facts);
  expect(plain(facts)).toBe(before);
});

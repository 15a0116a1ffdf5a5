import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import type { SnapshotFacts } from '@/lib/model/facts';
import { reconcile } from './reconcile';
import { type AddressSpace, chanceFrom, makeAddressSpace, makeFacts, makeReport, shuffle } from './testing/address-space';
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

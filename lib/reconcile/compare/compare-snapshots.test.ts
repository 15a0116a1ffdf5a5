import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatKib } from '@/lib/base/bytes';
import type { Comparison } from '@/lib/model/comparison';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { makeAddressSpace, makeFacts, makeReport } from '../testing/address-space';
import { readFacts } from '../testing/facts';
import { type ComparedSide, compareSnapshots } from './compare-snapshots';
import { captured, toSide } from './testing/sides';

const KB = 1024;
const incidents = listCorpus('incidents').filter((name) => {
  const folders = listCorpus(`incidents/${name}`);
  return folders.includes('t0') && folders.includes('t1');
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const bucketOf = ({ buckets }: Comparison, key: string) => buckets.find((bucket) => bucket.key === key)?.residentBytes;

/** What holds of any two snapshots with ledgers. */
function expectSound(from: ComparedSide, to: ComparedSide): Comparison {
  const there = compareSnapshots(from, to);
  const back = compareSnapshots(to, from);
  // The buckets make up the change of RSS to the byte, in all three columns.
  for (const end of ['from', 'to'] as const) expect(sum(there.buckets.map((b) => b.residentBytes[end].best))).toBe(there.rssBytes?.[end]);
  expect(sum(there.buckets.map((b) => b.residentBytes.delta.best))).toBe(there.rssBytes?.delta);
  for (const { residentBytes } of there.buckets) {
    const { from: was, to: is, delta } = residentBytes;
    expect([delta.min, delta.best, delta.max]).toEqual([is.min - was.max, is.best - was.best, is.max - was.min]);
    expect(delta.min <= delta.best && delta.best <= delta.max).toBe(true);
  }
  // Roles are sums of regions, and all pairs together are all regions.
  for (const [end, side] of [['from', from] as const, ['to', to] as const])
    expect(sum(there.roles.map((role) => role.residentBytes[end].best))).toBe(sum(side.regions.map((region) => region.residentBytes.best)));
  const { appeared, vanished, grown, shrunk, unchanged } = there.regionCounts;
  expect(appeared + grown + shrunk + unchanged).toBe(to.regions.length);
  expect(vanished + grown + shrunk + unchanged).toBe(from.regions.length);
  // The other way round, everything is negated.
  const negated = (values: readonly (readonly [string, number])[]) =>
    new Map(values.map(([key, value]) => [key, value === 0 ? 0 : -value]));
  const deltas = (c: Comparison) => c.buckets.map((b) => [b.key, b.residentBytes.delta.best] as const);
  expect(new Map(deltas(back))).toEqual(negated(deltas(there)));
  const widths = (c: Comparison) => new Map(c.buckets.map((b) => [b.key, b.residentBytes.delta.max - b.residentBytes.delta.min]));
  expect(widths(back)).toEqual(widths(there));
  const roles = (c: Comparison) => c.roles.map((r) => [r.kind, r.residentBytes.delta.best] as const);
  expect(new Map(roles(back))).toEqual(negated(roles(there)));
  const categories = (c: Comparison) => c.categories.map((r) => [r.name, r.committedBytes.delta] as const);
  expect(new Map(categories(back))).toEqual(negated(categories(there)));
  const pairs = (c: Comparison, one: 'from' | 'to', other: 'from' | 'to') =>
    c.regions.map((r) => `${r[one]?.start}>${r[other]?.start}`).sort();
  expect(pairs(back, 'to', 'from')).toEqual(pairs(there, 'from', 'to'));
  expect(back.regionCounts).toEqual({ grown: shrunk, shrunk: grown, appeared: vanished, vanished: appeared, unchanged });
  return there;
}

function expectNothing(side: ComparedSide): void {
  const { rssBytes, buckets, roles, regions, regionCounts, categories, sites } = compareSnapshots(side, side);
  expect(rssBytes?.delta).toBe(0);
  for (const { residentBytes } of [...buckets, ...roles]) expect(residentBytes.delta).toEqual({ min: 0, best: 0, max: 0 });
  expect([regions, sites]).toEqual([[], []]);
  expect(regionCounts).toEqual({ grown: 0, shrunk: 0, appeared: 0, vanished: 0, unchanged: side.regions.length });
  expect(categories.every(({ committedBytes, reservedBytes }) => committedBytes.delta === 0 && reservedBytes.delta === 0)).toBe(true);
}

corpusTest.for(incidents.flatMap((name) => [[name, 'smaps'] as const, [name, 'pmap-x'] as const]))(
  '%s %s: t0 against t1 balances, forwards and backwards, and with itself is nothing',
  ([name, map]) => {
    const from = captured(name, 't0', map);
    const to = captured(name, 't1', map);
    const { process, matchedBy, time } = expectSound(from, to);
    // One process each time, so its files lie where they lay; VM.info tells the seconds.
    expect([process, matchedBy]).toEqual(['same', 'address']);
    expect(time?.seconds).toBeGreaterThan(4);
    expectNothing(from);
    expectNothing(to);
  },
);

interface Truth {
  snapshots: Record<string, { unexplained_rss_kb: { value: number } }>;
}

corpusTest.for(incidents)('%s: the growth of the unexplained is the true one, inside its bounds', (name) => {
  const { snapshots } = JSON.parse(readCorpus(`incidents/${name}/truth.json`)) as Truth;
  const truth = (label: string) => Math.max(0, snapshots[label]?.unexplained_rss_kb.value ?? Number.NaN) * KB;
  const comparison = compareSnapshots(captured(name, 't0'), captured(name, 't1'));
  const unexplained = bucketOf(comparison, 'unexplained');
  const grown = truth('t1') - truth('t0');
  // The tolerance of the score: 0.3 % of RSS or 1 MiB, at both ends.
  const tolerance = Math.max(2 * 1024 * KB, 0.006 * (comparison.rssBytes?.to ?? 0));
  expect(Math.abs((unexplained?.delta.best ?? Number.NaN) - grown)).toBeLessThanOrEqual(tolerance);
  expect(unexplained?.delta.min).toBeLessThanOrEqual(grown + 1024 * KB);
  expect(unexplained?.delta.max).toBeGreaterThanOrEqual(grown - 1024 * KB);
});

corpusTest('what grew, in words', () => {
  const said = incidents.map((name) => `${name}: ${compareSnapshots(captured(name, 't0'), captured(name, 't1')).sentence.text}`);
  expect(said).toMatchInlineSnapshot(`
    [
      "deflater-arena2: In 16 s RSS grew by 1.16 GiB, a rate of 262.64 GiB per hour over a short time. Unexplained took 100 % of it. glibc arena heaps (1 before, 10 now) went from 23.0 MiB to 632.0 MiB. The Java heap did not move.",
      "deflater-jdk25: In 84 s RSS grew by 1.11 GiB, a rate of 47.44 GiB per hour over a short time. Unexplained took 98 % of it. glibc arena heaps (15 before, 30 now) went from 37.2 MiB to 1.07 GiB. The Java heap did not move.",
      "deflater-jemalloc: In 15 s RSS grew by 1.23 GiB, a rate of 295.79 GiB per hour over a short time. Unexplained took 100 % of it. The Java heap did not move.",
      "deflater-leak: In 72 s RSS grew by 1.88 GiB, a rate of 94.24 GiB per hour over a short time. Unexplained took 99 % of it. glibc arena heaps (15 before, 34 now) went from 42.4 MiB to 1.80 GiB. The Java heap did not move.",
      "direct-buffer-leak: In 6.2 s RSS grew by 903.3 MiB, a rate of 510.12 GiB per hour over a short time. NMT malloc took 100 % of it. The Java heap hardly moved.",
      "healthy: In 90 s RSS grew by 228.1 MiB, a rate of 8.90 GiB per hour over a short time. Java heap took 85 % of it.",
      "healthy-zgc: In 11 s RSS grew by 338.0 MiB, a rate of 104.45 GiB per hour over a short time. Java heap took 97 % of it.",
      "mapped-files: In 4.5 s RSS grew by 800.7 MiB, a rate of 620.00 GiB per hour over a short time. Mapped files took 100 % of it. The Java heap hardly moved.",
      "metaspace-leak: In 4.7 s RSS grew by 182.3 MiB, a rate of 136.63 GiB per hour over a short time. Metaspace took 60 % of it, NMT malloc 18 %. The 15 glibc arena heaps went from 4.0 MiB to 38.0 MiB.",
    ]
  `);
});

corpusTest('the leak: arenas by role, the regions that grew, and nothing in the Java heap', () => {
  const comparison = compareSnapshots(captured('deflater-leak', 't0'), captured('deflater-leak', 't1'));
  const lines = comparison.roles
    .slice(0, 5)
    .map(({ kind, count, residentBytes: { from, to, delta } }) =>
      [kind, `${count.from}→${count.to}`, formatKib(from.best), formatKib(to.best), formatKib(delta.best)].join(' '),
    );
  expect(lines).toMatchInlineSnapshot(`
    [
      "glibc-arena-heap 15→34 43,444 1,889,676 1,846,232",
      "brk-heap 1→1 2,160 121,916 119,756",
      "metaspace 4→4 2,304 2,752 448",
      "library 80→80 19,576 19,768 192",
      "malloc-mmapped 4→4 5,445 5,569 124",
    ]
  `);
  expect(bucketOf(comparison, 'java-heap')?.delta).toEqual({ min: 0, best: 0, max: 0 });
  expect(comparison.regionCounts.appeared).toBeGreaterThan(19);
  const top = comparison.regions.slice(0, 20);
  expect(top.every(({ kind }) => kind === 'glibc-arena-heap' || kind === 'brk-heap')).toBe(true);
  expect(comparison.time).toMatchObject({ seconds: 71.652, because: 'the JVM had been up 3.8 s and 75.5 s' });
  expect(comparison.rssBytesPerHour).toBe(Math.round(((2_611_084 - 644_204) * KB * 3600) / 71.652));
});

corpusTest('categories: the same figures as NMT prints in its own difference', () => {
  const diff = readFacts(['nmt-detail-diff', readCorpus('incidents/direct-buffer-leak/t1/nmt-detail-diff.txt')])['nmt-diff'][0]!.value;
  const { categories, categoriesSince, sites, sitesSince } = compareSnapshots(
    captured('direct-buffer-leak', 't0'),
    captured('direct-buffer-leak', 't1'),
  );
  expect([categoriesSince, sitesSince]).toEqual(['snapshot', 'snapshot']);
  expect(categories[0]?.name).toBe('Other');
  const other = diff.categories.find(({ name }) => name === 'Other')!;
  // The baseline was taken a moment before the report of t0.
  expect(Math.abs(categories[0]!.committedBytes.delta - other.deltaCommittedBytes)).toBeLessThan(1024 * KB);
  expect(categories[0]!.mallocCount?.delta).toBeGreaterThan(0);
  expect(sites[0]).toMatchObject({ what: 'malloc', category: 'Other' });
  expect(sites[0]!.frames.join(' ')).toContain('Unsafe_AllocateMemory');
  const ofOther = sum(sites.filter(({ category }) => category === 'Other').map(({ bytes }) => bytes.delta));
  expect(Math.abs(ofOther - other.deltaCommittedBytes)).toBeLessThan(0.01 * other.deltaCommittedBytes);
});

corpusTest('a diff report stands in where the first moment has no report', () => {
  const text = (label: string, file: string) => readCorpus(`incidents/metaspace-leak/${label}/${file}`);
  const from = toSide('t0', readFacts(['smaps', text('t0', 'smaps.txt')]));
  const to = toSide('t1', readFacts(['smaps', text('t1', 'smaps.txt')], ['nmt-detail-diff', text('t1', 'nmt-detail-diff.txt')]));
  const { categories, categoriesSince, sites, sitesSince } = compareSnapshots(from, to);
  expect([categoriesSince, sitesSince]).toEqual(['baseline', 'baseline']);
  expect(categories.slice(0, 2).map(({ name }) => name)).toContain('Metaspace');
  expect(categories.every(({ committedBytes: { from: was, to: is, delta } }) => is - was === delta)).toBe(true);
  expect(sites.length).toBeGreaterThan(10);
});

corpusTest('with NMT on one side only, what NMT would tell apart is one bucket, and it still balances', () => {
  const text = (label: string, file: string) => readCorpus(`incidents/deflater-leak/${label}/${file}`);
  const from = toSide('t0', readFacts(['smaps', text('t0', 'smaps.txt')]));
  const comparison = expectSound(from, captured('deflater-leak', 't1'));
  expect(comparison.buckets[0]).toMatchObject({ key: 'jvm-and-anonymous', committedBytes: { from: null, to: null } });
  expect(comparison.buckets.some(({ kind }) => kind === 'unexplained' || kind === 'nmt')).toBe(false);
  expect(comparison.doubts[0]).toContain('t0 has no NMT report');
});

corpusTest('another run: matched by role and shape, sums kept', () => {
  // The same program on another JDK, another pid: every address differs.
  const from = captured('deflater-leak', 't1', 'smaps', 5247);
  const to = captured('deflater-jdk25', 't1', 'smaps', 6001);
  const { process, matchedBy, sentence, rssBytesPerHour } = expectSound(from, to);
  expect([process, matchedBy]).toEqual(['restarted', 'shape']);
  expect(sentence.text).toContain('The process was started anew in between');
  expect(rssBytesPerHour === null || Number.isFinite(rssBytesPerHour)).toBe(true);
  // Also where a container gives every JVM the same pid: the files lie elsewhere.
  const boxed = compareSnapshots(captured('healthy', 't1', 'smaps', 1), captured('metaspace-leak', 't1', 'smaps', 1));
  expect(boxed.process).toBe('restarted');
});

corpusTest('without a map on one side: NMT is compared, and what is missing is said', () => {
  const text = readCorpus('incidents/direct-buffer-leak/t0/nmt-detail.txt');
  const comparison = compareSnapshots(toSide('before', readFacts(['nmt-detail', text])), captured('direct-buffer-leak', 't1'));
  expect([comparison.rssBytes, comparison.buckets, comparison.roles, comparison.regions]).toEqual([null, [], [], []]);
  expect(comparison.sentence.text).toMatch(/^In NMT, Other changed most: \+.* committed\. before has no ledger/);
});

test('made-up processes: the same holds of any two address spaces', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.boolean(), (one, other, samePid) => {
      const side = (label: string, seed: number, pid: number) => {
        const space = makeAddressSpace(seed);
        return toSide(label, makeFacts(space.rows, makeReport(space.ranges, space.nmtMallocBytes)), pid);
      };
      const from = side('one', one, 7);
      const to = side('other', other, samePid ? 7 : 8);
      fc.pre(from.digest.reconciliation.ledger !== null && to.digest.reconciliation.ledger !== null);
      fc.pre(from.regions.length > 0 && to.regions.length > 0);
      expectSound(from, to);
      expectNothing(from);
    }),
    { numRuns: 200 },
  );
});

import { expect } from 'vitest';
import type { Ledger } from '@/lib/model/ledger';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { listRegions } from './list-regions';
import { type Reconciled, reconcile } from './reconcile';
import { readFacts } from './testing/facts';

// Ground truth of captured processes, written by an independent reconciliation: pages counted in /proc/PID/pagemap.
// The formulas and tolerances are those of the acceptance score.
const KB = 1024;
const MAPS = {
  'pmap-x': { file: 'pmap-x.txt', truth: 'reconcile_pmap_x' },
  smaps: { file: 'smaps.txt', truth: 'reconcile_smaps' },
} as const;

interface Piece {
  bytes: number;
  category: string | null;
  resident: number;
}
interface TruthOfMap {
  rss_inside_nmt_category_kb: Record<string, number>;
  split_regions: { start: string; size: number; rss: number; name: string; pieces: Piece[] }[];
  gap_inside_split_regions_anon_rss_kb: number;
  unmatched_anon: { rss_kb: number };
  unmatched_by_kind_kb: Record<string, { rss_kb: number }>;
}
interface Truth {
  pmap_x_total: { rss_kb: number };
  smaps: { rss_kb: number };
  rows_listed_twice?: { smaps_rss_kb_without: number; pmap_x_rss_kb_without: number };
  nmt: { total: { committed_kb: number }; malloc_like_kb: number };
  reconcile_smaps: TruthOfMap;
  reconcile_pmap_x: TruthOfMap;
  unexplained_rss_kb: {
    value: number;
    parts_kb: { unmatched_anon_rss: number; brk_heap_rss: number; gap_inside_split_regions_rss: number; minus_nmt_malloc_like: number };
  };
  glibc_64MB_subheaps: { subheaps: number; rss_kb: number };
}

const incidents = listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}`).includes('truth.json'));
const cases = incidents.flatMap((name) => {
  const { snapshots } = JSON.parse(readCorpus(`incidents/${name}/truth.json`)) as { snapshots: Record<string, Truth> };
  return Object.entries(snapshots).flatMap(([label, truth]) =>
    (['pmap-x', 'smaps'] as const).map((map) => ({ name, label, truth, map, folder: `incidents/${name}/${label}` })),
  );
});
const titled = cases.map((entry) => [`${entry.name} ${entry.label} ${entry.map}`, entry] as const);

const results = new Map<string, Reconciled>();
/** Reconciled once for all tests of a capture: reading smaps takes longer than anything else here. */
function read(folder: string, map: keyof typeof MAPS): Reconciled {
  const key = `${folder} ${map}`;
  const known = results.get(key);
  if (known) return known;
  const result = reconcile(
    readFacts([map, readCorpus(`${folder}/${MAPS[map].file}`)], ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)]),
  );
  results.set(key, result);
  return result;
}
const ledgerOf = ({ reconciliation }: Reconciled): Ledger => {
  if (!reconciliation.ledger) throw new Error('no ledger');
  return reconciliation.ledger;
};
const best = (ledger: Ledger, key: string) => ledger.buckets.find((bucket) => bucket.key === key)?.residentBytes.best ?? 0;
const near = (figure: number, truth: number, tolerance: number, what: string) =>
  expect(Math.abs(figure - truth), `${what}: ${figure} against ${truth}`).toBeLessThanOrEqual(tolerance);

corpusTest.for(titled)('%s: the ledger agrees with the truth', ([, { truth, map, folder }]) => {
  const result = read(folder, map);
  const ledger = ledgerOf(result);
  expect(result.reconciliation.doubts).toEqual([]);
  expect(result.reconciliation.matching).toBe('address');
  expect(ledger.listingComplete).toBe(true);
  const ofMap = truth[MAPS[map].truth];
  const twice = truth.rows_listed_twice;
  const rssKb =
    map === 'smaps' ? (twice?.smaps_rss_kb_without ?? truth.smaps.rss_kb) : (twice?.pmap_x_rss_kb_without ?? truth.pmap_x_total.rss_kb);
  const rss = rssKb * KB;
  expect(ledger.rssBytes).toBe(rss);

  const sum = (key: 'min' | 'best' | 'max') => ledger.buckets.reduce((bytes, bucket) => bytes + bucket.residentBytes[key], 0);
  expect(sum('best')).toBe(rss);
  expect(sum('min')).toBeLessThanOrEqual(rss);
  expect(sum('max')).toBeGreaterThanOrEqual(rss);
  for (const { key, residentBytes } of ledger.buckets) {
    expect(residentBytes.min, key).toBeLessThanOrEqual(residentBytes.best);
    expect(residentBytes.best, key).toBeLessThanOrEqual(residentBytes.max);
  }

  const parts = truth.unexplained_rss_kb.parts_kb;
  const racyPmap = map === 'pmap-x' && twice !== undefined;
  const sideKb = racyPmap
    ? ofMap.unmatched_anon.rss_kb + ofMap.gap_inside_split_regions_anon_rss_kb
    : parts.unmatched_anon_rss + parts.brk_heap_rss + parts.gap_inside_split_regions_rss;
  const tolerance = Math.max(0.003 * rss, 1024 * KB);
  near(best(ledger, 'unexplained') + best(ledger, 'malloc-nmt'), sideKb * KB, tolerance, 'malloc side');
  const unexplained = ledger.unexplainedBytes ?? { min: NaN, best: NaN, max: NaN };
  const unexplainedTruth = Math.max(0, sideKb - parts.minus_nmt_malloc_like) * KB;
  near(unexplained.best, unexplainedTruth, tolerance, 'unexplained');
  expect(unexplained.min - 64 * KB).toBeLessThanOrEqual(unexplainedTruth);
  expect(unexplained.max + 64 * KB).toBeGreaterThanOrEqual(unexplainedTruth);
  let width = 0;
  for (const split of truth.reconcile_smaps.split_regions.filter((row) => row.name === '')) {
    const o = split.pieces.filter((piece) => piece.category === null).reduce((bytes, piece) => bytes + piece.bytes, 0);
    width += Math.min(split.rss, o) - Math.max(0, split.rss - (split.size - o));
  }
  expect(unexplained.max - unexplained.min).toBeLessThanOrEqual(width + 64 * KB);

  const files = ledger.buckets
    .filter(({ key }) => key.startsWith('file') || key === 'shared-memory')
    .reduce((bytes, { key }) => bytes + best(ledger, key), 0);
  near(files, (ofMap.unmatched_by_kind_kb.file?.rss_kb ?? 0) * KB, 64 * KB, 'files');
  near(best(ledger, 'java-heap'), (ofMap.rss_inside_nmt_category_kb['Java Heap'] ?? 0) * KB, 0.01 * rss, 'java heap');
  expect(ledger.naiveGapBytes).toBe(rss - truth.nmt.total.committed_kb * KB);
  expect(ledger.nmt?.mallocBytes).toBe(truth.nmt.malloc_like_kb * KB);
});

corpusTest.for(titled)('%s: the truth of every category lies in its bounds', ([, { truth, map, folder }]) => {
  const ledger = ledgerOf(read(folder, map));
  // Pages of split rows were counted one by one for smaps; pmap of the same stopped process differs by nothing but names.
  if (truth.rows_listed_twice) return;
  for (const [category, kb] of Object.entries(truth.reconcile_smaps.rss_inside_nmt_category_kb)) {
    if (category.startsWith('(')) continue;
    const key =
      category === 'Java Heap'
        ? 'java-heap'
        : category === 'Thread Stack'
          ? 'nmt-thread'
          : `nmt-${category.toLowerCase().replaceAll(' ', '-')}`;
    const bucket = ledger.buckets.find((candidate) => candidate.key === key);
    expect(bucket, key).toBeDefined();
    if (!bucket) continue;
    // The truth is cut to whole KB per category, pagemap and smaps differ by a few pages.
    expect(bucket.residentBytes.min - 64 * KB, key).toBeLessThanOrEqual(kb * KB);
    expect(bucket.residentBytes.max + 64 * KB, key).toBeGreaterThanOrEqual(kb * KB);
  }
});

corpusTest.for(titled)('%s: arenas and identities', ([, { truth, map, folder }]) => {
  const result = read(folder, map);
  const ledger = ledgerOf(result);
  const { total, totals } = listRegions(result.regions, { kind: 'glibc-arena-heap' });
  const wanted = truth.glibc_64MB_subheaps;
  if (!(map === 'pmap-x' && truth.rows_listed_twice)) {
    near(totals.rssBytes, wanted.rss_kb * KB, Math.max(0.02 * wanted.rss_kb * KB, 1024 * KB), 'arenas');
    expect(result.reconciliation.arenas?.count ?? 0).toBe(wanted.subheaps);
    expect(total === 0).toBe(wanted.subheaps === 0);
  }
  const unmatched = listRegions(result.regions, { owner: 'unmatched' }).totals.rssBytes;
  expect(unmatched).toBe(best(ledger, 'malloc-nmt') + best(ledger, 'unexplained'));
  expect(result.regions.reduce((bytes, region) => bytes + region.residentBytes.best, 0)).toBe(ledger.rssBytes);
  const outside = ledger.buckets
    .filter(({ kind }) => ['file', 'shared', 'kernel', 'unexplained'].includes(kind))
    .reduce((bytes, bucket) => bytes + bucket.residentBytes.best, 0);
  expect(ledger.outsideNmtBytes?.best).toBe(outside);
  expect(result.tree?.residentBytes).toBe(ledger.rssBytes);
  for (const { key, reasons, residentBytes, sources } of ledger.buckets) {
    expect(reasons.length, key).toBeGreaterThan(0);
    if (residentBytes.best > 0) expect(sources.length, key).toBeGreaterThan(0);
  }
});

corpusTest('healthy-zgc: the heap bucket says that RSS repeats pages', () => {
  const heap = ledgerOf(read('incidents/healthy-zgc/t1', 'smaps')).buckets.find(({ key }) => key === 'java-heap');
  expect(heap?.reasons.join(' ')).toContain('RSS counts a page once per view');
});

const cutCases = cases.filter(({ map, folder }) => map === 'pmap-x' && listCorpus(folder).includes('pmap-x-sorted-top10.txt'));
corpusTest.for(cutCases)('$name $label: a listing cut by sort | head is bounded from both sides', ({ truth, folder }) => {
  const cut = readCorpus(`${folder}/pmap-x-sorted-top10.txt`);
  const { reconciliation } = reconcile(readFacts(['pmap-x', cut], ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)]));
  const ledger = reconciliation.ledger;
  const kinds = Object.entries(truth.reconcile_smaps.unmatched_by_kind_kb).filter(([kind]) => !['anon', 'heap'].includes(kind));
  const outside = (truth.unexplained_rss_kb.value + kinds.reduce((kb, [, kind]) => kb + kind.rss_kb, 0)) * KB;
  expect(ledger?.listingComplete).toBe(false);
  expect(ledger?.rssBytes).toBe(truth.pmap_x_total.rss_kb * KB);
  const bounds = ledger?.outsideNmtBytes ?? { min: NaN, best: NaN, max: NaN };
  expect(bounds.min).toBeLessThanOrEqual(outside);
  expect(bounds.max).toBeGreaterThanOrEqual(outside);
  expect(bounds.min).toBeGreaterThanOrEqual(0.95 * outside);
  expect(bounds.max).toBeLessThanOrEqual(1.05 * outside);
});

corpusTest.for(titled)('%s: a summary alone bounds the unexplained', ([, { truth, map, folder }]) => {
  const { reconciliation } = reconcile(
    readFacts([map, readCorpus(`${folder}/${MAPS[map].file}`)], ['nmt-summary', readCorpus(`${folder}/nmt-summary.txt`)]),
  );
  const { ledger } = reconciliation;
  expect(reconciliation.matching).toBe('size');
  expect(ledger?.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)).toBe(ledger?.rssBytes);
  if (truth.rows_listed_twice) return;
  const unexplained = Math.max(0, truth.unexplained_rss_kb.value) * KB;
  const bounds = ledger?.unexplainedBytes ?? { min: NaN, best: NaN, max: NaN };
  // The summary was taken a moment before the detail report of the truth: the JVM may have malloc-ed a little meanwhile.
  expect(bounds.min).toBeLessThanOrEqual(unexplained + 2048 * KB);
  expect(bounds.max).toBeGreaterThanOrEqual(unexplained - 2048 * KB);
});

corpusTest('files of another process or run are never reconciled silently', () => {
  const runs = ['deflater-leak/t1', 'deflater-arena2/t1', 'deflater-jdk25/t1', 'healthy/t1', 'metaspace-leak/t1', 'healthy-zgc/t1'];
  for (const ofMap of runs) {
    for (const ofNmt of runs) {
      if (ofMap === ofNmt) continue;
      for (const { file, format } of [
        { file: 'pmap-x.txt', format: 'pmap-x' },
        { file: 'smaps.txt', format: 'smaps' },
      ]) {
        const facts = readFacts(
          [format, readCorpus(`incidents/${ofMap}/${file}`)],
          ['nmt-detail', readCorpus(`incidents/${ofNmt}/nmt-detail.txt`)],
        );
        // Without any pid, addresses alone must tell.
        for (const { value } of facts['nmt-report']) value.pid = null;
        const { reconciliation } = reconcile(facts);
        const pair = `${ofMap} with NMT of ${ofNmt}, ${format}`;
        expect(reconciliation.matching, pair).toBe('none');
        expect(reconciliation.doubts.join(' '), pair).toContain('Addresses were not matched');
        const bounds = reconciliation.ledger?.unexplainedBytes ?? { min: NaN, best: NaN, max: NaN };
        expect(bounds.min, pair).toBe(0);
        expect(bounds.max, pair).toBeGreaterThan(0);
      }
    }
  }
});

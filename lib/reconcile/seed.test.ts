import { expect } from 'vitest';
import type { SnapshotFacts } from '@/lib/model/facts';
import type { MemoryNode } from '@/lib/model/memory-tree';
import { corpusTest, readCorpus, SEED } from '@/lib/testing/corpus';
import { type Reconciled, reconcile } from './reconcile';
import { readFacts } from './testing/facts';

// The document that people start from: a listing cut by `head -n 10`, an NMT summary, and one NMT range by itself.
const KB = 1024;

/** Its three memory artifacts, found by their first and last lines. */
function readSeed(): SnapshotFacts {
  const lines = readCorpus(SEED).split(/\r?\n/);
  const slice = (from: RegExp, to: RegExp): [string[], number] => {
    const first = lines.findIndex((line) => from.test(line));
    const last = lines.findIndex((line, i) => i >= first && to.test(line));
    if (first < 0 || last < 0) throw new Error(`Not in the seed: ${from} … ${to}`);
    return [lines.slice(first, last + 1), first + 1];
  };
  return readFacts(
    ['pmap-x', ...slice(/^total kB/, /^00007fd0612b1000/)],
    ['nmt-summary', ...slice(/^107870:/, /^\(mmap: reserved=147456KB, committed=0KB\)/)],
    ['nmt-detail', ...slice(/^\[0x00007fe98dff4000/, /JNI_CreateJavaVM/)],
  );
}

function figures({ reconciliation, regions, tree }: Reconciled) {
  const { ledger } = reconciliation;
  if (!ledger) throw new Error('no ledger');
  const kb = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes / KB);
  const bucket = (key: string) => ledger.buckets.find((candidate) => candidate.key === key)?.residentBytes;
  const leaves: [string, number][] = [];
  const walk = (node: MemoryNode) => {
    if (node.children.length === 0) leaves.push([node.role, node.residentBytes / KB]);
    for (const child of node.children) walk(child);
  };
  if (tree) walk(tree);
  return {
    rss: kb(ledger.rssBytes),
    naiveGap: kb(ledger.naiveGapBytes ?? undefined),
    heap: [kb(bucket('java-heap')?.min), kb(bucket('java-heap')?.max)],
    heapAndGc: kb((bucket('java-heap')?.best ?? 0) + (bucket('nmt-gc')?.best ?? 0)),
    code: kb(bucket('nmt-code')?.best),
    malloc: kb(bucket('malloc-nmt')?.best),
    unexplained: kb(ledger.unexplainedBytes?.best),
    unexplainedMin: kb(ledger.unexplainedBytes?.min),
    notShown: kb(bucket('not-shown')?.best),
    outsideMin: kb(ledger.outsideNmtBytes?.min),
    outsideMax: kb(ledger.outsideNmtBytes?.max),
    heapNotResident: [kb(reconciliation.heapNotResidentBytes?.min), kb(reconciliation.heapNotResidentBytes?.max)],
    nmtMalloc: kb(reconciliation.mallocSide?.nmtMallocBytes),
    sumOfBest: kb(ledger.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)),
    hiddenLeaves: leaves.filter(([role]) => role.startsWith('not-shown')),
    kinds: regions.map(({ kind, owner, grade, residentBytes }) => `${owner} ${kind} ${grade} ${residentBytes.best / KB}`),
  };
}

corpusTest('the seed balances to the kilobyte', () => {
  const result = reconcile(readSeed());
  expect(figures(result)).toEqual({
    rss: 86_763_996,
    naiveGap: 2_233_986,
    heap: [60_931_252, 61_078_708],
    heapAndGc: 63_615_824,
    code: 114_164,
    malloc: 2_298_808,
    unexplained: 0,
    unexplainedMin: 0,
    notShown: 20_735_200,
    outsideMin: 16_917_298,
    outsideMax: 20_735_200,
    heapNotResident: [75_497_472 - 61_078_708, 75_497_472 - 60_931_252],
    nmtMalloc: 5_461_281,
    sumOfBest: 86_763_996,
    hiddenLeaves: [
      ['not-shown-outside', 16_917_298],
      ['not-shown-nmt', 20_735_200 - 16_917_298],
    ],
    kinds: [
      'unmatched brk-heap consistent 1244644',
      'unmatched anonymous guess 111932',
      'unmatched anonymous guess 149720',
      'unmatched anonymous guess 146920',
      'unmatched anonymous guess 147620',
      'unmatched anonymous guess 497972',
      'nmt gc consistent 2537116',
      'nmt java-heap consistent 60959646',
      'nmt gc consistent 119062',
      'nmt code-cache consistent 114164',
    ],
  });
  const { reconciliation } = result;
  expect(reconciliation.matching).toBe('size');
  expect(reconciliation.ledger?.listingComplete).toBe(false);
  expect(reconciliation.ledger?.rssSource).toBe('pmap-x total');
  expect(reconciliation.ledger?.rssLines).toEqual({ artifactId: 'pmap-x:19', firstLine: 19, lastLine: 19 });
  expect(reconciliation.g1Fit).toMatchObject({ heapBytes: 75_497_472 * KB, gcMmapBytes: 2_834_432 * KB, formulaBytes: 2_834_432 * KB });
  expect(reconciliation.boundaries).toMatchObject([{ line: 20, category: 'Java Heap', remainderBytes: 147_456 * KB, heap512ths: 1 }]);
  expect(reconciliation.arenas).toBeNull();
  expect(reconciliation.allocator).toBeNull();
});

/** The seed of another machine: every size by 3/4 (in whole pages, H + H/512 kept exact), every address moved. */
function rescale(facts: SnapshotFacts): SnapshotFacts {
  const scale = (bytes: number) => Math.round((bytes * 3) / 4 / 4096) * 4096;
  // H = 75,497,472 KB and all multiples of H/512 = 147,456 KB stay whole pages under 3/4, so the identities hold.
  const move = (address: bigint) => (address < 1n << 32n ? address + 0x41000n : address - 0x1234567000n);
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === 'number') return /Bytes$/.test(key) && key !== 'unitBytes' ? scale(value) : value;
    if (Array.isArray(value)) return value.map((item) => visit(item, key));
    if (value === null || typeof value !== 'object') return value;
    const copy: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) copy[name] = visit(member, name);
    if (typeof copy.bytes === 'number') copy.bytes = scale(copy.bytes);
    if (typeof copy.start === 'bigint' && 'end' in value) {
      const { start, end } = value as { start: bigint; end: bigint };
      copy.start = move(start);
      copy.end = move(start) + BigInt(scale(Number(end - start)));
    }
    return copy;
  };
  return visit(facts, '') as SnapshotFacts;
}

corpusTest('nothing is fitted to the seed: scaled and moved, every result follows', () => {
  const seed = readSeed();
  const scaled = rescale(seed);
  const map = scaled['memory-map'][0]?.value;
  const nmt = scaled['nmt-report'].find(({ value }) => value.total)?.value;
  if (!map || !nmt?.total) throw new Error('the seed has a map and a report');
  // The totals are sums: recompute them from the scaled parts, as a tool would.
  const listed = map.rows.reduce((bytes, row) => bytes + row.rssBytes, 0);
  const hidden = 15_551_400 * KB;
  if (map.printedTotal) map.printedTotal.rssBytes = listed + hidden;
  const malloc = nmt.categories.reduce(
    (bytes, c) => bytes + (c.malloc?.bytes ?? 0) + (c.arena?.bytes ?? 0) + (c.trackingOverhead?.bytes ?? 0),
    0,
  );
  const mmap = nmt.categories.reduce((bytes, c) => bytes + (c.mmap?.committedBytes ?? 0) + (c.stack?.committedBytes ?? 0), 0);
  nmt.total.committedBytes = malloc + mmap;

  const was = figures(reconcile(seed));
  const is = figures(reconcile(scaled));
  const row = (start: bigint) => map.rows.find((candidate) => candidate.start === start);
  const heapRow = row(0x7fd673000000n - 0x1234567000n);
  const gcRow = row(0x7fd5c8000000n - 0x1234567000n);
  const codeRow = row(0x7fe964000000n - 0x1234567000n);
  if (!heapRow || !gcRow || !codeRow) throw new Error('rows moved');
  const anonymous = (listed - heapRow.rssBytes - gcRow.rssBytes - codeRow.rssBytes) / KB;
  const firm = (heapRow.rssBytes + gcRow.rssBytes) / KB;
  const tables = 147_456 * 0.75;
  const gc = (nmt.categories.find((c) => c.name === 'GC')?.mmap?.committedBytes ?? 0) / KB;
  const others = mmap / KB - 75_497_472 * 0.75 - gc;
  expect(is).toMatchObject({
    rss: (listed + hidden) / KB,
    heap: [heapRow.rssBytes / KB - tables, heapRow.rssBytes / KB],
    heapAndGc: firm,
    code: codeRow.rssBytes / KB,
    malloc: anonymous,
    unexplained: 0,
    notShown: hidden / KB,
    outsideMin: (listed + hidden) / KB - firm - (gc - 19 * tables) - others - malloc / KB,
    sumOfBest: (listed + hidden) / KB,
  });
  expect(is.kinds.map((kind) => kind.replace(/ \d+$/, ''))).toEqual(was.kinds.map((kind) => kind.replace(/ \d+$/, '')));
  for (const key of ['rss', 'code', 'malloc', 'heapAndGc', 'outsideMin', 'nmtMalloc'] as const) {
    expect((is[key] ?? 0) / (was[key] ?? 1), key).toBeCloseTo(0.75, 3);
  }
});

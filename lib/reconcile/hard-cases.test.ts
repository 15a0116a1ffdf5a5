import { expect } from 'vitest';
import type { Region } from '@/lib/model/region';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { listRegions } from './list-regions';
import { type Reconciled, reconcile } from './reconcile';
import { readFacts } from './testing/facts';

// One test for each way in which a real capture misleads; the captures are those of incidents with counted truth.
const KIB = 1024;
const MIB = KIB * KIB;
const MAPS: [format: string, file: string][] = [
  ['smaps', 'smaps.txt'],
  ['pmap-x', 'pmap-x.txt'],
];
const text = (path: string) => readCorpus(`incidents/${path}`);
const read = (folder: string, [format, file]: [string, string], nmt = 'nmt-detail', nmtFolder = folder) =>
  reconcile(readFacts([format, text(`${folder}/${file}`)], [nmt, text(`${nmtFolder}/${nmt}.txt`)]));
const bucketOf = ({ reconciliation: { ledger } }: Reconciled, key: string) => ledger?.buckets.find((bucket) => bucket.key === key);
const truthOf = (incident: string, moment: string) => JSON.parse(text(`${incident}/truth.json`)).snapshots[moment];
const resident = (regions: readonly Region[]) => regions.reduce((bytes, region) => bytes + region.residentBytes.best, 0);

corpusTest('double counting: ZGC has its heap at three addresses, and RSS a page once for each', () => {
  for (const map of MAPS) {
    const result = read('healthy-zgc/t1', map);
    const views = result.regions.filter(({ kind }) => kind === 'zgc-heap-view');
    // Three views, the resident parts of which are rows of their own.
    expect(new Set(views.map(({ start }) => start >> 42n)).size).toBe(3);
    expect(resident(views)).toBe(bucketOf(result, 'java-heap')?.residentBytes.best);
    expect(resident(views)).toBe(531_888 * KIB);
    // More is resident than the JVM has committed: at least a third of it is a page counted again.
    expect(resident(views)).toBeGreaterThan(bucketOf(result, 'java-heap')?.committedBytes ?? Number.NaN);
    const { min, best, max } = result.reconciliation.heapNotResidentBytes ?? { min: NaN, best: NaN, max: NaN };
    expect([min, max]).toEqual([0, (524_288 - 531_888 / 3) * KIB]);
    // Pss counts each page once, and only smaps prints it.
    if (map[0] === 'smaps') expect(best).toBe((524_288 - 437_558) * KIB);
  }
});

corpusTest('rows listed twice: a brk heap that grew while it was printed is there once', () => {
  const { rows_listed_twice: twice } = truthOf('deflater-leak', 't2-skewed');
  for (const [map, known, rss] of [
    [MAPS[0], twice.smaps[0], twice.smaps_rss_kb_without],
    [MAPS[1], twice.pmap_x[0], twice.pmap_x_rss_kb_without],
  ] as [(typeof MAPS)[0], { start: string; size_kb: number; rss_kb: number }, number][]) {
    const { reconciliation, regions } = read('deflater-leak/t2-skewed', map);
    expect(reconciliation.droppedRows).toEqual([
      expect.objectContaining({ start: known.start, sizeBytes: known.size_kb * KIB, rssBytes: known.rss_kb * KIB }),
    ]);
    expect(reconciliation.ledger?.rssBytes).toBe(rss * KIB);
    const there = regions.filter(({ start }) => start === BigInt(known.start));
    expect(there).toHaveLength(1);
    expect(there[0]?.line).toBe(reconciliation.droppedRows[0]?.keptLine);
    expect(there[0]?.sizeBytes).toBeGreaterThan(known.size_kb * KIB);
  }
});

corpusTest('merged neighbours: one row of 64 MB, half of it direct buffers, half an untouched table', () => {
  // Dividing RSS by size is wrong by 16 MB; nothing narrower than the bounds can be known of the row.
  const { split_regions: splits } = truthOf('direct-buffer-leak', 't1').reconcile_smaps;
  for (const map of MAPS) {
    const result = read('direct-buffer-leak/t1', map);
    for (const split of splits as {
      start: string;
      size: number;
      rss: number;
      pieces: { bytes: number; category: string | null; resident: number }[];
    }[]) {
      const own = result.regions.filter(({ start }) => start >= BigInt(split.start) && start < BigInt(split.start) + BigInt(split.size));
      expect(own.map(({ sizeBytes, category }) => [sizeBytes, category])).toEqual(
        split.pieces.map(({ bytes, category }) => [bytes, category]),
      );
      expect(resident(own)).toBe(split.rss);
      own.forEach(({ residentBytes }, i) => {
        const truth = split.pieces[i]?.resident ?? NaN;
        expect(residentBytes.min).toBeLessThanOrEqual(truth);
        expect(residentBytes.max).toBeGreaterThanOrEqual(truth);
      });
    }
    // NMT counts the buffers as malloc, so they are believed to be where they can be.
    expect(result.reconciliation.ledger?.unexplainedBytes?.best).toBe(0);
    expect(bucketOf(result, 'malloc-nmt')?.residentBytes.best).toBeGreaterThan(990_000 * KIB);
    expect(result.reconciliation.boundaries.length).toBeGreaterThan(0);
  }
});

corpusTest('a stack is two rows: a guard that is never resident, and the stack above it', () => {
  for (const map of MAPS) {
    const result = read('deflater-leak/t1', map);
    const ranges = new Map<number, Region[]>();
    for (const region of result.regions)
      if (region.category === 'Thread Stack' && region.nmt) ranges.set(region.nmt.line, [...(ranges.get(region.nmt.line) ?? []), region]);
    const stacks = [...ranges.values()];
    expect(stacks.length).toBeGreaterThan(50);
    const pairs = stacks.filter(
      ([guard, stack, ...more]) => guard?.kind === 'guard' && stack?.kind === 'thread-stack' && more.length === 0,
    );
    // The main thread's has no guard of its own, and threads of the VM have theirs outside what NMT reserves.
    expect(pairs.length).toBeGreaterThan(0.5 * stacks.length);
    for (const [guard] of pairs) expect(guard?.residentBytes).toEqual({ min: 0, best: 0, max: 0 });
    const thread = truthOf('deflater-leak', 't1').reconcile_smaps.rss_inside_nmt_category_kb['Thread Stack'];
    expect(bucketOf(result, 'nmt-thread')?.residentBytes.best).toBe(thread * KIB);
    // NMT commits the guards, the kernel never fills them.
    expect(bucketOf(result, 'nmt-thread')?.committedBytes).toBeGreaterThan(thread * KIB);
  }
});

corpusTest('archives of class data inside the heap are heap, though a file backs them', () => {
  for (const map of MAPS) {
    const result = read('healthy/t1', map);
    const archives = result.regions.filter(({ name, category }) => name.endsWith('classes.jsa') && category === 'Java Heap');
    expect(archives.length).toBeGreaterThan(0);
    expect(new Set(archives.map(({ owner, grade }) => `${owner} ${grade}`))).toEqual(new Set(['nmt proven']));
    expect(archives[0]?.reasons.join(' ')).toContain('backed by');
    const heap = result.regions.filter(({ category }) => category === 'Java Heap');
    expect(heap.length).toBeGreaterThan(archives.length);
    expect(resident(heap)).toBe(truthOf('healthy', 't1').reconcile_smaps.rss_inside_nmt_category_kb['Java Heap'] * KIB);
    // The summary has no ranges: they go with the run of rows that is exactly the heap.
    const bySize = read('healthy/t1', map, 'nmt-summary');
    expect(bySize.regions.filter(({ kind }) => kind === 'java-heap').map(({ start }) => start)).toEqual(heap.map(({ start }) => start));
  }
});

corpusTest('skewed captures: the same run, minutes apart, is matched, and what grew in between is in the gap', () => {
  for (const map of MAPS) {
    const right = read('deflater-leak/t1', map);
    const late = read('deflater-leak/t1', map, 'nmt-detail', 'deflater-leak/t0');
    expect(late.reconciliation.matching).toBe('address');
    const ledger = late.reconciliation.ledger;
    expect(ledger?.rssBytes).toBe(right.reconciliation.ledger?.rssBytes);
    expect(ledger?.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)).toBe(ledger?.rssBytes);
    // NMT malloc-ed 17 MB in between, and nothing else can differ by more than new threads and tables.
    const gap = (result: Reconciled) => result.reconciliation.ledger?.unexplainedBytes?.best ?? NaN;
    const malloc = (result: Reconciled) => result.reconciliation.ledger?.nmt?.mallocBytes ?? NaN;
    const off = gap(late) - gap(right) - (malloc(right) - malloc(late));
    expect(Math.abs(off)).toBeLessThan(4 * MIB);
  }
});

corpusTest('a map of 2 seconds after NMT, taken under load, is matched with its truth in bounds', () => {
  const { parts_kb: parts } = truthOf('deflater-leak', 't2-skewed').unexplained_rss_kb;
  const truth = (parts.unmatched_anon_rss + parts.brk_heap_rss + parts.gap_inside_split_regions_rss - parts.minus_nmt_malloc_like) * KIB;
  const { reconciliation } = read('deflater-leak/t2-skewed', ['smaps', 'smaps.txt']);
  expect(reconciliation.matching).toBe('address');
  const { min, max } = reconciliation.ledger?.unexplainedBytes ?? { min: NaN, max: NaN };
  expect(min - 64 * KIB).toBeLessThanOrEqual(truth);
  expect(max + 64 * KIB).toBeGreaterThanOrEqual(truth);
});

corpusTest('another process: neither a map of the same service nor one of a program that is no JVM is reconciled with NMT', () => {
  const nmt: [string, string] = ['nmt-detail', text('healthy/t1/nmt-detail.txt')];
  const stranger = listCorpus('incidents/nmt-edge').find((file) => file.includes('pmap'));
  expect(stranger).toBeDefined();
  for (const map of [text('metaspace-leak/t1/pmap-x.txt'), text(`nmt-edge/${stranger}`)]) {
    const { reconciliation } = reconcile(readFacts(['pmap-x', map], nmt));
    expect(reconciliation.matching).toBe('none');
    expect(reconciliation.doubts.length).toBeGreaterThan(0);
    expect(reconciliation.ledger?.unexplainedBytes?.min).toBe(0);
    expect(reconciliation.beside.allocator).toBeNull();
  }
});

corpusTest('captures of another process beside the right ones change nothing', () => {
  const folder = 'deflater-leak/t1';
  const own = readFacts(['smaps', text(`${folder}/smaps.txt`)], ['nmt-detail', text(`${folder}/nmt-detail.txt`)]);
  const alone = reconcile(own);
  const other = readFacts(
    ['proc-status', text('healthy/t1/status.txt')],
    ['vm-info', text('healthy/t1/vm-info.txt')],
    ['gc-heap-info', text('healthy/t1/gc-heap-info.txt')],
  );
  const pid = own['nmt-report'][0]?.value.pid ?? null;
  for (const { value } of own['memory-map']) value.pid = pid;
  const { regions, reconciliation } = reconcile({
    ...own,
    'process-status': other['process-status'],
    'c-heap': other['c-heap'].map((fact) => ({ ...fact, value: { ...fact.value, pid: 31_000 } })),
    'heap-usage': other['heap-usage'].map((fact) => ({ ...fact, value: { ...fact.value, pid: 31_000 } })),
  });
  expect(regions).toEqual(alone.regions);
  expect(reconciliation.ledger).toEqual(alone.reconciliation.ledger);
  expect(reconciliation.beside).toMatchObject({ checks: [], allocator: null, heap: null, taken: [] });
});

corpusTest('cut listing: what is listed keeps its owners, what is hidden is one bucket', () => {
  const cut = reconcile(
    readFacts(['pmap-x', text('deflater-leak/t1/pmap-x-sorted-top10.txt')], ['nmt-detail', text('deflater-leak/t1/nmt-detail.txt')]),
  );
  const whole = read('deflater-leak/t1', ['pmap-x', 'pmap-x.txt']);
  expect(bucketOf(cut, 'not-shown')?.residentBytes.best).toBe(cut.reconciliation.map?.hiddenRssBytes);
  const byStart = new Map(whole.regions.map((region) => [region.start, region]));
  for (const { start, owner, residentBytes } of cut.regions)
    expect([owner, residentBytes.min, residentBytes.max]).toEqual([
      byStart.get(start)?.owner,
      byStart.get(start)?.residentBytes.min,
      byStart.get(start)?.residentBytes.max,
    ]);
  expect(listRegions(cut.regions, {}).total).toBeGreaterThanOrEqual(9);
});

corpusTest('the order in which captures were dropped does not matter', () => {
  for (const incident of ['deflater-leak', 'healthy-zgc', 'deflater-jemalloc']) {
    const folder = `${incident}/t1`;
    const captures: [string, string][] = [
      ['pmap-x', text(`${folder}/pmap-x.txt`)],
      ['proc-maps', text(`${folder}/maps.txt`)],
      ['smaps', text(`${folder}/smaps.txt`).slice(0, 60_000)],
      ['smaps-rollup', text(`${folder}/smaps_rollup.txt`)],
      ['proc-status', text(`${folder}/status.txt`)],
      ['vm-info', text(`${folder}/vm-info.txt`)],
      ['gc-heap-info', text(`${folder}/gc-heap-info.txt`)],
      ['nmt-summary', text(`${folder}/nmt-summary.txt`)],
      ['nmt-summary-diff', text(`${folder}/nmt-summary-diff.txt`)],
      ['cgroup-memory', '/sys/fs/cgroup/memory.max:4294967296\n/sys/fs/cgroup/memory.current:3221225472'],
    ];
    const one = reconcile(readFacts(...captures));
    const other = reconcile(readFacts(...captures.toReversed()));
    expect(other.regions).toEqual(one.regions);
    expect(other.reconciliation).toEqual(one.reconciliation);
    expect(one.reconciliation.containerLimitBytes?.bytes).toBe(4096 * MIB);
    expect(one.reconciliation.map?.format).toBe('pmap-x');
    expect(one.reconciliation.beside.taken.map(({ artifactId }) => artifactId)).toContain('smaps:1');
  }
});

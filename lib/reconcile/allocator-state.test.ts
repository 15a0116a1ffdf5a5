import { expect, test } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { judgeAllocator } from './allocator-state';
import { reconcile } from './reconcile';
import { readFacts } from './testing/facts';

const KIB = 1024;
const CAPTURES = 'knowledge/captures';
const state = (name: string, line: string, ...nmt: string[]) =>
  reconcile(
    readFacts(
      ['pmap-x', readCorpus(`${CAPTURES}/${name}.pmap-x.txt`)],
      ['vm-info', line],
      ...nmt.map((format): [string, string] => [format, readCorpus(`${CAPTURES}/${name}.${format}.txt`)]),
    ),
  ).reconciliation;

corpusTest('a leak: glibc has nearly all of it in use, and next to nothing is slack', () => {
  for (const [name, live] of [
    ['leak-jdk17-g1', 841_616],
    ['leak-jdk25-g1', 844_374],
  ] as const) {
    const { beside, ledger } = state(name, readCorpus(`${CAPTURES}/${name}.vminfo-cheap.txt`), 'nmt-detail');
    const { allocator } = beside;
    // What the README states as truth was taken from the summary; the detail report came a moment later.
    expect(Math.abs((allocator?.beyondNmtBytes ?? 0) / KIB - live)).toBeLessThan(0.0025 * live);
    expect(allocator?.slackBytes?.max).toBe(allocator?.retainedBytes);
    expect(allocator?.slackBytes?.max).toBeLessThan(0.02 * (ledger?.unexplainedBytes?.best ?? 0));
    const bucket = ledger?.buckets.find(({ key }) => key === 'unexplained');
    expect(bucket?.reasons.join(' ')).toMatch(/glibc counts .* in use, .* more than NMT knows of/);
    expect(bucket?.sources).toContainEqual(allocator?.lines);
  }
});

corpusTest('freed memory that glibc keeps: the same map, and nine tenths of it is slack', () => {
  // Figures of VM.info by the README of the captures.
  const { beside, ledger } = state('slack-free-jdk17', 'C-Heap outstanding allocations: 54170K, retained: 791613K', 'nmt-summary');
  const slack = beside.allocator?.slackBytes;
  // RSS was 879,576 before malloc_trim and 118,020 after: what trim gave back was slack.
  expect(slack?.min).toBeGreaterThan(0.97 * (879_576 - 118_020) * KIB);
  expect(slack?.max).toBe(791_613 * KIB);
  expect(ledger?.unexplainedBytes?.best).toBeGreaterThan(0.95 * (slack?.min ?? 0));
});

corpusTest('memory in use until the collector runs is no slack', () => {
  const { beside } = state('slack-drop-jdk17', 'C-Heap outstanding allocations: 850335K, retained: 1121K', 'nmt-summary');
  expect(beside.allocator?.slackBytes).toEqual({ min: 0, best: 0, max: 1121 * KIB });
});

corpusTest('of every incident: bounds of the slack hold, and what a healthy process cannot explain is mostly slack', () => {
  for (const incident of listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}`).includes('truth.json'))) {
    const folder = `incidents/${incident}/t1`;
    const { beside, arenas, ledger } = reconcile(
      readFacts(
        ['smaps', readCorpus(`${folder}/smaps.txt`)],
        ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)],
        ['vm-info', readCorpus(`${folder}/vm-info.txt`)],
      ),
    ).reconciliation;
    const { allocator } = beside;
    // jemalloc leaves glibc's counts at 0: nothing is said of them.
    if (incident === 'deflater-jemalloc') {
      expect(allocator).toBeNull();
      continue;
    }
    const { min, best, max } = allocator?.slackBytes ?? { min: NaN, best: NaN, max: NaN };
    expect(min, incident).toBeLessThanOrEqual(best);
    expect(best, incident).toBeLessThanOrEqual(max);
    expect(max, incident).toBeLessThanOrEqual(allocator?.retainedBytes ?? 0);
    expect(arenas?.residentBytes, incident).toBeGreaterThan(0);
    const unexplained = ledger?.unexplainedBytes?.best ?? NaN;
    if (incident.startsWith('healthy')) expect(min / unexplained, incident).toBeGreaterThan(0.6);
    if (incident.startsWith('deflater')) expect(max / unexplained, incident).toBeLessThan(0.02);
  }
});

test('no account of another allocator, of 0, or of a count that may have wrapped', () => {
  const known = { allocator: null, complete: true, nmtMallocBytes: null, pieces: [] };
  const read = (line: string) => readFacts(['vm-info', line])['c-heap'];
  const good = read('C-Heap outstanding allocations: 911724K, retained: 2139K');
  expect(good).toHaveLength(1);
  expect(judgeAllocator(good, known)).toMatchObject({ outstandingBytes: 911_724 * KIB, beyondNmtBytes: null, slackBytes: null });
  expect(judgeAllocator(good, { ...known, allocator: 'jemalloc' })).toBeNull();
  expect(judgeAllocator(read('C-Heap outstanding allocations: 0K, retained: 0K'), known)).toBeNull();
  expect(judgeAllocator(read('C-Heap outstanding allocations: 911724K, retained: 2139K (may have wrapped)'), known)).toBeNull();
  expect(judgeAllocator([], known)).toBeNull();
});

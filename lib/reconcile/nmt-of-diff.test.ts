import { expect } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { reconcile } from './reconcile';
import { readFacts } from './testing/facts';

const KIB = 1024;
const moments = listCorpus('incidents')
  .filter((name) => listCorpus(`incidents/${name}/t1`).includes('nmt-summary-diff.txt'))
  .map((name) => `incidents/${name}/t1`);
const read = (folder: string, format: string, file: string) =>
  reconcile(readFacts(['smaps', readCorpus(`${folder}/smaps.txt`)], [format, readCorpus(`${folder}/${file}`)])).reconciliation;

corpusTest.for(moments)('%s: a diff alone gives the ledger that its summary gives', (folder) => {
  const summary = read(folder, 'nmt-summary', 'nmt-summary.txt');
  for (const [format, file] of [
    ['nmt-summary-diff', 'nmt-summary-diff.txt'],
    ['nmt-detail-diff', 'nmt-detail-diff.txt'],
  ] as const) {
    const diff = read(folder, format, file);
    expect(diff.matching).toBe(summary.matching);
    expect(diff.ledger?.buckets.map(({ key }) => key).sort()).toEqual(summary.ledger?.buckets.map(({ key }) => key).sort());
    // Diff and summary were printed one after the other: the JVM went on in between.
    const near = (a: number | undefined, b: number | undefined) => expect(Math.abs((a ?? NaN) - (b ?? NaN))).toBeLessThan(2048 * KIB);
    near(diff.ledger?.nmt?.committedBytes, summary.ledger?.nmt?.committedBytes);
    near(diff.ledger?.nmt?.mallocBytes, summary.ledger?.nmt?.mallocBytes);
    near(diff.ledger?.unexplainedBytes?.best, summary.ledger?.unexplainedBytes?.best);
    expect(diff.beside.taken).toEqual([{ artifactId: `${format}:1`, text: expect.stringContaining('what NMT counts now') }]);
  }
});

corpusTest('a report of the same moment is believed before the diff', () => {
  const folder = 'incidents/deflater-leak/t1';
  const { nmt, beside } = reconcile(
    readFacts(
      ['smaps', readCorpus(`${folder}/smaps.txt`)],
      ['nmt-detail-diff', readCorpus(`${folder}/nmt-detail-diff.txt`)],
      ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)],
    ),
  ).reconciliation;
  expect(nmt?.artifactId).toBe('nmt-detail:1');
  expect(beside.taken).toEqual([]);
});

corpusTest('System.map and a diff: the ranges of the one and the malloc of the other make a full ledger', () => {
  const folder = 'knowledge/captures/sysmap-jdk25';
  const map: [string, string] = ['system-map', readCorpus(`${folder}.System.map.txt`)];
  const alone = reconcile(readFacts(map)).reconciliation;
  const both = reconcile(readFacts(map, ['nmt-summary-diff', readCorpus(`${folder}.nmt-summary-diff.txt`)])).reconciliation;
  for (const { ledger, matching } of [alone, both]) {
    expect(matching).toBe('address');
    expect(ledger?.listingComplete).toBe(true);
    expect(ledger?.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)).toBe(ledger?.rssBytes);
  }
  const width = ({ min, max }: { min: number; max: number } = { min: 0, max: 0 }) => max - min;
  const [wide, narrow] = [alone, both].map(({ ledger }) => width(ledger?.unexplainedBytes ?? undefined));
  expect(narrow).toBeLessThan(0.1 * (wide ?? 0));
  expect(both.ledger?.nmt?.mallocBytes).toBeGreaterThan(0);
});

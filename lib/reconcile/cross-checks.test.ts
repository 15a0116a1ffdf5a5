import { expect } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { reconcile } from './reconcile';
import { readFacts } from './testing/facts';

const incidents = listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}`).includes('truth.json'));
const checksOf = (folder: string, ...files: [format: string, file: string][]) =>
  reconcile(readFacts(...files.map(([format, file]): [string, string] => [format, readCorpus(`${folder}/${file}`)]))).reconciliation.beside
    .checks;

corpusTest.for(incidents.flatMap((name) => [`${name}/t0`, `${name}/t1`]))(
  '%s: captures of one moment agree, figure by figure',
  (moment) => {
    const checks = checksOf(
      `incidents/${moment}`,
      ['smaps', 'smaps.txt'],
      ['pmap-x', 'pmap-x.txt'],
      ['smaps-rollup', 'smaps_rollup.txt'],
      ['proc-status', 'status.txt'],
      ['gc-heap-info', 'gc-heap-info.txt'],
      ['nmt-detail', 'nmt-detail.txt'],
    );
    expect(checks.map(({ label }) => label)).toEqual([
      'RSS by smaps_rollup',
      'RSS by status',
      'RSS by pmap-x',
      'Pss by smaps_rollup',
      'Anonymous memory by smaps_rollup',
      'Address space by status',
      'Anonymous memory by status',
      'Committed heap by the JVM',
    ]);
    for (const { what, label, printed, ledgerBytes, agrees } of checks) {
      expect([label, agrees]).toEqual([label, true]);
      // smaps rounds Pss down row by row.
      if (what !== 'pss') expect([label, ledgerBytes]).toEqual([label, printed.bytes]);
    }
  },
);

corpusTest('totals of a process that went on growing do not agree, and say which', () => {
  const folder = 'incidents/deflater-leak';
  const facts = readFacts(
    ['smaps', readCorpus(`${folder}/t0/smaps.txt`)],
    ['proc-status', readCorpus(`${folder}/t1/status.txt`)],
    ['nmt-detail', readCorpus(`${folder}/t0/nmt-detail.txt`)],
  );
  const { checks } = reconcile(facts).reconciliation.beside;
  expect(checks.filter(({ agrees }) => !agrees).map(({ what }) => what)).toEqual(['rss', 'size', 'anonymous']);
});

corpusTest('what a tool does not print is not compared', () => {
  // pmap -x has neither Pss nor anonymous parts; a cut listing has no sizes to add up.
  expect(
    checksOf('incidents/healthy/t1', ['pmap-x', 'pmap-x.txt'], ['smaps-rollup', 'smaps_rollup.txt'], ['proc-status', 'status.txt']).map(
      ({ what }) => what,
    ),
  ).toEqual(['rss', 'rss', 'size']);
  expect(
    checksOf('incidents/deflater-leak/t1', ['pmap-x', 'pmap-x-sorted-top10.txt'], ['proc-status', 'status.txt']).map(({ what }) => what),
  ).toEqual(['rss']);
});

import { expect } from 'vitest';
import type { Ledger } from '@/lib/model/ledger';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { reconcile } from './reconcile';
import { readFacts } from './testing/facts';

// smaps, pmap -X and pmap -XX of one moment say the same of one process.
const MOMENTS = listCorpus('incidents').flatMap((incident) =>
  listCorpus(`incidents/${incident}`)
    .map((moment) => `incidents/${incident}/${moment}`)
    .filter((folder) => listCorpus(folder).includes('pmap-ext-XX.txt')),
);

function ledgerOf(folder: string, format: string, file: string): Ledger {
  const { ledger } = reconcile(
    readFacts([format, readCorpus(`${folder}/${file}`)], ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)]),
  ).reconciliation;
  if (!ledger) throw new Error(`No ledger for ${folder}/${file}`);
  return ledger;
}
const figures = ({ rssBytes, buckets }: Ledger) => [
  rssBytes,
  ...buckets.map(({ key, residentBytes, regionCount }) => ({ key, residentBytes, regionCount })),
];

corpusTest('pmap -X and -XX of every captured moment give the ledger that smaps gives', () => {
  expect(MOMENTS.length).toBeGreaterThan(15);
  for (const folder of MOMENTS) {
    const smaps = figures(ledgerOf(folder, 'smaps', 'smaps.txt'));
    expect([folder, figures(ledgerOf(folder, 'pmap-ext-xx', 'pmap-ext-XX.txt'))]).toEqual([folder, smaps]);
    // Without VmFlags an arena heap may be told by its shape alone: the buckets are the same all the same.
    expect([folder, figures(ledgerOf(folder, 'pmap-ext-x', 'pmap-ext-X.txt'))]).toEqual([folder, smaps]);
  }
});

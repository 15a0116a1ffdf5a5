import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, mapOf, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const hiding = (kib: number) => ({
  ...ledgerFacts({ rss: 100_000, complete: false }),
  'memory-map': [mapOf([[0x1000n, 4, 4]])],
  reconciliation: reconciliationOf({
    map: {
      artifactId: 'map',
      format: 'pmap-x',
      rowCount: 9,
      listedRssBytes: (100_000 - kib) * KIB,
      hiddenRssBytes: kib * KIB,
      ascending: false,
    },
  }),
});

test('says how much is hidden, and which command cut it', () => {
  const finding = onlyFinding(rule, hiding(23_900), { commands: { map: 'pmap -x 4711 | sort -rn -k3 | head -n 10' } });
  expect(finding.title).toBe('23.3 MiB of RSS is missing from the listing');
  expect(finding.summary).toBe('9 rows show 76,100 of 100,000 KiB; head -n 10 cut the rest away. Sums per kind are lower bounds.');
  expect(finding.nextSteps[0]).toMatchObject({ command: 'pmap -X 4711 > pmap.txt', risk: 'none, reads /proc' });
  expect(finding.evidence.map((one) => one.lines)).toEqual([
    [2, 2],
    [10, 10],
  ]);
});

test('names no command where none is known', () => {
  expect(onlyFinding(rule, hiding(23_900)).summary).toBe('9 rows show 76,100 of 100,000 KiB. Sums per kind are lower bounds.');
});

test('two percent may be missing', () => {
  expect(ask(rule, hiding(2_000))).toBe('clear');
  expect(ask(rule, hiding(2_001))).not.toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});

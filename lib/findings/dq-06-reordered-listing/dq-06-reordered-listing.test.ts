import { expect, test } from 'vitest';
import { ask, mapOf, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const ordered = (ascending: boolean) => ({
  'memory-map': [
    mapOf(
      [
        [0x2000n, 4, 4],
        [0x1000n, 4, 2],
      ],
      { ascending },
    ),
  ],
  reconciliation: reconciliationOf({
    map: { artifactId: 'map', format: 'pmap-x', rowCount: 2, listedRssBytes: 0, hiddenRssBytes: 0, ascending },
  }),
});

test('a sorted listing is said to be sorted', () => {
  const finding = onlyFinding(rule, ordered(false));
  expect(finding).toMatchObject({ severity: 'info', confidence: 'certain' });
  expect(finding.evidence).toEqual([{ artifactId: 'map', lines: [10, 11], text: 'row order' }]);
});

test('clear as the kernel prints it, not checked without a map', () => {
  expect(ask(rule, ordered(true))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});

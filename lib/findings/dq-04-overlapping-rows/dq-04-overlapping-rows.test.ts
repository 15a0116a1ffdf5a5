import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, ledgerFacts, onlyFinding, reconciliationOf } from '../testing/build';
import rule from '.';

const facts = ledgerFacts({ rss: 663_664 });
const row = { artifactId: 'map', line: 12, start: '0x7f0000000000', sizeBytes: 58_184 * KIB, rssBytes: 83_756 * KIB, keptLine: 13 };

test('says what was dropped, and the total before and after', () => {
  const finding = onlyFinding(rule, { ...facts, reconciliation: reconciliationOf({ droppedRows: [row] }) });
  expect(finding.title).toBe('1 row of the map is listed twice');
  expect(finding.summary).toContain('747,420 KiB');
  expect(finding.summary).toContain('663,664 KiB');
  expect(finding.evidence.map((one) => one.lines[0])).toEqual([12, 13]);
});

test('clear without overlaps, not checked without a map', () => {
  expect(ask(rule, { ...facts, reconciliation: reconciliationOf() })).toBe('clear');
  expect(ask(rule, { reconciliation: reconciliationOf() })).toBe('not checked');
});

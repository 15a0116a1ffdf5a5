import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { toMarkdown, toTsv } from '@/lib/base/table-text';
import { OWNERS, REGION_KINDS } from '@/lib/model/region';
import { queryRegions, REGION_COLUMNS } from '@/lib/model/region-query';
import { GRADES } from '@/lib/model/region-words';
import { readState, writeState } from '@/lib/view-state/query';
import type { Relation } from '../relation';
import { makeColumns, toCopyTable } from './columns';
import { countFilters, countScope, readSize, regionsAtHand, tellRow, toQuery, toSearch, writeSize } from './select';
import { COLUMNS, unmatchedRegionsFields as fields } from './state';

const analysis = seedView().analysis.snapshots[0]!;
const { regions } = analysis.unmatched;
const state = readState(fields, '');

test('every state of the table comes back from the address as it was written', () => {
  const some = fc.record({
    scope: fc.constantFrom('unmatched' as const, 'all' as const),
    sort: fc
      .uniqueArray(fc.constantFrom(...REGION_COLUMNS), { minLength: 1, maxLength: 5 })
      .map((columns) => columns.map((column, i) => ({ column, descending: i % 2 === 0 }))),
    text: fc.option(fc.stringMatching(/^[ -~]{1,200}$/), { nil: null }),
    owner: fc.option(fc.constantFrom(...OWNERS), { nil: null }),
    kind: fc.option(fc.constantFrom(...REGION_KINDS), { nil: null }),
    grade: fc.option(fc.constantFrom(...GRADES), { nil: null }),
    minRss: fc.maxSafeNat(),
    minSize: fc.maxSafeNat(),
    group: fc.constantFrom('none' as const, 'kind' as const, 'owner' as const),
    closed: fc.constantFrom(['none' as const], ['gc' as const, 'library' as const]),
    columns: fc.uniqueArray(fc.constantFrom(...COLUMNS), { minLength: 1 }),
  });
  fc.assert(fc.property(some, (value) => void expect(readState(fields, writeState(fields, '', value))).toEqual(value)));
});

test('the untouched table asks for the unmatched, largest first, and leaves no trace in the address', () => {
  expect(toSearch(toQuery(state))).toBe('owner=unmatched&sort=-rss');
  expect(writeState(fields, '', state)).toBe('');
  expect(
    queryRegions(regions, toQuery(state))
      .rows.map(({ start }) => start)
      .slice(0, 2),
  ).toEqual(['0x120a000', '0x7fd5803cf000']);
});

test('filters travel under the names of the API; the owner counts only where all are shown', () => {
  const filtered = { ...state, scope: 'all' as const, owner: 'nmt' as const, minRss: 4096, text: 'a&b', group: 'kind' as const };
  expect(toSearch(toQuery(filtered), { format: 'csv', limit: 'all' })).toBe(
    'owner=nmt&text=a%26b&sort=-rss&group=kind&minRss=4096&format=csv&limit=all',
  );
  expect(countFilters(filtered)).toBe(2);
  expect(countFilters({ ...filtered, scope: 'unmatched' })).toBe(1);
});

test('the page is asked before the server', () => {
  expect(regionsAtHand(analysis, 'unmatched')).toBe(regions);
  expect(regionsAtHand(analysis, 'all')).toBeNull();
  expect(regionsAtHand({ ...analysis, unmatched: { ...analysis.unmatched, total: 1_001 } }, 'unmatched')).toBeNull();
  expect([countScope(analysis, 'unmatched'), countScope(analysis, 'all')]).toEqual([6, 9]);
});

test('sizes are read and written in the unit of the page', () => {
  expect(readSize('1,024', 'kib')).toBe(1024 * 1024);
  expect(readSize(' 0.5 ', 'mib')).toBe(512 * 1024);
  expect(readSize('', 'kib')).toBe(0);
  for (const nonsense of ['x', '-1', '1e9', '0x10', '1.2.3', '99999999999999999']) expect(readSize(nonsense, 'kib'), nonsense).toBeNull();
  fc.assert(
    fc.property(
      fc.nat({ max: 2 ** 40 }),
      fc.constantFrom('kib' as const, 'bytes' as const),
      (kib, unit) => void expect(readSize(writeSize(kib * 1024, unit), unit)).toBe(kib * 1024),
    ),
  );
});

test('a row tells what it is and why; with a frame selected, whether that can explain it', () => {
  const row = regions[0]!;
  expect(tellRow(row, null, false)).toEqual({
    emphasis: null,
    note: 'brk heap, consistent: a low address, above the launcher: where the main arena grows.',
  });
  const relation: Relation = {
    frames: new Map(),
    regions: new Map([[row.start, { can: 'may', why: 'malloc puts things there.' }]]),
    judge: () => ({ can: 'cannot', why: 'Not a place where malloc puts things.' }),
    category: null,
    sentence: '',
  };
  expect(tellRow(row, relation, false)).toMatchObject({ emphasis: 'related', note: expect.stringContaining('malloc puts things there.') });
  expect(tellRow(regions[1]!, relation, false)).toMatchObject({ emphasis: 'unrelated', note: expect.stringContaining('Not a place') });
  expect(tellRow(row, relation, true).emphasis).toBeNull();
});

test('the clipboard gets the columns seen, figures as numbers in the unit of the page', () => {
  const copied = (units: 'kib' | 'mib' | 'bytes') =>
    toCopyTable(
      makeColumns(units, () => {}),
      ['start', 'size', 'kind'],
      regions.slice(0, 1),
    );
  expect(toTsv(copied('kib'))).toBe('Start\tSize KiB\tKind\n0x120a000\t1244772\tbrk heap\n');
  expect(toTsv(copied('bytes'))).toContain(`\t${1_244_772 * 1024}\t`);
  expect(toMarkdown(copied('mib'))).toContain('| 0x120a000 | 1215.59765625 | brk heap |');
});

test('every column that can be chosen is there, and the sortable ones are those that the server sorts', () => {
  const columns = makeColumns('kib', () => {});
  expect(columns.map(({ id }) => id)).toEqual(expect.arrayContaining([...COLUMNS]));
  expect(
    columns
      .filter(({ sortable }) => sortable !== false)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...REGION_COLUMNS].sort());
});

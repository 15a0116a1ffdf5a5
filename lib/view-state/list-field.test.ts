import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes, choice, listOf, sortsBy } from './list-field';
import { readState, writeState } from './query';

const COLUMNS = ['start', 'rss', 'size'] as const;
const fields = {
  owner: choice('owner', ['nmt', 'file']),
  columns: listOf('columns', COLUMNS, ['start', 'rss']),
  sort: sortsBy('sort', COLUMNS, [{ column: 'rss', descending: true }]),
  least: bytes('least'),
};

test('every state comes back as it was written', () => {
  const some = fc.uniqueArray(fc.constantFrom(...COLUMNS), { minLength: 1 });
  const state = fc.record({
    owner: fc.constantFrom(null, 'nmt' as const, 'file' as const),
    columns: some,
    sort: some.chain((columns) => fc.tuple(...columns.map((column) => fc.boolean().map((descending) => ({ column, descending }))))),
    least: fc.maxSafeNat(),
  });
  fc.assert(
    fc.property(state, (value) => {
      expect(readState(fields, writeState(fields, '', value))).toEqual(value);
    }),
  );
});

test('fallbacks leave no trace, nonsense falls back, known words among unknown ones stay', () => {
  expect(writeState(fields, '', { owner: null, columns: ['start', 'rss'], sort: [{ column: 'rss', descending: true }], least: 0 })).toBe(
    '',
  );
  expect(readState(fields, '?owner=me&columns=,&sort=--rss&least=-1')).toEqual(readState(fields, ''));
  expect(readState(fields, '?columns=size,teapot,size,start').columns).toEqual(['size', 'start']);
  expect(readState(fields, '?sort=-size,size,teapot,start').sort).toEqual([
    { column: 'size', descending: true },
    { column: 'start', descending: false },
  ]);
  expect(readState(fields, '?least=99999999999999999').least).toBe(0);
});

test('a link from before there were several keys still sorts', () => {
  expect(readState(fields, '?v=1&sort=-size').sort).toEqual([{ column: 'size', descending: true }]);
});

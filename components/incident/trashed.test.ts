import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTrashed } from './trashed';

const NOW = '2026-11-23T09:00:00.000Z';
const entry = { id: 'a', title: 'Wrong tab', undoableUntil: '2026-11-30T09:00:00.000Z' };

test('what can still be undone is listed, what is gone is not', () => {
  const late = { ...entry, id: 'b', undoableUntil: '2026-11-23T08:59:59.000Z' };
  expect(parseTrashed(JSON.stringify([entry, late, { id: 'c' }, 7, null]), NOW)).toEqual([entry]);
});

test('no stored text makes reading throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseTrashed(text, NOW)));
  expect(parseTrashed(null, NOW)).toEqual([]);
});

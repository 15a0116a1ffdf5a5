import fc from 'fast-check';
import { expect, test } from 'vitest';
import { address, flag, index, oneOf, sortBy, word } from './field';
import { readState, writeState } from './query';

const fields = {
  area: oneOf('map.area', ['rss', 'size']),
  table: flag('map.table'),
  region: address('region'),
  snapshot: word('snapshot'),
  zoom: index('stacks.zoom'),
  sort: sortBy('regions.sort', ['start', 'rss'], { column: 'rss', descending: true }),
};

test('an empty query gives every fallback', () => {
  expect(readState(fields, '')).toEqual({
    area: 'rss',
    table: false,
    region: null,
    snapshot: null,
    zoom: null,
    sort: { column: 'rss', descending: true },
  });
});

test('fallbacks are not written, and going back to one removes it', () => {
  const one = writeState(fields, '', { area: 'size', region: '0x120a000', table: false });
  expect(one).toBe('?v=1&map.area=size&region=0x120a000');
  expect(writeState(fields, one, { area: 'rss', region: null })).toBe('');
});

test('what other views wrote is kept', () => {
  expect(writeState({ area: fields.area }, '?v=1&region=0x120a000', { area: 'size' })).toBe('?v=1&region=0x120a000&map.area=size');
});

test('nonsense and later versions fall back instead of failing', () => {
  const nonsense = '?map.area=teapot&region=javascript:1&stacks.zoom=-1&regions.sort=--rss&snapshot=<b>';
  expect(readState(fields, nonsense)).toEqual(readState(fields, ''));
  expect(readState(fields, '?v=99&map.area=size').area).toBe('rss');
});

test('zero is a value, not a missing one', () => {
  expect(readState(fields, writeState(fields, '', { zoom: 0 })).zoom).toBe(0);
});

test('every state comes back as it was written', () => {
  const state = fc.record({
    area: fc.constantFrom('rss' as const, 'size' as const),
    table: fc.boolean(),
    region: fc.option(
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => `0x${n.toString(16)}`),
      { nil: null },
    ),
    snapshot: fc.option(fc.stringMatching(/^[\w.:-]{1,80}$/), { nil: null }),
    zoom: fc.option(fc.integer({ min: 0, max: 9_999_999 }), { nil: null }),
    sort: fc.record({ column: fc.constantFrom('start' as const, 'rss' as const), descending: fc.boolean() }),
  });
  fc.assert(
    fc.property(state, (value) => {
      expect(readState(fields, writeState(fields, '', value))).toEqual(value);
    }),
  );
});

test('no query makes reading throw', () => {
  fc.assert(fc.property(fc.string(), (search) => void readState(fields, search)));
});

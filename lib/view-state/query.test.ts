import fc from 'fast-check';
import { expect, test } from 'vitest';
import { address, flag, index, lineRange, oneOf, sortBy, text, word } from './field';
import { incidentFields, TABS, UNITS } from './incident';
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
  expect(one).toBe('?v=2&map.area=size&region=0x120a000');
  expect(writeState(fields, one, { area: 'rss', region: null })).toBe('');
});

test('what other views wrote is kept', () => {
  expect(writeState({ area: fields.area }, '?v=2&region=0x120a000', { area: 'size' })).toBe('?v=2&region=0x120a000&map.area=size');
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

test('a link of version 1 shows what it showed', () => {
  const old = '?v=1&bucket=heap&region=0x120a000&stacks.table=1&stacks.frames=all&map.table=1';
  const panes = {
    stacksAs: oneOf('stacks.as', ['icicle', 'table']),
    stacksFrames: oneOf('stacks.frames', ['native', 'all']),
    map: flag('map.table'),
  };
  expect(readState(incidentFields, old)).toMatchObject({ bucket: 'heap', region: '0x120a000', tab: 'overview' });
  expect(readState(panes, old)).toEqual({ stacksAs: 'table', stacksFrames: 'all', map: true });
});

test('the next change writes an old link in the words of today, and loses nothing of it', () => {
  expect(writeState(incidentFields, '?v=1&bucket=heap&stacks.table=1&stacks.frames=all', { units: 'mib' })).toBe(
    '?v=2&stacks.frames=all&ledger=heap&stacks.as=table&units=mib',
  );
  expect(writeState(incidentFields, '?v=1&stacks.table=0&bucket=heap', { bucket: null })).toBe('');
});

test('a version nobody wrote falls back', () => {
  for (const version of ['0', '3', '-1', 'x', '', 'constructor', '1.5', '1e0']) {
    expect(readState(incidentFields, `?v=${version}&region=0x120a000`).region, version).toBeNull();
  }
});

test('names of frames of any language and library survive the address', () => {
  const fields = { frame: text('frame') };
  for (const name of [
    'void std::vector<A&, B*>::push_back(char const*)',
    'java/util/zip/Deflater.deflate_[j]',
    'demo.报表.导出',
    'a+b%20c&d=e#f?g',
    'libz.so.1`deflate 🗜',
  ]) {
    expect(readState(fields, writeState(fields, '', { frame: name })).frame).toBe(name);
  }
  expect(writeState(fields, '', { frame: 'x'.repeat(1_001) })).toBe('');
  expect(writeState(fields, '', { frame: 'half \ud83d' })).toBe('');
  expect(readState(fields, '?frame=a%00b').frame).toBeNull();
});

test('lines are one or a range in order', () => {
  const fields = { lines: lineRange('lines') };
  const read = (lines: string) => readState(fields, `?lines=${lines}`).lines;
  expect([read('214'), read('214-250'), read('7-7')]).toEqual(['214', '214-250', '7-7']);
  expect([read('0'), read('250-214'), read('1-'), read('-3'), read('1-2-3'), read('1e3')]).toEqual([null, null, null, null, null, null]);
});

test('every state of an incident comes back as it was written', () => {
  const range = fc
    .tuple(fc.integer({ min: 1, max: 1e8 }), fc.integer({ min: 0, max: 1e8 }))
    .map(([first, more]) => `${first}-${first + more}`);
  const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
  const state = fc.record({
    tab: fc.constantFrom(...TABS),
    snapshot: maybe(fc.stringMatching(/^[\w-]{1,40}$/)),
    region: maybe(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => `0x${n.toString(16)}`)),
    frame: maybe(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }).filter((name) => !/[\u0000-\u001f\u007f]/.test(name))),
    bucket: maybe(fc.constantFrom('heap', 'not-shown-nmt')),
    units: fc.constantFrom(...UNITS),
    document: maybe(fc.stringMatching(/^[\w-]{1,40}$/)),
    lines: maybe(range),
  });
  fc.assert(
    fc.property(state, (value) => {
      expect(readState(incidentFields, writeState(incidentFields, '', value))).toEqual(value);
    }),
  );
});

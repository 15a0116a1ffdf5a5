import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameList, timeRange } from './profile-filter';
import { readState, writeState } from './query';

const fields = { time: timeRange('profile.time'), threads: nameList('profile.thread') };

test('every range, to the microsecond, and every list comes back as it was written', () => {
  const micros = fc.integer({ min: 0, max: 30 * 86_400 * 1e6 });
  const time = fc
    .tuple(micros, fc.integer({ min: 1, max: 1e9 }))
    .map(([from, length]) => ({ fromNs: from * 1e3, toNs: (from + length) * 1e3 }));
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text));
  const state = fc.record({ time: fc.option(time, { nil: null }), threads: fc.uniqueArray(name, { maxLength: 40 }) });
  fc.assert(
    fc.property(state, (value) => {
      expect(readState(fields, writeState(fields, '?v=2&tab=profiles', value))).toEqual(value);
    }),
  );
});

test('an address is short; what is finer is widened', () => {
  expect(writeState(fields, '', { time: { fromNs: 12.5e9, toNs: 14e9 }, threads: ['7/8', '@GC Thread#0', '@a~b!'] })).toBe(
    '?v=2&profile.time=12.5-14&profile.thread=7%2F8%7E%40GC+Thread%230%7E%40a%21tb%21e',
  );
  expect(writeState(fields, '', { time: { fromNs: 1_999, toNs: 2_001 } })).toBe('?v=2&profile.time=0.000001-0.000003');
  expect(writeState(fields, '?v=2&profile.thread=7', { threads: [] })).toBe('');
});

test('nonsense falls back', () => {
  for (const text of ['5', '5-4', '5-5', '1e3-2e3', '-1-2', '1-2-3', 'a-b', '99999999-99999999.5', '1.1234567-2'])
    expect(readState(fields, `?profile.time=${text}`).time, text).toBeNull();
  expect(readState(fields, '?profile.thread=~~a~a~%00b').threads).toEqual(['a']);
  fc.assert(fc.property(fc.string(), (text) => void [fields.time.read(text), fields.threads.read(text)]));
});

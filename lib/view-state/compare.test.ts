import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareFields } from './compare';
import { EVENT_KINDS } from './events-field';
import { readState, writeState } from './query';

test('every state of the Compare tab comes back as it was written', () => {
  const id = fc.option(fc.stringMatching(/^[\w.:-]{1,64}$/), { nil: null });
  const state = fc.record({
    from: id,
    to: id,
    limitBytes: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    scale: fc.constantFrom('linear' as const, 'log' as const),
    events: fc.array(
      fc.record({ kind: fc.constantFrom(...EVENT_KINDS), at: fc.record({ seconds: fc.nat(10_000) }), text: fc.constant('v2') }),
      { maxLength: 5 },
    ),
  });
  fc.assert(
    fc.property(state, (value) => {
      expect(readState(compareFields, writeState(compareFields, '?v=2&tab=compare', value))).toEqual(value);
    }),
  );
});

test('it is versioned, and nonsense falls back', () => {
  expect(writeState(compareFields, '', { from: 'a', to: 'b', limitBytes: 8 * 2 ** 30 })).toBe(
    '?v=2&compare.from=a&compare.to=b&compare.limit=8589934592',
  );
  expect(readState(compareFields, '?v=2&compare.from=<b>&compare.limit=-5&compare.scale=cubic')).toEqual({
    from: null,
    to: null,
    limitBytes: 0,
    scale: 'linear',
    events: [],
  });
});

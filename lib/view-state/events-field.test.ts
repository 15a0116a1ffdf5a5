import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, EVENT_KINDS, events, MOST_EVENTS, type TypedEvent } from './events-field';

const field = events('compare.events');

test('events in the address', () => {
  const list: TypedEvent[] = [
    { kind: 'deploy', at: { seconds: 3600 }, text: '2.14.1' },
    { kind: 'trim', at: { before: 't1_abc-9' }, text: '' },
  ];
  expect(field.write(list)).toBe('deploy@3600s~2.14.1;trim@t1_abc-9');
  expect(field.read('deploy@3600s~2.14.1;trim@t1_abc-9')).toEqual(list);
});

test('what is no event is left out', () => {
  expect(field.read('party@3s;deploy@;deploy@a b;gc@12.5s~a~b;<b>;;trim@9s')).toEqual([
    { kind: 'gc', at: { seconds: 12.5 }, text: 'a b' },
    { kind: 'trim', at: { seconds: 9 }, text: '' },
  ]);
  expect(field.read(Array.from({ length: 50 }, () => 'gc@1s').join(';'))).toHaveLength(MOST_EVENTS);
});

test('what is written is read again', () => {
  const event: fc.Arbitrary<TypedEvent> = fc.record({
    kind: fc.constantFrom(...EVENT_KINDS),
    at: fc.oneof(
      fc.record({ seconds: fc.nat(999_999_999) }),
      fc.record({ before: fc.stringMatching(/^[A-Za-z][\w-]{5,20}$/).filter((id) => !/^\d+s$/.test(id)) }),
    ),
    text: fc.string({ unit: 'grapheme', maxLength: 80 }).map(cleanText),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), (list) => {
      expect(field.read(field.write(list))).toEqual(list);
    }),
  );
});

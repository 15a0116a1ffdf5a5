import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readState, writeState } from './query';
import { TRANSFORM_LETTERS, transforms } from './transforms';

const fields = { steps: transforms('profile.steps') };

test('every list of transforms comes back as it was written', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text));
  const list = fc.array(fc.record({ letter: fc.constantFrom(...TRANSFORM_LETTERS), name }), { maxLength: 30 });
  fc.assert(
    fc.property(list, (steps) => {
      expect(readState(fields, writeState(fields, '', { steps })).steps).toEqual(steps);
    }),
  );
});

test('names with our own signs survive, nonsense is left out', () => {
  const steps = [{ letter: 'd' as const, name: 'A::~A()!t' }];
  expect(readState(fields, writeState(fields, '', { steps })).steps).toEqual(steps);
  expect(readState(fields, '?profile.steps=xfoo~~f~mdeflate').steps).toEqual([{ letter: 'm', name: 'deflate' }]);
  expect(readState(fields, '?profile.steps=%00').steps).toEqual([]);
  expect(writeState(fields, '?v=2&profile.steps=mdeflate', { steps: [] })).toBe('');
});

test('no query makes reading throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void fields.steps.read(text)));
});

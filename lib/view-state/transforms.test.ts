import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readState, writeState } from './query';
import { isOfNode, TRANSFORM_LETTERS, transforms } from './transforms';

const fields = { steps: transforms('profile.steps') };

test('every list of transforms comes back as it was written', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text));
  const mark = fc.stringMatching(/^[0-9a-z]{1,7}\.[0-9a-z]{1,7}$/);
  const ofFunction = fc.record({ letter: fc.constantFrom(...TRANSFORM_LETTERS.filter((letter) => !isOfNode(letter))), name });
  const ofNode = fc
    .record({ letter: fc.constantFrom('F' as const, 'M' as const), name, path: mark, up: fc.boolean() })
    .map(({ up, ...step }) => (up ? { ...step, inverted: true as const } : step));
  const list = fc.array(fc.oneof(ofFunction, ofNode), { maxLength: 30 });
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
  // A step of one node needs its mark; a step of a function has none.
  expect(readState(fields, '?profile.steps=Fdeflate~Mdeflate!p~mdeflate!p1.2~Fdeflate!p1.2').steps).toEqual([
    { letter: 'm', name: 'deflate!p1.2' },
    { letter: 'F', name: 'deflate', path: '1.2' },
  ]);
  expect(readState(fields, '?profile.steps=%00').steps).toEqual([]);
  expect(writeState(fields, '?v=2&profile.steps=mdeflate', { steps: [] })).toBe('');
});

test('no query makes reading throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void fields.steps.read(text)));
});

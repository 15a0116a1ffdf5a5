import fc from 'fast-check';
import { expect, test } from 'vitest';
import { follow, type } from './use-typed';

const EMPTY = { text: '', seen: '', told: [] };

test('what is typed stands, however late the address follows', () => {
  let typed = type(type(type(EMPTY, 'k'), 'k1'), 'k12');
  typed = follow(typed, 'k');
  expect(typed.text).toBe('k12');
  typed = type(typed, 'k123');
  // An answer may be passed over.
  typed = follow(typed, 'k12');
  expect(typed.text).toBe('k123');
  expect(follow(typed, 'k123')).toEqual({ text: 'k123', seen: 'k123', told: [] });
});

test('what comes from elsewhere is taken over: Back, a link', () => {
  const settled = follow(type(EMPTY, 'zip'), 'zip');
  expect(follow(settled, '')).toEqual(EMPTY);
  expect(follow(follow(settled, 'deflate'), 'deflate').text).toBe('deflate');
  // Also while something typed is still on its way.
  expect(follow(type(settled, 'zipx'), 'inflate').text).toBe('inflate');
});

test('in the end the field shows what was typed last, in whatever turns the address follows', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.boolean()), (texts, turns) => {
      let typed = EMPTY as ReturnType<typeof type>;
      let address = '';
      const coming: string[] = [];
      for (const text of texts) {
        typed = type(typed, text);
        coming.push(text);
        while (coming.length > 0 && turns.next().value) {
          address = coming.shift()!;
          typed = follow(typed, address);
          expect(typed.text).toBe(text);
        }
      }
      for (const text of coming) typed = follow(typed, text);
      expect(typed.text).toBe(texts.at(-1));
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNameKeeper, ownCopy } from './keep-names';

test('whatever comes, however often, comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (names) => {
      const keep = createNameKeeper();
      for (const name of [...names, ...names]) expect(keep(name)).toBe(name);
    }),
  );
});

test('names that fall into one slot are not taken for each other', () => {
  const keep = createNameKeeper();
  const names = Array.from({ length: 50_000 }, (_, i) => `JavaThread::run${i}(unsigned long)+0x${(i * 7).toString(16)}`);
  for (const name of names) expect(keep(name)).toBe(name);
  for (const name of names) expect(keep(name)).toBe(name);
});

test('a copy is the same text', () => {
  for (const text of ['', 'x', '\ud83d\ude00 [anon:libc_malloc]']) expect(ownCopy(text)).toBe(text);
});

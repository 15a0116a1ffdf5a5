import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineAccount, type LineUse } from '@/lib/base/line-runs';
import { lineUse, makeLineMap, openLineMap, packLineMap } from './line-map';
import { readDocument } from './read-document';

test('the use of every line is found again, packed and opened', async () => {
  const uses = fc.array(fc.constantFrom<LineUse>('used', 'noise', 'warned', 'note'), { maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(uses, async (given) => {
      const account = new LineAccount();
      for (const [i, use] of given.entries()) account.add(i + 1, use);
      const { index, unread } = readDocument(new Uint8Array(0));
      const map = await openLineMap(packLineMap(makeLineMap(index, account, unread)));
      expect(given.map((_, i) => lineUse(map, i + 1))).toEqual(given);
      expect(lineUse(map, 0)).toBe('note');
    }),
  );
});

test('reading a document makes the index of its lines', () => {
  const { index, lines } = readDocument(new TextEncoder().encode('a row of a file\n'.repeat(2_500)));
  expect(lines).toBe(2_500);
  // A mark for some thousand lines, where it was cheap to set one: each where its line begins.
  const marked = [...index.lines];
  expect(marked).toHaveLength(3);
  for (const [i, line] of marked.entries()) expect(Math.abs(line - (1 + i * 1_000))).toBeLessThan(300);
  expect([...index.offsets]).toEqual(marked.map((line) => (line - 1) * 16));
});

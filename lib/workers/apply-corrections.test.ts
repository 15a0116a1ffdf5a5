import { expect, test } from 'vitest';
import type { Segment } from '@/lib/documents/segment';
import { applyCorrections } from './apply-corrections';

const segment = (formatId: string, firstLine: number, lastLine: number): Segment => ({
  formatId,
  firstLine,
  lastLine,
  confidence: 0.8,
  because: 'it looks like it',
  complete: false,
  tool: { pid: 5, version: null, command: `${formatId} 5` },
  clean: (text) => text.replace(/^> /, ''),
});
const found = [segment('pmap-x', 3, 10), segment('nmt-summary', 12, 40)];
const words = (segments: readonly Segment[]) =>
  segments.map(({ formatId, firstLine, lastLine, because, complete }) => `${formatId} ${firstLine}-${lastLine} ${because} ${complete}`);

test('another kind takes the place of what was found, and is read from the same undressed lines', () => {
  const [first, ...others] = applyCorrections(found, [{ firstLine: 3, lastLine: 10, format: 'smaps' }]);
  expect(words([first!])).toEqual(['smaps 3-10 chosen by hand null']);
  expect(first!.clean('> Rss: 4 kB', 4)).toBe('Rss: 4 kB');
  expect(first!.tool.pid).toBe(5);
  expect(others).toEqual([found[1]]);
});

test('whoever chooses the earlier kind has everything as it was', () => {
  const there = { firstLine: 3, lastLine: 10, format: 'smaps' };
  const note = { ...there, format: null };
  const back = { ...there, format: 'pmap-x' };
  expect(applyCorrections(found, [there, back])).toEqual(found);
  expect(applyCorrections(found, [note, back])).toEqual(found);
  expect(applyCorrections(found, [back])).toEqual(found);
});

test('a choice over several captures takes the place of all of them; a later choice wins', () => {
  const all = { firstLine: 1, lastLine: 50, format: 'folded' };
  expect(words(applyCorrections(found, [all]))).toEqual(['folded 1-50 chosen by hand null']);
  expect(words(applyCorrections(found, [all, { firstLine: 12, lastLine: 40, format: 'nmt-summary' }]))).toEqual([
    'nmt-summary 12-40 it looks like it false',
  ]);
  expect(applyCorrections(found, [{ firstLine: 1, lastLine: 50, format: null }])).toEqual([]);
});

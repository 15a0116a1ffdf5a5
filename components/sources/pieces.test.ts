import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import type { UnreadRange } from '@/lib/model/incident';
import { describeCorrection } from './correction';
import { accountWords, coverageWords, listPieces, reasonWords, toolWords, unreadWords } from './pieces';
import { artifactsOf } from './select';

const view = seedView();
const artifacts = artifactsOf(view, view.documents[0]!.id);
const [pmap] = artifacts as [(typeof artifacts)[0]];
const range = (firstLine: number, lastLine: number, more: Partial<UnreadRange> = {}): UnreadRange => ({
  firstLine,
  lastLine,
  byHand: false,
  nearest: null,
  compared: true,
  ...more,
});
const words = (ranges: UnreadRange[]) =>
  listPieces(artifacts, { ranges, total: ranges.length, lines: 0 }).map(
    (piece) => `${piece.kind === 'artifact' ? piece.number : '-'} ${piece.firstLine}-${piece.lastLine}`,
  );

test('read and unread stand in the order of their lines; what is read by now is not unread', () => {
  expect(words([range(1, 17), range(30, 86), range(252, 278)])).toEqual([
    '- 1-17',
    '1 19-28',
    '- 30-86',
    '2 88-135',
    '3 214-250',
    '- 252-278',
  ]);
  expect(words([range(20, 40)])).toEqual(['1 19-28', '2 88-135', '3 214-250']);
  expect(listPieces(artifacts, null)).toHaveLength(3);
});

test('a capture says why it was taken for that, and what became of its lines', () => {
  expect(reasonWords(pmap)).toBe('recognised because 9 of 10 lines are mapping rows, confidence 95 %');
  expect(reasonWords({ ...pmap, because: 'chosen by hand', confidence: 1 })).toBe('chosen by hand');
  expect(accountWords({ ...pmap, linesUsed: 8, linesNoise: 1 })).toBe('10 lines: 8 used, 1 known noise, 1 with a warning; incomplete');
  expect(accountWords({ ...pmap, complete: true, linesUsed: 10, linesNoise: 0 })).toBe('10 lines: 10 used');
  expect(toolWords('nmt-summary', { version: '17', pid: 5, command: null })).toBe('JDK 17 · pid 5');
  expect(toolWords('perf-report', { version: '6.1', pid: null, command: null })).toBe('version 6.1');
  expect(toolWords('folded', { version: null, pid: null, command: null })).toBe('');
  expect(coverageWords(278, artifacts)).toBe('3 captures, 95 of 278 lines');
});

test('lines that were not read say what they come nearest to, or that nothing comes near', () => {
  const nearest = { format: 'pmap-x', firstLine: 33, lastLine: 36, score: 0.3, because: '1 of 4 lines are mapping rows.' };
  expect(unreadWords(range(30, 86, { nearest }))).toBe('L33–36 nearest to pmap -x: 1 of 4 lines are mapping rows');
  expect(unreadWords(range(33, 36, { nearest, byHand: true }))).toBe(
    'made a note by hand; nearest to pmap -x: 1 of 4 lines are mapping rows',
  );
  expect(unreadWords(range(1, 2))).toBe('no line resembles anything that is read');
  expect(unreadWords(range(1, 2, { byHand: true }))).toBe('made a note by hand');
  expect(unreadWords(range(1, 2, { compared: false }))).toMatch(/too much text/);
});

test('a correction says what it took the place of, and how to take it back', () => {
  expect(describeCorrection({ firstLine: 19, lastLine: 28, format: 'smaps' }, artifacts)).toEqual({
    text: 'L19–28 is read as /proc/PID/smaps now (was pmap -x).',
    undo: [{ firstLine: 19, lastLine: 28, format: 'pmap-x' }],
  });
  expect(describeCorrection({ firstLine: 25, lastLine: 90, format: null }, artifacts)).toEqual({
    text: 'L25–90 is a note now in place of pmap -x L19–28, NMT summary L88–135.',
    undo: [
      { firstLine: 25, lastLine: 90, format: null },
      { firstLine: 19, lastLine: 28, format: 'pmap-x' },
      { firstLine: 88, lastLine: 135, format: 'nmt-summary' },
    ],
  });
  expect(describeCorrection({ firstLine: 1, lastLine: 3, format: 'folded' }, artifacts)).toEqual({
    text: 'L1–3 is read as folded stacks now.',
    undo: [{ firstLine: 1, lastLine: 3, format: null }],
  });
});

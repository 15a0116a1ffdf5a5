import { expect, test } from 'vitest';
import { timeRange } from '@/lib/view-state/profile-filter';
import { samplesOf } from '../testing/made-samples';
import { binSamples, listThreads } from '../tree/filter';
import {
  barsPath,
  binsOfRange,
  keysOf,
  listThreadLines,
  rangeOfBins,
  tellCounted,
  tellFew,
  tellSamples,
  tellThreads,
  tellTime,
  toggleThread,
} from './select';

const { rows } = samplesOf(`
  0  | java 7/8 | a.B.run | 5
  10 | java 7/9 | a.B.run | 3
  20 | java 7/8 | a.B.run | 2
  30 | GC 7/10  | c       | 4
  50 | main     | c       | 1
`);
const comms = listThreads(rows);
const NONE = { threads: [], time: null, kinds: [] };

test('how much is shown, in samples, or in weight where samples are not counted', () => {
  expect(tellCounted(tellSamples(rows, NONE))).toBe('all 5 samples');
  expect(tellFew({ shown: 96, all: 5_000 })).toBe('few: a share of 50 % is known to ± 10 points only');
  expect([tellFew({ shown: 400, all: 400 }), tellFew({ shown: 0, all: 9 }), tellFew(null)]).toEqual(['', '', '']);
  expect(tellCounted(tellSamples(rows, { ...NONE, threads: ['@java'] }))).toBe('3 of 5 samples (60 %)');
  expect(tellCounted(tellSamples({ ...rows, each: 'stack' }, { ...NONE, threads: ['@java'] }))).toBe('67 % of the weight');
});

test('what is chosen, in words', () => {
  const words = (...chosen: string[]) => tellThreads(comms, chosen);
  expect([words(), words('7/8'), words('@java'), words('@main'), words('7/8', '7/10'), words('gone')]).toEqual([
    'all 4',
    'java 7/8',
    'java (2)',
    'main',
    '2 of 4',
    '0 of 4',
  ]);
});

test('a name takes the place of its threads, and one can be taken out of it', () => {
  expect(toggleThread(comms, [], '7/8')).toEqual(['7/8']);
  expect(toggleThread(comms, ['7/8', '7/10'], '@java')).toEqual(['7/10', '@java']);
  expect(toggleThread(comms, ['@java', '7/10'], '7/8')).toEqual(['7/10', '7/9']);
  expect(toggleThread(comms, ['@java'], '@java')).toEqual([]);
  expect(toggleThread(comms, [], '@main')).toEqual(['@main']);
});

test('lines to choose from: a name above its threads, a single thread by itself', () => {
  const print = (chosen: string[], typed = '') =>
    listThreadLines(comms, chosen, typed).map(
      (line) => `${line.isBelow ? '  ' : ''}${line.isChosen ? '✓ ' : ''}${line.name} = ${line.key}`,
    );
  expect(print(['@java', '7/10'])).toEqual([
    '✓ java = @java',
    '  ✓ java 7/8 = 7/8',
    '  ✓ java 7/9 = 7/9',
    '✓ GC 7/10 = 7/10',
    'main = @main',
  ]);
  expect(print(['@GC'], 'gc')).toEqual(['✓ GC 7/10 = @GC']);
  expect(print([], '/9')).toEqual(['  java 7/9 = 7/9']);
  expect(['', 'java', '7/8', '/', 'a'].map((typed) => keysOf(listThreadLines(comms, [], typed)))).toEqual([
    ['@java', '7/10', '@main'],
    ['@java'],
    ['7/8'],
    ['7/8', '7/9', '7/10'],
    ['@java', '@main'],
  ]);
});

test('bins and ranges: the end of the recording is inside', () => {
  const timeline = binSamples(rows, [], 5)!;
  expect(rangeOfBins(timeline, 1, 3)).toEqual({ fromNs: 10e6, toNs: 30e6 });
  expect(rangeOfBins(timeline, 3, 1)).toEqual({ fromNs: 10e6, toNs: 30e6 });
  expect(rangeOfBins(timeline, 4, 9)).toEqual({ fromNs: 40e6, toNs: 50_001_000 });
  expect([rangeOfBins(timeline, 0, 5), rangeOfBins(timeline, 2, 2)]).toEqual([null, null]);
  expect(tellSamples(rows, { ...NONE, time: rangeOfBins(timeline, 4, 5) }).counted).toEqual({ shown: 1, all: 5 });
  expect(binsOfRange(timeline, rangeOfBins(timeline, 1, 5))).toEqual({ from: 1, to: 5 });
  // A link gives back what was asked for, to the last digit.
  const field = timeRange('t');
  for (const uneven of [1 / 3, 7.77e6, 123_456.789]) {
    const asked = rangeOfBins({ ...timeline, binNs: uneven }, 2, 4);
    expect(field.read(field.write(asked))).toEqual(asked);
  }
  expect(binsOfRange(timeline, { fromNs: 1e12, toNs: 2e12 })).toEqual({ from: 5, to: 5 });
  expect(binsOfRange(timeline, null)).toEqual({ from: 0, to: 5 });
});

test('times as fine as the recording asks for', () => {
  expect([tellTime(5e6, 10e6), tellTime(5e6, 900e6), tellTime(1.5e9, 3e9), tellTime(12.345e9, 60e9), tellTime(700e9, 3600e9)]).toEqual([
    '5.00 ms',
    '5 ms',
    '1.500 s',
    '12.35 s',
    '700.0 s',
  ]);
});

test('bars: what counts something is seen', () => {
  expect(barsPath(Float64Array.of(0, 1, 200), 200, 40)).toBe('M1 40v-1.0h1v1.0zM2 40v-40.0h1v40.0z');
});

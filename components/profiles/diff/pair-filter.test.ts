import { expect, test } from 'vitest';
import { tellSamples } from '../filter/select';
import { samplesOf } from '../testing/made-samples';
import { filterPair, joinComms, tellShown } from './pair-filter';
import { pairOf, WHOLE_DIFF } from './shape';

const BOTH = { from: true, to: true };
const NONE = { threads: [], time: null, kinds: [] };

test('kinds and names of threads hold for two profiles; times and numbers of threads do not, and that is said', () => {
  expect(filterPair({ ...NONE, threads: ['@java'], kinds: ['java'] }, BOTH)).toEqual({
    threads: ['@java'],
    kinds: ['java'],
    passedOver: [],
  });
  expect(filterPair({ ...NONE, time: { fromNs: 1.5e9, toNs: 12e9 } }, BOTH).passedOver).toEqual([
    'The part from 1.50 s to 12.00 s is not applied: two recordings have no time in common.',
  ]);
  const numbered = filterPair({ ...NONE, threads: ['7/8', '@GC'] }, BOTH);
  expect([numbered.threads, numbered.passedOver.length]).toEqual([['@GC'], 1]);
  expect(numbered.passedOver[0]).toContain('chosen by number');
  expect(filterPair({ ...NONE, threads: ['@java', '7/8'] }, { from: false, to: true })).toEqual({
    threads: [],
    kinds: [],
    passedOver: ['The choice of threads is not applied: the text of the profile before does not name threads.'],
  });
  expect(filterPair({ ...NONE, threads: ['@java'] }, { from: false, to: false }).passedOver[0]).toContain('neither text names threads');
  expect(filterPair(NONE, { from: false, to: false }).passedOver).toEqual([]);
});

const before = samplesOf(`
  0  | java 7/8  | a.Main.run;deflate | 6
  10 | java 7/9  | a.Main.run         | 2
  20 | GC 7/10   | g                  | 2
`);
const after = samplesOf(`
  0  | java 9/1  | a.Main.run;deflate | 10
  10 | cache 9/2 | a.Cache.load       | 30
`);

test('threads of both by name, by the mean of their shares; how much of each is shown', () => {
  const of = (threads: string[]) => ({
    from: tellSamples(before.rows, { ...NONE, threads }),
    to: tellSamples(after.rows, { ...NONE, threads }),
  });
  expect(joinComms(of([])).map(({ key, weight, threads }) => [key, weight.toFixed(3), threads.length])).toEqual([
    ['@java', '0.525', 1],
    ['@cache', '0.375', 1],
    ['@GC', '0.100', 1],
  ]);
  expect(tellShown(of(['@java']))).toBe('2 of 3 samples (67 %) before, 1 of 2 samples (50 %) after');
});

test('a thread is held against the thread of the same name, whatever number it has; what is left is a whole of its own', () => {
  const pair = pairOf(before.tree, after.tree);
  pair.give('from', before.rows);
  expect(pair.rows).toBeNull();
  expect(() => pair.shape({ ...WHOLE_DIFF, threads: ['@java'] })).toThrow('are not here');
  pair.give('to', after.rows);
  const java = pair.shape({ ...WHOLE_DIFF, threads: ['@java'] });
  expect([java.from.total[0], java.to.total[0], java.both.frame.length]).toEqual([8, 10, 3]);
  const none = pair.shape({ ...WHOLE_DIFF, threads: ['@cache'], scale: 'absolute' });
  expect([none.from.total[0], none.to.total[0], none.both.total[0]]).toEqual([0, 30, 15]);
  // Kinds are left out of each side: their weight stays with their callers.
  const kinds = pair.shape({ ...WHOLE_DIFF, threads: ['@java'], kinds: ['java'] });
  expect([[...kinds.from.self], [...kinds.to.self]]).toEqual([
    [0, 8],
    [0, 10],
  ]);
  // Asked again it is the same, and so is the diff without its thread, joined of the same frames.
  expect(pair.shape({ ...WHOLE_DIFF, threads: ['@java'] })).toBe(java);
  expect(java.both.frames).toBe(pair.original.both.frames);
});

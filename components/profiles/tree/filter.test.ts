import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samplesOf } from '../testing/made-samples';
import { foldedOf } from '../testing/made-tree';
import { binSamples, countShown, filterTree, isFiltering, listThreads, rowsShown, type TreeFilter } from './filter';
import { placedAsIs, transformPlaced } from './transform';

const NONE: TreeFilter = { threads: [], time: null, kinds: [] };
const { tree, rows } = samplesOf(`
  0  | java 7/8    | demo.Main.run;java.util.zip.Deflater.deflate;deflate_slow | 5
  10 | java 7/9    | demo.Main.run;os::malloc;brk_[k]                          | 3
  20 | java 7/8    | demo.Main.run                                             | 2
  30 | GC 7/10     | os::elapsed_counter                                       | 4
  40 | java 7/9    | demo.Main.run;java.util.zip.Deflater.deflate;deflate_slow | 1
  50 | main        | [unknown]                                                 | 1
`);
const shownAs = (filter: Partial<TreeFilter>) => foldedOf(filterTree(tree, rows, { ...NONE, ...filter }));

test('without a filter, the tree is itself', () => {
  expect(isFiltering(NONE)).toBe(false);
  expect(filterTree(tree, rows, NONE)).toBe(tree);
  expect(filterTree(tree, null, { ...NONE, threads: ['7/8'], time: { fromNs: 0, toNs: 1 } })).toBe(tree);
});

test('one thread, all of a name, several', () => {
  expect(shownAs({ threads: ['7/8'] })).toEqual(
    ['demo.Main.run;java.util.zip.Deflater.deflate;deflate_slow 5', 'demo.Main.run 2'].reverse(),
  );
  expect(shownAs({ threads: ['@java'] })).toEqual([
    'demo.Main.run 2',
    'demo.Main.run;java.util.zip.Deflater.deflate;deflate_slow 6',
    'demo.Main.run;os::malloc;brk 3',
  ]);
  expect(shownAs({ threads: ['7/10', '@main'] })).toEqual(['os::elapsed_counter 4', '[unknown] 1']);
  expect(shownAs({ threads: ['no-such'] })).toEqual([]);
});

test('a time range holds its begin and not its end; the heaviest child stands first again', () => {
  expect(shownAs({ time: { fromNs: 10e6, toNs: 50e6 } })).toEqual([
    'demo.Main.run 2',
    'demo.Main.run;os::malloc;brk 3',
    'demo.Main.run;java.util.zip.Deflater.deflate;deflate_slow 1',
    'os::elapsed_counter 4',
  ]);
  expect(shownAs({ time: { fromNs: 10e6, toNs: 50e6 }, threads: ['7/9'] })).toEqual([
    'demo.Main.run;os::malloc;brk 3',
    'demo.Main.run;java.util.zip.Deflater.deflate;deflate_slow 1',
  ]);
});

test('frames of other kinds melt into their callers: nothing is lost', () => {
  expect(shownAs({ kinds: ['java'] })).toEqual([' 5', 'demo.Main.run 5', 'demo.Main.run;java.util.zip.Deflater.deflate 6']);
  expect(filterTree(tree, rows, { ...NONE, kinds: ['java'] }).self[0]).toBe(5);
  expect(shownAs({ kinds: ['native', 'kernel'] }).sort()).toEqual([' 6', '[unknown] 1', 'brk 3', 'deflate_slow 6']);
  expect(filterTree(tree, rows, { ...NONE, kinds: ['kernel'] }).total[0]).toBe(16);
});

test('samples are counted where the text counts them', () => {
  expect(countShown(rows, rowsShown(rows, { threads: ['@java'], time: null }))).toEqual({ shown: 4, all: 6 });
  expect(countShown(rows, null)).toEqual({ shown: 6, all: 6 });
  expect(countShown({ ...rows, each: 'stack' }, null)).toBeNull();
  expect(countShown({ ...rows, each: 'stack', samples: Float64Array.of(2, 2, 2, 2, 2, 2) }, null)).toEqual({ shown: 12, all: 12 });
});

test('threads by name, heaviest first', () => {
  expect(
    listThreads(rows).map(({ key, weight, threads }) => `${key} ${weight}: ${threads.map((t) => `${t.key} ${t.weight}`).join(', ')}`),
  ).toEqual(['@java 11: 7/8 7, 7/9 4', '@GC 4: 7/10 4', '@main 1: @main 1']);
  const { placeOf } = transformPlaced(placedAsIs(tree), [{ letter: 'd', name: 'deflate_slow' }]);
  expect(listThreads(rows, null, placeOf).map(({ key, weight }) => `${key} ${weight}`)).toEqual(['@java 5', '@GC 4', '@main 1']);
});

test('the timeline counts every sample once, the last one too', () => {
  const timeline = binSamples(rows, ['@java'], 5);
  expect(timeline).toEqual({
    binNs: 10e6,
    spanNs: 50e6,
    all: Float64Array.of(1, 1, 1, 1, 2),
    shown: Float64Array.of(1, 1, 1, 0, 1),
  });
  expect(binSamples({ ...rows, timeNs: null }, [], 5)).toBeNull();
  expect(binSamples({ ...rows, timeNs: new Float64Array(6) }, [], 5)).toBeNull();
});

test('any two halves of the time, or of the threads, are the whole', () => {
  const weight = (filter: Partial<TreeFilter>) => filterTree(tree, rows, { ...NONE, ...filter }).total[0] ?? 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.subarray(['7/8', '7/9', '7/10', '@main']),
      fc.subarray(['java', 'vm', 'native', 'kernel'] as const),
      (ms, threads, kinds) => {
        const cut = ms * 1e6;
        expect(weight({ time: { fromNs: 0, toNs: cut }, kinds }) + weight({ time: { fromNs: cut, toNs: 1e12 }, kinds })).toBe(16);
        const others = ['7/8', '7/9', '7/10', '@main'].filter((key) => !threads.includes(key));
        if (threads.length > 0 && others.length > 0) expect(weight({ threads }) + weight({ threads: others })).toBe(16);
      },
    ),
  );
});

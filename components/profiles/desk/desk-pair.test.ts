import { expect, test } from 'vitest';
import type { CallDiff } from '@/lib/model/call-diff';
import { type DiffShape, pairOf, WHOLE_DIFF } from '../diff/shape';
import { samplesOf } from '../testing/made-samples';
import { treeOf } from '../testing/made-tree';
import { pack, packRows, same, startWorker } from '../testing/start-worker';
import { Desk } from './desk';
import { type FileAsked, makeFile } from './make-file';
import { answer, type Question } from './questions';
import { indexOf, indexTree } from './tree-index';

const TEXT = '[qtp-1 tid=1];a;b;libz.so.1`deflate 40\n[qtp-2 tid=2];a;b;c 30\n[qtp-2 tid=2];a;a;b 20\n[GC tid=3];g 10';
const LABELLED = { kind: 'time', event: 'cpu', unit: 'ns', total: 100, recordedWeight: null } as const;
const sameDiff = ({ from, to, both, scale }: CallDiff) => ({ from: same(from), to: same(to), both: same(both), scale });

test('two profiles are one tree in the worker: every shape, answer and file is the one that the page would have made', async () => {
  const before = samplesOf(`
    0  | java 7/8 | a.Main.run;a.Codec.write;deflate | 60
    10 | java 7/9 | a.Main.run;a.Old.sort;vec::push  | 20
    20 | GC 7/10  | g                                | 20
  `);
  const after = samplesOf(`
    0  | java 9/1 | a.Main.run;a.Codec.write;deflate | 150
    10 | java 9/2 | a.Main.run;a.New.cache           | 30
    20 | GC 9/3   | g                                | 20
  `);
  const { worker, sent } = await startWorker();
  const desk = new Desk(() => worker);
  const original = await desk.openPair('p1', { from: await pack(before.tree), to: await pack(after.tree) });
  const here = pairOf(before.tree, after.tree);
  expect(sameDiff(original)).toEqual(sameDiff(here.original));
  expect(indexOf(original.both)).toEqual(indexTree(here.original.both));
  expect(await desk.question(original.both, { ask: 'pair-samples', threads: [] })).toBeNull();
  // Without its samples, all threads would pass for one.
  await expect(desk.shapePair(original, { ...WHOLE_DIFF, threads: ['@java'] })).rejects.toThrow('are not here');

  for (const [side, rows] of [['from', before.rows] as const, ['to', after.rows] as const]) {
    await desk.giveSide(original, side, await packRows(rows));
    here.give(side, rows);
  }
  const step = { letter: 'm', name: 'a.Codec.write' } as const;
  const shapes: DiffShape[] = [
    WHOLE_DIFF,
    { ...WHOLE_DIFF, scale: 'absolute' },
    { ...WHOLE_DIFF, steps: [step] },
    { ...WHOLE_DIFF, steps: [step, { letter: 'd', name: 'g' }], inverted: true },
    { ...WHOLE_DIFF, kinds: ['java'] },
    { ...WHOLE_DIFF, threads: ['@java'], scale: 'absolute' },
    { ...WHOLE_DIFF, threads: ['@GC'], kinds: ['native'], inverted: true },
    { ...WHOLE_DIFF, threads: ['@nobody'] },
  ];
  const questions: Question[] = [
    { ask: 'search', query: 'deflate' },
    { ask: 'functions', sort: { column: 'self', descending: true }, only: null },
    { ask: 'functions', sort: { column: 'name', descending: false }, only: 'gone' },
    { ask: 'sides' },
    { ask: 'pair-samples', threads: ['@java'] },
  ];
  for (const shape of shapes) {
    const shown = await desk.shapePair(original, shape);
    const expected = here.shape(shape);
    expect(sameDiff(shown), JSON.stringify(shape)).toEqual(sameDiff(expected));
    // Selections, tints and lines of evidence go on holding.
    expect([shown.from.frames, shown.to.frames, shown.both.frames]).toEqual([original.from.frames, original.to.frames, original.to.frames]);
    expect(shown.from.frames).toBe(original.from.frames);
    for (const question of questions)
      expect(await desk.question(shown.both, question), `${JSON.stringify(shape)} ${question.ask}`).toEqual(
        answer(expected.both, question),
      );
    const pair = { from: { unit: 'ns', samples: 3 }, to: { unit: 'ns', samples: 3 } };
    const files: FileAsked[] = [
      { name: 'folded-pair', zoom: 0 },
      { name: 'svg', picture: { of: 'pair', zoom: 0, rootOnTop: true, title: 'a → b', pair, part: '' } },
    ];
    for (const file of files)
      expect(await (await desk.file(shown.both, file)).text(), file.name).toBe(await (await makeFile(expected.both, file)).text());
  }
  // A file that the worker cannot make is made here: both fail where there is no canvas, and say so.
  const png: FileAsked = {
    name: 'png',
    picture: { of: 'profile', zoom: 0, rootOnTop: true, title: 'x', profile: LABELLED, colour: 'type', ranks: [] },
  };
  await expect(desk.file(original.both, png)).rejects.toThrow('draws no canvas');
  desk.close('p1');
  await expect(desk.shapePair(original, WHOLE_DIFF)).rejects.toThrow('no longer holds');
  expect(sent.filter(({ kind }) => kind === 'open-pair')).toHaveLength(1);
});

test('a pair and a profile are not taken for each other', async () => {
  const { worker } = await startWorker();
  const desk = new Desk(() => worker);
  const tree = await desk.open('h9', await pack(treeOf(TEXT)));
  const pair = await desk.openPair('p9', { from: await pack(treeOf(TEXT)), to: await pack(treeOf('a;b 1')) });
  await expect(desk.shape(pair.both, { threads: true, steps: [], inverted: false })).rejects.toThrow('of two profiles');
  await expect(desk.shapePair({ ...pair, both: tree }, WHOLE_DIFF)).rejects.toThrow('of one profile');
  await expect(desk.question(tree, { ask: 'sides' })).rejects.toThrow('of one profile');
});

test('a picture of a profile is drawn by the worker as the page would draw it', async () => {
  const tree = treeOf(TEXT);
  const { worker } = await startWorker();
  const desk = new Desk(() => worker);
  const original = await desk.open('h10', await pack(tree));
  for (const colour of ['type', 'library', 'package'] as const) {
    const picture = {
      of: 'profile',
      zoom: 1,
      rootOnTop: false,
      title: 'cpu',
      profile: LABELLED,
      colour,
      ranks: ['libz.so.1', 'a'],
    } as const;
    const svg = await (await desk.file(original, { name: 'svg', picture })).text();
    expect(svg).toBe(await (await makeFile(tree, { name: 'svg', picture })).text());
    expect(svg).toContain('CPU time, not memory.');
  }
});

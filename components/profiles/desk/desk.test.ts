import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samplesOf } from '../testing/made-samples';
import { treeOf } from '../testing/made-tree';
import { pack, packRows, same, startWorker } from '../testing/start-worker';
import { filterTree } from '../tree/filter';
import { applyTransforms, invert, joinThreads, makeSandwich } from '../tree/transform';
import { Desk, Superseded } from './desk';
import type { FileAsked } from './make-file';
import { bareOf, memoryOf } from './protocol';
import { answer, type Question } from './questions';
import { type Shape, Shaper, shaperOf } from './shape';
import { heaviestOf, indexOf, indexTree } from './tree-index';

const TEXT = '[qtp-1 tid=1];a;b;libz.so.1`deflate 40\n[qtp-2 tid=2];a;b;c 30\n[qtp-2 tid=2];a;a;b 20\n[GC tid=3];g 10';
const WHOLE: Shape = { threads: true, steps: [], inverted: false };

test('the worker gives every tree and every answer that the page would have made itself', async () => {
  const tree = treeOf(TEXT);
  const { worker } = await startWorker();
  const desk = new Desk(() => worker);
  const original = await desk.open('h1', await pack(tree));
  expect(same(original)).toEqual(same(tree));
  expect(indexOf(original)).toEqual(indexTree(tree));

  const shape: Shape = { threads: false, steps: [{ letter: 'm', name: 'b' }], inverted: true };
  const turned = await desk.shape(original, shape);
  expect(same(turned)).toEqual(same(invert(applyTransforms(joinThreads(tree), shape.steps))));
  // The frames are those of the profile: selections, tints and evidence go on holding.
  expect(turned.frames).toBe(original.frames);
  expect(desk.recipeOf(turned)).toEqual({ hash: 'h1', shape });

  const halves = await desk.sandwich(original, 'b');
  const expected = makeSandwich(tree, 'b');
  expect([same(halves.callers), same(halves.callees)]).toEqual([same(expected.callers), same(expected.callees)]);

  const questions: Question[] = [
    { ask: 'overview', profile: { samples: 100, kind: 'time', recordedWeight: null } },
    { ask: 'entries' },
    { ask: 'allocators', event: 'nativemem' },
    { ask: 'hot', by: 'function', sort: { column: 'total', descending: true } },
    { ask: 'hot', by: 'library', sort: { column: 'name', descending: false } },
    { ask: 'search', query: 'deflate' },
  ];
  for (const question of questions) {
    expect(await desk.question(turned, question), question.ask).toEqual(answer(turned, question));
  }
});

test('a file of another tool is the same, whoever made it', async () => {
  const tree = treeOf(TEXT);
  const { worker } = await startWorker();
  const desk = new Desk(() => worker);
  const original = await desk.open('h5', await pack(tree));
  const label = { event: 'cpu', unit: 'samples' };
  for (const zoom of [0, 2]) {
    const asked: FileAsked = { name: 'collapsed', zoom, label };
    const there = await desk.file(original, asked);
    // A tree that no worker holds.
    const here = await desk.file(tree, asked);
    expect([await there.text(), there.type]).toEqual([await here.text(), here.type]);
    expect((await here.text()).trim().split('\n')).toHaveLength(zoom === 0 ? 4 : 2);
  }
  const pprof = await desk.file(original, { name: 'pprof', zoom: 0, label });
  expect([...new Uint8Array(await pprof.slice(0, 2).arrayBuffer())]).toEqual([0x1f, 0x8b]);
});

test('the newest question of a slot counts: older ones that wait are not answered', async () => {
  const { worker, sent } = await startWorker();
  const desk = new Desk(() => worker);
  const original = await desk.open('h2', await pack(treeOf(TEXT)));
  const texts = ['a', 'ab', 'abc'];
  const asked = texts.map((query) => desk.question(original, { ask: 'search', query }).catch((error) => error));
  const other = desk.question(original, { ask: 'entries' });
  const [first, second, last] = await Promise.all(asked);
  expect([first, second].every((error) => error instanceof Superseded)).toBe(true);
  expect(last).toEqual(answer(original, { ask: 'search', query: 'abc' }));
  expect(await other).toEqual(answer(original, { ask: 'entries' }));
  expect(sent.map((message) => message.kind)).toEqual(['open', 'question', 'question', 'question', 'question']);
});

test('what cannot be opened, and a worker that ends, are said to whoever waits', async () => {
  const { worker, end } = await startWorker();
  const desk = new Desk(() => worker);
  await expect(desk.open('h3', new ArrayBuffer(8))).rejects.toThrow();
  const original = await desk.open('h4', await pack(treeOf(TEXT)));
  desk.close('h4');
  await expect(desk.question(original, { ask: 'entries' })).rejects.toThrow('no longer holds');
  const waiting = desk.question(original, { ask: 'entries' });
  end.onerror();
  await expect(waiting).rejects.toThrow('The worker ended.');
  expect(end.isEnded).toBe(true);
});

test('a shape made before is the same tree; a step more is made of the one before', () => {
  const shaper = new Shaper(treeOf(TEXT));
  expect(shaper.shape(WHOLE)).toBe(shaper.original);
  const joined = shaper.shape({ ...WHOLE, threads: false });
  expect(shaper.shape({ ...WHOLE, threads: false })).toBe(joined);
  const stepped = shaper.shape({ threads: false, steps: [{ letter: 'd', name: 'g' }], inverted: false });
  expect(same(stepped)).toEqual(same(applyTransforms(joined, [{ letter: 'd', name: 'g' }])));
  expect(same(shaper.shape({ threads: false, steps: [{ letter: 'd', name: 'g' }], inverted: true }))).toEqual(same(invert(stepped)));
});

test('the index says of every name what walking the tree says', () => {
  const line = fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), (lines) => {
      const tree = treeOf(lines.map(([path, n]) => `${path.join(';')} ${n}`).join('\n'));
      const { total } = indexTree(tree);
      tree.frames.names.forEach((name, frame) => {
        if (frame === 0) return;
        const holding = lines.filter(([path]) => path.includes(name as 'a')).reduce((sum, [, weight]) => sum + weight, 0);
        expect(total[frame]).toBe(holding);
        const nodes = [...tree.frame.keys()].filter((node) => tree.frame[node] === frame);
        const most = Math.max(...nodes.map((node) => tree.total[node]!));
        expect(tree.total[heaviestOf(tree, name)!]).toBe(most);
      });
      expect(heaviestOf(tree, 'nobody')).toBeNull();
    }),
  );
});

test('what is transferred is the memory of the columns, each once', () => {
  const tree = treeOf(TEXT);
  expect(memoryOf({ id: 1, tree: bareOf(tree, true) })).toHaveLength(6);
  const one = new Float64Array(4);
  expect(memoryOf({ a: one, b: { c: one }, names: ['x'], none: null })).toEqual([one.buffer]);
  const copy = bareOf(tree, true);
  structuredClone(copy, { transfer: memoryOf(copy) });
  expect(tree.total[0]).toBe(100);
});

test('what a filter shows is the same in the worker, with its threads, its times and its order', async () => {
  const { tree, rows } = samplesOf(`
    0  | java 7/8 | [java tid=8];a;b;deflate | 5
    10 | java 7/9 | [java tid=9];a;c         | 3
    20 | java 7/8 | [java tid=8];a;b;inflate | 2
    30 | GC 7/10  | [GC tid=10];g            | 4
  `);
  const { worker } = await startWorker();
  const desk = new Desk(() => worker);
  const original = await desk.open('h-rows', await pack(tree));
  const filter = { threads: ['@java'], time: { fromNs: 0, toNs: 20e6 }, kinds: [] };
  const shape: Shape = { ...WHOLE, threads: false, steps: [{ letter: 'd', name: 'c' }], filter };
  // Without its samples a tree of everything would pass for a part of it.
  await expect(desk.shape(original, shape)).rejects.toThrow('are not here');
  expect(await desk.question(original, { ask: 'samples', filter })).toBeNull();

  await desk.give(original, await packRows(rows));
  const shown = await desk.shape(original, shape);
  expect(same(shown)).toEqual(same(applyTransforms(joinThreads(filterTree(tree, rows, filter)), shape.steps)));

  const here = shaperOf(tree);
  here.give(rows);
  const questions: Question[] = [
    { ask: 'samples', filter },
    { ask: 'time-order', thread: '7/8', unit: 'samples' },
    { ask: 'hot', by: 'thread', sort: { column: 'total', descending: true } },
    { ask: 'search', query: '^(in|de)flate$', isPattern: true },
  ];
  for (const question of questions) expect(await desk.question(shown, question), question.ask).toEqual(answer(here.shape(shape), question));
  expect(answer(here.shape(shape), questions[2] as Extract<Question, { ask: 'hot' }>)).toMatchObject({
    names: ['java 7/8'],
    keys: ['7/8'],
  });
  expect(answer(here.shape(shape), { ask: 'time-order', thread: '7/9', unit: 'samples' })).toBeNull();
});

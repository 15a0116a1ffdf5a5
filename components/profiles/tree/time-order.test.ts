import { expect, test } from 'vitest';
import { nameOf } from '@/lib/model/call-columns';
import { samplesOf } from '../testing/made-samples';
import { filterPlaced, type TreeFilter } from './filter';
import { MOST_DRAWN, orderByTime, type TimeOrder } from './time-order';
import { placedAsIs, transformPlaced } from './transform';

const NONE: TreeFilter = { threads: [], time: null, kinds: [] };
const { tree, rows } = samplesOf(`
  20  | java 7/8 | [java tid=8];demo.Main.run;deflate;longest_match | 5
  0   | java 7/8 | [java tid=8];demo.Main.run;deflate | 3
  5   | java 7/9 | [java tid=9];os::malloc;brk_[k] | 3
  10  | java 7/8 | [java tid=8];demo.Main.run;deflate | 3
  30  | java 7/8 | [java tid=8];demo.Main.run | 2
  100 | java 7/8 | [java tid=8];demo.Main.run;inflate | 1
  110 | java 7/8 | [java tid=8];demo.Main.run;inflate | 1
`);
/** "  deflate 0+20": from the first ms on, for so many. */
const print = (order: TimeOrder | null) =>
  [...(order?.tree.frame ?? [])].map((_, node) => {
    const { startNs, total, depth } = order!.tree;
    return `${'  '.repeat(depth[node]!)}${nameOf(order!.tree, node)} ${startNs[node]! / 1e6}+${total[node]! / 1e6}`;
  });

test('one thing after the other, of one thread, and pauses between', () => {
  const order = orderByTime(placedAsIs(tree), rows, NONE, '7/8');
  expect(print(order)).toEqual([
    'all 0+120',
    '  demo.Main.run 0+40',
    '    deflate 0+30',
    '      longest_match 20+10',
    '  demo.Main.run 100+20',
    '    inflate 100+20',
  ]);
  expect(order).toMatchObject({ drawn: 6, samples: 6, stepNs: 10e6 });
});

test('where weights are nanoseconds, a sample stands for as many of them', () => {
  const nanoseconds = { ...rows, weight: new Float64Array(rows.node.length).fill(4e6) };
  expect(print(orderByTime(placedAsIs(tree), nanoseconds, NONE, '7/8', 'ns'))).toEqual([
    'all 0+114',
    '  demo.Main.run 0+34',
    '    deflate 0+30',
    '      longest_match 20+10',
    '  demo.Main.run 100+14',
    '    inflate 100+14',
  ]);
});

test('what the filter leaves out is not there', () => {
  const filter: TreeFilter = { ...NONE, time: { fromNs: 20e6, toNs: 40e6 }, kinds: ['native'] };
  expect(print(orderByTime(filterPlaced(tree, rows, filter), rows, filter, '7/8'))).toEqual([
    'all 20+20',
    '  deflate 20+10',
    '    longest_match 20+10',
  ]);
  expect(print(orderByTime(placedAsIs(tree), rows, { ...NONE, threads: ['7/9'] }, '7/9'))).toEqual([
    'all 5+1',
    '  os::malloc 5+1',
    '    brk 5+1',
  ]);
  expect(orderByTime(placedAsIs(tree), rows, { ...NONE, threads: ['7/9'] }, '7/8')).toBeNull();
  expect(orderByTime(placedAsIs(tree), { ...rows, timeNs: null }, NONE, '7/8')).toBeNull();
});

test('transforms hold here as well: what they leave out is a pause', () => {
  const dropped = transformPlaced(placedAsIs(tree), [
    { letter: 'd', name: 'longest_match' },
    { letter: 'm', name: 'demo.Main.run' },
  ]);
  expect(print(orderByTime(dropped, rows, NONE, '7/8'))).toEqual(['all 0+120', '  deflate 0+20', '  inflate 100+20']);
});

test('of more samples than a screen has pixels, every so-manieth is drawn', () => {
  const count = MOST_DRAWN * 2 + 10;
  const many = {
    ...rows,
    node: new Uint32Array(count).fill(rows.node[0]!),
    thread: new Uint32Array(count),
    timeNs: Float64Array.from({ length: count }, (_, i) => i * 1e6),
    weight: null,
  };
  const order = orderByTime(placedAsIs(tree), many, NONE, '7/8');
  expect(order).toMatchObject({ drawn: Math.ceil(count / 3), samples: count, stepNs: 3e6 });
  expect(order?.tree.frame.length).toBe(4);
});

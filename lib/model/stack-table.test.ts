import { expect, test } from 'vitest';
import { StackTable } from './stack-table';

test('equal stacks are one, with the lines of all', () => {
  const table = new StackTable();
  const a = table.frame('a', 'native');
  const b = table.frame('b', 'java');
  expect(table.frame('a', 'native')).toBe(a);
  expect(table.frame('a', 'kernel')).not.toBe(a);
  const frames = [a, b];
  table.merge(frames, 2, 10);
  table.merge([b, a], 1, 11);
  frames.push(a);
  table.merge([a, b], 3, 14);
  expect(table.stacks).toEqual([
    { frames: [a, b], weight: 5, samples: null, firstLine: 10, lastLine: 14, cut: false },
    { frames: [b, a], weight: 1, samples: null, firstLine: 11, lastLine: 11, cut: false },
  ]);
});

test('many stacks with few hashes stay apart', () => {
  const table = new StackTable();
  const ids = Array.from({ length: 60 }, (_, i) => table.frame(`f${i}`, 'native'));
  for (const x of ids) for (const y of ids) for (const z of ids.slice(0, 10)) table.merge([x, y, z], 1, 1);
  expect(table.stacks).toHaveLength(60 * 60 * 10);
  for (const x of ids) for (const y of ids) for (const z of ids.slice(0, 10)) table.merge([x, y, z], 1, 2);
  expect(table.stacks).toHaveLength(60 * 60 * 10);
  expect(table.stacks.every((stack) => stack.weight === 2)).toBe(true);
});

test('samples are counted, and the lines stay those of the first', () => {
  const table = new StackTable();
  const frames = [table.frame('a', 'native')];
  table.add(frames, { weight: 10, samples: 1, firstLine: 3, lastLine: 5, cut: false });
  table.add(frames, { weight: 20, samples: 1, firstLine: 8, lastLine: 10, cut: true });
  expect(table.stacks).toEqual([{ frames, weight: 30, samples: 2, firstLine: 3, lastLine: 5, cut: true }]);
});

import { expect, test } from 'vitest';
import { layRows } from './row-layout';

const GROUPS = [
  { key: 'a', count: 3 },
  { key: 'b', count: 1 },
  { key: 'c', count: 2 },
];
const draw = (closed: string[]) => {
  const layout = layRows(6, GROUPS, new Set(closed));
  return Array.from({ length: layout.lineCount }, (_, i) => {
    const line = layout.lineAt(i)!;
    return 'row' in line ? line.row : `${line.open ? '-' : '+'}${line.group.key}`;
  });
};

test('without groups a line is a row', () => {
  const layout = layRows(3, [], new Set());
  expect([layout.lineCount, layout.lineAt(2), layout.lineAt(3), layout.lineOf(2), layout.lineOf(3)]).toEqual([
    3,
    { row: 2 },
    null,
    2,
    null,
  ]);
});

test('heads stand above their rows; closed groups are one line', () => {
  expect(draw([])).toEqual(['-a', 0, 1, 2, '-b', 3, '-c', 4, 5]);
  expect(draw(['a', 'c'])).toEqual(['+a', '-b', 3, '+c']);
});

test('rows are found again, unless their group is closed', () => {
  const layout = layRows(6, GROUPS, new Set(['a']));
  expect([0, 2, 3, 4, 5, 6].map((row) => layout.lineOf(row))).toEqual([null, null, 2, 4, 5, null]);
});

test('walking from row to row passes over heads', () => {
  const layout = layRows(6, GROUPS, new Set(['b']));
  expect(layout.nextRow(0, 1)).toEqual({ line: 1, row: 0 });
  expect(layout.nextRow(4, 1)).toEqual({ line: 6, row: 4 });
  expect(layout.nextRow(5, -1)).toEqual({ line: 3, row: 2 });
  expect(layout.nextRow(0, -1)).toBeNull();
  expect(layout.nextRow(8, 1)).toBeNull();
});

import { expect, test } from 'vitest';
import { fitLabel, nearestTile, placeTile } from './treemap-geometry';

test('a group keeps the shares of its tiles below its label', () => {
  const group = { x: 100, y: 50, width: 203, height: 120 };
  const left = placeTile({ x: 100, y: 50, width: 101.5, height: 120 }, group);
  expect(left).toEqual({ x: 100, y: 67, width: 100, height: 100 });
});

test('arrows lead to the neighbour in line', () => {
  const tile = (key: string, x: number, y: number) => ({ key, x, y, width: 10, height: 10 });
  const tiles = [tile('a', 0, 0), tile('b', 10, 0), tile('c', 0, 10), tile('d', 30, 2)];
  expect(nearestTile(tiles[0]!, tiles, 'right')?.key).toBe('b');
  expect(nearestTile(tiles[0]!, tiles, 'down')?.key).toBe('c');
  expect(nearestTile(tiles[1]!, tiles, 'right')?.key).toBe('d');
  expect(nearestTile(tiles[0]!, tiles, 'left')).toBeNull();
});

test('a label is cut before it leaves its tile', () => {
  expect(fitLabel('brk heap', 100)).toBe('brk heap');
  expect(fitLabel('brk heap', 44)).toBe('brk h…');
  expect(fitLabel('brk heap', 20)).toBe('');
});

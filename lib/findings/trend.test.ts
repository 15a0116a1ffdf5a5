import { expect, test } from 'vitest';
import { mannKendall, theilSen } from './trend';

test('Theil–Sen: one outlier does not bend the line', () => {
  const points = [0, 1, 2, 3, 4, 5].map((x) => ({ x, y: 2 * x + 1 }));
  expect(theilSen(points)).toBe(2);
  expect(theilSen(points.map((point) => (point.x === 3 ? { x: 3, y: 900 } : point)))).toBeCloseTo(2, 5);
  expect(theilSen([{ x: 1, y: 5 }])).toBe(0);
});

test('Mann–Kendall: steady rises are rare by chance', () => {
  // n = 6, S = 15: variance 28.33, z = 14 / 5.323 = 2.630, p = 0.0085.
  expect(mannKendall([1, 2, 3, 4, 5, 6]).p).toBeCloseTo(0.00854, 4);
  expect(mannKendall([6, 5, 4, 3, 2, 1])).toMatchObject({ rises: false });
  expect(mannKendall([1, 5, 2, 6, 3, 4]).p).toBeGreaterThan(0.2);
  expect(mannKendall([7, 7, 7, 7, 7, 7]).p).toBe(1);
  expect(mannKendall([1, 2, 3]).p).toBe(1);
});

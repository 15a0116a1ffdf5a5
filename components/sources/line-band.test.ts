import { expect, test } from 'vitest';
import { BAND_LINES, bandAround, leavesBand } from './line-band';

const LINES = 3_500_000;

test('the band holds the line and lies within the document', () => {
  for (const line of [1, 2, 49_999, 50_001, 123_456, LINES - 3, LINES]) {
    const base = bandAround(line, LINES);
    expect(base).toBeGreaterThanOrEqual(0);
    expect(base + BAND_LINES).toBeLessThanOrEqual(LINES);
    expect(line - 1 - base).toBeGreaterThanOrEqual(0);
    expect(line - 1 - base).toBeLessThan(BAND_LINES);
  }
  expect(bandAround(700, 1_000)).toBe(0);
});

test('it moves before its end is in sight, and not at the ends of the document', () => {
  const base = 200_000;
  expect(leavesBand(base, LINES, 250_000, 250_040)).toBe(false);
  expect(leavesBand(base, LINES, 201_000, 201_040)).toBe(true);
  expect(leavesBand(base, LINES, 299_000, 299_040)).toBe(true);
  expect(leavesBand(0, LINES, 1, 40)).toBe(false);
  expect(leavesBand(LINES - BAND_LINES, LINES, LINES - 40, LINES)).toBe(false);
});

test('once moved it stays: no band leads back to another at once', () => {
  for (let line = 1; line < LINES; line += 17_311) {
    const base = bandAround(line, LINES);
    expect(leavesBand(base, LINES, line, Math.min(LINES, line + 60))).toBe(false);
  }
});

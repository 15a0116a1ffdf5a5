import { expect, test } from 'vitest';
import { formatBare, formatFigure } from './figure-text';

test('one size in every unit', () => {
  const bytes = 86_763_996 * 1024;
  expect(formatFigure(bytes, 'auto')).toBe('82.74 GiB');
  expect(formatFigure(bytes, 'gib')).toBe('82.74 GiB');
  expect(formatFigure(bytes, 'mib')).toBe('84,730.5 MiB');
  expect(formatFigure(bytes, 'kib')).toBe('86,763,996 KiB');
  expect(formatFigure(bytes, 'bytes')).toBe('88,846,331,904 bytes');
});

test('a decrease has a sign, and nothing is minus nothing', () => {
  expect(formatBare(-1024 * 1024 * 1.5, 'mib')).toBe('-1.5');
  expect(formatBare(-100, 'mib')).toBe('0.0');
  expect(formatBare(0, 'gib')).toBe('0.00');
});

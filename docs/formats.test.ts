import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FORMATS_PAGE, formatsPage } from './formats';

test('formats.md tells of the registry as it is (npm run docs writes it)', () => {
  expect(readFileSync(FORMATS_PAGE, 'utf8')).toBe(formatsPage());
});

test('every format says how to capture it, what that costs and what it enables', () => {
  expect(formatsPage()).not.toMatch(/\| *\|(?!\n)/);
  expect(formatsPage()).not.toContain('undefined');
});

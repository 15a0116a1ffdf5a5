import { expect, test } from 'vitest';
import { ask, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const facts = (categories: Record<string, number>) => ({ 'nmt-report': [nmtOf(9_000_000, categories)] });

test('the compiler, or the chunks it left', () => {
  expect(onlyFinding(rule, facts({ Compiler: 512_001 })).title).toBe('The compiler holds 500.0 MiB');
  expect(ask(rule, facts({ Compiler: 512_000 }))).toBe('clear');
  expect(onlyFinding(rule, facts({ Compiler: 400, 'Arena Chunk': 3_145_728 }))).toMatchObject({
    severity: 'high',
    title: 'The compiler holds 3.00 GiB',
  });
  expect(ask(rule, facts({ 'Arena Chunk': 1_048_576 }))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});

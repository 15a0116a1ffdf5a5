import { expect, test } from 'vitest';
import { ask, onlyFinding, profileOf } from '../testing/build';
import rule from '.';

const facts = (malloc: number, event: string | null = 'page-faults') => ({
  'hot-stacks': [
    profileOf(`start_thread;deflateInit2_;__libc_calloc;_int_malloc ${malloc}\nmain;memset ${100 - malloc}`, { event, kind: 'allocation' }),
  ],
});

test('new pages below malloc', () => {
  const finding = onlyFinding(rule, facts(21));
  expect(finding).toMatchObject({ severity: 'low', confidence: 'medium', title: 'The process grows below deflateInit2_' });
  expect(finding.summary).toContain('21 % of the page-faults profile');
  expect(ask(rule, facts(20))).toBe('clear');
});

test('a profile of time says nothing of pages', () => {
  expect(ask(rule, facts(90, 'cpu'))).toBe('not checked');
  expect(ask(rule, {})).toBe('not checked');
});

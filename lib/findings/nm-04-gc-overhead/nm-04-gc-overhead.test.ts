import { expect, test } from 'vitest';
import { ask, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const facts = (gc: number, cards = 0) => ({ 'nmt-report': [nmtOf(9_000_000, { 'Java Heap': 4_000_000, GC: gc, GCCardSet: cards })] });

test('more than 3 % of the heap, wherever the JDK counts it', () => {
  expect(onlyFinding(rule, facts(120_001)).title).toBe('The collector has 117.2 MiB of malloc');
  expect(ask(rule, facts(120_000))).toBe('clear');
  expect(onlyFinding(rule, facts(60_000, 70_000)).summary).toContain('GC and GCCardSet: 130,000 KiB');
});

test('small heaps have a fixed part, and without a heap nothing is compared', () => {
  expect(ask(rule, { 'nmt-report': [nmtOf(100_000, { 'Java Heap': 100_000, GC: 60_000 })] })).toBe('clear');
  expect(ask(rule, { 'nmt-report': [nmtOf(100_000, { GC: 900_000 })] })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});

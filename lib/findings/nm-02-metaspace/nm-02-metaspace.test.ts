import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { ask, categoryOf, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const report = (metaspace: number, classes = 7_900) => ({
  'nmt-report': [
    nmtOf(
      900_000,
      {},
      { categories: [categoryOf('Class', { committed: 20_000, classes }), categoryOf('Metaspace', { committed: metaspace })] },
    ),
  ],
});
const usage = (loaders: number, classes: number, waste: number) => ({
  'metaspace-usage': [
    {
      artifactId: 'metaspace',
      value: {
        ...{ pid: null, reserved: null, used: null, classReserved: null, classCommitted: null, classUsed: null },
        committed: { line: 5, bytes: 130_140 * KIB },
        waste: { line: 5, bytes: waste * KIB },
        loaders,
        classes,
      },
    },
  ],
});

test('much of it, or very many classes', () => {
  expect(onlyFinding(rule, report(504_289)).summary).toBe(
    'Metaspace and class space: 524,289 KiB are committed; 58 % of all that NMT has committed.',
  );
  expect(ask(rule, report(140_000))).toBe('clear');
  expect(onlyFinding(rule, report(160_001)).summary).toBe('Metaspace and class space: 20 % of all that NMT has committed.');
  // A fifth of a small JVM is nothing.
  expect(ask(rule, report(40_000))).toBe('clear');
  expect(ask(rule, report(1_000, 100_000))).toBe('clear');
  expect(onlyFinding(rule, report(1_000, 100_001)).summary).toContain('100,001 classes');
});

test('thousands of loaders with hardly a class each', () => {
  const finding = onlyFinding(rule, usage(7_204, 7_924, 112));
  expect(finding.title).toBe('127.1 MiB of class metadata in 7,204 class loaders');
  expect(finding.summary).toContain('7,204 class loaders hold 7,924 classes, hardly more than one each');
  expect(finding.nextSteps[0]?.command).toBe('jcmd 4711 VM.classloader_stats');
  expect(ask(rule, usage(1_001, 4_000, 112))).toBe('clear');
  expect(ask(rule, usage(900, 950, 112))).toBe('clear');
});

test('waste, and nothing to check without either capture', () => {
  expect(onlyFinding(rule, usage(5, 7_924, 40_000)).summary).toContain('31 % of it is wasted or free');
  expect(ask(rule, {})).toBe('not checked');
});

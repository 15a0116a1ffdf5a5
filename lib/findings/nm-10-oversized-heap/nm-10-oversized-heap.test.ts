import { expect, test } from 'vitest';
import { GIB } from '@/lib/base/bytes';
import { ask, historyOf, nmtOf, onlyFinding } from '../testing/build';
import rule from '.';

const GIB_KIB = 1_048_576;
const heap = (kib: number) => ({ 'nmt-report': [nmtOf(90_000_000, { 'Java Heap': kib })] });
const used = (kib: number) => ({ 'heap-usage': historyOf([{ used: kib }]).flatMap((moment) => moment.heap ?? []) });
const counted = (bytes: number) => ({
  'class-histogram': [{ artifactId: 'histogram', value: { pid: null, rows: [], total: { line: 9, instances: 1, bytes } } }],
});

test('less than a quarter of a large heap is in use', () => {
  const finding = onlyFinding(rule, { ...heap(72 * GIB_KIB), ...used(700_000) });
  expect(finding.title).toBe('71.33 GiB of the Java heap are committed and not in use');
  expect(finding.summary).toBe('700,000 of 75,497,472 KiB of heap hold objects, 0.9 %.');
  expect(finding.evidence.map((one) => one.text)).toEqual(['heap used', 'Java Heap']);
});

test('a quarter, or a small heap, is fair', () => {
  expect(ask(rule, { ...heap(16 * GIB_KIB), ...used(4 * GIB_KIB) })).toBe('clear');
  expect(ask(rule, { ...heap(8 * GIB_KIB), ...used(1) })).toBe('clear');
});

test('the objects counted say it too; what grep left of a histogram does not', () => {
  expect(onlyFinding(rule, { ...heap(16 * GIB_KIB), ...counted(GIB) }).evidence[0]?.text).toBe('objects counted');
  const grepped = { 'class-histogram': [{ artifactId: 'histogram', value: { pid: null, rows: [], total: null } }] };
  expect(ask(rule, { ...heap(16 * GIB_KIB), ...grepped })).toBe('clear');
  expect(ask(rule, heap(16 * GIB_KIB))).toBe('not checked');
});

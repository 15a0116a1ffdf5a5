import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Reconciled, reconcile } from './reconcile';
import { readFacts } from './testing/facts';

// System.map is the memory map and NMT's ranges in one.
const text = (path: string) => readFileSync(join(import.meta.dirname, '../formats/system-map', path), 'utf8');
const MAP = text('fixtures/jdk25-serial.txt');
const NMT = text('testing/jdk25-serial-nmt-detail.txt');

function figures({ reconciliation }: Reconciled): string[] {
  const { ledger } = reconciliation;
  if (!ledger) throw new Error('no ledger');
  expect(ledger.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)).toBe(ledger.rssBytes);
  return ledger.buckets.map(
    ({ key, residentBytes: { min, best, max } }) => `${key} ${[min, best, max].map((bytes) => bytes / 1024).join(' ')}`,
  );
}

test('alone, it names the owner of every region; only what malloc owns of the rest stays open', () => {
  const result = reconcile(readFacts(['system-map', MAP]));
  expect(result.reconciliation).toMatchObject({
    matching: 'address',
    map: { format: 'system-map' },
    nmt: { level: 'detail', hasRanges: true },
  });
  expect(figures(result)).toEqual([
    'java-heap 1272 1272 1272',
    'nmt-gc 68 68 68',
    'nmt-code 412 412 412',
    'nmt-thread 604 604 604',
    'nmt-class 12 12 12',
    'nmt-metaspace 88 88 88',
    'nmt-shared-class-space 12992 12992 12992',
    'nmt-internal 32 32 32',
    'nmt-safepoint 0 0 0',
    'malloc-nmt 0 10672 10672',
    'file-library 18312 18312 18312',
    'file-mapped 1032 1032 1032',
    'stack-untracked 32 32 32',
    'kernel 4 4 4',
    'unexplained 0 0 10672',
  ]);
});

test('with the NMT report of the same moment the regions stay, and the rest is told apart', () => {
  const both = figures(reconcile(readFacts(['system-map', MAP], ['nmt-detail', NMT])));
  const alone = figures(reconcile(readFacts(['system-map', MAP])));
  const settled = (lines: string[]) => lines.filter((line) => !/^(?:malloc-nmt|unexplained) /.test(line));
  expect(settled(both)).toEqual(settled(alone));
  expect(both).toContain('malloc-nmt 10672 10672 10672');
});

test('the exact ranges of a detail report win over whole mappings', () => {
  // The kernel merged malloc-ed memory into the mapping behind the heap: System.map cannot tell, the report can.
  const merged = MAP.replace(
    '0x00000000fe000000-0x0000000100000000     33554432 rw-p      1302528 ',
    '0x00000000fe000000-0x0000000200000000   4328521728 rw-p   4294967296 ',
  );
  expect(merged).not.toBe(MAP);
  const heap = (...artifacts: Parameters<typeof readFacts>) =>
    figures(reconcile(readFacts(...artifacts))).find((line) => line.startsWith('java-heap'));
  expect(heap(['system-map', merged])).toMatch(/^java-heap 41\d{5} /);
  expect(Number(heap(['system-map', merged], ['nmt-detail', NMT])?.split(' ')[3])).toBeLessThanOrEqual(32768);
});

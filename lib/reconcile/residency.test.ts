import { expect, test } from 'vitest';
import { emptySnapshotFacts, type Sourced } from '@/lib/model/facts';
import type { MemoryMap } from '@/lib/model/memory-map';
import type { NmtReport } from '@/lib/model/nmt';
import { reconcile } from './reconcile';
import { makeRow } from './testing/address-space';

const KB = 1024;
const row = (line: number, startKb: number, rssKb: number) => makeRow(line, BigInt(startKb * KB), BigInt((startKb + 100) * KB), rssKb * KB);
const map = (artifactId: string, rssKb: number, extra: Partial<MemoryMap>): Sourced<MemoryMap> => ({
  artifactId,
  value: {
    source: 'pmap',
    pid: 7,
    rows: [row(1, 0, rssKb), row(2, 400, rssKb)],
    printedTotal: null,
    ascending: true,
    kernelNames: true,
    ...extra,
  },
});
const NMT: Sourced<NmtReport> = {
  artifactId: 'nmt',
  value: {
    pid: 7,
    level: 'detail',
    unitBytes: KB,
    total: { line: 1, reservedBytes: 100 * KB, committedBytes: 100 * KB },
    totalMalloc: null,
    totalMmap: null,
    categories: [],
    ranges: [],
    sites: [],
    jdkFamily: 17,
  },
};
const run = (maps: Sourced<MemoryMap>[], nmt: Sourced<NmtReport>[] = []) =>
  reconcile({ ...emptySnapshotFacts(), 'memory-map': maps, 'nmt-report': nmt });

test('a map of sizes alone gives no ledger: it would be made of zeros', () => {
  for (const nmt of [[], [NMT]]) {
    const { reconciliation, regions, tree } = run([map('sizes', 0, { residency: 'none' })], nmt);
    expect([reconciliation.ledger, reconciliation.map, regions, tree]).toEqual([null, null, [], null]);
    expect(reconciliation.doubts[0]).toBe(
      'The only memory map (pmap) prints sizes, not what is resident: no ledger can rest on it. Take pmap -X 7 or /proc/7/smaps.',
    );
    expect(reconciliation.nmt?.artifactId).toBe(nmt[0]?.artifactId);
  }
});

test('beside a map that shows residency it is left aside without a word', () => {
  const { reconciliation } = run([map('sizes', 0, { residency: 'none' }), map('full', 50, { source: 'smaps' })]);
  expect(reconciliation.map?.artifactId).toBe('full');
  expect(reconciliation.ledger?.rssBytes).toBe(100 * KB);
  expect(reconciliation.doubts).toEqual([]);
});

test('proportional shares give a ledger, and say so', () => {
  const { reconciliation } = run([map('busybox', 40, { source: 'pmap-x', residency: 'pss' })]);
  expect(reconciliation.ledger?.rssBytes).toBe(80 * KB);
  expect(reconciliation.doubts).toEqual([expect.stringContaining('prints proportional shares (PSS), not RSS')]);
});

import { expect, test } from 'vitest';
import type { NmtRange } from '@/lib/model/nmt';
import { reconcile } from './reconcile';
import { chanceFrom, makeFacts, makeReport, makeRow, shuffle, upTo } from './testing/address-space';

const KB = 1024;
const ROWS = 100_000;
const RANGES = 20_000;

test('100,000 mappings and 20,000 ranges in any order balance in one sweep', () => {
  const chance = chanceFrom(7);
  let at = 0x7f0000000000n;
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const sizeKb = 4 * (1 + upTo(chance, 40));
    const start = at + BigInt(upTo(chance, 2) * 4 * KB);
    at = start + BigInt(sizeKb * KB);
    return makeRow(i + 1, start, at, 4 * upTo(chance, sizeKb / 4) * KB);
  });
  const first = rows[0]?.start ?? 0n;
  const step = (at - first) / BigInt(RANGES) / 4096n;
  const ranges = Array.from({ length: RANGES }, (_, i): NmtRange => {
    const start = first + BigInt(i) * step * 4096n;
    const end = start + (step / 2n) * 4096n;
    const sizeBytes = Number(end - start);
    const category = i === 0 ? 'Java Heap' : 'GC';
    return {
      start,
      end,
      line: ROWS + i,
      lastLine: ROWS + i,
      category,
      sizeBytes,
      committedBytes: sizeBytes,
      committed: [{ start, end, line: ROWS + i }],
      frames: [],
    };
  });
  const { reconciliation, regions, tree } = reconcile(makeFacts(shuffle(rows, chance), makeReport(shuffle(ranges, chance), 0)));
  const rss = rows.reduce((bytes, row) => bytes + row.rssBytes, 0);
  expect(reconciliation.ledger?.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)).toBe(rss);
  expect(regions.reduce((bytes, region) => bytes + region.residentBytes.best, 0)).toBe(rss);
  expect(regions.reduce((bytes, region) => bytes + region.sizeBytes, 0)).toBe(rows.reduce((bytes, row) => bytes + row.sizeBytes, 0));
  expect(regions.length).toBeGreaterThan(ROWS + RANGES);
  expect(tree?.residentBytes).toBe(rss);
});

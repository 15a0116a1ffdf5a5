import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import type { NmtSheetCategory, NmtSheetRange } from '@/lib/model/nmt-sheet';
import { explainAmount, explainMalloc, explainRange, explainResident } from './explain';

const lines = { artifactId: 'nmt', firstLine: 5, lastLine: 9 };
const threads: NmtSheetCategory = {
  key: 'nmt-thread',
  name: 'Thread',
  lines,
  reservedBytes: 1_100 * KIB,
  committedBytes: 300 * KIB,
  mmap: { reservedBytes: 1_024 * KIB, committedBytes: 224 * KIB },
  residentBytes: { min: 100 * KIB, best: 140 * KIB, max: 160 * KIB },
  mallocBytes: 60 * KIB,
  mallocCount: 12,
  arenaBytes: 15 * KIB,
  arenaCount: 3,
  threadCount: 2,
  classCount: null,
  meaning: '',
};
const range = (start: string, best: number, category = 'Thread Stack'): NmtSheetRange => ({
  lines,
  start,
  end: '0x9',
  category,
  sizeBytes: 512 * KIB,
  committedBytes: 112 * KIB,
  residentBytes: { min: best, best, max: best },
  region: null,
});
const sum = (inputs: readonly { bytes?: number }[]) => inputs.reduce((bytes, input) => bytes + (input.bytes ?? 0), 0);

test('the parts of every figure add up to it, and each leads to its lines', () => {
  const ranges = [...Array.from({ length: 7 }, (_, i) => range(`0x${i}`, (i + 1) * KIB)), range('0xa', 99 * KIB, 'GC')];
  for (const how of [
    explainMalloc(threads),
    explainAmount(threads, 'reserved'),
    explainAmount(threads, 'committed'),
    explainResident(threads, ranges),
    explainResident(threads, []),
  ]) {
    expect(how && sum(how.inputs)).toBe(how?.bytes);
    expect(how?.inputs.some((input) => (input.lines?.length ?? 0) > 0)).toBe(true);
  }
  expect(explainResident(threads, ranges)?.inputs.map(({ label }) => label)).toEqual([
    '0x6',
    '0x5',
    '0x4',
    '0x3',
    '0x2',
    'the other ranges',
  ]);
  expect(explainResident(threads, ranges)?.note).toContain('Between 100 and 160 KiB');
  expect(explainAmount(threads, 'committed').inputs.at(-1)).toEqual({ label: 'tracking overhead and rounding', bytes: KIB });
});

test('without a map nothing is resident, and nothing is claimed', () => {
  expect(explainResident({ ...threads, residentBytes: null }, [])).toBeNull();
  expect(explainRange({ ...range('0x1', 0), residentBytes: null })).toBeNull();
  expect(explainRange(range('0x1', 4 * KIB))).toMatchObject({ bytes: 4 * KIB, note: expect.stringMatching(/^Exact/) });
});

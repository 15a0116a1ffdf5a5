import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { explainRegion } from './explain';

const region = {
  start: '0x7f40',
  artifactId: 'map',
  line: 12,
  rssBytes: 100 * KIB,
  sizeBytes: 128 * KIB,
  residentBytes: { min: 100 * KIB, best: 100 * KIB, max: 100 * KIB },
  nmt: null,
};

test('a row of its own is read; a share is told with its bounds', () => {
  expect(explainRegion(region)).toMatchObject({ formula: '', bytes: 100 * KIB, note: 'The row is this region alone.' });
  const part = explainRegion({
    ...region,
    sizeBytes: 64 * KIB,
    residentBytes: { min: 20 * KIB, best: 44 * KIB, max: 64 * KIB },
    nmt: { artifactId: 'nmt', line: 7 },
  });
  expect(part.formula).toMatch(/^its share of the row/);
  expect(part.note).toContain('between 20 KiB, were the rest of it resident, and 64 KiB');
  expect(part.inputs.map(({ bytes, lines }) => [(bytes ?? 0) / KIB, lines?.[0]?.firstLine])).toEqual([
    [100, 12],
    [64, 7],
  ]);
});

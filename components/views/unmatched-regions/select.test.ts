import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { ariaSort, nextSort, residentShare, selectRows } from './select';

const regions = seedView().analysis.snapshots[0]!.unmatched.regions;
const starts = (sort: Parameters<typeof selectRows>[1]) => selectRows(regions, sort).map((region) => region.start);

test('the largest residency comes first', () => {
  expect(starts({ column: 'rss', descending: true }).slice(0, 3)).toEqual(['0x120a000', '0x7fd5803cf000', '0x7fd08c836000']);
});

test('addresses sort as numbers, not as text', () => {
  const some = [...regions, { ...regions[0]!, start: '0xffffffffff600000' }];
  expect(selectRows(some, { column: 'start', descending: false }).map((region) => region.start)).toEqual([
    '0x120a000',
    '0x7fd0612b1000',
    '0x7fd08c836000',
    '0x7fd0d9b35000',
    '0x7fd0e2fe2000',
    '0x7fd5803cf000',
    '0xffffffffff600000',
  ]);
});

test('ties stay in address order both ways', () => {
  const full = ['0x7fd0612b1000', '0x7fd08c836000', '0x7fd0d9b35000', '0x7fd0e2fe2000'];
  expect(starts({ column: 'share', descending: true }).slice(0, 4)).toEqual(full);
  expect(starts({ column: 'share', descending: false }).slice(-4)).toEqual(full);
});

test('sorting leaves the list it was given alone', () => {
  const before = regions.map((region) => region.start);
  selectRows(regions, { column: 'size', descending: false });
  expect(regions.map((region) => region.start)).toEqual(before);
});

test('a head is clicked: figures fall, names and addresses rise, again turns round', () => {
  const start = { column: 'rss', descending: true } as const;
  expect(nextSort(start, 'size')).toEqual({ column: 'size', descending: true });
  expect(nextSort(start, 'kind')).toEqual({ column: 'kind', descending: false });
  expect(nextSort(start, 'rss')).toEqual({ column: 'rss', descending: false });
  expect(ariaSort(start, 'rss')).toBe('descending');
  expect(ariaSort(start, 'size')).toBe('none');
});

test('an empty region has no share', () => {
  expect(residentShare({ ...regions[0]!, sizeBytes: 0 })).toBe(0);
});

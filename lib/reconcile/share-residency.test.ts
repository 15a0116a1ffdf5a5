import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { cutRows } from './cut-rows';
import { nameByRecord } from './name-region';
import { divideBytes, shareRows } from './share-residency';
import { makeRow } from './testing/address-space';

test('whole KiB, the remainder to the largest, nothing lost', () => {
  // The heap row of the seed: H and H/512 share 61,078,708 KiB.
  expect(divideBytes(61_078_708 * 1024, [75_497_472 * 1024, 147_456 * 1024]).map((bytes) => bytes / 1024)).toEqual([60_959_646, 119_062]);
  expect(divideBytes(1024, [4096, 4096])).toEqual([1024, 0]);
  expect(divideBytes(10, [1, 2])).toEqual([3, 7]);
  expect(divideBytes(0, [0, 0])).toEqual([0, 0]);
});

test('exact beyond 2^53', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 30), fc.array(fc.integer({ min: 1, max: 2 ** 47 }), { minLength: 1, maxLength: 6 }), (kib, weights) => {
      const bytes = kib * 1024;
      const shares = divideBytes(bytes, weights);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(bytes);
      const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
      shares.forEach((share, i) => {
        const off = BigInt(share) * whole - BigInt(bytes) * BigInt(weights[i] ?? 0);
        expect(off < 1024n * whole && off > -1024n * whole).toBe(true);
      });
    }),
  );
});

/** What the best figures give a neighbour that the kernel merged with a heap above it, in KiB. */
function besideHeap(besideKib: number, heapKib: number, rssKib: number): Record<string, unknown> {
  const start = 0x7f53073f8000n;
  const middle = start + BigInt(besideKib * KIB);
  const end = middle + BigInt(heapKib * KIB);
  const pieces = cutRows(
    [makeRow(1, start, end, rssKib * KIB)],
    [{ start: middle, end: end + 0x10000000n, category: 'Java Heap', artifactId: 'nmt', line: 2 }],
  );
  nameByRecord(pieces, false);
  const [row] = shareRows(pieces);
  return Object.fromEntries(
    row?.overlaps.map(({ bucket, resident: { min, best, max } }) => [bucket, [min, best, max].map((b) => b / KIB)]) ?? [],
  );
}

test('a heap touched at the start leaves its neighbour what is over', () => {
  // A real process (parallel collector, no compressed oops): 148 KiB of the neighbour were resident, and every page of the heap.
  expect(besideHeap(8_224, 614_400, 614_548)).toEqual({ anonymous: [148, 148, 8_224], 'java-heap': [606_324, 614_400, 614_400] });
  // A heap that cannot be resident as a whole shares as everything does.
  expect(besideHeap(8_224, 614_400, 311_312)).toEqual({ anonymous: [0, 4_112, 8_224], 'java-heap': [303_088, 307_200, 311_312] });
  // Beside much other memory, the coincidence says nothing.
  expect(besideHeap(307_200, 614_400, 700_000).anonymous).toEqual([85_600, 233_333, 307_200]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divideBytes } from './share-residency';

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

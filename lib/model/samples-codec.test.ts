import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SampleColumns } from './profile-samples';
import { decodeSamples, encodeSamples } from './samples-codec';

const anyThread = fc.record({
  comm: fc.string({ unit: 'grapheme', maxLength: 16 }),
  pid: fc.option(fc.nat(2 ** 22), { nil: null }),
  tid: fc.option(fc.nat(2 ** 22), { nil: null }),
});

const column = (rows: number, value: fc.Arbitrary<number>) =>
  fc.option(
    fc.array(value, { minLength: rows, maxLength: rows }).map((values) => Float64Array.from(values)),
    { nil: null },
  );

const anyRows: fc.Arbitrary<SampleColumns> = fc
  .tuple(fc.array(anyThread, { minLength: 1, maxLength: 300 }), fc.nat(60), fc.boolean())
  .chain(([threads, rows, ascending]) =>
    fc.record({
      each: fc.constantFrom('sample' as const, 'stack' as const),
      threads: fc.constant(threads),
      node: fc.array(fc.nat(5_000_000), { minLength: rows, maxLength: rows }).map((values) => Uint32Array.from(values)),
      thread: fc.array(fc.nat(threads.length - 1), { minLength: rows, maxLength: rows }).map((values) => Uint32Array.from(values)),
      timeNs: column(rows, fc.nat(2 ** 50)).map((times) => (ascending && times ? times.toSorted() : times)),
      startNs: fc.option(fc.double({ min: 0, max: 1e17, noNaN: true }).map(Math.abs), { nil: null }),
      weight: column(rows, fc.oneof(fc.nat(2 ** 40), fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs))),
      samples: column(rows, fc.nat(1_000)),
    }),
  );

test('all rows come back as they were', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      expect(decodeSamples(encodeSamples(rows))).toEqual(rows);
    }),
  );
});

test('times that ascend travel as steps: two bytes where the clock itself takes four', () => {
  const count = 1_000;
  const rows: SampleColumns = {
    each: 'sample',
    threads: [{ comm: 'java', pid: 1, tid: 2 }],
    node: new Uint32Array(count),
    thread: new Uint32Array(count),
    timeNs: Float64Array.from({ length: count }, (_, row) => row * 20_000_000 + (row % 7) * 1_000),
    startNs: 5e15,
    weight: null,
    samples: null,
  };
  const ascending = encodeSamples(rows).length;
  const shuffled = encodeSamples({ ...rows, timeNs: rows.timeNs?.toReversed() ?? null }).length;
  expect(ascending).toBeGreaterThan(count * 4);
  expect(ascending).toBeLessThan(count * 5);
  expect(shuffled).toBeGreaterThan(count * 6);
});

test('bytes that are no samples are refused, wherever they are broken', () => {
  const good = encodeSamples({
    each: 'sample',
    threads: [{ comm: 'java', pid: null, tid: 2 }],
    node: Uint32Array.of(3, 4),
    thread: Uint32Array.of(0, 0),
    timeNs: Float64Array.of(0, 5),
    startNs: 1,
    weight: null,
    samples: null,
  });
  for (let end = 0; end < good.length - 7; end++) expect(() => decodeSamples(good.slice(0, end))).toThrow(/no samples/);
  for (let at = 0; at < good.length; at++) {
    const bad = good.slice();
    bad[at] = (bad[at] ?? 0) ^ 0x5a;
    try {
      expect(decodeSamples(bad).node).toHaveLength(2);
    } catch (error) {
      expect(String(error)).toMatch(/no samples/);
    }
  }
});

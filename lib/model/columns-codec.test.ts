import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallFrames } from './call-columns';
import { ColumnBuilder } from './column-builder';
import { decodeColumns, encodeColumns } from './columns-codec';
import { packColumn, unpackColumn } from './packed-column';
import type { FrameType } from './profile';

const TYPES: FrameType[] = ['java', 'native', 'vm', 'kernel', 'thread', 'unknown'];

/** Any names, types, libraries and lines; the root first. */
const anyFrames = fc
  .array(
    fc.record({
      name: fc.string({ unit: 'grapheme' }),
      type: fc.constantFrom(...TYPES),
      dso: fc.option(fc.constantFrom('libz.so.1', 'libc.so.6', 'a "quoted" 库'), { nil: null }),
      line: fc.nat(2 ** 31),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map(
    (rows): CallFrames => ({
      names: ['all', ...rows.map((row) => row.name)],
      types: ['unknown', ...rows.map((row) => row.type)],
      dsos: [null, ...rows.map((row) => row.dso)],
      firstLine: Uint32Array.of(0, ...rows.map((row) => row.line)),
      lastLine: Uint32Array.of(0, ...rows.map((row) => row.line + 3)),
    }),
  );

const anyTree = anyFrames.chain((frames) =>
  fc
    .array(
      fc.record({
        path: fc.array(fc.integer({ min: 1, max: frames.names.length - 1 }), { maxLength: 30 }),
        weight: fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 40 }), fc.double({ min: 0, max: 1e9, noNaN: true })),
      }),
      { maxLength: 40 },
    )
    .map((stacks) => {
      const builder = new ColumnBuilder();
      for (const { path, weight } of stacks)
        builder.add(
          path.reduce((node, frame) => builder.child(node, frame), 0),
          weight,
        );
      return { tree: builder.finish(frames), stacks };
    }),
);

test('every tree comes back as it was, totals and all', () => {
  fc.assert(
    fc.property(anyTree, ({ tree }) => {
      expect(decodeColumns(encodeColumns(tree))).toEqual(tree);
    }),
  );
});

test('a tree holds every stack once: total = self + totals of the children, children heaviest first', () => {
  fc.assert(
    fc.property(anyTree, ({ tree, stacks }) => {
      const sum = stacks.reduce((whole, { weight }) => whole + weight, 0);
      expect(tree.total[0]).toBeCloseTo(sum, 3);
      for (let node = 0; node < tree.frame.length; node++) {
        let below = tree.self[node]!;
        let before = Number.POSITIVE_INFINITY;
        for (let child = node + 1; child < tree.end[node]!; child = tree.end[child]!) {
          expect(tree.parent[child]).toBe(node);
          expect(tree.total[child]!).toBeLessThanOrEqual(before);
          before = tree.total[child]!;
          below += before;
        }
        expect(tree.total[node]!).toBeCloseTo(below, 3);
      }
    }),
  );
});

test('any column comes back, whatever its numbers', () => {
  const numbers = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 255 })),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.maxSafeNat())),
    fc.array(fc.integer({ min: 0, max: 2 ** 20 }).map((n) => n * 10_101_010)),
    fc.array(fc.double({ noNaN: true })),
  );
  fc.assert(
    fc.property(numbers, (values) => {
      expect([...unpackColumn(packColumn(values), new Float64Array(values.length))]).toEqual(values);
    }),
  );
});

test('equal periods cost a byte each, a few large numbers do not widen the rest', () => {
  expect(packColumn([10_101_010, 20_202_020, 0])).toMatchObject({ bytes: 1, scale: 10_101_010, exceptions: [] });
  const values = Array.from({ length: 1_000 }, (_, i) => i % 100);
  expect(packColumn([...values, 7e12])).toMatchObject({ bytes: 1, exceptions: [7e12] });
});

test('bytes that are no tree are refused, never a hang or a wrong tree', () => {
  const builder = new ColumnBuilder();
  builder.add(builder.child(0, 1), 3);
  const frames: CallFrames = {
    names: ['all', 'a'],
    types: ['unknown', 'java'],
    dsos: [null, null],
    firstLine: Uint32Array.of(0, 1),
    lastLine: Uint32Array.of(0, 1),
  };
  const good = encodeColumns(builder.finish(frames));
  expect(() => decodeColumns(new Uint8Array())).toThrow('no call tree');
  expect(() => decodeColumns(good.slice(0, good.length - 20))).toThrow('no call tree');
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = good.slice();
      bytes[at] = bytes[at]! ^ change;
      try {
        decodeColumns(bytes);
      } catch (error) {
        expect((error as Error).message).toBe('These bytes are no call tree.');
      }
    }),
  );
});

import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldedOf, treeOf } from '@/components/profiles/testing/made-tree';
import type { CallColumns } from '../call-columns';
import { writeCollapsed } from './collapsed';
import { writePprof } from './pprof';
import { MessageWriter } from './protobuf';
import { EXPORT_FORMATS, exportFormats, fileStem } from './registry';
import { writeSpeedscope } from './speedscope';

// A reader of its own, after the documentation of the wire format alone.
type Fields = Map<number, (number | Uint8Array)[]>;

function readMessage(bytes: Uint8Array): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const list = fields.get(key >> 3) ?? [];
    fields.set(key >> 3, list);
    if ((key & 7) === 0) list.push(varint());
    else if ((key & 7) === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new Error('cut');
      list.push(bytes.subarray(at, at + length));
      at += length;
    } else throw new Error(`wire type ${key & 7}`);
  }
  return fields;
}

const numbers = (fields: Fields, field: number): number[] =>
  (fields.get(field) ?? []).flatMap((value) => {
    if (typeof value === 'number') return [value];
    const list: number[] = [];
    for (let at = 0; at < value.length; ) {
      let number = 0;
      let factor = 1;
      for (;;) {
        const byte = value[at++]!;
        number += (byte & 127) * factor;
        factor *= 128;
        if (byte < 128) break;
      }
      list.push(number);
    }
    return list;
  });
const messages = (fields: Fields, field: number): Fields[] => (fields.get(field) ?? []).map((value) => readMessage(value as Uint8Array));

/** A pprof file as what it says: its value type, and its stacks folded. */
function readPprof(bytes: Uint8Array) {
  const profile = readMessage(bytes);
  const texts = (profile.get(6) ?? []).map((value) => new TextDecoder().decode(value as Uint8Array));
  const [valueType] = messages(profile, 1);
  const functions = new Map(messages(profile, 5).map((fields) => [numbers(fields, 1)[0], texts[numbers(fields, 2)[0]!]]));
  const mappings = new Map(messages(profile, 3).map((fields) => [numbers(fields, 1)[0], texts[numbers(fields, 5)[0]!]]));
  const locations = new Map(
    messages(profile, 4).map((fields) => [
      numbers(fields, 1)[0],
      { name: functions.get(numbers(messages(fields, 4)[0]!, 1)[0]), dso: mappings.get(numbers(fields, 2)[0]) ?? null },
    ]),
  );
  const stacks = messages(profile, 2).map((sample) => ({
    frames: numbers(sample, 1).map((id) => locations.get(id)!),
    values: numbers(sample, 2),
  }));
  const folded = stacks.map(
    ({ frames, values }) =>
      `${frames
        .map((frame) => frame.name)
        .toReversed()
        .join(';')} ${values.join()}`,
  );
  return {
    texts,
    type: `${texts[numbers(valueType!, 1)[0]!]} ${texts[numbers(valueType!, 2)[0]!]}`,
    defaultType: texts[numbers(profile, 14)[0] ?? 0],
    dsos: new Set([...locations.values()].map((location) => location.dso)),
    folded,
  };
}

const joined = (chunks: Iterable<Uint8Array>) => new Uint8Array(Buffer.concat([...chunks]));
const tree = treeOf(`
  demo.Main.run;libz.so.1\`deflate;longest_match 60
  demo.Main.run;libz.so.1\`deflate 25000000000
  demo.Main.run;demo.Main.sum 14
`);

test('pprof: stacks leaf first, libraries as mappings, the unit as pprof calls it', () => {
  const read = readPprof(joined(writePprof(tree, { event: 'cpu', unit: 'ns' })));
  expect(read.folded).toEqual(foldedOf(tree));
  expect([read.type, read.defaultType, read.texts[0]]).toEqual(['cpu nanoseconds', 'cpu', '']);
  expect([...read.dsos]).toEqual([null, 'libz.so.1']);
  expect(readPprof(joined(writePprof(tree, { event: null, unit: 'unknown' }))).type).toBe('weight count');
});

test('pprof: fractions are counted in thousandths, and the unit says so', () => {
  const read = readPprof(joined(writePprof(treeOf('a;b 1.25\na 0.0004'), { event: 'cpu', unit: 'percent' })));
  expect([read.type, ...read.folded]).toEqual(['cpu 1/1000 percent', 'a;b 1250']);
});

const line = fc.tuple(
  fc.array(fc.constantFrom('a.B.c', 'd', 'libc.so.6`malloc', '库::分配'), { minLength: 1, maxLength: 8 }),
  fc.integer({ min: 1, max: 2 ** 48 }),
);
const anyTree = fc
  .array(line, { minLength: 1, maxLength: 20 })
  .map((lines) => treeOf(lines.map(([path, n]) => `${path.join(';')} ${n}`).join('\n')));
const text = (chunks: Iterable<string>) => [...chunks].join('');

function foldedOfSpeedscope(json: string): string[] {
  const { shared, profiles } = JSON.parse(json);
  const [{ samples, weights, endValue }] = profiles;
  expect(endValue).toBe(weights.reduce((sum: number, weight: number) => sum + weight, 0));
  return samples.map((path: number[], i: number) => `${path.map((frame) => shared.frames[frame].name).join(';')} ${weights[i]}`);
}

test('any tree comes back from every format as it was', () => {
  fc.assert(
    fc.property(anyTree, (any: CallColumns) => {
      expect(text(writeCollapsed(any)).trim().split('\n')).toEqual(foldedOf(any));
      expect(foldedOfSpeedscope(text(writeSpeedscope(any, { event: 'cpu', unit: 'ns' })))).toEqual(foldedOf(any));
      expect(readPprof(joined(writePprof(any, { event: 'cpu', unit: 'ns' }))).folded).toEqual(foldedOf(any));
    }),
  );
});

test('a large tree is written in pieces', () => {
  const wide = treeOf(Array.from({ length: 8_000 }, (_, i) => `main;some.package.Class${i}.method ${i + 1}`).join('\n'));
  for (const name of EXPORT_FORMATS) {
    const pieces = [...exportFormats[name].write(wide, { event: 'cpu', unit: 'samples' })];
    expect(pieces.length, name).toBeGreaterThan(1);
  }
  expect(readPprof(joined(writePprof(wide, { event: 'cpu', unit: 'samples' }))).folded).toEqual(foldedOf(wide));
});

test('names cannot break a line or a stack of folded text', () => {
  const hostile = treeOf('Ljava/util/X;y 1');
  const named = { ...hostile, frames: { ...hostile.frames, names: ['all', 'a;b\nc', 'd\re'] } };
  expect(text(writeCollapsed(named))).toBe('a:b c;d e 1\n');
});

test('the largest number and the empty profile', () => {
  expect(numbers(readMessage(new MessageWriter().number(3, 2 ** 53 - 1).bytes), 3)).toEqual([2 ** 53 - 1]);
  expect(numbers(readMessage(new MessageWriter().numbers(3, [0, 127, 128, 2 ** 40]).bytes), 3)).toEqual([0, 127, 128, 2 ** 40]);
  const empty = treeOf('a 0');
  expect([text(writeCollapsed(empty)), foldedOfSpeedscope(text(writeSpeedscope(empty, { event: null, unit: 'ns' })))]).toEqual(['', []]);
  expect(readPprof(joined(writePprof(empty, { event: null, unit: 'ns' }))).folded).toEqual([]);
  expect(gzipSync(joined(writePprof(empty, { event: null, unit: 'ns' }))).length).toBeGreaterThan(20);
});

test('a name for a file', () => {
  expect([fileStem('cpu-clock:ppp'), fileStem(null), fileStem('../../x')]).toEqual(['cpu-clock_ppp', 'profile', '.._.._x']);
});

import { expect, test } from 'vitest';
import { readStatedFigures } from './stated-figures';

const read = (text: string) =>
  readStatedFigures(text, 3).map(({ text: written, of, binary }) => `${written} ${of}${binary ? ' binary' : ''}`);

test('what an amount is of stands before it', () => {
  expect(read('发现RES内存(86.7G) > XMX(72G) + 堆外内存(10G)')).toEqual(['86.7G rss', '72G other', '10G other']);
  expect(read('top shows RSS 12.5 GB, the limit is 16 GiB')).toEqual(['12.5 GB rss', '16 GiB other binary']);
  expect(readStatedFigures('VmRSS was 700M', 7)).toEqual([{ line: 7, text: '700M', value: 700, unit: 'M', binary: false, of: 'rss' }]);
});

test('versions, identifiers, addresses and thousands are no amounts', () => {
  for (const text of ['jdk-17.0.2G1', '0x7fd67G', 'x86G', '-Xmx72G', '1,048G', '5 Gbit', '12 MHz', ''])
    expect(read(text), text).toEqual([]);
});

test('hostile lines take no time', () => {
  expect(readStatedFigures('9'.repeat(4_000), 1)).toEqual([]);
  expect(readStatedFigures('1G '.repeat(1_300), 1)).toHaveLength(20);
  expect(readStatedFigures(`RSS ${'1 '.repeat(1_000_000)}`, 1)).toEqual([]);
});

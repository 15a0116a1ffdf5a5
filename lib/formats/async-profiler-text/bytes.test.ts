import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCuts, expectSameAs, testBytes } from '../testing/expect-same';
import { toLines } from '../testing/read-artifact';
import { asyncProfilerText } from '.';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const fixtures = readdirSync(FIXTURES).map((name) => readFileSync(join(FIXTURES, name), 'utf8'));

const expectSame = expectSameAs(asyncProfilerText);

testBytes(asyncProfilerText, fixtures, 'samples/async-profiler-text', /\.txt$/);

const NAMES = [
  'deflate',
  'java.util.zip.Deflater.deflate_[j]',
  'entry_SYSCALL_64_[k]',
  'byte[]_[k]',
  'java.lang.Thread.run',
  'größe',
  'std::vector<int, x>::push_back',
  'see https://example.org',
  'https://example.org',
  'a&lt;b',
  'vtable stub',
  'trailing ',
];
const OTHERS = [
  '',
  '',
  '...',
  'prose about it',
  'Total samples : 12',
  '          ns  percent  samples  top',
  '  120  12.00%  3  deflate',
  '  [x] no',
];
const HEADS = [
  '--- 3354630104 ns (46.88%), 335 samples',
  '--- 10000000 ns (1.00%), 1 sample',
  '--- 4096 bytes (1.00%), 1 sample',
  'Samples: 679, Counter: 6790000000 (98.84%)',
];
const frame = (index: number, name: string, form: number) =>
  form === 0 ? `  [${String(index).padStart(2)}] ${name}` : form === 1 ? `[${index}] ${name}` : `[ ${index}]  ${name}`;
const anyTrace = fc
  .tuple(
    fc.constantFrom(...HEADS),
    fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(0, 0, 0, 1, 2), fc.constantFrom(0, 0, 0, 0, 0, 1, -1)), { maxLength: 14 }),
  )
  .map(([head, rows]) => [head, ...rows.map(([name, form, skip], i) => frame(Math.max(0, i + skip), name, form)), '']);
const anyText = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: anyTrace },
      { weight: 1, arbitrary: fc.constantFrom(...OTHERS).map((line) => [line]) },
      { weight: 1, arbitrary: fc.constantFrom(...NAMES).map((name) => [frame(3, name, 0)]) },
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.flat());

test('whatever the lines are, both ways give the same', () => {
  let lines = 0;
  let taken = 0;
  fc.assert(
    fc.property(anyText, anyCuts, (rows, cuts) => {
      lines += rows.length;
      taken += expectSame(rows.join('\n'), cuts);
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(lines * 0.4);
});

test('a line that can be judged by its bytes is what it is as text', () => {
  const texts = [...fc.sample(anyText, 200).flat(), ...fixtures.flatMap(toLines)];
  let judged = 0;
  for (const text of texts) {
    const bytes = new TextEncoder().encode(`${text}\n`);
    const end = asyncProfilerText.skim?.(bytes, 0, bytes.length) ?? 0;
    if (end === 0) continue;
    judged++;
    expect([text, end, asyncProfilerText.classify(text)]).toEqual([text, bytes.length - 1, 'strong']);
  }
  expect(judged).toBeGreaterThan(texts.length * 0.3);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCuts, expectSameAs, testBytes } from '../testing/expect-same';
import { toLines } from '../testing/read-artifact';
import { folded } from '.';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const fixtures = readdirSync(FIXTURES).map((name) => readFileSync(join(FIXTURES, name), 'utf8'));

const expectSame = expectSameAs(folded);

testBytes(folded, fixtures, 'samples/collapsed', /\.(?:txt|folded|collapsed)$/);

const FRAMES = [
  'java/lang/Thread.run',
  'java/util/zip/Deflater.deflate_[j]',
  'longest_match_[k]',
  'entry_SYSCALL_64_after_hwframe',
  'do_syscall_64',
  'vfs_write',
  '[worker-1 tid=7]',
  'start_thread',
  'std::vector<int, x>::push_back',
  'core::array::<impl Default for [T; _]>::default',
  'größe',
  '-',
  '--',
  '',
  'deflateInit2_<0000000000005a10>',
  'Foo.lambda$0',
  'with blank 3',
  'x=y',
  '&lt;init&gt;',
  'a&b',
  '12',
  'HashMap$Node_[i]',
];
const VALUES = ['1', '20', '0', '12345678901234567890', '3 4', '1.5', '', 'x', '7 '];
const anyLine = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.array(fc.constantFrom(...FRAMES), { minLength: 1, maxLength: 6 }), fc.constantFrom(...VALUES))
      .map(([frames, value]) => `${frames.join(';')} ${value}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '# a comment', '// another', '  a;b 3', 'a;b\t3', ';a 3', 'a; 3', '3') },
);

test('whatever the lines are, both ways give the same', () => {
  let lines = 0;
  let taken = 0;
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 60 }), anyCuts, (rows, cuts) => {
      lines += rows.length;
      taken += expectSame(rows.join('\n'), cuts);
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(lines * 0.05);
});

test('a line that can be judged by its bytes is what it is as text', () => {
  const made = fc.sample(anyLine, 2_000);
  const texts = [...made, ...fixtures.flatMap(toLines), 'swapper;x/perf 12', 'perf;main 12', '12;a;b 3', 'a;b. 3', 'a;b;c 3'];
  let judged = 0;
  for (const text of texts) {
    const bytes = new TextEncoder().encode(`${text}\n`);
    const end = folded.skim?.(bytes, 0, bytes.length) ?? 0;
    if (end === 0) continue;
    judged++;
    expect([text, end, folded.classify(text)]).toEqual([text, bytes.length - 1, 'strong']);
  }
  expect(judged).toBeGreaterThan(100);
  expect(folded.skim?.(new TextEncoder().encode('swapper;x/perf 12\n'), 0, 18)).toBe(0);
});

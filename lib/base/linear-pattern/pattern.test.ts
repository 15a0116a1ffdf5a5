import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern } from './pattern';

function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const compiled = compilePattern(pattern, { ignoreCase });
  if ('at' in compiled) throw new Error(compiled.text);
  return compiled.test(text);
}
const trouble = (pattern: string) => {
  const compiled = compilePattern(pattern);
  return 'at' in compiled ? `${compiled.at}: ${compiled.text}` : null;
};

// Patterns of everything that is supported, over few letters, so that texts match often.
const sign = fc.constantFrom('a', 'b', 'c', 'A', '_', ' ', '\\.', ':', 'é', '\\x61', '\\u0062', '\\t', '{', '}', ']', '-', '\\/');
const member = fc.constantFrom('a', 'b-c', 'A-Z', '\\d', '\\W', '_', '\\]', '\\b', '.', 'é', '^', '\\-');
const set = fc
  .tuple(fc.boolean(), fc.array(member, { maxLength: 3 }))
  .map(([not, members]) => `[${not ? '^' : ''}${members.filter((text, i) => i > 0 || text !== '^').join('')}]`);
const repeat = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{0}', '{1,}', '{1,2}', '{0,3}?');
const { pattern } = fc.letrec<{ pattern: string; sequence: string; part: string }>((tie) => ({
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|')),
  sequence: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('^', '$', '\\b', '\\B'),
    fc.tuple(fc.oneof(sign, set, fc.constantFrom('.', '\\w', '\\s', '\\D', '\\S')), repeat).map((pair) => pair.join('')),
    fc.tuple(fc.constantFrom('(', '(?:'), tie('pattern'), repeat).map(([open, inner, times]) => `${open}${inner})${times}`),
  ),
}));
const words = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', '_', ' ', '.', ':', 'é', 'É', '\t', '\n', '{', '}', ']', '-', '/', '7'),
  maxLength: 12,
});

test('it agrees with RegExp on whatever it accepts', () => {
  let accepted = 0;
  fc.assert(
    fc.property(pattern, fc.array(words, { maxLength: 6 }), fc.boolean(), (text, texts, ignoreCase) => {
      const compiled = compilePattern(text, { ignoreCase });
      if ('at' in compiled) return;
      accepted++;
      const native = new RegExp(text, ignoreCase ? 'i' : '');
      for (const word of texts) expect(compiled.test(word), `${text} on ${JSON.stringify(word)}`).toBe(native.test(word));
    }),
    { numRuns: 3_000 },
  );
  expect(accepted).toBeGreaterThan(2_000);
});

test('any text is a pattern or says why not, and what RegExp refuses is refused', () => {
  const typed = fc.string({ unit: fc.constantFrom(...'ab\\()[]{}*+?|^$.-,:=!<19kpdx '), maxLength: 10 });
  fc.assert(
    fc.property(typed, words, (text, word) => {
      const compiled = compilePattern(text);
      if ('at' in compiled) {
        expect(compiled.at).toBeLessThanOrEqual(text.length);
        expect(compiled.text).not.toBe('');
      } else expect(compiled.test(word), `${text} on ${JSON.stringify(word)}`).toBe(new RegExp(text).test(word));
    }),
    { numRuns: 5_000 },
  );
});

test('names of frames', () => {
  expect(matches('^java.*Deflater', 'java.util.zip.Deflater.deflate')).toBe(true);
  expect(matches('deflate(_slow|_fast)?$', 'libz.so deflate_slow')).toBe(true);
  expect(matches('\\bdeflate\\b', 'deflate_slow')).toBe(false);
  expect(matches('std::.*<[A-Z]', 'std::vector<int>', true)).toBe(true);
  expect(matches('std::.*<[A-Z]', 'std::vector<int>')).toBe(false);
  expect(matches('', 'anything')).toBe(true);
});

test('what cannot be followed in one pass is refused, with its place', () => {
  expect(trouble('a(?=b)')).toBe('1: Looking ahead (?=…) is not supported here: it cannot be followed in one pass.');
  expect(trouble('(?<!b)')).toContain('Looking behind (?<!…)');
  expect(trouble('(?<name>b)')).toContain('A group with a name');
  expect(trouble('(a)\\1')).toBe('3: Going back to a group (\\1) is not supported here: it cannot be followed in one pass.');
  expect(trouble('\\p{L}')).toBe('0: \\p is not supported here.');
  expect(trouble('(a')).toBe('0: This ( is not closed. Write \\( for the sign itself.');
  expect(trouble('a)')).toContain('closes no group');
  expect(trouble('[a')).toContain('is not closed');
  expect(trouble('*a')).toContain('nothing before this *');
  expect(trouble('a{3,1}')).toContain('larger number');
  expect(trouble('(((a{100}){100}){100})')).toContain('repeats too much');
  expect(trouble('('.repeat(300))).toContain('deep');
  expect(trouble('a'.repeat(501))).toContain('At most 500');
});

test('what makes RegExp run for ever ends here', () => {
  const text = `${'a'.repeat(100_000)}!`;
  for (const hostile of ['(a+)+$', '^(a|a)*$', '(a|aa)+$', '(.*)*b$', '(a?){100}a{100}b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*a){12}b'])
    expect(matches(hostile, text), hostile).toBe(false);
});

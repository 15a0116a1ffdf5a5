import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markTerms } from './mark-terms';

const marked = (text: string) => markTerms(text).flatMap(({ text, term }) => (term ? [`${text}=${term}`] : []));

test('a word is marked once, in its plural and by its other name', () => {
  expect(marked('23 arena heaps and the brk heap: arena heaps are full.')).toEqual(['arena heaps=arena-heap', 'brk heap=main-arena']);
  expect(marked('Rss is not RSS twice.')).toEqual(['Rss=rss']);
});

test('the longest word wins', () => {
  expect(marked('Outside every NMT range. NMT malloc explains it.')).toEqual(['NMT range=nmt-range', 'NMT malloc=nmt-malloc']);
});

test('commands, paths, flags and parts of words stay as they are', () => {
  expect(
    marked('jcmd 1 VM.native_memory; -XX:NativeMemoryTracking=detail; call malloc_trim(0) or malloc(1), /proc/1/nmt, nmt.txt'),
  ).toEqual([]);
  expect(marked('trimmed, residential, retained-share')).toEqual([]);
});

test('what was marked before is not marked again', () => {
  const known = new Set<'nmt'>(['nmt']);
  expect(markTerms('NMT counts malloc.', known as never).map(({ term }) => term)).toEqual([null, 'malloc', null]);
});

test('the runs are the text', () => {
  const words = fc.constantFrom('NMT', 'NMT range', ' ', '.', 'malloc', 'mallocs', '-', 'RSS', 'x', '/', '**');
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
      const text = parts.join('');
      expect(
        markTerms(text)
          .map((run) => run.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

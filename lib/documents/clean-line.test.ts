import { expect, test } from 'vitest';
import { countEntities, decodeEntities, straightenMarks, stripInvisible, stripQuote, stripTags } from './clean-line';

test('colours, window titles and zero-width characters go, every blank becomes one', () => {
  expect(stripInvisible('\x1b[01;31mRSS\x1b[0m \x1b]0;app@node\x07x\x1b(B')).toBe('RSS x');
  expect(stripInvisible('\ufeff[\u00a0anon\u3000]\u200b\u00ad')).toBe('[ anon ]');
  expect(stripInvisible('a\tb  c')).toBe('a\tb  c');
  // An escape that never ends takes nothing with it.
  expect(stripInvisible('\x1b]0;00007f4098000000 4')).toBe('0;00007f4098000000 4');
});

test('entities are decoded once', () => {
  expect(decodeEntities('AbstractCounter&lt;unsigned&nbsp;long&gt;* &amp;lt; &quot;x&quot; &#39;')).toBe(
    'AbstractCounter<unsigned long>* &lt; "x" \'',
  );
  expect(countEntities('a &lt; b &amp;&amp; c')).toBe(3);
  expect(countEntities('a & b; &nothing;')).toBe(0);
});

test('full-width punctuation and typographic quotes become ASCII, text does not', () => {
  expect(straightenMarks('Ｔotal：　reserved＝８KB，（mmap）“a” 【x】—')).toBe('Total:　reserved=8KB,(mmap)"a" [x]-');
  expect(straightenMarks('堆外内存。')).toBe('堆外内存。');
});

test('tags at the borders of a line go; those of Java and C++ stay', () => {
  expect(stripTags('<pre><code class="language-text">10616:')).toBe('10616:');
  expect(stripTags('row</code></pre>')).toBe('row');
  expect(stripTags('<details><summary>NMT</summary>')).toBe('NMT');
  expect(stripTags('java.util.ArrayList.<init>;List<p> 3')).toBe('java.util.ArrayList.<init>;List<p> 3');
});

test('quote marks', () => {
  expect(stripQuote('> > row')).toBe('row');
  expect(stripQuote('>>row')).toBe('row');
  expect(stripQuote('|   row')).toBe('  row');
  expect(stripQuote('|--50%-- foo')).toBe('|--50%-- foo');
  expect(stripQuote('a > b')).toBe('a > b');
});

test('lines of 1 MiB are cleaned in linear time', () => {
  // A quadratic pattern needs hours for one of these; the test's own time limit is the assertion.
  for (const unit of ['\x1b]', '\x1b[1', '\x1b', '<p>', '</pre>', '<pre ', '&lt', '> ', '| ', ' ', '（']) {
    for (const text of [unit.repeat(2 ** 19), `${unit.repeat(2 ** 19)}x`, `x${unit.repeat(2 ** 19)}`]) {
      for (const clean of [stripInvisible, decodeEntities, straightenMarks, stripTags, stripQuote])
        expect(clean(text).length).toBeLessThanOrEqual(text.length);
    }
  }
});

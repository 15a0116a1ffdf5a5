import { expect, test } from 'vitest';
import { decodeEntities, eventOfTitle, isPageLine, unitOfWord } from './page';

test.each([
  ['java/lang/Long.&lt;init&gt;', 'java/lang/Long.<init>'],
  ['a &amp; b &quot;c&quot; &#39;d&#x27; &apos;e&apos;', "a & b \"c\" 'd' 'e'"],
  // Once is enough: what was printed is &lt;.
  ['&amp;lt;', '&lt;'],
  ['&#0; &#xD800; &#x110000; &nope; &', '&#0; &#xD800; &#x110000; &nope; &'],
  ['&#128512;', '😀'],
])('entities of %s', (text, expected) => expect(decodeEntities(text)).toBe(expected));

test.each([
  ['<!DOCTYPE html>', true],
  ["<div id='hl'><span></span></div>", true],
  ["<p id='status'></p>", true],
  ['\tcanvas.width = canvasWidth', true],
  ['const U = undefined', true],
  ['</g>', true],
  [']]>', true],
  ['color: maxdiff >= 0 ? a(d) : b(c),', true],
  // What other texts are wrapped in parts them from their surroundings.
  ['<pre>', false],
  ['<p>', false],
  ['<div class="highlight">', false],
  ['</code></pre>', false],
  ['<br/>', false],
  ['We saw this,', false],
  ['java.lang.Thread.run', false],
])('%s is a line of a page: %s', (text, expected) => expect(isPageLine(text)).toBe(expected));

test.each([
  ['CPU profile', 'cpu'],
  ['Wall clock profile', 'wall'],
  ['Allocation profile (bytes)', 'alloc'],
  ['Live objects', 'live'],
  ['Native malloc profile', 'nativemem'],
  ['Lock profile', 'lock'],
  ['Page Fault Flame Graph', 'page-faults'],
  ['Off-CPU Time Flame Graph', 'off-cpu'],
  ['Flame Graph', null],
  ['Blocks', null],
])('title %s: %s', (title, event) => expect(eventOfTitle(title)).toBe(event));

test('units', () => {
  expect(['samples', 'bytes', 'ns', 'calls', 'ms', ''].map((word) => Object.values(unitOfWord(word)).join(' '))).toEqual([
    'samples ',
    'bytes ',
    'ns ',
    'count ',
    'unknown ms',
    'unknown ',
  ]);
});

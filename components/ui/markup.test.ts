import { expect, test } from 'vitest';
import { parseMarkup } from './markup';

test('bold runs are cut out, in order', () => {
  expect(parseMarkup('At least **16.13 GiB of 82.74 GiB** is outside **NMT**')).toEqual([
    { text: 'At least ', bold: false },
    { text: '16.13 GiB of 82.74 GiB', bold: true },
    { text: ' is outside ', bold: false },
    { text: 'NMT', bold: true },
  ]);
});

test('what is not closed stays as it is written', () => {
  expect(parseMarkup('2 ** 3 = 8')).toEqual([{ text: '2 ** 3 = 8', bold: false }]);
  expect(parseMarkup('')).toEqual([]);
  expect(parseMarkup('a****b')).toEqual([
    { text: 'a', bold: false },
    { text: 'b', bold: false },
  ]);
});

test('commands between backticks', () => {
  expect(parseMarkup('It is **so**. Next: `jcmd 7 VM.info | grep C-Heap`.')).toEqual([
    { text: 'It is ', bold: false },
    { text: 'so', bold: true },
    { text: '. Next: ', bold: false },
    { text: 'jcmd 7 VM.info | grep C-Heap', bold: false, code: true },
    { text: '.', bold: false },
  ]);
  expect(parseMarkup('a ` alone')).toEqual([{ text: 'a ` alone', bold: false }]);
});

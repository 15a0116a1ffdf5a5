import { expect, test } from 'vitest';
import { toCsv, toMarkdown, toTsv } from './table-text';

const TABLE = [
  ['name', 'bytes'],
  ['=HYPERLINK("http://x")', -5],
  ['a "b", c\nd', null],
  ['x|y\tz', 7],
];

test('no cell runs as a formula, numbers stay numbers', () => {
  expect(toCsv(TABLE)).toBe('name,bytes\r\n"\'=HYPERLINK(""http://x"")",-5\r\n"a ""b"", c\nd",\r\nx|y\tz,7\r\n');
  expect(toTsv(TABLE)).toBe('name\tbytes\n\'=HYPERLINK("http://x")\t-5\na "b", c d\t\nx|y z\t7\n');
});

test('Markdown keeps its columns', () => {
  expect(toMarkdown(TABLE)).toBe('| name | bytes |\n| --- | --- |\n| =HYPERLINK("http://x") | -5 |\n| a "b", c d |  |\n| x\\|y\tz | 7 |\n');
});

test.each(['+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1'])('%j is disarmed', (cell) => {
  expect(toCsv([[cell]])).toContain("'");
});

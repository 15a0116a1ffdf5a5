import { expect, test } from 'vitest';
import { logCuts, matchShape, prefixShape } from './log-prefix';

const ROW = '00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]';

test.each([
  '2024-03-01 12:00:07,123 INFO  [dump-1] c.e.Dump - ',
  '2024-03-01T12:00:07.123456789Z stdout F ',
  '2024-03-01T12:00:07+08:00 ',
  '[2024-03-01 12:00:07] ',
  '12:00:07.001 [main] WARN  demo - ',
  '12:00:07.001 [main] INFO  c.e.Dump -- ',
  'Mar  1 12:00:07 node-07 java[7]: ',
  '[OUT] ',
  '[INFO] ',
  'web_1  | ',
  '[3.123s][info][nmt] ',
  '[pod/app-6f7c/java] ',
  'ERROR: ',
  'billing-7c9f6d5b8-xk2lp app ',
  'billing-0 java-agent ',
])('the row behind "%s" is one of the rests', (prefix) => {
  const rests = logCuts(prefix + ROW).map((cut) => (prefix + ROW).slice(cut));
  expect(rests).toContain(ROW);
  expect(rests.length).toBeLessThanOrEqual(5);
  // The same prefix with other numbers and another level is found again.
  const later = prefix.replace(/\d/g, '9').replace('INFO  ', 'WARN ');
  expect((later + ROW).slice(matchShape(later + ROW, prefixShape(prefix)))).toBe(ROW);
});

test.each([
  ROW,
  '- Class (reserved=167037KB, committed=167037KB)',
  '[ 0] longest_match',
  '[0x00007fe98dff4000 - 0x00007fe98dffc000] reserved 32KB',
  'Total: reserved=1KB',
  'sentence: with colon',
  '7fd67300-7fd673a0 rw-p 00000000 00:00 0',
  'low-level code of the allocator',
])('no log: %s', (text) => {
  expect(logCuts(text)).toEqual([]);
});

test('a folded stack is not searched for prefixes', () => {
  const stack = '12:00:07 [main;java: run] - x 12';
  expect(logCuts(stack).every((cut) => cut <= stack.indexOf(';'))).toBe(true);
});

test('shapes do not fit other lines', () => {
  expect(matchShape('12:00:07 text', prefixShape('[OUT] '))).toBe(-1);
  expect(matchShape('', prefixShape('[OUT] '))).toBe(-1);
});

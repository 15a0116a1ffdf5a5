import { expect, test } from 'vitest';
import { isBoundary, isElision, looksDamaged } from './boundary';

test.each([
  '...',
  '  ....',
  '……',
  '(省略)',
  '（略）',
  '<snip>',
  '[snip]',
  '--- snip ---',
  '[...]',
  '... a lot of output omitted ...',
  '... 200 more lines ...',
  '<output truncated>',
  '此处省略 200 行',
  '中间略',
])('left out: %s', (text) => {
  expect(isElision(text)).toBe(true);
});

test.each([
  '',
  '-',
  '- Class (reserved=1KB, committed=1KB)',
  '(malloc=1KB #2)',
  'That is more than 3 lines can say',
  'cut -d: -f1 x',
  '以下是内存分布',
  '中间的内存更多',
])('nothing left out: %s', (text) => {
  expect(isElision(text)).toBe(false);
});

test('fences and headings', () => {
  expect(['```', '```text', '  ~~~', '# Summary', '### pmap'].every(isBoundary)).toBe(true);
  expect(['#1 frame', '`code`', 'text'].some(isBoundary)).toBe(false);
});

test('a damaged row begins like the row before it', () => {
  const row = '00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]';
  expect(looksDamaged('00007fd5c8000000 2654208 25371', row)).toBe(true);
  expect(looksDamaged('00007fd5c8', row)).toBe(true);
  expect(looksDamaged('java;foo;ba 1', 'java;foo;bar 12')).toBe(true);
  expect(looksDamaged('5. then', row)).toBe(false);
  expect(looksDamaged('0000000012 is where it begins again', row)).toBe(false);
  expect(looksDamaged('00007fd5c8000000 这一行 2', row)).toBe(false);
  expect(looksDamaged('deadbeef', row)).toBe(false);
});

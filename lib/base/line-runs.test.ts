import { expect, test } from 'vitest';
import { LineAccount } from './line-runs';

const show = (account: LineAccount) => account.runs.map(({ firstLine, lastLine, use }) => `${firstLine}-${lastLine} ${use}`);

test('lines of one use in a row are one run; a line is told of once', () => {
  const account = new LineAccount();
  account.add(1, 'used');
  account.addRun(2, 4, 'used');
  account.add(7, 'noise');
  expect(show(account)).toEqual(['1-4 used', '7-7 noise']);
  expect(account.count('used')).toBe(4);
  expect(() => account.add(7, 'used')).toThrow('already accounted for');
  expect(() => account.addRun(3, 9, 'used')).toThrow('already accounted for');
});

test('what is taken back can be told anew', () => {
  const account = new LineAccount();
  account.addRun(1, 4, 'used');
  account.addRun(5, 6, 'noise');
  expect(account.takeBack(3)).toEqual([
    { firstLine: 3, lastLine: 4, use: 'used' },
    { firstLine: 5, lastLine: 6, use: 'noise' },
  ]);
  expect(show(account)).toEqual(['1-2 used']);
  account.addRun(3, 6, 'warned');
  expect(show(account)).toEqual(['1-2 used', '3-6 warned']);
  expect(account.takeBack(7)).toEqual([]);
});

test('runs of another account follow, joined where they go on', () => {
  const account = new LineAccount();
  account.addRun(1, 2, 'used');
  account.append([
    { firstLine: 3, lastLine: 5, use: 'used' },
    { firstLine: 6, lastLine: 6, use: 'noise' },
  ]);
  expect(show(account)).toEqual(['1-5 used', '6-6 noise']);
  expect(() => account.append([{ firstLine: 6, lastLine: 8, use: 'used' }])).toThrow('already accounted for');
});

import { expect, test } from 'vitest';
import { PagedRows } from './paged-rows';

/** A list of numbers whose pages come when the test says so. */
function makeList(length: number) {
  const asked: { offset: number; limit: number; answer(): Promise<void>; fail(): Promise<void> }[] = [];
  const load = (offset: number, limit: number) =>
    new Promise<number[]>((resolve, reject) => {
      const settled = () => new Promise<void>((done) => setTimeout(done));
      asked.push({
        offset,
        limit,
        answer() {
          resolve(Array.from({ length: Math.min(limit, length - offset) }, (_, i) => offset + i));
          return settled();
        },
        fail() {
          reject(new Error('gone'));
          return settled();
        },
      });
    });
  return { asked, load };
}

test('only what is looked at is fetched, once', async () => {
  const { asked, load } = makeList(1_000);
  const rows = new PagedRows(load, { pageSize: 10 });
  rows.want(12, 18);
  rows.want(12, 19);
  expect(asked.map(({ offset }) => offset)).toEqual([10]);
  expect(rows.rowAt(15)).toBeUndefined();
  await asked[0]!.answer();
  expect(rows.rowAt(15)).toBe(15);
  rows.want(12, 19);
  expect(asked).toHaveLength(1);
});

test('a long drag of the scroll bar waits for two pages at most, then for where it ended', async () => {
  const { asked, load } = makeList(1_000);
  const rows = new PagedRows(load, { pageSize: 10 });
  for (let at = 0; at < 900; at += 30) rows.want(at, at + 5);
  expect(asked.map(({ offset }) => offset)).toEqual([0, 30]);
  await asked[0]!.answer();
  expect(asked.map(({ offset }) => offset)).toEqual([0, 30, 870]);
});

test('listeners hear of every page, and pages far away are let go', async () => {
  const { asked, load } = makeList(1_000);
  const rows = new PagedRows(load, { pageSize: 10, mostPages: 2 });
  let heard = 0;
  const off = rows.subscribe(() => heard++);
  for (const at of [0, 10, 20]) {
    rows.want(at, at + 9);
    await asked.at(-1)!.answer();
  }
  expect([rows.rowAt(0), rows.rowAt(10), rows.rowAt(20)]).toEqual([undefined, 10, 20]);
  expect(heard).toBe(3);
  off();
  rows.put(0, [7]);
  expect(heard).toBe(3);
  expect(rows.rowAt(0)).toBe(7);
});

test('a failure stops the fetching until somebody tries again', async () => {
  const { asked, load } = makeList(100);
  const rows = new PagedRows(load, { pageSize: 10 });
  rows.want(0, 5);
  await asked[0]!.fail();
  expect(rows.failure).toMatchObject({ message: 'gone' });
  rows.want(20, 25);
  expect(asked).toHaveLength(1);
  rows.retry();
  await asked[1]!.answer();
  expect([rows.failure, rows.rowAt(20)]).toEqual([null, 20]);
});

test('a row far away is fetched alone; a closed list asks for nothing', async () => {
  const { asked, load } = makeList(100);
  const rows = new PagedRows(load, { pageSize: 10 });
  const row = rows.rowFrom(57);
  await asked[0]!.answer();
  expect(await row).toBe(57);
  rows.close();
  rows.want(0, 5);
  expect(asked).toHaveLength(1);
});

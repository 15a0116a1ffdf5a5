import { expect, test, vi } from 'vitest';
import { searchWords } from './search-box';
import { NO_SEARCH, nextHit, SearchStore } from './search-store';

const hit = (line: number) => ({ line, column: 0, excerpt: `hit ${line}`, at: 0 });

test('answers are joined until the end of the document', async () => {
  const asked: number[] = [];
  const store = new SearchStore(async ({ q, from }) => {
    expect(q).toBe('inflate');
    asked.push(from);
    return from < 2_000
      ? { hits: [hit(from)], searchedTo: from + 999, nextFrom: from + 1_000 }
      : { hits: [], searchedTo: 2_500, nextFrom: null };
  });
  store.start('inflate');
  await vi.waitFor(() => expect(store.snapshot().status).toBe('done'));
  expect(asked).toEqual([1, 1_001, 2_001]);
  expect(store.snapshot().hits.map(({ line }) => line)).toEqual([1, 1_001]);
});

test('a thousand hits are enough until somebody asks for more', async () => {
  const store = new SearchStore(async ({ from, limit }) => ({
    hits: Array.from({ length: limit }, (_, i) => hit(from + i)),
    searchedTo: from + limit - 1,
    nextFrom: from > 2_000 ? null : from + limit,
  }));
  store.start('x');
  await vi.waitFor(() => expect(store.snapshot().status).toBe('paused'));
  expect(store.snapshot().hits).toHaveLength(1_000);
  store.more();
  await vi.waitFor(() => expect(store.snapshot().hits).toHaveLength(2_000));
});

test('the answer to an older text is not shown under the new one', async () => {
  const waiting: (() => void)[] = [];
  const store = new SearchStore(
    ({ q }) =>
      new Promise((resolve) => waiting.push(() => resolve({ hits: q === 'old' ? [hit(1)] : [hit(2)], searchedTo: 9, nextFrom: null }))),
  );
  store.start('old');
  store.start('new');
  waiting[1]!();
  waiting[0]!();
  await vi.waitFor(() => expect(store.snapshot().status).toBe('done'));
  expect(store.snapshot()).toMatchObject({ query: 'new', hits: [hit(2)] });
  store.start('');
  expect(store.snapshot()).toEqual(NO_SEARCH);
});

test('a search that failed says why and can be tried again', async () => {
  let calls = 0;
  const store = new SearchStore(async () => {
    if (calls++ === 0) throw new Error('The server cannot be reached.');
    return { hits: [], searchedTo: 5, nextFrom: null };
  });
  store.start('x');
  await vi.waitFor(() => expect(store.snapshot().status).toBe('failed'));
  expect(searchWords(store.snapshot(), 10, null)).toBe('✕ The server cannot be reached.');
  store.start('x');
  await vi.waitFor(() => expect(store.snapshot().status).toBe('done'));
  expect(searchWords(store.snapshot(), 10, null)).toBe('no line has it');
});

test('next and previous go round', () => {
  const hits = [3, 8, 20].map(hit);
  expect([nextHit(hits, 0, 1), nextHit(hits, 3, 1), nextHit(hits, 20, 1)]).toEqual([0, 1, 0]);
  expect([nextHit(hits, 30, -1), nextHit(hits, 8, -1), nextHit(hits, 3, -1)]).toEqual([2, 0, 2]);
  expect(nextHit([], 3, 1)).toBe(-1);
});

test('how far the search is stands in words', () => {
  const state = { ...NO_SEARCH, query: 'x', hits: [hit(1), hit(5)], searchedTo: 500 };
  expect(searchWords({ ...state, status: 'searching' }, 1_000, 0)).toBe('1 of 2, 50 % searched');
  expect(searchWords({ ...state, status: 'paused' }, 1_000, 1)).toBe('2 of 2 or more');
  expect(searchWords({ ...state, status: 'done' }, 1_000, 1)).toBe('2 of 2 lines');
});

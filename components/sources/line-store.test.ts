import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BLOCK_LINES, LineStore } from './line-store';
import type { SourceLine } from './requests';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server that answers when it is told to. */
function server(lineCount: number) {
  const asked: { from: number; to: number; signal: AbortSignal; answer(): void; fail(): void }[] = [];
  const store = new LineStore(
    lineCount,
    (from, to, signal) =>
      new Promise((resolve, reject) => {
        const lines = (): SourceLine[] =>
          Array.from({ length: to - from + 1 }, (_, i) => ({ line: from + i, text: `line ${from + i}`, use: 'note' }));
        asked.push({ from, to, signal, answer: () => resolve(lines()), fail: () => reject(new Error('no')) });
      }),
  );
  const ranges = () => asked.map(({ from, to }) => [from, to]);
  return { store, asked, ranges };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

test('the lines in sight are asked for block by block, and the next block in time', async () => {
  const { store, asked, ranges } = server(10_000);
  store.want(1, 40);
  expect(ranges()).toEqual([[1, BLOCK_LINES]]);
  expect(store.line(7)).toBeUndefined();
  asked[0]!.answer();
  await settle();
  expect(store.line(7)).toMatchObject({ line: 7, text: 'line 7' });
  expect(store.line(501)).toBeUndefined();
  await vi.advanceTimersByTimeAsync(100);
  store.want(300, 340);
  expect(ranges().slice(1)).toEqual([[501, 1_000]]);
});

test('the last block ends with the document', () => {
  const { store, ranges } = server(1_020);
  store.want(1_010, 1_020);
  expect(ranges()).toEqual([
    [501, 1_000],
    [1_001, 1_020],
  ]);
});

test('whoever drags through a document asks for what he comes to rest at, and lets go of the rest', async () => {
  const { store, asked, ranges } = server(1_000_000);
  store.want(1, 40);
  for (let at = 10_000; at < 500_000; at += 10_000) store.want(at, at + 40);
  expect(ranges()).toEqual([[1, 500]]);
  await vi.advanceTimersByTimeAsync(100);
  expect(ranges().slice(1)).toEqual([
    [489_501, 490_000],
    [490_001, 490_500],
  ]);
  expect(asked[0]!.signal.aborted).toBe(true);
});

test('what failed is told, and asked for again on demand only', async () => {
  const { store, asked } = server(400);
  let told = 0;
  store.subscribe(() => told++);
  store.want(1, 40);
  asked[0]!.fail();
  await settle();
  expect([store.problem(3), told]).toEqual(['no', 1]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveLength(1);
  store.retry();
  asked[1]!.answer();
  await settle();
  expect(store.problem(3)).toBeNull();
  expect(store.line(3)?.text).toBe('line 3');
});

test('what was scrolled through long ago is let go', async () => {
  const { store, asked } = server(10_000_000);
  for (let block = 0; block < 300; block++) {
    store.want(block * 500 + 1, block * 500 + 40);
    for (const one of asked.splice(0)) one.answer();
    await vi.advanceTimersByTimeAsync(100);
  }
  let held = 0;
  for (let block = 0; block < 300; block++) if (store.line(block * 500 + 1)) held++;
  expect(held).toBeLessThanOrEqual(80);
  expect(store.line(299 * 500 + 1)).toBeDefined();
});

test('a closed store asks for nothing more', async () => {
  const { store, asked } = server(10_000);
  store.want(1, 40);
  store.close();
  expect(asked[0]!.signal.aborted).toBe(true);
  store.want(5_000, 5_040);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toHaveLength(1);
});

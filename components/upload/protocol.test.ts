import { expect, test } from 'vitest';
import { readAdded, readCreated, readSendProblem } from './protocol';

const body = {
  id: 'incident',
  documents: [
    { id: 'd1', filename: 'old.txt', sizeBytes: 10, lines: 3, status: 'parsed', problem: null },
    { id: 'd2', filename: 'seed.txt', sizeBytes: 7_925, lines: 278, status: 'parsed', problem: null },
  ],
  artifacts: [
    { id: 'a0', documentId: 'd1', format: 'smaps', firstLine: 1, lastLine: 3 },
    {
      id: 'a1',
      documentId: 'd2',
      format: 'pmap-x',
      firstLine: 19,
      lastLine: 28,
      complete: false,
      because: '9 of 10 lines are mapping rows',
      confidence: 0.9,
      linesUsed: 10,
      linesNoise: 0,
      warnings: [{ line: 20, code: 'pmap-x/odd', text: 'odd' }],
      warningCount: 1,
    },
  ],
  added: { documentId: 'd2', documentIds: ['d2'] },
};

test('only what this request added is told, with what was recognised in it', () => {
  expect(readAdded(body)).toMatchObject([
    {
      id: 'd2',
      lines: 278,
      rejected: null,
      artifacts: [{ format: 'pmap-x', firstLine: 19, lastLine: 28, complete: false, warningCount: 1 }],
    },
  ]);
  expect(readAdded({ ...body, added: { documentId: 'd1' } })).toMatchObject([{ id: 'd1' }]);
  expect(readAdded({ ...body, added: { documentIds: ['d1', 'd2'] } })).toHaveLength(2);
});

test('a rejected document keeps what was said of it', () => {
  const rejected = { ...body, documents: [{ id: 'd2', status: 'rejected', problem: { code: 'x', detail: 'Nearest format: pmap -x.' } }] };
  expect(readAdded(rejected)).toMatchObject([{ rejected: 'Nearest format: pmap -x.' }]);
});

test('the link is followed on the host that the page came from', () => {
  const created = { id: 'i', links: { manage: { token: 't', url: 'https://residue.example/s/t' } } };
  expect(readCreated(created, 'http://127.0.0.1:3000/')).toEqual({ id: 'i', token: 't', openPath: '/s/t' });
  expect(readCreated({ id: 'i', links: { manage: { token: 't' } } }, 'http://127.0.0.1:3000/')?.openPath).toBe('/s/t');
  expect(readCreated({ id: 'i' }, 'http://127.0.0.1:3000/')).toBeNull();
});

test('strange answers are no answers', () => {
  for (const strange of [null, 'text', [], {}, { added: 3 }, { added: {}, documents: 'x' }]) expect(readAdded(strange)).toEqual([]);
});

test('trying again is offered where it may help', () => {
  expect(readSendProblem(422, { detail: 'Not recognised.' })).toEqual({ text: 'Not recognised.', retry: false });
  expect(readSendProblem(503, null)).toEqual({ text: 'The server answered 503. Try again.', retry: true });
  expect(readSendProblem(0, null).retry).toBe(true);
  expect(readSendProblem(429, { detail: 'Slow down.' }).retry).toBe(true);
});

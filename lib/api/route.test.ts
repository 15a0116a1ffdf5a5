import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Problem } from '@/lib/model/problem';
import { linkBody } from './contract/requests';
import { presentedTokens, readJson, readRevision, refuseForeignWrites, route } from './route';

afterEach(() => vi.restoreAllMocks());

const call = async (handle: () => Promise<Response>, params: Record<string, string> | undefined = {}) => {
  const answer = await route(z.object({ id: z.string().regex(/^\w+$/).optional() }), handle)(new Request('http://x/'), {
    params: Promise.resolve(params),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() };
};

test('a problem becomes problem+json with a stable code and what to do next', async () => {
  const answer = await call(async () => {
    throw new Problem(413, 'upload/too-large', 'Compress it.', { limitBytes: 10 });
  });
  expect(answer).toEqual({
    status: 413,
    type: 'application/problem+json',
    body: {
      type: 'urn:residue:problem:upload/too-large',
      title: 'Too large',
      status: 413,
      code: 'upload/too-large',
      detail: 'Compress it.',
      limitBytes: 10,
    },
  });
});

test('our own mistakes are logged and told without detail', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const answer = await call(async () => {
    throw new Error('secret path /srv');
  });
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer.body)).not.toContain('secret');
  expect(log).toHaveBeenCalledOnce();
});

test('parameters that no id looks like answer 404', async () => {
  expect((await call(async () => Response.json({}), { id: '../x' })).status).toBe(404);
});

test('a body that does not fit says which member and why', async () => {
  const request = new Request('http://x/', { method: 'POST', body: JSON.stringify({ role: 'owner', expiresInDays: 5 }) });
  const problem = await route(z.object({}), async (_p, asked) => Response.json(await readJson(asked, linkBody)))(request, {
    params: Promise.resolve({}),
  });
  expect(problem.status).toBe(422);
  expect((await problem.json()).issues.map((issue: { path: string }) => issue.path)).toEqual(['role', 'expiresInDays']);
  await expect(readJson(new Request('http://x/', { method: 'POST', body: '{oops' }), linkBody)).rejects.toMatchObject({
    code: 'request/not-json',
  });
  await expect(readJson(new Request('http://x/', { method: 'POST', body: ' '.repeat(1_000_001) }), linkBody)).rejects.toMatchObject({
    status: 413,
  });
});

test('tokens come from the Bearer header, else from the cookies of the roles', () => {
  expect(presentedTokens(new Headers({ authorization: 'Bearer abc', cookie: 'residue-read=x' }))).toEqual(['abc']);
  expect(presentedTokens(new Headers({ cookie: 'theme=dark; residue-read=r; residue-manage=m; residue-root=z' }))).toEqual(['r', 'm']);
  expect(presentedTokens(new Headers())).toEqual([]);
});

test.each([
  [{ 'sec-fetch-site': 'cross-site' }, true],
  [{ 'sec-fetch-site': 'same-site' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, false],
  [{ origin: 'https://evil.example', host: 'residue.example' }, true],
  [{ origin: 'null', host: 'residue.example' }, true],
  [{ origin: 'https://residue.example', host: 'residue.example' }, false],
  [{ 'sec-fetch-site': 'cross-site', authorization: 'Bearer abc' }, false],
  [{}, false],
])('a write with %j is refused: %s', (headers, refused) => {
  const check = () =>
    refuseForeignWrites(new Request('http://residue.example/', { method: 'POST', headers: headers as Record<string, string> }));
  if (refused) expect(check).toThrow(/another site/);
  else expect(check).not.toThrow();
});

test.each([
  ['3', 3],
  ['"3"', 3],
  ['W/"12"', 12],
  ['*', null],
])('If-Match %s is revision %s', (header, revision) => {
  expect(readRevision(new Request('http://x/', { headers: { 'if-match': header } }))).toBe(revision);
});

test('If-Match that is no revision is refused', () => {
  expect(() => readRevision(new Request('http://x/', { headers: { 'if-match': 'abc' } }))).toThrow(/revision/);
});

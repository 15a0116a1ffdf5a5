import { gzipSync } from 'node:zlib';
import { type APIRequestContext, expect } from '@playwright/test';
import { limitsBody, linksBody, newLinkBody } from '../lib/api/contract/answers';
import { createdBody, incidentBody } from '../lib/api/contract/incident';
import { linesBody } from '../lib/api/contract/lines';
import { hotBody } from '../lib/api/contract/profiles';
import { regionsBody } from '../lib/api/contract/regions';
import { seedDocument, test } from './testing';

// The contract, spoken by a script: no page, no cookie.

async function create(request: APIRequestContext, text = seedDocument().text, query = '?filename=seed.txt') {
  const response = await request.post(`/api/incidents${query}`, { data: text, headers: { 'content-type': 'text/plain' } });
  expect(response.status()).toBe(201);
  const body = createdBody.parse(await response.json());
  expect(response.headers().location).toBe(`/api/incidents/${body.id}`);
  return {
    body,
    url: `/api/incidents/${body.id}`,
    as: (role: 'manage' | 'comment' | 'read') => ({ authorization: `Bearer ${body.links[role].token}` }),
  };
}

test('a document goes in as text, gzip or form, and the answers keep the contract', async ({ request }) => {
  const { body, url, as } = await create(request);
  expect(body.verdict).toContain('16.13 GiB');
  expect(body.artifacts.map(({ format, complete }) => [format, complete])).toContainEqual(['pmap-x', false]);
  const got = incidentBody.parse(await (await request.get(url, { headers: as('read') })).json());
  const { links: _, ...shown } = body;
  expect(got).toEqual(shown);
  const [snapshot] = got.snapshots;
  expect(snapshot?.ledger?.outsideNmtBytes?.min).toBe(16_917_298 * 1024);
  expect(snapshot?.ledger?.buckets.reduce((sum, bucket) => sum + bucket.residentBytes.best, 0)).toBe(snapshot?.ledger?.rssBytes);

  const regions = regionsBody.parse(
    await (await request.get(`${url}/snapshots/${snapshot!.id}/regions?owner=unmatched&limit=2`, { headers: as('read') })).json(),
  );
  expect(regions.regions).toHaveLength(2);
  expect(regions.nextCursor).not.toBeNull();
  const csv = await request.get(`${url}/snapshots/${snapshot!.id}/regions?format=csv`, { headers: as('read') });
  expect(csv.headers()['content-disposition']).toContain('regions.csv');
  expect((await csv.text()).split('\r\n')[0]).toContain('start,end,size_bytes');

  const hot = hotBody.parse(
    await (await request.get(`${url}/profiles/${got.profiles[0]!.id}/hot?limit=3`, { headers: as('read') })).json(),
  );
  expect(hot.frames.find((frame) => frame.name === 'longest_match')?.javaCaller).toContain('Deflater');

  const zipped = await request.post('/api/incidents', {
    data: gzipSync(seedDocument().text),
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect((await zipped.json()).documents[0].sha256).toBe(got.documents[0]?.sha256);
  const form = await request.post('/api/incidents', {
    multipart: { file: { name: 't0/seed.txt', mimeType: 'text/plain', buffer: Buffer.from(seedDocument().text) }, title: '标题' },
  });
  const formed = await form.json();
  expect([formed.title, formed.snapshots[0].label]).toEqual(['标题', 't0']);
});

test('bytes come back exactly, as a download that no browser runs', async ({ request }) => {
  const { text } = seedDocument();
  const { body, url, as } = await create(request, `<script>alert(1)</script>\n${text}`);
  const raw = await request.get(`${url}/documents/${body.documents[0]!.id}/raw`, { headers: as('read') });
  expect(await raw.text()).toBe(`<script>alert(1)</script>\n${text}`);
  expect(raw.headers()).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  });
  expect(raw.headers()['content-disposition']).toMatch(/^attachment/);
  const lines = linesBody.parse(
    await (await request.get(`${url}/documents/${body.documents[0]!.id}/lines?from=1&to=3`, { headers: as('read') })).json(),
  );
  expect(lines.lines[0]).toEqual({ line: 1, text: '<script>alert(1)</script>', use: 'note' });
});

test('roles: read reads, manage manages, nobody else sees anything', async ({ request }) => {
  const { url, as } = await create(request);
  expect((await request.get(url)).status()).toBe(404);
  expect((await request.get(url, { headers: { authorization: `Bearer ${'x'.repeat(43)}` } })).status()).toBe(404);
  expect((await request.patch(url, { headers: as('read'), data: { title: 'x' } })).status()).toBe(403);
  expect(
    (await request.post(`${url}/documents`, { headers: { ...as('comment'), 'content-type': 'text/plain' }, data: 'x' })).status(),
  ).toBe(403);
  const patched = await request.patch(url, { headers: { ...as('manage'), 'if-match': '1' }, data: { title: 'New', service: 'presto' } });
  expect([patched.status(), (await patched.json()).title]).toEqual([200, 'New']);
  const late = await request.patch(url, { headers: { ...as('manage'), 'if-match': '1' }, data: { title: 'Late' } });
  expect([late.status(), (await late.json()).current.title]).toEqual([412, 'New']);

  const made = newLinkBody.parse(
    await (await request.post(`${url}/links`, { headers: as('manage'), data: { role: 'read', expiresInDays: 7 } })).json(),
  );
  const bearer = { authorization: `Bearer ${made.token}` };
  expect((await request.get(url, { headers: bearer })).status()).toBe(200);
  expect((await request.delete(`${url}/links/${made.id}`, { headers: as('manage') })).status()).toBe(204);
  expect((await request.get(url, { headers: bearer })).status()).toBe(404);
  const { links } = linksBody.parse(await (await request.get(`${url}/links`, { headers: as('manage') })).json());
  expect(links.find((link) => link.id === made.id)?.revokedAt).not.toBeNull();

  expect((await request.delete(url, { headers: as('manage') })).status()).toBe(204);
  expect((await request.get(url, { headers: as('manage') })).status()).toBe(404);
});

test('a link leads to the page and leaves cookies that scripts cannot read', async ({ request }) => {
  const { body } = await create(request);
  const response = await request.get(new URL(body.links.read.url).pathname, { maxRedirects: 0 });
  expect([response.status(), response.headers().location]).toEqual([303, `/i/${body.id}`]);
  const cookies = response
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .map(({ value }) => value);
  expect(cookies.map((cookie) => /Path=([^;]+)/.exec(cookie)?.[1])).toEqual([`/i/${body.id}`, `/api/incidents/${body.id}`]);
  for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
});

test('an empty incident is filled later, and tells how far it is', async ({ request, baseURL }) => {
  const empty = createdBody.parse(await (await request.post('/api/incidents', { data: { title: 'Later' } })).json());
  expect([empty.title, empty.documents]).toEqual(['Later', []]);
  const authorization = `Bearer ${empty.links.manage.token}`;
  const stop = new AbortController();
  const events: string[] = [];
  const listening = await fetch(`${baseURL}/api/incidents/${empty.id}/events`, { headers: { authorization }, signal: stop.signal });
  expect(listening.headers.get('content-type')).toContain('text/event-stream');
  const reading = (async () => {
    for await (const chunk of listening.body!.pipeThrough(new TextDecoderStream())) {
      events.push(chunk);
      if (chunk.includes('event: changed')) return;
    }
  })();
  const added = await request.post(`/api/incidents/${empty.id}/documents?filename=seed.txt`, {
    headers: { authorization, 'content-type': 'text/plain' },
    data: seedDocument().text,
  });
  const body = await added.json();
  expect(added.status()).toBe(201);
  expect(body.added.documentId).toBe(body.documents[0].id);
  await reading;
  stop.abort();
  expect(events.join('')).toMatch(/"phase":"receiving"[\s\S]*"phase":"analysing"[\s\S]*"phase":"stored"[\s\S]*event: changed/);
});

test('trouble is a problem with a code and the next step', async ({ request }) => {
  const nothing = await request.post('/api/incidents', {
    data: 'Dear diary,\nnothing happened.\n',
    headers: { 'content-type': 'text/plain' },
  });
  expect([nothing.status(), nothing.headers()['content-type']]).toEqual([422, 'application/problem+json']);
  expect(await nothing.json()).toMatchObject({ code: 'document/nothing-recognised', detail: expect.stringContaining('pmap -x') });
  const limits = limitsBody.parse(await (await request.get('/api/limits')).json());
  const large = await request.post('/api/incidents', {
    data: Buffer.alloc(limits.wireBytes + 1, 'a'),
    headers: { 'content-type': 'text/plain' },
  });
  expect([large.status(), (await large.json()).code]).toEqual([413, 'upload/too-large']);
  const bomb = await request.post('/api/incidents', {
    data: gzipSync(Buffer.alloc(limits.documentBytes + 1)),
    headers: { 'content-type': 'text/plain' },
  });
  expect([bomb.status(), (await bomb.json()).code]).toEqual([413, 'upload/inflates-too-far']);
  expect((await request.get('/api/incidents/..%2f..%2fetc')).status()).toBe(404);
});

test('pages have a policy of their own, with a fresh nonce each', async ({ request }) => {
  const policies = await Promise.all([1, 2].map(async () => (await request.get('/')).headers()['content-security-policy'] ?? ''));
  for (const policy of policies) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+';/);
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
    expect(policy).toContain("style-src-attr 'unsafe-inline'");
  }
  expect(policies[0]).not.toBe(policies[1]);
});

test('the process says how it is, and describes itself', async ({ request }) => {
  expect(await (await request.get('/healthz')).json()).toEqual({ status: 'up' });
  expect(await (await request.get('/readyz')).json()).toEqual({ status: 'ready' });
  expect((await (await request.get('/api/openapi.json')).json()).openapi).toBe('3.1.0');
});

import { afterEach, expect, test, vi } from 'vitest';
import { attachment } from './attachment';
import { linkCookies } from './link-cookies';

afterEach(() => vi.unstubAllEnvs());

const NOW = new Date('2026-01-01T00:00:00Z');

test('two cookies, one for the page and one for its API, named by role', () => {
  const cookies = linkCookies({ incidentId: 'abc', role: 'read', expiresAt: new Date('2026-01-02T00:00:00Z') }, 'TOKEN', NOW);
  expect(cookies).toEqual([
    'residue-read=TOKEN; Path=/i/abc; Max-Age=86400; HttpOnly; SameSite=Lax',
    'residue-read=TOKEN; Path=/api/incidents/abc; Max-Age=86400; HttpOnly; SameSite=Lax',
  ]);
});

test('behind https they are Secure; a link without end lasts as long as browsers allow', () => {
  vi.stubEnv('RESIDUE_BASE_URL', 'https://residue.example.org');
  expect(linkCookies({ incidentId: 'abc', role: 'manage', expiresAt: null }, 'T', NOW)[0]).toBe(
    'residue-manage=T; Path=/i/abc; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure',
  );
});

test('a download keeps its name, and no header can be broken with it', () => {
  expect(attachment('t0/pmap-前 "x".txt')).toBe(`attachment; filename="pmap-___x_.txt"; filename*=UTF-8''pmap-%E5%89%8D%20%22x%22.txt`);
});

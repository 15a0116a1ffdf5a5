import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { columnsResponse } from './columns-response';

const BODY = 'columns of a tree';
const PACKED = new Uint8Array(gzipSync(BODY));
const ask = (headers: Record<string, string>, immutable = false) => columnsResponse(new Headers(headers), 'ab12', PACKED, immutable);

test('gzip as stored to whoever takes it, plain bytes to others, each under a tag of its own', async () => {
  const packed = await ask({ 'accept-encoding': 'br, gzip' });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe(BODY);
  for (const encoding of ['identity', 'gzip;q=0, br', '']) {
    const plain = await ask({ 'accept-encoding': encoding });
    expect([await plain.text(), plain.headers.get('content-encoding')]).toEqual([BODY, null]);
    expect(plain.headers.get('etag')).not.toBe(packed.headers.get('etag'));
  }
});

test('whoever holds the bytes gets none; named by their hash they may be kept', async () => {
  const first = await ask({ 'accept-encoding': 'gzip' }, true);
  expect(first.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  const again = await ask({ 'accept-encoding': 'gzip', 'if-none-match': `"other", W/${first.headers.get('etag')}` });
  expect([again.status, await again.text(), again.headers.get('cache-control')]).toEqual([304, '', 'private, no-cache']);
  expect((await ask({ 'accept-encoding': 'gzip', 'if-none-match': '"other"' })).status).toBe(200);
});

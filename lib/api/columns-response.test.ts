import { expect, test } from 'vitest';
import { columnsResponse } from './columns-response';

const PACKED = new Uint8Array([0x1f, 0x8b, 1, 2, 3]);
const ask = (headers: Record<string, string>, immutable = false) => columnsResponse(new Headers(headers), 'ab12', PACKED, immutable);

test('the stored bytes as they are, under their hash', async () => {
  const response = ask({ 'accept-encoding': 'br, gzip' });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(PACKED);
  expect([response.headers.get('content-encoding'), response.headers.get('etag')]).toEqual([null, '"ab12"']);
  expect(response.headers.get('content-length')).toBe('5');
});

test('whoever holds the bytes gets none; named by their hash they may be kept', async () => {
  expect(ask({}, true).headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  const again = ask({ 'if-none-match': '"other", W/"ab12"' });
  expect([again.status, await again.text(), again.headers.get('cache-control')]).toEqual([304, '', 'private, no-cache']);
  expect(ask({ 'if-none-match': '"other"' }).status).toBe(200);
});

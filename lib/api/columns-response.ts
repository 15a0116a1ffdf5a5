import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const inflate = promisify(gunzip);

/** "gzip, deflate, br", "*", "gzip;q=0": whether gzip may be sent. */
function takesGzip(header: string | null): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    return (name === 'gzip' || name === '*') && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}

/** `"a", W/"b"`, `*`: whether the asker holds these bytes. */
const holds = (header: string | null, tag: string): boolean =>
  (header ?? '').split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === tag);

/**
 * Gzipped columns as an answer. Asked for by their hash they never change; otherwise the browser asks again each time, with the tag
 * it holds. Nobody else may keep them: they belong to an incident.
 */
export async function columnsResponse(asked: Headers, hash: string, packed: Uint8Array, immutable: boolean): Promise<Response> {
  const gzip = takesGzip(asked.get('accept-encoding'));
  // Two encodings of one thing are two representations: each has its tag.
  const tag = `"${hash}${gzip ? '' : '-plain'}"`;
  const headers = {
    etag: tag,
    vary: 'accept-encoding, cookie, authorization',
    'cache-control': immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  };
  if (holds(asked.get('if-none-match'), tag)) return new Response(null, { status: 304, headers });
  const type = { 'content-type': 'application/vnd.residue.columns' };
  // The bytes were stored by us; a copy makes them a plain buffer, whatever the database driver gave.
  if (gzip) return new Response(new Uint8Array(packed), { headers: { ...headers, ...type, 'content-encoding': 'gzip' } });
  return new Response(new Uint8Array(await inflate(packed)), { headers: { ...headers, ...type } });
}

/** `"a", W/"b"`, `*`: whether the asker holds these bytes. */
export const holds = (header: string | null, tag: string): boolean =>
  (header ?? '').split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === tag);

/**
 * Gzipped columns as an answer: the stored bytes themselves, so that their hash is their tag, and no server or proxy on the way packs
 * or unpacks them. Asked for by their hash they never change; otherwise the browser asks again each time, with the tag it holds.
 * Nobody else may keep them: they belong to an incident.
 */
export function columnsResponse(asked: Headers, hash: string, packed: Uint8Array, immutable: boolean): Response {
  const tag = `"${hash}"`;
  const headers = {
    etag: tag,
    vary: 'cookie, authorization',
    'cache-control': immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  };
  if (holds(asked.get('if-none-match'), tag)) return new Response(null, { status: 304, headers });
  // A copy makes it a plain buffer, whatever the database driver gave.
  return new Response(new Uint8Array(packed), {
    headers: { ...headers, 'content-type': 'application/vnd.residue.columns+gzip', 'content-length': String(packed.length) },
  });
}

import { attachment } from './attachment';
import { columnsResponse, holds } from './columns-response';

/** A profile as a file to save. Nobody else may keep it; whoever holds it already is told so before it is made. */
export async function profileFileResponse(
  asked: Headers,
  file: { hash: string; mediaType: string; filename: string; make(): Promise<Uint8Array<ArrayBuffer>> },
): Promise<Response> {
  const tag = `"${file.hash}"`;
  const headers = { etag: tag, vary: 'cookie, authorization', 'cache-control': 'private, no-cache' };
  if (holds(asked.get('if-none-match'), tag)) return new Response(null, { status: 304, headers });
  const bytes = await file.make();
  return new Response(bytes, {
    headers: {
      ...headers,
      'content-type': file.mediaType,
      'content-length': String(bytes.length),
      'content-disposition': attachment(file.filename),
    },
  });
}

/** Two profiles as one tree, gzipped; the tag is made of both, so that nothing is computed for whoever holds it. */
export async function diffResponse(asked: Headers, diff: { hash: string; make(): Promise<Uint8Array> }): Promise<Response> {
  const isHeld = holds(asked.get('if-none-match'), `"${diff.hash}"`);
  return columnsResponse(asked, diff.hash, isHeld ? new Uint8Array() : await diff.make(), false);
}

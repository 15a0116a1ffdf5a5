import type { ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '@/lib/model/problem';
import { blobName, blobPath, isCode, type Places } from './places';

/** The exact bytes. Errors with Problem 404 when they are gone, with zlib's error when the disk changed them. */
export function readBlob(places: Places, sha256: string): Readable {
  const place = blobPath(places, sha256);
  // While `remove` looks whether it may, the file is in `removing` and may come back.
  const candidates = [place, path.join(places.removing, blobName(sha256)), place];
  return Readable.from(inflate(candidates), { objectMode: false });
}

async function* inflate(candidates: readonly string[]): AsyncGenerator<Buffer> {
  const file = await openFirst(candidates);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip);
  } finally {
    // Also when the reader goes away in the middle.
    gunzip.destroy();
    file.destroy();
  }
}

async function openFirst(candidates: readonly string[]): Promise<ReadStream> {
  for (const candidate of candidates) {
    try {
      const handle = await open(candidate, 'r');
      return handle.createReadStream();
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error;
    }
  }
  throw new Problem(404, 'blob/missing', 'The bytes of this document are not here any more. Drop the original file again.');
}

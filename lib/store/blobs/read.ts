import { type FileHandle, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '@/lib/model/problem';
import { blobPath, hashOfAside, isCode, type Places } from './places';

/** The exact bytes. Errors with Problem 404 when they are gone, with zlib's error when the disk changed them. */
export function readBlob(places: Places, sha256: string): Readable {
  const place = blobPath(places, sha256);
  return Readable.from(inflate(places, place, sha256), { objectMode: false });
}

async function* inflate(places: Places, place: string, sha256: string): AsyncGenerator<Buffer> {
  // While `remove` looks whether it may, the file is aside and may come back.
  const handle = (await openAt(place)) ?? (await openAside(places, sha256)) ?? (await openAt(place));
  if (!handle) throw new Problem(404, 'blob/missing', 'The bytes of this document are not here any more. Drop the original file again.');
  const file = handle.createReadStream();
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

async function openAside(places: Places, sha256: string): Promise<FileHandle | null> {
  const name = (await readdir(places.removing)).find((candidate) => hashOfAside(candidate) === sha256);
  return name === undefined ? null : openAt(path.join(places.removing, name));
}

async function openAt(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

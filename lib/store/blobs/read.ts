import { type FileHandle, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '@/lib/model/problem';
import { type Entry, findEntry, readIndex } from './members';
import { blobPath, hashOfAside, isCode, type Places } from './places';

/** Inflated at once: enough to keep a reader busy, little enough to hand over without a pause. */
const PIECE_BYTES = 64 * 1024;

/** The exact bytes from `from` on. Errors with Problem 404 when they are gone, with zlib's or our own error when the disk changed them. */
export function readBlob(places: Places, sha256: string, from = 0): Readable {
  const place = blobPath(places, sha256);
  return Readable.from(inflate(places, place, sha256, from), { objectMode: false });
}

async function* inflate(places: Places, place: string, sha256: string, from: number): AsyncGenerator<Buffer> {
  // While `remove` looks whether it may, the file is aside and may come back.
  const handle = (await openAt(place)) ?? (await openAside(places, sha256)) ?? (await openAt(place));
  if (!handle) throw new Problem(404, 'blob/missing', 'The bytes of this document are not here any more. Drop the original file again.');
  const { packedStart, skip } = await findStart(handle, from);
  const file = handle.createReadStream({ start: packedStart });
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  file.on('error', (error) => gunzip.destroy(error));
  try {
    let toSkip = skip;
    for await (const piece of file.pipe(gunzip) as AsyncIterable<Buffer>) {
      if (toSkip >= piece.length) toSkip -= piece.length;
      else {
        yield toSkip === 0 ? piece : piece.subarray(toSkip);
        toSkip = 0;
      }
    }
  } finally {
    // Also when the reader goes away in the middle.
    gunzip.destroy();
    file.destroy();
  }
}

/** The file is closed where its index cannot be read. */
async function findStart(handle: FileHandle, from: number): Promise<Entry> {
  try {
    const members = await readIndex(handle);
    // A blob of an older build is one member: everything before `from` is inflated and left out.
    return members ? findEntry(members, from) : { packedStart: 0, skip: from };
  } catch (error) {
    await handle.close();
    throw error;
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

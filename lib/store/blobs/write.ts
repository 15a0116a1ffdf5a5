import { type FileHandle, link, open, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { constants, createGzip } from 'node:zlib';
import { Problem } from '@/lib/model/problem';
import type { BlobWriter } from '../define';
import { blobPath, inFolder, isCode, makeTemporary, type Places, syncFolder } from './places';

/** How long bytes that were committed again are kept although nothing refers to them: an upload needs minutes at most. */
export const LEASE_MS = 60 * 60 * 1000;

/**
 * gzip, because `zcat` reads it when everything else is gone, its CRC-32 is checked by every read, and at level 1 it keeps up with an
 * upload while the texts we get (pmap, smaps, folded stacks) shrink to a fifth or less. It runs in zlib's thread pool.
 */
const COMPRESSION = { level: constants.Z_BEST_SPEED };

export async function beginBlob(places: Places): Promise<BlobWriter> {
  const folder = await makeTemporary(places);
  const temporary = path.join(folder, 'blob.gz');
  let file: FileHandle;
  try {
    file = await open(temporary, 'wx', 0o600);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw writeProblem(error);
  }
  const gzip = createGzip(COMPRESSION);
  let failure: unknown;
  const fail = (error: unknown) => {
    failure = error;
    throw error;
  };
  const flushed = (async () => {
    for await (const chunk of gzip) await file.writeFile(chunk).catch(fail);
  })();
  flushed.catch(() => undefined); // The write or commit that waits tells.
  let state: 'open' | 'committing' | 'done' = 'open';
  let committed: string | null = null;

  const discard = async () => {
    state = 'done';
    gzip.destroy();
    await flushed.catch(() => undefined);
    await file.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };

  return {
    async write(chunk) {
      if (state !== 'open') throw new Error('The blob is closed.');
      if (chunk.length === 0) return;
      // The callback comes when the chunk is compressed and the file has taken what came before; none comes when the file fails.
      await new Promise<void>((resolve, reject) => {
        const onClose = () => reject(writeProblem(failure ?? new Error('The blob was aborted.')));
        gzip.once('close', onClose);
        gzip.write(chunk, (error) => {
          gzip.off('close', onClose);
          if (error) reject(writeProblem(failure ?? error));
          else resolve();
        });
      });
    },

    async commit(sha256) {
      if (committed === sha256) return;
      if (state !== 'open') throw new Error('The blob is closed.');
      const place = blobPath(places, sha256);
      state = 'committing';
      try {
        gzip.end();
        await flushed;
        await file.sync();
        await file.close();
        await settle(temporary, place);
        await syncFolder(path.dirname(place));
        committed = sha256;
      } catch (error) {
        throw writeProblem(error);
      } finally {
        await discard();
      }
    },

    async abort() {
      if (state === 'open') await discard();
    },
  };
}

/**
 * Gives the temporary file its place. Where the blob exists it is left as it is, but leased: its time of change is set an hour ahead,
 * so that neither a sweep of orphans nor the deletion of another incident takes it before the caller's transaction refers to it.
 * (`removing` in remove.ts is the other half.)
 */
async function settle(temporary: string, place: string): Promise<void> {
  const folder = path.dirname(place);
  for (;;) {
    try {
      // Unlike rename, link never replaces: of two that commit the same bytes at once, the second sees the first and leases.
      await inFolder(folder, () => link(temporary, place));
      return;
    } catch (error) {
      if (isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) {
        // A file system without hard links.
        if (!(await lease(temporary, place))) await rename(temporary, place);
        return;
      }
      if (!isCode(error, 'EEXIST')) throw error;
    }
    if (await lease(temporary, place)) return;
    // Removed between the two calls: now there is room.
  }
}

async function lease(temporary: string, place: string): Promise<boolean> {
  // The temporary file was finished a moment ago, by the clock of this file system.
  const until = new Date((await stat(temporary)).mtimeMs + LEASE_MS);
  try {
    await utimes(place, until, until);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** What the person who runs the server can do something about, in words; the rest as it is. */
function writeProblem(error: unknown): unknown {
  if (isCode(error, 'ENOSPC', 'EDQUOT'))
    return new Problem(507, 'blob/no-space', 'The server has no room left for uploads. Ask the person who runs it to free some.');
  return error;
}

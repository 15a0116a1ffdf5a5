import { type FileHandle, link, open, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '@/lib/model/problem';
import type { BlobWriter } from '../define';
import { MEMBER_BYTES, type Member, packIndex, packMember } from './members';
import { blobPath, inFolder, isCode, makeTemporary, type Places, syncFolder } from './places';

/** How long bytes that were committed again are kept although nothing refers to them: an upload needs minutes at most. */
export const LEASE_MS = 60 * 60 * 1000;

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
  const members: Member[] = [];
  let filling = Buffer.allocUnsafe(MEMBER_BYTES);
  let filled = 0;
  let state: 'open' | 'committing' | 'done' = 'open';
  let committed: string | null = null;
  /** The member on its way to the file: one at a time, while the next is being filled. */
  let underway: Promise<void> = Promise.resolve();

  const isDone = () => state === 'done';
  const flush = async () => {
    const full = filling.subarray(0, filled);
    filling = Buffer.allocUnsafe(MEMBER_BYTES);
    filled = 0;
    await underway;
    if (isDone()) throw new Error('The blob was aborted.');
    underway = (async () => {
      const packed = await packMember(full);
      if (isDone()) return;
      await file.writeFile(packed);
      members.push({ bytes: full.length, packedBytes: packed.length });
    })();
    underway.catch(() => undefined); // The write or commit that waits tells.
  };

  const discard = async () => {
    state = 'done';
    await underway.catch(() => undefined);
    await file.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };

  return {
    async write(chunk) {
      if (state !== 'open') throw new Error('The blob is closed.');
      try {
        for (let at = 0; at < chunk.length; ) {
          const taken = Math.min(chunk.length - at, MEMBER_BYTES - filled);
          filling.set(chunk.subarray(at, at + taken), filled);
          filled += taken;
          at += taken;
          if (filled === MEMBER_BYTES) await flush();
        }
      } catch (error) {
        throw writeProblem(error);
      }
    },

    async commit(sha256) {
      if (committed === sha256) return;
      if (state !== 'open') throw new Error('The blob is closed.');
      const place = blobPath(places, sha256);
      state = 'committing';
      try {
        if (filled > 0) await flush();
        await underway;
        await file.writeFile(packIndex(members));
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

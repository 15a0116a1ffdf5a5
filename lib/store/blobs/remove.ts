import { chmod, link, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { asidePath, blobPath, fileSystemNow, hashOf, hashOfAside, inFolder, isCode, isOwnerAlive, type Places, syncFolder } from './places';
import { LEASE_MS } from './write';

/**
 * Removes a blob unless somebody committed it again (write.ts leases it) or, with `before`, committed it since. The file is moved aside
 * first and judged there: an upload that finds it in its place has leased it before we look, one that does not writes its own.
 */
export async function removeBlob(places: Places, sha256: string, before?: Date): Promise<void> {
  const place = blobPath(places, sha256);
  const aside = asidePath(places, sha256);
  try {
    // A missing place and a missing folder look the same; the second try tells.
    await inFolder(places.removing, () => rename(place, aside));
    await chmod(aside, 0o600); // For its ctime: now, by the clock that gave the lease.
    const { mtimeMs, ctimeMs } = await stat(aside);
    if (mtimeMs > ctimeMs || (before && mtimeMs >= before.getTime())) await putBack(aside, place);
    else await unlink(aside);
    await syncFolder(path.dirname(place));
  } catch (error) {
    // Not there, or a sweep of another process put it back at this moment.
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

async function putBack(aside: string, place: string): Promise<void> {
  try {
    await link(aside, place);
  } catch (error) {
    if (isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) return rename(aside, place);
    if (!isCode(error, 'EEXIST')) throw error;
  }
  await unlink(aside);
}

/** Hashes by folder; see Blobs.list. */
export async function* listBlobs(places: Places, before?: Date): AsyncGenerator<string[]> {
  for (const prefix of (await namesIn(places.blobs)).sort()) {
    const folder = path.join(places.blobs, prefix);
    const page: string[] = [];
    for (const name of await namesIn(folder)) {
      const sha256 = hashOf(name);
      if (sha256 && (!before || (await changedAt(path.join(folder, name))) < before.getTime())) page.push(sha256);
    }
    if (page.length > 0) yield page;
  }
}

/** Removes what crashed writers left and puts back what a crashed removal had moved aside. Answers how many of the former. */
export async function sweepTemporary(places: Places): Promise<number> {
  for (const name of await namesIn(places.removing)) {
    const sha256 = hashOfAside(name);
    if (!sha256) continue;
    const place = blobPath(places, sha256);
    try {
      await inFolder(path.dirname(place), () => putBack(path.join(places.removing, name), place));
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error;
    }
  }
  const now = await fileSystemNow(places);
  let removed = 0;
  for (const name of await namesIn(places.tmp)) {
    const folder = path.join(places.tmp, name);
    const alive = await isOwnerAlive(places, name).catch(() => null);
    // An upload that got no byte in an hour was cut off long ago; a live pid may be another program's by now.
    const idle = now - Math.max(await changedAt(folder), await changedAt(path.join(folder, 'blob.gz'))) > LEASE_MS;
    if (alive !== false && !idle) continue;
    await rm(folder, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

const changedAt = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.NEGATIVE_INFINITY,
  );

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

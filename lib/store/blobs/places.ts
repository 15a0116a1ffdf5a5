import { type FileHandle, mkdir, mkdtemp, open, rmdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

/**
 * Where things lie under the root of the blobs:
 * `blobs/ab/abcd….gz` whole and durable · `tmp/<host>.<pid>.<random>/` what is being written · `removing/abcd….<host>.<pid>.<n>` what is being removed.
 */
export interface Places {
  blobs: string;
  tmp: string;
  removing: string;
}

export function placesIn(root: string): Places {
  if (!path.isAbsolute(root)) throw new Error(`The folder of the blobs must be absolute, not ${root}.`);
  return { blobs: path.join(root, 'blobs'), tmp: path.join(root, 'tmp'), removing: path.join(root, 'removing') };
}

// Dots separate the parts of the names below.
const HOST = hostname().replace(/[^A-Za-z0-9-]/g, '-');

const SHA256 = /^[0-9a-f]{64}$/;

/** The hash is a part of the path: anything but 64 lower-case hex digits is our own mistake and throws. */
export function blobPath(places: Places, sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error('A blob is named by 64 lower-case hexadecimal digits.');
  return path.join(places.blobs, sha256.slice(0, 2), `${sha256}.gz`);
}

/** "<64 hex>.gz" → the hash; null for any other file that somebody put there. */
export function hashOf(name: string): string | null {
  const sha256 = name.replace(/\.gz$/, '');
  return sha256 !== name && SHA256.test(sha256) ? sha256 : null;
}

let removals = 0;

/** A place of its own for every removal: two at once must not judge each other's file. */
export function asidePath(places: Places, sha256: string): string {
  return path.join(places.removing, `${sha256}.${HOST}.${process.pid}.${++removals}`);
}

/** "<64 hex>.node-7.4711.3" → the hash. */
export function hashOfAside(name: string): string | null {
  const [sha256 = ''] = name.split('.');
  return SHA256.test(sha256) ? sha256 : null;
}

/** Two tries of `work`, the second after making the folder that the first did not find. */
export async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(path.dirname(folder));
    return work();
  }
}

/** A private folder (mode 0700) with a name nobody can guess, that tells whose it is. */
export function makeTemporary(places: Places): Promise<string> {
  return inFolder(places.tmp, () => mkdtemp(path.join(places.tmp, `${HOST}.${process.pid}.`)));
}

/** "node-7.4711.Xk2f9Q" → whether its writer may still be alive. Another host's we cannot ask: null. */
export async function isOwnerAlive(places: Places, name: string): Promise<boolean | null> {
  const [host, pidText] = name.split('.');
  if (host !== HOST) return null;
  const pid = Number(pidText);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  // In a container every start gets the same pid: older than this process means left by the one before it.
  if (pid === process.pid) return (await stat(path.join(places.tmp, name))).mtimeMs >= performance.timeOrigin - 1_000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

/** Now, by the clock of the file system: the times of files are compared with it, and on a network disk ours may differ. */
export async function fileSystemNow(places: Places): Promise<number> {
  const folder = await makeTemporary(places);
  const { mtimeMs } = await stat(/*turbopackIgnore: true*/ folder);
  await rmdir(folder);
  return mtimeMs;
}

/** Makes the names in a folder durable. (Windows has no such call; there the rename is as durable as it gets.) */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}

export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

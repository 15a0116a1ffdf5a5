import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Blobs } from '../define';
import { makeTemporary, placesIn, syncFolder } from './places';
import { readBlob } from './read';
import { listBlobs, removeBlob, sweepTemporary } from './remove';
import { beginBlob } from './write';

/** Blobs as files under `root` (absolute), which is made where it is missing. Several processes may share it. */
export async function openDiskBlobs({ root }: { root: string }): Promise<Blobs> {
  const places = placesIn(root);
  await Promise.all(Object.values(places).map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  await syncFolder(root);
  return {
    begin: () => beginBlob(places),
    read: (sha256, from) => readBlob(places, sha256, from),
    remove: (sha256, before) => removeBlob(places, sha256, before),
    list: (before) => listBlobs(places, before),
    sweepTemporary: () => sweepTemporary(places),
    async ping() {
      const folder = await makeTemporary(places);
      try {
        await writeFile(path.join(folder, 'probe'), 'ping', { flag: 'wx', mode: 0o600 });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

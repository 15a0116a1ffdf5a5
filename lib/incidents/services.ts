import path from 'node:path';
import { type Environment, readEnvironment } from '@/lib/base/environment';
import { openDiskBlobs } from '@/lib/store/blobs/disk';
import { openDatabase } from '@/lib/store/database/open';
import type { Blobs, Database } from '@/lib/store/define';
import { createGate, type Gate } from './gate';
import { WorkerPool } from './pool';
import { UNDO_DAYS } from './undo';

/** What use cases work with. Opened once per process; tests open their own. */
export interface Services {
  database: Database;
  blobs: Blobs;
  pool: WorkerPool;
  environment: Environment;
  /** One at a time: moving bytes to their place and the transaction that refers to them, against deleting. */
  gate: Gate;
  now(): Date;
}

/** How long an incident may stay empty, and an unreferenced blob may stay. */
const HOUR_MS = 3_600_000;

export function databaseUrl(environment: Environment): string {
  return environment.DATABASE_URL ?? `file:${path.resolve(environment.RESIDUE_DATA_DIR, 'residue.db')}`;
}

export async function openServices(environment: Environment, root: string = process.cwd()): Promise<Services> {
  const database = await openDatabase({ url: databaseUrl(environment), migrationsRoot: path.join(root, 'prisma') });
  const blobs = await openDiskBlobs({ root: path.resolve(environment.RESIDUE_DATA_DIR) });
  const pool = new WorkerPool(root, environment.RESIDUE_WORKERS);
  return { database, blobs, pool, environment, gate: createGate(), now: () => new Date() };
}

// `next build` and development load modules more than once: one set of services per process all the same.
const holder = globalThis as { residueServices?: Promise<Services> };

export function services(): Promise<Services> {
  holder.residueServices ??= openServices(readEnvironment(process.env)).then(
    (opened) => {
      sweepRegularly(opened);
      return opened;
    },
    (error) => {
      holder.residueServices = undefined;
      throw error;
    },
  );
  return holder.residueServices;
}

function sweepRegularly(opened: Services): void {
  const run = () => sweep(opened).catch((error) => console.error('[residue] sweep failed', error));
  void opened.blobs.sweepTemporary().then(run);
  setInterval(run, HOUR_MS / 4).unref();
}

/** Removes empty incidents older than an hour, what was deleted longer ago than it can be undone, and bytes that no document refers to. */
export async function sweep({ database, blobs, gate, now }: Services): Promise<void> {
  // Bytes of the last hour may belong to an upload that is still under way.
  const before = new Date(now().getTime() - HOUR_MS);
  await database.sweepEmptyIncidents(before);
  await gate(async () => {
    const orphans = await database.emptyTrash(new Date(now().getTime() - UNDO_DAYS * 24 * HOUR_MS));
    for (const sha256 of orphans) await blobs.remove(sha256);
  });
  for await (const page of blobs.list(before)) {
    await gate(async () => {
      const referenced = await database.referencedBlobs(page);
      for (const sha256 of page) if (!referenced.has(sha256)) await blobs.remove(sha256, before);
    });
  }
}

import type { SqlDriverAdapterFactory } from '@prisma/client/runtime/client';
import type { Database } from '../define';
import { analysesOf } from './analyses';
import type { Client } from './client';
import { contentOf } from './content';
import { decisionsOf } from './decisions';
import { incidentsOf } from './incidents';
import { linksOf } from './links';
import { type DatabasePlace, type Dialect, dialectOf, migrateDatabase } from './migrate';
import { trashOf } from './trash';

// One client per process and database: libSQL is synchronous, and two connections of one process that wait for each other's lock would
// block the event loop until they time out. On globalThis, because Next loads a module once per bundle.
declare global {
  var residueDatabases: Map<string, Promise<Database>> | undefined;
}

/**
 * Migrates the database and opens it; a second call with the same URL answers the same Database until it is closed.
 * Throws one clear sentence when it cannot be opened or belongs to a newer version.
 */
export function openDatabase(place: DatabasePlace): Promise<Database> {
  globalThis.residueDatabases ??= new Map();
  const opened = globalThis.residueDatabases;
  const { url } = place;
  const known = opened.get(url);
  if (known) return known;
  const opening = open(place, () => opened.delete(url));
  opened.set(url, opening);
  opening.catch(() => opened.delete(url));
  return opening;
}

async function open(place: DatabasePlace, onClose: () => void): Promise<Database> {
  await migrateDatabase(place);
  const dialect = dialectOf(place.url);
  if (dialect === 'postgresql') {
    const { postgresqlAdapter } = await import('./postgresql');
    return databaseOver(await createClient(dialect, postgresqlAdapter(place.url)), onClose);
  }
  const { sqliteAdapter, sqlitePath } = await import('./sqlite');
  return databaseOver(await createClient(dialect, sqliteAdapter(sqlitePath(place.url))), onClose);
}

/**
 * SQLite runs one transaction at a time, and the others wait for their turn; Prisma gives up after two seconds unless told. Ours take
 * milliseconds, the largest (thousands of artifacts) a few seconds.
 */
const transactionOptions = { maxWait: 30_000, timeout: 60_000 };

/** The generated client of a dialect, over an adapter that the caller chose. */
export async function createClient(dialect: Dialect, adapter: SqlDriverAdapterFactory): Promise<Client> {
  if (dialect === 'postgresql') {
    const { PrismaClient } = await import('./generated/postgresql/client');
    // The two clients are made from one schema; the SQLite one is the narrower type. The contract tests run on both.
    return new PrismaClient({ adapter, transactionOptions }) as unknown as Client;
  }
  const { PrismaClient } = await import('./generated/sqlite/client');
  return new PrismaClient({ adapter, transactionOptions });
}

/** The house's view of a client. */
export function databaseOver(client: Client, onClose: () => void = () => undefined): Database {
  return {
    ...incidentsOf(client),
    ...contentOf(client),
    ...analysesOf(client),
    ...linksOf(client),
    ...trashOf(client),
    ...decisionsOf(client),
    async ping() {
      await client.incident.findFirst({ select: { id: true } });
    },
    async close() {
      onClose();
      await client.$disconnect();
    },
  };
}

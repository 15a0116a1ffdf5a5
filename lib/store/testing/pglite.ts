import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { migrationsOf } from '../database/migrate';
import { createClient, databaseOver } from '../database/open';
import { migrateConnection } from '../database/postgresql';
import type { Database } from '../define';
import { PgliteStream } from './pglite-stream';

/** A PostgreSQL in the memory of this process, and a pool of one connection to it. For tests: it never reaches a disk. */
export async function startPglite(): Promise<{ pool: pg.Pool; stop(): Promise<void> }> {
  const server = new PGlite();
  const config = { max: 1, user: 'postgres', database: 'postgres', idleTimeoutMillis: 0, stream: () => new PgliteStream(server) };
  // The types of pg want a Socket; the driver uses what PgliteStream has.
  const pool = new pg.Pool(config as unknown as pg.PoolConfig);
  return {
    pool,
    async stop() {
      await pool.end();
      await server.close();
    },
  };
}

/** The whole store over a PostgreSQL in memory: same SQL, same driver, same migrations as over a real one. */
export async function openPgliteDatabase({ migrationsRoot }: { migrationsRoot: string }): Promise<Database> {
  const { pool, stop } = await startPglite();
  const connection = await pool.connect();
  await migrateConnection(connection, migrationsOf(migrationsRoot, 'postgresql')).finally(() => connection.release());
  // The adapter carries its own copy of pg's types.
  const adapter = new PrismaPg(pool as unknown as ConstructorParameters<typeof PrismaPg>[0]);
  const database = databaseOver(await createClient('postgresql', adapter));
  return {
    ...database,
    async close() {
      await database.close();
      await stop();
    },
  };
}

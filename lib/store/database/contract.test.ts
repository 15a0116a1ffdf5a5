import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';
import { describeDatabase } from '../testing/contract';
import { openPgliteDatabase } from '../testing/pglite';
import { openDatabase } from './open';

const migrationsRoot = path.resolve(import.meta.dirname, '../../../prisma');
const folder = await mkdtemp(path.join(tmpdir(), 'residue database %20?#')); // A path that a careless URL would cut.
afterAll(() => rm(folder, { recursive: true, force: true }));

describeDatabase('SQLite file', () => openDatabase({ url: `file:${folder}/residue.db`, migrationsRoot }));

describeDatabase('PostgreSQL in memory', () => openPgliteDatabase({ migrationsRoot }));

// RESIDUE_TEST_POSTGRES=postgresql://user@host/name: a real server. The tests live in a schema of their own and drop it.
const server = process.env.RESIDUE_TEST_POSTGRES;
if (server) {
  const schema = `residue_test_${process.pid}`;
  const url = new URL(server);
  url.searchParams.set('schema', schema);
  describeDatabase('PostgreSQL server', () => openDatabase({ url: url.href, migrationsRoot }));
  afterAll(async () => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await client.end();
  });
}

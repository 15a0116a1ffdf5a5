import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@libsql/client';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startPglite } from '../testing/pglite';
import { start } from '../testing/processes';
import { migrateDatabase, migrationsOf } from './migrate';
import { migrateConnection } from './postgresql';

const OURS = path.resolve(import.meta.dirname, '../../../prisma');
const SLOW = 120_000;

let folder: string;
let migrationsRoot: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'residue-migrations-'));
  migrationsRoot = path.join(folder, 'prisma');
  url = `file:${path.join(folder, 'data', 'residue.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeMigration(dialect: 'sqlite' | 'postgresql', name: string, sql: string): void {
  const file = path.join(migrationsOf(migrationsRoot, dialect), name, 'migration.sql');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, sql);
}

const FAMILY = `
CREATE TABLE "Parent" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
CREATE TABLE "Child" ("id" TEXT NOT NULL PRIMARY KEY, "parentId" TEXT NOT NULL,
  CONSTRAINT "Child_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Parent" ("id") ON DELETE CASCADE ON UPDATE CASCADE);
`;

describe('SQLite', () => {
  async function query(sql: string): Promise<unknown[][]> {
    const client = createClient({ url });
    try {
      return (await client.execute(sql)).rows.map((row) => Object.values(row));
    } finally {
      client.close();
    }
  }
  const migrate = () => migrateDatabase({ url, migrationsRoot });
  const tables = async () => (await query(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)).flat();

  test('ours make the tables, once', async () => {
    cpSync(OURS, migrationsRoot, { recursive: true });
    const applied = await migrate();
    expect(applied.length).toBeGreaterThan(0);
    expect(await tables()).toEqual(expect.arrayContaining(['AccessLink', 'Analysis', 'Artifact', 'Document', 'Incident', 'Snapshot']));
    expect(await migrate()).toEqual([]);
    expect(await query('PRAGMA journal_mode')).toEqual([['wal']]);
  });

  test('it records what Prisma records', async () => {
    writeMigration('sqlite', '1_init', FAMILY);
    await migrate();
    const [row] = await query('SELECT id, checksum, migration_name, rolled_back_at, applied_steps_count FROM _prisma_migrations');
    const checksum = createHash('sha256').update(FAMILY).digest('hex');
    expect(row).toEqual([
      expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      checksum,
      '1_init',
      null,
      1,
    ]);
  });

  test('rebuilding a table keeps the rows that refer to it', async () => {
    writeMigration('sqlite', '1_init', FAMILY);
    await migrate();
    await query(`INSERT INTO "Parent" VALUES ('p', 'Presto')`);
    await query(`INSERT INTO "Child" VALUES ('a', 'p'), ('b', 'p')`);
    // As `prisma migrate diff` writes it.
    writeMigration(
      'sqlite',
      '2_severity',
      `-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Parent" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "severity" INTEGER NOT NULL DEFAULT 3);
INSERT INTO "new_Parent" ("id", "name") SELECT "id", "name" FROM "Parent";
DROP TABLE "Parent";
ALTER TABLE "new_Parent" RENAME TO "Parent";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
`,
    );
    expect(await migrate()).toEqual(['2_severity']);
    expect(await query('SELECT "id", "parentId" FROM "Child" ORDER BY "id"')).toEqual([
      ['a', 'p'],
      ['b', 'p'],
    ]);
    expect(await query('SELECT * FROM "Parent"')).toEqual([['p', 'Presto', 3]]);
    // The rebuilt table is still the one that the children refer to.
    await query(`DELETE FROM "Parent"`);
    expect(await query('SELECT count(*) FROM "Child"')).toEqual([[0]]);
  });

  test('a migration that fails leaves nothing of it', async () => {
    writeMigration('sqlite', '1_init', FAMILY);
    await migrate();
    await query(`INSERT INTO "Parent" VALUES ('p', 'Presto')`);
    writeMigration('sqlite', '2_more', 'CREATE TABLE "More" ("id" TEXT); DELETE FROM "Parent"; INSERT INTO "Nowhere" VALUES (1);');
    await expect(migrate()).rejects.toThrow('Nowhere');
    expect(await tables()).toEqual(['Child', 'Parent', '_prisma_migrations']);
    expect(await query('SELECT count(*) FROM "Parent"')).toEqual([[1]]);
    writeMigration('sqlite', '2_more', 'CREATE TABLE "More" ("id" TEXT);');
    expect(await migrate()).toEqual(['2_more']);
  });

  test('a migration that orphans rows is refused', async () => {
    writeMigration('sqlite', '1_init', FAMILY);
    await migrate();
    await query(`INSERT INTO "Parent" VALUES ('p', 'Presto')`);
    await query(`INSERT INTO "Child" VALUES ('a', 'p')`);
    writeMigration('sqlite', '2_lose', 'DELETE FROM "Parent";');
    await expect(migrate()).rejects.toThrow('left 1 rows without the row they refer to');
    expect(await query('SELECT count(*) FROM "Parent"')).toEqual([[1]]);
  });

  test('a database that this version does not understand is refused', async () => {
    writeMigration('sqlite', '1_init', FAMILY);
    writeMigration('sqlite', '2_more', 'CREATE TABLE "More" ("id" TEXT);');
    await migrate();
    rmSync(path.join(migrationsOf(migrationsRoot, 'sqlite'), '2_more'), { recursive: true });
    await expect(migrate()).rejects.toThrow('holds migration 2_more, which this version does not know: it was used by a newer version');
    writeMigration('sqlite', '2_more', 'CREATE TABLE "More" ("id" TEXT); -- edited');
    await expect(migrate()).rejects.toThrow('Migration 2_more was edited after it was applied');
    writeMigration('sqlite', '2_more', 'CREATE TABLE "More" ("id" TEXT);');
    expect(await migrate()).toEqual([]);
    await query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '2_more'");
    await expect(migrate()).rejects.toThrow('2_more failed half-way');
  });

  test('a deployment without migrations does not start', async () => {
    mkdirSync(migrationsOf(migrationsRoot, 'sqlite'), { recursive: true });
    await expect(migrate()).rejects.toThrow('There are no migrations');
  });

  test('four processes at once', { timeout: SLOW }, async () => {
    cpSync(OURS, migrationsRoot, { recursive: true });
    const children = Array.from({ length: 4 }, () => start('migrate-process.ts', [url, migrationsRoot]));
    await Promise.all(children.map((child) => child.line()));
    for (const child of children) child.process.stdin.end('go\n');
    const applied = await Promise.all(children.map(async (child) => JSON.parse(await child.line()) as string[]));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await Promise.all(children.map((child) => child.ended))).toEqual([0, 0, 0, 0]);
  });
});

describe('URLs', () => {
  test.each([
    ['file:data/residue.db', 'absolute path'],
    ['file:./residue.db', 'absolute path'],
    ['file::memory:', 'absolute path'],
    ['mysql://root:secret@host/db', 'DATABASE_URL must begin with'],
    ['', 'DATABASE_URL must begin with'],
    ['postgresql://root:secret%@host:x/db', 'DATABASE_URL is no valid URL'],
    ['postgresql://root:secret@host/db?schema=a"b', 'The schema in DATABASE_URL'],
  ])('%s is refused', async (bad, message) => {
    writeMigration('sqlite', '1_init', FAMILY);
    const error = await migrateDatabase({ url: bad, migrationsRoot }).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('secret');
  });

  test('both spellings of a file are the same file', async () => {
    writeMigration('sqlite', '1_init', FAMILY);
    const file = path.join(folder, 'a b%20c.db');
    expect(await migrateDatabase({ url: `file:${file}`, migrationsRoot })).toEqual(['1_init']);
    expect(await migrateDatabase({ url: new URL(`file://${encodeURI(file)}`).href, migrationsRoot })).toEqual([]);
  });
});

test('PostgreSQL: all or nothing, and no stranger', { timeout: SLOW }, async () => {
  const { pool, stop } = await startPglite();
  const connection = await pool.connect();
  const migrate = () => migrateConnection(connection, migrationsOf(migrationsRoot, 'postgresql'));
  const count = async (table: string) => (await connection.query(`SELECT count(*)::int AS n FROM "${table}"`)).rows[0].n as number;
  try {
    writeMigration('postgresql', '1_init', FAMILY);
    expect(await migrate()).toEqual(['1_init']);
    await connection.query(`INSERT INTO "Parent" VALUES ('p', 'Presto')`);
    writeMigration('postgresql', '2_more', 'CREATE TABLE "More" ("id" TEXT); DELETE FROM "Parent"; INSERT INTO "Nowhere" VALUES (1);');
    await expect(migrate()).rejects.toThrow('Nowhere');
    expect(await count('Parent')).toBe(1);
    await expect(count('More')).rejects.toThrow('does not exist');
    writeMigration('postgresql', '2_more', 'CREATE TABLE "More" ("id" TEXT);');
    expect(await migrate()).toEqual(['2_more']);
    expect(await migrate()).toEqual([]);
    const { rows } = await connection.query('SELECT checksum, applied_steps_count FROM _prisma_migrations WHERE migration_name = $1', [
      '1_init',
    ]);
    expect(rows).toEqual([{ checksum: createHash('sha256').update(FAMILY).digest('hex'), applied_steps_count: 1 }]);

    writeMigration('postgresql', '2_more', 'CREATE TABLE "More" ("id" TEXT); -- edited');
    await expect(migrate()).rejects.toThrow('Migration 2_more was edited');
    rmSync(path.join(migrationsOf(migrationsRoot, 'postgresql'), '2_more'), { recursive: true });
    await expect(migrate()).rejects.toThrow('holds migration 2_more');
  } finally {
    connection.release();
    await stop();
  }
});

const server = process.env.RESIDUE_TEST_POSTGRES;
test.skipIf(!server)('four processes at once on a PostgreSQL server', { timeout: SLOW }, async () => {
  const schema = `residue_migrate_${process.pid}`;
  const place = new URL(server!);
  place.searchParams.set('schema', schema);
  const children = Array.from({ length: 4 }, () => start('migrate-process.ts', [place.href, OURS]));
  try {
    await Promise.all(children.map((child) => child.line()));
    for (const child of children) child.process.stdin.end('go\n');
    const applied = await Promise.all(children.map(async (child) => JSON.parse(await child.line()) as string[]));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  } finally {
    await Promise.all(children.map((child) => child.ended));
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await client.end();
  }
});

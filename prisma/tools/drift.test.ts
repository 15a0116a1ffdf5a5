import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { migrateDatabase } from '@/lib/store/database/migrate';
import { prisma, root } from './cli.mjs';
import { drift, schemaOf } from './drift.mjs';

const SLOW = 180_000; // PGlite begins with an initdb.

test.each(['sqlite', 'postgresql'])(
  'the migrations of %s lead to the schema, and a change of the schema is noticed',
  { timeout: SLOW },
  async (dialect) => {
    expect(drift(dialect)).toBe('');

    const folder = await mkdtemp(path.join(tmpdir(), 'residue-schema-'));
    try {
      const changed = path.join(folder, 'schema.prisma');
      const source = await readFile(path.join(root, schemaOf(dialect)), 'utf8');
      await writeFile(changed, source.replace('  title     String\n', '  title     String\n  severity  Int?\n'));
      expect(drift(dialect, changed)).toMatch(/^-- AlterTable\nALTER TABLE "Incident" ADD COLUMN +"severity" INTEGER;$/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('the SQLite schema is the one made from the source', async () => {
  const made = await readFile(path.join(root, 'prisma/sqlite/schema.prisma'), 'utf8');
  const models = (text: string) => text.slice(text.indexOf('model Incident'));
  expect(models(made)).toBe(models(await readFile(path.join(root, 'prisma/schema.prisma'), 'utf8')));
});

test('Prisma agrees that a database of our migrator is up to date', { timeout: SLOW }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'residue-status-'));
  try {
    const url = `file:${path.join(folder, 'residue.db')}`;
    await migrateDatabase({ url, migrationsRoot: path.join(root, 'prisma') });
    const { status, stdout } = prisma('sqlite', ['migrate', 'status'], { url, stdio: 'pipe' });
    expect(stdout).toContain('Database schema is up to date!');
    expect(status).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

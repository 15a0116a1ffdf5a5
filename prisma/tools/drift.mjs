import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prisma } from './cli.mjs';

export const schemaOf = (dialect) => (dialect === 'sqlite' ? 'prisma/sqlite/schema.prisma' : 'prisma/schema.prisma');

/**
 * The SQL that leads from a dialect's migrations to a schema; empty when they agree. The migrations run on a throw-away database:
 * PostgreSQL in memory (PGlite), or a SQLite file (the WASM engine misreads `--from-migrations` there: it misses tables).
 */
export function drift(dialect, schema = schemaOf(dialect)) {
  const output = dialect === 'sqlite' ? driftOfSqlite(schema) : driftOfPostgresql(schema);
  const sql = output.trim();
  return sql === '-- This is an empty migration.' ? '' : sql;
}

function driftOfPostgresql(schema) {
  return run('postgresql', 'pglite:', ['diff', '--from-migrations', 'prisma/postgresql/migrations', '--to-schema', schema, '--script']);
}

function driftOfSqlite(schema) {
  const folder = mkdtempSync(path.join(tmpdir(), 'residue-drift-'));
  try {
    const url = `file:${path.join(folder, 'drift.db')}`;
    run('sqlite', url, ['deploy']);
    return run('sqlite', url, ['diff', '--from-config-datasource', '--to-schema', schema, '--script']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(dialect, url, args) {
  const { status, stdout, stderr } = prisma(dialect, ['migrate', ...args], { url, stdio: 'pipe' });
  if (status !== 0) throw new Error(`prisma migrate ${args[0]} (${dialect}) failed:\n${stdout}${stderr}`);
  return stdout;
}

// node prisma/tools/make-migration.mjs add_comments
// Writes what schema.prisma has and the migrations lack, as one new migration for each dialect. Read the SQL before you commit it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './cli.mjs';
import { drift } from './drift.mjs';

const name = process.argv[2];
if (!/^[a-z][a-z0-9_]*$/.test(name ?? '')) {
  console.error('Say what the migration does: node prisma/tools/make-migration.mjs add_comments');
  process.exit(2);
}
await import('./make-sqlite-schema.mjs');

// 2026-11-23T08:15:30.123Z → 20261123081530
const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
for (const dialect of ['sqlite', 'postgresql']) {
  const sql = drift(dialect);
  if (sql === '') {
    console.log(`${dialect}: the migrations already lead to the schema.`);
    continue;
  }
  const file = path.join('prisma', dialect, 'migrations', `${timestamp}_${name}`, 'migration.sql');
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), `${sql}\n`);
  console.log(`${dialect}: ${file}`);
}

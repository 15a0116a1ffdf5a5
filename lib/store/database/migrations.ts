import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Migration {
  /** Of its folder: "20261123000000_init". They are applied in the order of their names. */
  name: string;
  sql: string;
  /** SHA-256 of the file in hex: what Prisma Migrate writes too, so that its `migrate status` agrees with us. */
  checksum: string;
}

export interface AppliedMigration extends Pick<Migration, 'name' | 'checksum'> {
  /** False where Prisma's command line began it and failed. Ours never leaves one. */
  finished: boolean;
}

/** What the migrator needs of a database. */
export interface MigrationTarget {
  /** Runs `work` while no other process migrates the same database: all of it or nothing. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** What it says of the migrations it got, those rolled back left out. */
  applied(): Promise<AppliedMigration[]>;
  /** Runs the script and records it. */
  apply(migration: Migration): Promise<void>;
}

/** Reads `<folder>/<name>/migration.sql`. Throws when there are none: a deployment that lost its files must not start. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  if (names.length === 0) throw new Error(`There are no migrations in ${folder}.`);
  return names.map((name) => {
    const bytes = readFileSync(path.join(folder, name, 'migration.sql'));
    return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
  });
}

/** Applies what is missing, in order; answers the names applied. Refuses a database that this version does not understand. */
export async function applyMigrations(target: MigrationTarget, migrations: readonly Migration[]): Promise<string[]> {
  return target.exclusive(async () => {
    const rows = await target.applied();
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    for (const { name, finished } of rows) {
      if (!finished)
        throw new Error(`Migration ${name} failed half-way in this database. Repair it with \`prisma migrate resolve\` first.`);
      if (!migrations.some((migration) => migration.name === name))
        throw new Error(
          `The database holds migration ${name}, which this version does not know: it was used by a newer version of Residue. Start that version.`,
        );
    }
    const missing: Migration[] = [];
    for (const migration of migrations) {
      const checksum = applied.get(migration.name);
      if (checksum === undefined) missing.push(migration);
      else if (checksum !== migration.checksum)
        throw new Error(
          `Migration ${migration.name} was edited after it was applied to this database. Restore the file; a change needs a migration of its own.`,
        );
    }
    for (const migration of missing) await target.apply(migration);
    return missing.map(({ name }) => name);
  });
}

import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type AppliedMigration, applyMigrations, type MigrationTarget, readMigrations } from './migrations';

/** The number that Prisma Migrate locks too: its CLI and our servers wait for each other. */
const MIGRATION_LOCK = 72_707_369;

// As Prisma Migrate makes it.
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

/** One connection, as the migrator uses it. */
export type Connection = Pick<pg.ClientBase, 'query'>;

/**
 * The schema our tables live in: "…/residue?schema=team" → "team"; "public" where the URL names none. (Prisma puts it before every
 * table it names, so a search_path alone would not do.)
 */
export function schemaOf(connectionString: string): string {
  const schema = new URL(connectionString).searchParams.get('schema') ?? 'public';
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(schema)) throw new Error('The schema in DATABASE_URL must be letters, digits and underscores.');
  return schema;
}

/** Brings the database up to date. Answers the names of the migrations applied. */
export async function migratePostgresql(connectionString: string, folder: string): Promise<string[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, application_name: 'residue-migrate' });
  // A connection that breaks while idle emits; the query under way rejects as well, so nothing is lost here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await migrateConnection(client, folder, schemaOf(connectionString));
  } finally {
    await client.end();
  }
}

/** The same over a connection that is open already. */
export async function migrateConnection(connection: Connection, folder: string, schema = 'public'): Promise<string[]> {
  const target: MigrationTarget = {
    async exclusive(work) {
      await connection.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      try {
        // Asked first: CREATE SCHEMA IF NOT EXISTS fails for a user who may not create schemas, even where it exists.
        const { rowCount } = await connection.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
        if (!rowCount) await connection.query(`CREATE SCHEMA "${schema}"`);
        await connection.query(`SET search_path TO "${schema}"`);
        await connection.query(TABLE);
        return await work();
      } finally {
        await connection.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      }
    },
    async applied() {
      const { rows } = await connection.query<AppliedMigration>(
        'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
      );
      return rows;
    },
    async apply({ name, checksum, sql }) {
      await connection.query('BEGIN');
      try {
        await connection.query(sql);
        await connection.query(
          `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
           VALUES (gen_random_uuid()::text, $1, $2, now(), 1)`,
          [checksum, name],
        );
        await connection.query('COMMIT');
      } catch (error) {
        await connection.query('ROLLBACK');
        throw error;
      }
    },
  };
  return applyMigrations(target, readMigrations(folder));
}

/** Prisma's adapter over a pool of connections. */
export function postgresqlAdapter(connectionString: string): PrismaPg {
  return new PrismaPg(
    {
      connectionString,
      application_name: 'residue',
      max: 10,
      connectionTimeoutMillis: 10_000,
      // A statement of ours takes milliseconds; one that hangs must not hold its locks for ever.
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 60_000,
    },
    { schema: schemaOf(connectionString) },
  );
}

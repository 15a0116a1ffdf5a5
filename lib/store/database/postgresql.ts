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
  // The error of `new URL` carries the URL, and that a password.
  if (!URL.canParse(connectionString)) throw new Error('DATABASE_URL is no valid URL. Percent-encode what is special in its password.');
  const schema = new URL(connectionString).searchParams.get('schema') ?? 'public';
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(schema)) throw new Error('The schema in DATABASE_URL must be letters, digits and underscores.');
  return schema;
}

/** Brings the database up to date. Answers the names of the migrations applied. */
export async function migratePostgresql(connectionString: string, folder: string): Promise<string[]> {
  const schema = schemaOf(connectionString);
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, application_name: 'residue-migrate' });
  // A connection that breaks while idle emits; the query under way rejects as well, so nothing is lost here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await migrateConnection(client, folder, schema);
  } finally {
    await client.end();
  }
}

/** The same over a connection that is open already. */
export async function migrateConnection(connection: Connection, folder: string, schema = 'public'): Promise<string[]> {
  const target: MigrationTarget = {
    async exclusive(work) {
      await connection.query('BEGIN ISOLATION LEVEL READ COMMITTED'); // Behind the lock, see what the others did.
      try {
        // Until the end of the transaction, not of the session: so it also works behind a pooler that shares sessions.
        await connection.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
        // Asked first: CREATE SCHEMA IF NOT EXISTS fails for a user who may not create schemas, even where it exists.
        const { rowCount } = await connection.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
        if (!rowCount) await connection.query(`CREATE SCHEMA "${schema}"`);
        await connection.query(`SET LOCAL search_path TO "${schema}"`);
        await connection.query(TABLE);
        const result = await work();
        await connection.query('COMMIT');
        return result;
      } catch (error) {
        await connection.query('ROLLBACK').catch(() => undefined); // The connection may be what failed.
        throw error;
      }
    },
    async applied() {
      const { rows } = await connection.query<AppliedMigration>(
        'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
      );
      return rows;
    },
    async apply({ name, checksum, sql }) {
      await connection.query(sql);
      await connection.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES (gen_random_uuid()::text, $1, $2, now(), 1)`,
        [checksum, name],
      );
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
      // No statement_timeout: poolers such as PgBouncer refuse a connection that asks for one. (Set it for the role.)
    },
    { schema: schemaOf(connectionString) },
  );
}

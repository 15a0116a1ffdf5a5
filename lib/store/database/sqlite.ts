import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, type Config, createClient, type InArgs, type InStatement, LibsqlError, type Transaction } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { applyMigrations, type MigrationTarget, readMigrations } from './migrations';

/** How long a statement waits for a lock of another process. libSQL is synchronous: the event loop waits with it, so not for long. */
const LOCK_TIMEOUT_MS = 1_000;
/** A process that starts has nothing else to do. */
const MIGRATION_LOCK_TIMEOUT_MS = 30_000;

// As Prisma Migrate makes it.
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

// A random UUID v4 made by SQLite, in the shape that Prisma writes: 8-4-4-4-12.
const RANDOM_ID = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`;

/**
 * "file:/data/residue.db" (taken as it stands) or "file:///data/my%20residue.db" (a real URL) → the absolute path.
 * Relative paths are refused: the standalone server changes its working folder to one that the next build deletes.
 */
export function sqlitePath(url: string): string {
  const file = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
  if (!path.isAbsolute(file)) throw new Error(`DATABASE_URL must name an absolute path (file:/data/residue.db), not ${url}.`);
  return path.normalize(file);
}

function configOf(file: string, timeout: number): Config {
  // libSQL decodes the path of its URL and cuts it at ? and #.
  return { url: `file:${file.split(path.sep).map(encodeURIComponent).join('/')}`, timeout };
}

/** Makes the file (and its folder) readable by its owner only; SQLite gives the files of its log the same mode. */
function ensureFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

/** Brings the file up to date; makes it where there is none. Answers the names of the migrations applied. */
export async function migrateSqlite(file: string, folder: string): Promise<string[]> {
  const migrations = readMigrations(folder);
  ensureFile(file);
  const client = createClient(configOf(file, MIGRATION_LOCK_TIMEOUT_MS));
  try {
    // Readers do not wait for writers, and a commit is one fsync of the log. The file remembers it.
    await client.execute('PRAGMA journal_mode = WAL');
    // Prisma rebuilds a SQLite table by CREATE new, copy, DROP old, RENAME. With foreign keys on, that DROP deletes the rows that
    // refer to the table, and inside a transaction the pragma (in the script itself) is ignored: so it is switched off before BEGIN,
    // and what the constraints would have caught is checked before COMMIT.
    await client.execute('PRAGMA foreign_keys = OFF');
    // The transaction runs on the connection that has just got the pragma. (client.executeMultiple would roll back an open BEGIN.)
    const tx = await client.transaction('write');
    const target: MigrationTarget = {
      async exclusive(work) {
        try {
          await tx.execute(TABLE);
          const result = await work();
          const broken = (await tx.execute('PRAGMA foreign_key_check')).rows.length;
          if (broken > 0) throw new Error(`A migration left ${broken} rows without the row they refer to; nothing was changed.`);
          await tx.commit();
          return result;
        } finally {
          tx.close(); // Rolls back what was not committed.
        }
      },
      async applied() {
        const { rows } = await tx.execute(
          'SELECT migration_name AS name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
        );
        return rows.map((row) => ({ name: String(row.name), checksum: String(row.checksum), finished: row.finished_at !== null }));
      },
      async apply({ name, checksum, sql }) {
        await tx.executeMultiple(sql);
        await tx.execute({
          sql: `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES (${RANDOM_ID}, ?, ?, current_timestamp, 1)`,
          args: [checksum, name],
        });
      },
    };
    return await applyMigrations(target, migrations);
  } finally {
    client.close();
  }
}

/** Prisma's adapter over one connection to the file. */
export function sqliteAdapter(file: string): PrismaLibSql {
  return new OneConnection(configOf(file, LOCK_TIMEOUT_MS));
}

/**
 * @libsql/client 0.17.4 opens a new connection for every transaction and never closes it: two file descriptors each, until the process
 * has no more. The adapter lets one caller at a time through (its mutex), so a transaction may as well run on the one connection.
 */
class OneConnection extends PrismaLibSql {
  override createClient(config: Config): Client {
    const client = super.createClient(config);
    const execute = client.execute.bind(client);
    client.execute = async (statement: InStatement, args?: InArgs) => {
      try {
        return await (typeof statement === 'string' ? execute(statement, args) : execute(statement));
      } catch (error) {
        // A statement refused for a lock stays half-run until it is collected, and no COMMIT passes on its connection before
        // ("cannot commit transaction - SQL statements in progress"): a new connection does not know it.
        if (isBusy(error)) await client.reconnect();
        throw error;
      }
    };
    client.transaction = () => beginOn(client);
    return client;
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  // The low byte; the others say why (517 is SQLITE_BUSY_SNAPSHOT).
  return error instanceof LibsqlError && ((error.rawCode ?? 0) & 0xff) === SQLITE_BUSY;
}

async function beginOn(client: Client): Promise<Transaction> {
  // Takes no lock yet, so that one that only reads never waits for a writer. Those that write do it in their first statement: one that
  // read first would fail when another process wrote in between.
  await client.execute('BEGIN DEFERRED');
  let closed = false;
  const run = async (statement: InStatement) => {
    if (closed) throw new Error('The transaction is over.');
    try {
      return await client.execute(statement);
    } catch (error) {
      closed = isBusy(error); // Its connection went, and the transaction with it.
      throw error;
    }
  };
  const finish = async (statement: 'COMMIT' | 'ROLLBACK') => {
    if (closed) return;
    try {
      await run(statement);
    } catch (error) {
      // Whatever happened, the connection must not stay inside the transaction.
      if (statement === 'COMMIT' && !closed) await client.execute('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      closed = true;
    }
  };
  const refuse = () => Promise.reject(new Error('Not used by the adapter.'));
  return {
    execute: run,
    batch: refuse,
    executeMultiple: refuse,
    commit: () => finish('COMMIT'),
    rollback: () => finish('ROLLBACK'),
    close: () => void finish('ROLLBACK').catch(() => undefined),
    get closed() {
      return closed;
    },
  };
}

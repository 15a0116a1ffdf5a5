import path from 'node:path';

export interface DatabasePlace {
  /** "file:/data/residue.db" (absolute) or "postgresql://user@host/name". */
  url: string;
  /** The folder that holds `sqlite/migrations` and `postgresql/migrations`: "prisma" in the root of the house. */
  migrationsRoot: string;
}

export type Dialect = 'sqlite' | 'postgresql';

/** Throws for anything but `file:`, `postgresql:` and `postgres:`; never shows the URL, it may hold a password. */
export function dialectOf(url: string): Dialect {
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgresql';
  if (url.startsWith('file:')) return 'sqlite';
  throw new Error('DATABASE_URL must begin with file:/ (an absolute path) or postgresql://.');
}

export const migrationsOf = (migrationsRoot: string, dialect: Dialect): string => path.join(migrationsRoot, dialect, 'migrations');

/**
 * Makes the database where there is none and applies the migrations that it lacks; answers their names. Needs no generated client.
 * Safe to run from several processes at once. Throws one clear sentence for an edited or an unknown (newer) migration.
 */
export async function migrateDatabase({ url, migrationsRoot }: DatabasePlace): Promise<string[]> {
  const dialect = dialectOf(url);
  const folder = migrationsOf(migrationsRoot, dialect);
  if (dialect === 'postgresql') {
    const { migratePostgresql } = await import('./postgresql');
    return migratePostgresql(url, folder);
  }
  const { migrateSqlite, sqlitePath } = await import('./sqlite');
  return migrateSqlite(sqlitePath(url), folder);
}

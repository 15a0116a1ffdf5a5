import { defineConfig } from 'prisma/config';

// For Prisma's command line only; the server opens its database in lib/store/database/open.ts.
// DB_DIALECT chooses which of the two schemas a command is about, DATABASE_URL which database ("pglite:" is one in memory).
const sqlite = process.env.DB_DIALECT !== 'postgresql';

export default defineConfig({
  schema: sqlite ? 'prisma/sqlite/schema.prisma' : 'prisma/schema.prisma',
  migrations: { path: sqlite ? 'prisma/sqlite/migrations' : 'prisma/postgresql/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? (sqlite ? 'file:./data/residue.db' : 'pglite:') },
});

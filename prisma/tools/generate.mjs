// Writes the two generated clients. `prisma generate` needs no schema engine, yet the CLI downloads one first;
// PRISMA_SCHEMA_ENGINE_BINARY (Prisma's documented variable) set to any existing file stops that download.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');

for (const dialect of ['sqlite', 'postgresql']) {
  const { status } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      ...process.env,
      DB_DIALECT: dialect,
    },
  });
  if (status !== 0) process.exit(status ?? 1);
}

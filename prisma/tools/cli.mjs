import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');

/**
 * Runs Prisma's command line for one dialect, without a network. Every command wants the schema engine and would download it first;
 * PRISMA_SCHEMA_ENGINE_BINARY is Prisma's documented variable for an engine of one's own. `generate` never runs it (any existing file
 * will do), `migrate` does: it gets our shim over the WASM engine. An engine chosen by the user goes first.
 * @param {'sqlite' | 'postgresql' | string} dialect
 * @param {string[]} args
 * @param {{ url?: string, stdio?: 'inherit' | 'pipe' }} [options]
 */
export function prisma(dialect, args, { url, stdio = 'inherit' } = {}) {
  const engine = args[0] === 'generate' ? process.execPath : path.join(import.meta.dirname, 'schema-engine.mjs');
  return spawnSync(process.execPath, [cli, ...args], {
    cwd: root,
    stdio,
    encoding: 'utf8',
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: engine,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      ...process.env,
      DB_DIALECT: dialect,
      ...(url && { DATABASE_URL: url }),
    },
  });
}

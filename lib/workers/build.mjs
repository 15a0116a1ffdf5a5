// Bundles the worker into .workers/: one file that runs the same in development, tests and the standalone server.
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '../..');

export async function buildWorkers() {
  await build({
    entryPoints: [path.join(root, 'lib/workers/pool.worker.ts')],
    outdir: path.join(root, '.workers'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    alias: { '@': root },
    logLevel: 'warning',
  });
}

if (process.argv[1] === import.meta.filename) await buildWorkers();

import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint, stampFile } from './fingerprint';
import { ROOT, stop } from './root';
import { runNode } from './run';

const STEPS: [what: string, args: string[]][] = [
  ['writing the SQLite schema', ['prisma/tools/make-sqlite-schema.mjs']],
  ['generating the database clients', ['prisma/tools/generate.mjs']],
  ['bundling the worker', ['lib/workers/build.mjs']],
  ['building the pages', ['node_modules/next/dist/bin/next', 'build']],
];

/** Generated clients and the bundled worker: what development, tests and a build all need first. */
export const PREPARATION = STEPS.slice(0, 3);

export async function prepare(steps = PREPARATION): Promise<void> {
  for (const [what, args] of steps) if ((await runNode(args)) !== 0) stop(`${what} failed; the lines above say why.`);
}

/** A whole build into .next/standalone, stamped with what it was made from. */
export async function build(): Promise<void> {
  const made = fingerprint();
  rmSync(stampFile, { force: true });
  await prepare(STEPS);
  // Next leaves static files and public/ out of the standalone folder.
  cpSync(path.join(ROOT, '.next/static'), path.join(ROOT, '.next/standalone/.next/static'), { recursive: true });
  if (existsSync(path.join(ROOT, 'public')))
    cpSync(path.join(ROOT, 'public'), path.join(ROOT, '.next/standalone/public'), { recursive: true });
  writeFileSync(stampFile, made);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build();

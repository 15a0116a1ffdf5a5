import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../lib/launch/root';

export const OUTPUT = path.join(ROOT, 'bench/.output');
mkdirSync(OUTPUT, { recursive: true });

/** Runs programs/NAME.ts in a process of its own, bundled as the worker is; gives what it printed, as JSON. */
export async function runProgram<T>(name: string, args: readonly string[], nodeFlags: readonly string[] = []): Promise<T> {
  const outfile = path.join(OUTPUT, `${name}.mjs`);
  await build({
    entryPoints: [path.join(ROOT, 'bench/programs', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { '@': ROOT },
    logLevel: 'warning',
  });
  return JSON.parse(execFileSync(process.execPath, [...nodeFlags, outfile, ...args], { encoding: 'utf8', maxBuffer: 1024 * 1024 }));
}

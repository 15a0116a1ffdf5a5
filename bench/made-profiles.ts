import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../lib/launch/root';

/** The generators lie beside the checkout, where the developers have them. */
const GENERATORS = path.join(ROOT, '../shared/performance/gen');
/** What they made is kept from run to run, outside the checkout. */
const KEPT = process.env.BENCH_INPUTS ?? path.join(tmpdir(), 'residue-bench');

const MADE = {
  'perf-10': ['perf-script', '--mb=10'],
  'perf-100': ['perf-script', '--mb=100'],
  'perf-100u': ['perf-script', '--mb=100', '--unique=0.2'],
  'perf-500': ['perf-script', '--mb=500'],
  'perf-600': ['perf-script', '--mb=600'],
  'perf-1024': ['perf-script', '--mb=1073.7'],
  'folded-50': ['folded', '--mb=50'],
  'async-20': ['async-text', '--mb=20'],
} as const;

export type MadeProfile = keyof typeof MADE;

/** The file of a made profile, always the same bytes; made where it is not there yet. null where there is no generator. */
export function profileFile(name: MadeProfile): string | null {
  const [generator, ...options] = MADE[name];
  const script = path.join(GENERATORS, `${generator}.mjs`);
  const file = path.join(KEPT, `${name}.txt`);
  if (existsSync(file)) return file;
  if (!existsSync(script)) return null;
  mkdirSync(KEPT, { recursive: true });
  execFileSync(process.execPath, [script, ...options, '--seed=1', `--out=${file}.part`], { stdio: ['ignore', 'ignore', 'ignore'] });
  renameSync(`${file}.part`, file);
  return file;
}

export const sizeOf = (file: string): number => statSync(file).size;

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './root';

/** What goes into a build. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'package-lock.json',
  'next.config.ts',
  'proxy.ts',
  'instrumentation.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'prisma.config.ts',
];
const LEFT_OUT = /(?:^|\/)(?:generated|fixtures|testing)(?:\/|$)|\.test\.tsx?$|\.md$/;
const STAMP = path.join(ROOT, '.next', 'residue-build');

function* filesBelow(relative: string): Generator<string> {
  const file = path.join(ROOT, relative);
  if (LEFT_OUT.test(relative) || !existsSync(file)) return;
  if (!statSync(file).isDirectory()) yield relative;
  else for (const name of readdirSync(file).sort()) yield* filesBelow(path.posix.join(relative, name));
}

/** Hash of everything that goes into a build, and of the Node that runs it. */
export function fingerprint(): string {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const source of SOURCES)
    for (const file of filesBelow(source)) hash.update(`\0${file}\0`).update(readFileSync(path.join(ROOT, file)));
  return hash.digest('hex');
}

/** Whether .next/standalone was built from just these files. */
export function buildIsCurrent(): boolean {
  return existsSync(STAMP) && existsSync(path.join(ROOT, '.next/standalone/server.js')) && readFileSync(STAMP, 'utf8') === fingerprint();
}

export const stampFile = STAMP;

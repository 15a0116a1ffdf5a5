import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { expect, test } from 'vitest';

// Who may import whom. A row not listed here is a row not allowed. (Every room may import itself.)
const PURE = ['lib/base', 'lib/model'];
const MAY: Record<string, string[]> = {
  'lib/base': [],
  'lib/model': ['lib/base'],
  'lib/documents': PURE,
  'lib/formats': PURE,
  'lib/reconcile': PURE,
  'lib/findings': PURE,
  'lib/store': PURE,
  'lib/api': PURE,
  'lib/preview': [...PURE, 'lib/formats'],
  'lib/view-state': PURE,
  'lib/workers': [...PURE, 'lib/documents', 'lib/formats', 'lib/reconcile', 'lib/findings'],
  'lib/incidents': [...PURE, 'lib/documents', 'lib/formats', 'lib/reconcile', 'lib/findings', 'lib/store', 'lib/workers'],
  'lib/launch': ['lib/base', 'lib/store'],
  components: [...PURE, 'lib/preview', 'lib/view-state'],
  app: [...PURE, 'lib/api', 'lib/incidents', 'lib/view-state', 'components'],
};
// What only these rooms may take from npm or Node.
const ONLY: [pattern: RegExp, rooms: string[]][] = [
  [/^(react|react-dom|recharts|@tanstack\/.*)(\/|$)/, ['components', 'app']],
  [/^next(\/|$)/, ['components', 'app']],
  [/^(@prisma\/.*|@libsql\/.*|pg)$/, ['lib/store']],
  [/^piscina$/, ['lib/incidents']],
  [/^node:(fs|fs\/promises)$/, ['lib/store', 'lib/launch', 'lib/incidents']],
];
// Rooms that must know neither clock nor chance.
const TIMELESS = ['lib/base', 'lib/model', 'lib/documents', 'lib/formats', 'lib/reconcile', 'lib/findings', 'lib/view-state', 'lib/store'];

const root = join(import.meta.dirname, '..');
const room = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('lib/') ? 2 : 1)
    .join('/');
const files = ['lib', 'components', 'app'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .map((file) => join(top, file))
    .filter(
      (file) => /\.tsx?$/.test(file) && !/\.(test|bench)\.tsx?$/.test(file) && !file.includes('/generated/') && !file.includes('/testing/'),
    ),
);
const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

function target(file: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (specifier.startsWith('.')) return normalize(join(file, '..', specifier));
  return null;
}

function violations(file: string, text: string): string[] {
  const found: string[] = [];
  const home = room(file);
  for (const [, specifier = ''] of text.matchAll(IMPORT)) {
    const to = target(file, specifier);
    if (to !== null) {
      if (room(to) !== home && !MAY[home]?.includes(room(to))) found.push(`${file} -> ${to}`);
    } else {
      for (const [pattern, rooms] of ONLY) if (pattern.test(specifier) && !rooms.includes(home)) found.push(`${file} -> ${specifier}`);
    }
  }
  if (TIMELESS.includes(home) && /\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|randomBytes\(/.test(text))
    found.push(`${file} reads the clock or chance`);
  return found;
}

test('imports flow one way', () => {
  expect(files.flatMap((file) => violations(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

test('every file lives in a room of the house', () => {
  expect(files.filter((file) => file !== 'lib/imports.test.ts' && !(room(file) in MAY))).toEqual([]);
});

test('the law can be broken', () => {
  expect(violations('components/views/regions/bad.ts', "import { formats } from '@/lib/formats/registry';")).toHaveLength(1);
  expect(violations('lib/formats/pmap-x/bad.ts', "import { x } from '../../reconcile/ledger';")).toHaveLength(1);
  expect(violations('lib/model/bad.ts', "import { useState } from 'react';")).toHaveLength(1);
  expect(violations('lib/reconcile/bad.ts', 'const now = Date.now();')).toHaveLength(1);
});

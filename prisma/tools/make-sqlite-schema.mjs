// The PostgreSQL schema is the source; the SQLite one differs from it in the provider and the output folder only.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const prisma = path.resolve(import.meta.dirname, '..');
const source = readFileSync(path.join(prisma, 'schema.prisma'), 'utf8');

const ONLY_POSTGRESQL = /@db\.|dbgenerated|\bDecimal\b|\b[A-Z]\w*\[\]\s*(@|$)|^enum\s/m;
const RELATIONS = new Set([...source.matchAll(/^model\s+(\w+)/gm)].map(([, name]) => name));
for (const line of source.split('\n')) {
  if (line.trimStart().startsWith('//')) continue;
  const [, listOf] = /\s([A-Z]\w*)\[\]/.exec(line) ?? [];
  if (RELATIONS.has(listOf)) continue;
  if (ONLY_POSTGRESQL.test(line)) throw new Error(`schema.prisma uses something that SQLite lacks: ${line.trim()}`);
}

const replaceOnce = (text, from, to) => {
  if (text.split(from).length !== 2) throw new Error(`schema.prisma must hold ${from} exactly once`);
  return text.replace(from, to);
};
let target = replaceOnce(source, 'provider = "postgresql"', 'provider = "sqlite"');
target = replaceOnce(target, '"../lib/store/database/generated/postgresql"', '"../../lib/store/database/generated/sqlite"');

mkdirSync(path.join(prisma, 'sqlite'), { recursive: true });
writeFileSync(
  path.join(prisma, 'sqlite/schema.prisma'),
  `// Made from ../schema.prisma by ../tools/make-sqlite-schema.mjs. Do not edit.\n${target}`,
);

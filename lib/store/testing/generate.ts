import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const changedAt = (file: string) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** Vitest's globalSetup: a fresh checkout has no generated Prisma clients, and an edited schema has old ones. Both are made anew here. */
export default function generate(): void {
  const schema = path.join(root, 'prisma/schema.prisma');
  const clients = ['sqlite', 'postgresql'].map((dialect) => path.join(root, `lib/store/database/generated/${dialect}/client.ts`));
  if (clients.every((client) => changedAt(client) >= changedAt(schema))) return;
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  for (const command of scripts['prepare:generated']!.split('&&')) {
    const [, ...args] = command.trim().split(' ');
    execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

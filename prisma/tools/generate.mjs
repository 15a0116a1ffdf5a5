// Writes the two generated clients to lib/store/database/generated. No network, no engine, a second each.
import { prisma } from './cli.mjs';

for (const dialect of ['sqlite', 'postgresql']) {
  const { status } = prisma(dialect, ['generate', '--no-hints']);
  if (status !== 0) process.exit(status ?? 1);
}

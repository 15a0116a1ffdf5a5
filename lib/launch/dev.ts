import path from 'node:path';
import { readEnvironment } from '@/lib/base/environment';
import { prepare } from './build';
import { runNode } from './run';

// `npm run dev`: pages reload by themselves; after a change to a parser or a rule run `node lib/workers/build.mjs` (the worker is bundled).
await prepare();
const environment = readEnvironment(process.env);
process.exitCode = await runNode(['node_modules/next/dist/bin/next', 'dev', '-H', environment.HOSTNAME, '-p', String(environment.PORT)], {
  RESIDUE_DATA_DIR: path.resolve(environment.RESIDUE_DATA_DIR),
});

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { formatBytes } from '@/lib/base/bytes';
import { BadEnvironment, type Environment, readEnvironment } from '@/lib/base/environment';
import { migrateDatabase } from '@/lib/store/database/migrate';
import { build } from './build';
import { checkDataFolder, checkPort } from './checks';
import { buildIsCurrent } from './fingerprint';
import { ROOT, stop } from './root';

/** How long the server may take to answer for the first time. */
const PATIENCE_MS = 60_000;

function environmentOrStop(): Environment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    if (error instanceof BadEnvironment) stop(error.message);
    throw error;
  }
}

async function main(): Promise<void> {
  const environment = environmentOrStop();
  const dataFolder = path.resolve(environment.RESIDUE_DATA_DIR);
  const { PORT: port, HOSTNAME: host } = environment;
  const trouble = checkDataFolder(dataFolder) ?? (await checkPort(port, host));
  if (trouble) stop(trouble);
  if (!buildIsCurrent()) {
    console.log('residue: building (once; takes about half a minute)');
    await build();
  }
  const url = environment.DATABASE_URL ?? `file:${path.join(dataFolder, 'residue.db')}`;
  try {
    await migrateDatabase({ url, migrationsRoot: path.join(ROOT, 'prisma') });
  } catch (error) {
    stop(`The database could not be opened or migrated: ${error instanceof Error ? error.message : String(error)}`);
  }
  await serve(environment, dataFolder, url);
}

/** Runs the built server until it or we are told to end. */
async function serve(environment: Environment, dataFolder: string, databaseUrl: string): Promise<void> {
  const server = path.join(ROOT, '.next/standalone/server.js');
  if (!existsSync(server)) stop('The build left no server. Remove the folder .next and start again.');
  const child = spawn(process.execPath, [server], {
    cwd: path.dirname(server),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(environment.PORT),
      HOSTNAME: environment.HOSTNAME,
      RESIDUE_DATA_DIR: dataFolder,
      DATABASE_URL: databaseUrl,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  child.on('exit', (code) => process.exit(code ?? 0));
  const shown = environment.HOSTNAME === '0.0.0.0' || environment.HOSTNAME === '::' ? '127.0.0.1' : environment.HOSTNAME;
  const address = `http://${shown.includes(':') ? `[${shown}]` : shown}:${environment.PORT}`;
  if (!(await answers(`${address}/readyz`))) {
    child.kill('SIGTERM');
    stop('The server did not get ready; the lines above say why.');
  }
  const database = databaseUrl.startsWith('file:') ? 'embedded (SQLite)' : databaseUrl.replace(/\/\/[^@/]*@/, '//…@');
  console.log(
    [
      `residue: ready at ${environment.RESIDUE_BASE_URL ?? address}`,
      `  data folder  ${dataFolder}`,
      `  database     ${database}`,
      `  limits       ${formatBytes(environment.RESIDUE_MAX_UPLOAD_BYTES)} a file as sent, ${formatBytes(environment.RESIDUE_MAX_DOCUMENT_BYTES)} inflated, ${environment.RESIDUE_MAX_DOCUMENTS} documents an incident`,
    ].join('\n'),
  );
}

async function answers(url: string): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    try {
      const response = await fetch(url);
      if (response.ok) return true;
      if (response.status === 503) return false;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

await main();

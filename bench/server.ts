import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../lib/launch/root';

export interface RunningServer {
  base: string;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

async function untilReady(base: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 2_400; tries++) {
    if (child.exitCode !== null) throw new Error('The server ended before it was ready.');
    if (
      await fetch(`${base}/readyz`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The server did not get ready within four minutes.');
}

/** The product as users start it, with an empty data folder that is removed afterwards. */
export async function startServer(): Promise<RunningServer> {
  const port = await freePort();
  const data = mkdtempSync(path.join(tmpdir(), 'residue-bench-'));
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Files of half a gigabyte are among what is sent.
    env: {
      RESIDUE_MAX_DOCUMENT_BYTES: String(1024 ** 3),
      ...process.env,
      PORT: String(port),
      HOSTNAME: '127.0.0.1',
      RESIDUE_DATA_DIR: data,
    },
    detached: true,
  });
  const base = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await untilReady(base, child);
    return { base, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

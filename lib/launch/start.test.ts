import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkDataFolder, checkPort } from './checks';
import { ROOT } from './root';

const folder = mkdtempSync(path.join(tmpdir(), 'residue-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `npm start`'s script with these variables; it must end by itself before it builds anything. */
function start(environment: Record<string, string>): { code: number | null; lines: string[] } {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'lib/launch/start.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, RESIDUE_DATA_DIR: path.join(folder, 'data'), ...environment },
  });
  return { code: status, lines: stderr.trim().split('\n') };
}

test('a bad variable is one clear sentence and exit code 1', () => {
  expect(start({ PORT: 'eighty' })).toEqual({ code: 1, lines: ['residue: PORT must be a whole number, but it is "eighty".'] });
});

test('a data folder that cannot be written is one clear sentence and exit code 1', () => {
  writeFileSync(path.join(folder, 'file'), '');
  const { code, lines } = start({ RESIDUE_DATA_DIR: path.join(folder, 'file', 'data') });
  expect([code, lines.length]).toEqual([1, 1]);
  expect(lines[0]).toMatch(/^residue: The data folder .* cannot be written .* Set RESIDUE_DATA_DIR/);
});

test('a port in use is one clear sentence and exit code 1', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  const { code, lines } = start({ PORT: String(port) });
  expect([code, lines.length]).toEqual([1, 1]);
  expect(lines[0]).toBe(
    `residue: Port ${port} on 127.0.0.1 is in use. Stop what listens there, or set PORT to another one, for example PORT=${port + 1} npm start.`,
  );
  await new Promise((resolve) => other.close(resolve));
  expect(await checkPort(port, '127.0.0.1')).toBeNull();
});

test('a folder that is missing is made', () => {
  expect(checkDataFolder(path.join(folder, 'new', 'data'))).toBeNull();
});

test('an address that this machine has not is told', async () => {
  expect(await checkPort(0, '192.0.2.1')).toMatch(/HOSTNAME is 192\.0\.2\.1, which is no address of this machine/);
});

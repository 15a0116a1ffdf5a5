import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './e2e/browser';

const port = Number(process.env.E2E_PORT ?? 4320);
// Workers and the main process load this file: all of them must name the same folder.
process.env.E2E_DATA_DIR ??= mkdtempSync(path.join(tmpdir(), 'residue-e2e-'));

/** Against a server that runs already, for one who writes a story. */
const elsewhere = process.env.E2E_BASE;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e/.output',
  workers: 1,
  // Server, browser and runner may share a busy machine: how long something takes is the bench's matter.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Once more, and counted as flaky in the closing lines: a story that needs it is to be mended.
  retries: 1,
  reporter: process.env.E2E_REPORT ? [['list'], ['json', { outputFile: process.env.E2E_REPORT }]] : [['list']],
  use: {
    baseURL: elsewhere ?? `http://127.0.0.1:${port}`,
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: findBrowser(), args: browserArguments() },
  },
  webServer: elsewhere
    ? undefined
    : {
        // The way users start it, the standalone build included.
        command: 'npm start',
        env: { PORT: String(port), HOSTNAME: '127.0.0.1', RESIDUE_DATA_DIR: process.env.E2E_DATA_DIR },
        url: `http://127.0.0.1:${port}/readyz`,
        timeout: 240_000,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
        reuseExistingServer: false,
      },
});

// Finds a Chromium for the browser stories; `tsx e2e/browser.ts --install` gets one where there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const bundledIsThere = () => existsSync(chromium.executablePath());
const isRoot = () => typeof process.getuid === 'function' && process.getuid() === 0;

/** Path of the browser to use; undefined means the one that Playwright downloaded itself. Throws where there is none. */
export function findBrowser(): string | undefined {
  const asked = process.env.E2E_CHROMIUM;
  if (asked) {
    if (!existsSync(asked)) throw new Error(`E2E_CHROMIUM is set, but there is no file ${asked}.`);
    return asked;
  }
  if (bundledIsThere()) return undefined;
  const found = SYSTEM.find((file) => existsSync(file));
  if (!found) throw new Error('No Chromium was found. Run `npx tsx e2e/browser.ts --install`, or set E2E_CHROMIUM to the path of one.');
  return found;
}

/** No sandbox for root only (Chromium refuses it there); and not one request to anybody but this machine. */
export function browserArguments(): string[] {
  return [
    ...(isRoot() ? ['--no-sandbox'] : []),
    '--disable-quic',
    '--disable-gpu',
    '--no-first-run',
    '--no-pings',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  ];
}

const run = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;

function isFound(): boolean {
  try {
    console.log('browser:', findBrowser() ?? 'the one of Playwright');
    return true;
  } catch (error) {
    if (process.env.E2E_CHROMIUM) throw error;
    return false;
  }
}

/** Playwright's own download first, then the distribution's package. */
function install(): boolean {
  if (run('npx', ['playwright', 'install', 'chromium'])) return true;
  if (process.platform !== 'linux' || !isRoot() || !existsSync('/usr/bin/apt-get')) return false;
  const apt = ['-o', 'DPkg::Lock::Timeout=300'];
  return run('apt-get', [...apt, 'update']) && run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', 'chromium']);
}

if (process.argv.includes('--install') && !isFound() && !(install() && isFound())) {
  console.error('No Chromium could be installed. Install one, or set E2E_CHROMIUM to its path.');
  process.exit(1);
}

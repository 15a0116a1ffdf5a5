import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { startServer } from '../bench/server';
import { ROOT } from '../lib/launch/root';
import { browserArguments, findBrowser } from './browser';
import { seedDocument } from './testing';

// npm run screenshots [word]: every page in both themes and four widths, as PNG in docs/images. A word takes only those whose name holds it.

const OUT = path.join(ROOT, 'docs/images');
const WIDTHS = [1440, 1024, 768, 390] as const;
const THEMES = ['light', 'dark'] as const;
/** What a picture in a repository may weigh. */
const MOST_BYTES = 250 * 1024;

/** Two snapshots and two profiles of one leak, where the corpus lies beside the checkout. */
const LEAK = path.join(ROOT, '../shared/incidents/deflater-leak');
const LEAK_FILES = [
  't0/pmap-x.txt',
  't0/nmt-detail.txt',
  't0/smaps.txt',
  't1/pmap-x.txt',
  't1/nmt-detail.txt',
  't1/smaps.txt',
  'profile/ap-cpu-traces50.txt',
  'profile/ap-nativemem-leak-bytes-collapsed.txt',
];

/** Profiles of the two leaks and of the same service in health, where the corpus lies beside the checkout. */
const PROFILES = {
  'healthy/ap-cpu.txt': 'healthy/profile/ap-cpu-collapsed.txt',
  'leak/ap-cpu.txt': 'deflater-leak/profile/ap-cpu-collapsed.txt',
  'leak/perf-dwarf.txt': 'deflater-leak/profile/perf-script-dwarf.txt',
  'jdk25/ap-nativemem-leak-bytes.txt': 'deflater-jdk25/profile/ap-nativemem-leak-bytes-collapsed.txt',
};

interface Shot {
  name: string;
  path: string;
  /** All of them otherwise. */
  widths?: readonly number[];
  /** What is done before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
}

interface Made {
  id: string;
  openPath: string;
  /** Id of the profile by the file it came from. */
  profiles: Record<string, string>;
}

async function makeIncident(base: string, title: string, files: readonly { name: string; text: string }[]): Promise<Made> {
  const form = new FormData();
  form.append('title', title);
  for (const { name, text } of files) form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await fetch(`${base}/api/incidents`, { method: 'POST', body: form });
  const body = await response.json();
  if (response.status !== 201) throw new Error(`${title} was not taken: ${response.status} ${JSON.stringify(body).slice(0, 300)}`);
  const profiles: Record<string, string> = {};
  for (const { id, artifactId } of body.profiles) {
    const { documentId } = body.artifacts.find((artifact: { id: string }) => artifact.id === artifactId);
    profiles[body.documents.find((document: { id: string }) => document.id === documentId).filename] = id;
  }
  return { id: body.id, openPath: new URL(body.links.manage.url).pathname, profiles };
}

/** Flame graphs of captures with known truth, and two of them held against each other. */
function profileShots({ id, profiles }: Made): Shot[] {
  const at = (file: keyof typeof PROFILES, query = '') => `/i/${id}?v=2&tab=profiles&profile.id=${profiles[file]}${query}`;
  const widths = [1440, 390];
  return [
    { name: 'profile-cpu', path: at('leak/ap-cpu.txt'), widths },
    { name: 'profile-entries', path: at('leak/perf-dwarf.txt', '&profile.as=entries'), widths },
    { name: 'profile-malloc', path: at('jdk25/ap-nativemem-leak-bytes.txt'), widths },
    { name: 'profile-diff', path: at('leak/ap-cpu.txt', `&profile.against=${profiles['healthy/ap-cpu.txt']}`), widths },
  ];
}

/** The tabs of the incident as its page shows them, the overview left out: "sources". */
async function tabsOf(page: Page): Promise<string[]> {
  const names = await page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('button').allInnerTexts();
  return names.map((name) => /^\p{L}+/u.exec(name)?.[0].toLowerCase() ?? '').filter((name) => name !== '' && name !== 'overview');
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  // A busy server answers late: what is still on its way is no picture.
  await page.waitForFunction(() => !/^(Loading|Asking) .*…$/m.test(document.body.innerText));
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** What one sees on opening the page; a little less of it where that would weigh too much. */
async function shoot(page: Page, file: string): Promise<{ size: number }> {
  const view = page.viewportSize();
  if (!view) throw new Error('A page without a size has no picture.');
  for (let height = view.height; height >= view.height / 2; height -= 50) {
    await page.screenshot({ path: file, animations: 'disabled', clip: { x: 0, y: 0, width: view.width, height } });
    const { size } = statSync(file);
    if (size <= MOST_BYTES) return { size };
  }
  throw new Error(`${path.basename(file)} does not fit ${MOST_BYTES / 1024} KiB.`);
}

async function take(
  browser: Browser,
  base: string,
  shots: readonly Shot[],
  state: Awaited<ReturnType<typeof visit>>,
  wanted: string,
): Promise<void> {
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      const names = shots
        .map((shot) => ({ ...shot, file: `${shot.name}-${width}-${theme}.png` }))
        .filter(({ file, widths = WIDTHS }) => file.includes(wanted) && widths.includes(width));
      if (names.length === 0) continue;
      const context = await browser.newContext({
        viewport: { width, height: width < 640 ? 844 : 900 },
        colorScheme: theme,
        reducedMotion: 'reduce',
        storageState: state,
      });
      for (const shot of names) {
        const page = await context.newPage();
        await page.goto(base + shot.path);
        await settle(page);
        await shot.prepare?.(page);
        await settle(page);
        const { size } = await shoot(page, path.join(OUT, shot.file));
        console.log(`${shot.file} ${Math.round(size / 1024)} KiB`);
        await page.close();
      }
      await context.close();
    }
  }
}

/** Opens every incident once, as a person would: the browser then holds their keys and lists them at home. */
async function visit(browser: Browser, base: string, made: readonly Made[]) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  for (const { openPath } of made) {
    await page.goto(base + openPath);
    await page.getByRole('region', { name: 'Verdict' }).waitFor();
    await settle(page);
  }
  const tabs = await tabsOf(page);
  const state = await context.storageState();
  await context.close();
  return { ...state, tabs };
}

const wanted = process.argv[2] ?? '';
mkdirSync(OUT, { recursive: true });
/** Against a server that runs already, as with the stories. */
const elsewhere = process.env.E2E_BASE;
const server = elsewhere ? { base: elsewhere, stop: async () => {} } : await startServer();
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments() });
try {
  const seed = await makeIncident(server.base, 'Presto coordinator, sample incident', [seedDocument()]);
  const files = LEAK_FILES.map((name) => ({ name, file: path.join(LEAK, name) })).filter(({ file }) => existsSync(file));
  const leak =
    files.length === LEAK_FILES.length
      ? await makeIncident(
          server.base,
          'deflater-leak',
          files.map(({ name, file }) => ({ name, text: readFileSync(file, 'utf8') })),
        )
      : null;
  const captures = Object.entries(PROFILES).map(([name, file]) => ({ name, file: path.join(ROOT, '../shared/incidents', file) }));
  const profiles = captures.every(({ file }) => existsSync(file))
    ? await makeIncident(
        server.base,
        'Profiles before and after',
        captures.map(({ name, file }) => ({ name, text: readFileSync(file, 'utf8') })),
      )
    : null;
  const { tabs, ...state } = await visit(
    browser,
    server.base,
    [profiles, seed, leak].filter((made) => made !== null),
  );
  // The one with two snapshots and a profile stands for the product; the seed has a name of its own.
  const main = leak ?? seed;
  const shots: Shot[] = [
    { name: 'home', path: '/' },
    { name: 'incident', path: `/i/${main.id}`, prepare: (page) => page.keyboard.press(']') },
    ...(leak ? [{ name: 'incident-seed', path: `/i/${seed.id}` }] : []),
    ...tabs.map((tab) => ({ name: tab, path: `/i/${main.id}?tab=${tab}` })),
    ...(profiles ? profileShots(profiles) : []),
    { name: 'share', path: `/i/${main.id}`, prepare: (page) => page.getByRole('button', { name: 'Share', exact: true }).click() },
    { name: 'gone', path: '/i/gone' },
  ];
  await take(browser, server.base, shots, { ...state, tabs }, wanted);
} finally {
  await browser.close();
  await server.stop();
}

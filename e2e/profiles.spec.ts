import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { seedDocument, test, watchForTrouble } from './testing';

// The Profiles tab with captures of our own JVMs that leak Deflaters: perf with frame pointers and with DWARF, page faults,
// async-profiler's CPU and nativemem stacks.

const FORMATS = path.join(import.meta.dirname, '../lib/formats');
const CAPTURES = {
  'perf-dwarf.txt': 'perf-script/fixtures/dwarf.txt',
  'perf-page-faults.txt': 'perf-script/fixtures/page-faults.txt',
  'ap-cpu.txt': 'folded/fixtures/cpu-collapsed.txt',
  'ap-nativemem-leak-bytes.txt': 'folded/fixtures/nativemem-leak-bytes.txt',
};

interface Made {
  id: string;
  manage: string;
  /** Id of the profile by the file it came from. */
  profiles: Record<string, string>;
}

async function makeIncident(page: Page, files: Record<string, string>): Promise<Made> {
  const form = new FormData();
  form.append('title', 'Profiles story');
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await page.request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links, documents, artifacts, profiles } = await response.json();
  const byFile: Record<string, string> = {};
  for (const profile of profiles) {
    const artifact = artifacts.find((candidate: { id: string }) => candidate.id === profile.artifactId);
    byFile[documents.find((document: { id: string }) => document.id === artifact.documentId).filename] = profile.id;
  }
  return { id, manage: new URL(links.manage.url).pathname, profiles: byFile };
}

const captures = () =>
  Object.fromEntries(Object.entries(CAPTURES).map(([name, file]) => [name, readFileSync(path.join(FORMATS, file), 'utf8')]));
const tree = (page: Page) => page.getByRole('region', { name: 'Call tree' });
const card = (page: Page) => page.getByRole('region', { name: 'Frame', exact: true });
const canvas = (page: Page) => tree(page).getByRole('application');

/** The tab with one profile, alive: its keys and buttons listen. */
async function openProfile(page: Page, made: Made, file: string, query = ''): Promise<void> {
  await page.goto(made.manage);
  await page.goto(`/i/${made.id}?v=2&tab=profiles&profile.id=${made.profiles[file]}${query}`);
  await expect(tree(page)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/links? in use/)).toBeVisible({ timeout: 30_000 });
}

test('native entries name the way into zlib and the Java code that asked for it', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page, captures());
  await openProfile(page, made, 'ap-cpu.txt');
  await expect(canvas(page)).toBeVisible();
  const views = page.getByRole('group', { name: 'View of the profile' });

  await views.getByRole('button', { name: 'Native entries' }).click();
  const entry = tree(page)
    .getByRole('row', { name: /Deflater\.deflateBytesBytes/ })
    .first();
  await expect(entry).toContainText('Java_java_util_zip_Deflater_deflateBytesBytes');
  await expect(entry).toContainText('for demo.ReportServer.gzip');
  await expect(entry).toContainText('libz.so.1.2.13');
  await entry.getByRole('button', { name: 'Java_java_util_zip_Deflater_deflateBytesBytes' }).first().click();
  await expect(card(page)).toContainText('Memory it can and cannot explain');
  await expect(page).toHaveURL(/frame=Java_java_util_zip_Deflater_deflateBytesBytes/);

  // perf with DWARF knows the Java method and the library, but no caller of it.
  await page.getByLabel('Profile', { exact: true }).selectOption({ value: made.profiles['perf-dwarf.txt']! });
  await expect(entry).toContainText('libzip.so');
  await expect(page.getByText('CPU time, not memory.')).toBeVisible();

  // Malloc itself: who asks, and for whom.
  await page.getByLabel('Profile', { exact: true }).selectOption({ value: made.profiles['ap-nativemem-leak-bytes.txt']! });
  await views.getByRole('button', { name: 'Allocator paths' }).click();
  const malloc = tree(page).getByRole('row', { name: /^malloc deflateInit2_/ });
  await expect(malloc).toContainText('java.util.zip.Deflater.init');
  await expect(malloc).toContainText('demo.ReportServer.gzip');
  await page.getByLabel('Profile', { exact: true }).selectOption({ value: made.profiles['perf-page-faults.txt']! });
  await expect(page.getByText('First touches of pages.')).toBeVisible();
  await expect(
    tree(page)
      .getByRole('row', { name: /^page fault/ })
      .first(),
  ).toBeVisible();
  await page.goBack();
  await expect(malloc).toBeVisible();
  expect(trouble).toEqual([]);
});

for (const incident of ['deflater-leak', 'deflater-jdk25']) {
  const folder = path.join(import.meta.dirname, '../../shared/incidents', incident, 'profile');
  test(`${incident}: each tool that walked the stacks names the Deflater`, async ({ page }) => {
    test.skip(!existsSync(folder), 'needs the captures beside the checkout');
    test.setTimeout(180_000);
    const files = ['perf-script.txt', 'perf-script-dwarf.txt', 'ap-cpu-collapsed.txt', 'ap-nativemem-leak-bytes-collapsed.txt'];
    const made = await makeIncident(page, Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')])));
    await openProfile(page, made, 'perf-script.txt', '&profile.as=entries');
    for (const file of files) {
      const choice = page.getByLabel('Profile', { exact: true });
      if ((await choice.inputValue()) !== made.profiles[file]) await choice.selectOption({ value: made.profiles[file]! });
      await expect(choice).toHaveValue(made.profiles[file]!);
      // Debian's libz has no frame pointers: perf -g then sees leaves, and the page says so instead of guessing.
      if (incident === 'deflater-leak' && file === 'perf-script.txt') {
        await expect(page.getByRole('note').filter({ hasText: 'callers could not be walked (libz.so.1.2.13' })).toBeVisible();
        continue;
      }
      const row = tree(page).locator('tbody tr').first();
      await expect(row).toContainText(/java\.util\.zip\.Deflater\.(?:deflateBytesBytes|init)/);
      await expect(row).toContainText(/Java_java_util_zip_Deflater_(?:deflateBytesBytes|init)/);
      // perf's DWARF unwinder ends at compiled Java: it knows the method that enters, not who called that.
      await expect(row).toContainText(file.includes('dwarf') ? 'no caller outside the JDK' : 'demo.ReportServer.gzip');
    }
  });
}

test('the flame graph by keyboard: walk, select, zoom, transform, search; Back undoes, the link shows the same', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page, captures());
  await openProfile(page, made, 'ap-cpu.txt');
  await canvas(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(card(page).getByRole('heading', { level: 3 })).toHaveText('java/lang/Thread.run');

  // Search: how often, how much; Enter goes to the first, the card follows.
  await page.keyboard.press('/');
  const find = page.getByRole('searchbox', { name: 'Search frames' });
  await expect(find).toBeFocused();
  await find.fill('deflateBytes');
  await expect(page.getByText(/^\d+ ×, \d+/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(card(page).getByRole('heading', { level: 3 })).toContainText('deflateBytes');
  await find.fill('no such frame');
  await expect(page.getByRole('status').filter({ hasText: /^nothing$/ })).toBeVisible();
  await find.fill('');

  // f: only what runs below; it stands in the address, and Back takes it away.
  await canvas(page).focus();
  const name = (await card(page).getByRole('heading', { level: 3 }).textContent()) ?? '';
  await page.keyboard.press('f');
  const steps = page.getByRole('region', { name: 'Transforms' });
  await expect(steps).toContainText(`only below ${name}`);
  await expect(page).toHaveURL(/profile\.steps=f/);
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/profile\.inverted=1/);
  const address = page.url();
  await page.goBack();
  await expect(page).not.toHaveURL(/profile\.inverted/);
  await page.goBack();
  await expect(steps).toHaveCount(0);
  await page.goto(address);
  await expect(steps).toContainText(`only below ${name}`);
  await expect(page.getByRole('button', { name: 'Inverted' })).toHaveAttribute('aria-pressed', 'true');
  await steps.getByRole('button', { name: /^only below/ }).click();
  await expect(steps).toHaveCount(0);

  // Zoom: the path to it, and Escape back up.
  await page.getByRole('button', { name: 'Inverted' }).click();
  await canvas(page).focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'Enter', 'Enter']) await page.keyboard.press(key);
  const crumbs = page.getByRole('navigation', { name: 'Zoomed to' });
  await expect(crumbs).toContainText('Worker.run');
  await canvas(page).focus();
  await page.keyboard.press('0');
  await expect(crumbs).toHaveCount(0);
  expect(trouble).toEqual([]);
});

test('the text tree, hot frames and sandwich say the same, and can be taken along', async ({ page, context }) => {
  const trouble = watchForTrouble(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const made = await makeIncident(page, captures());
  await openProfile(page, made, 'ap-cpu.txt', '&profile.as=tree');
  const grid = page.getByRole('treegrid', { name: 'Call tree as text' });
  await grid.focus();
  await expect(grid.getByRole('row', { name: /all/ }).first()).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowDown');
  const first = grid.getByRole('row', { name: /java\/lang\/Thread\.run/ });
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/frame=java%2Futil/);

  const views = page.getByRole('group', { name: 'View of the profile' });
  await views.getByRole('button', { name: 'Hot frames' }).click();
  const table = page.getByRole('region', { name: 'Hot frames' });
  await expect(table.locator('tbody tr').first()).toContainText('libz.so.1.2.13');
  await table.getByRole('button', { name: 'Total' }).click();
  await expect(table.getByRole('columnheader', { name: 'Total' })).toHaveAttribute('aria-sort', 'descending');
  await expect(table.locator('tbody tr').first()).toContainText('java/lang/Thread.run');
  await page.getByRole('button', { name: 'Library', exact: true }).first().click();
  await expect(table).toContainText('[kernel]');
  await page.getByRole('button', { name: 'Function', exact: true }).click();
  await table.getByRole('button', { name: 'Self' }).click();
  await table
    .getByRole('button', { name: /adler32_z/ })
    .first()
    .click();
  await views.getByRole('button', { name: 'Sandwich' }).click();
  await expect(page.getByRole('application', { name: 'Callers of adler32_z' })).toBeVisible();
  await expect(page.getByRole('application', { name: 'Callees of adler32_z' })).toBeVisible();

  const menu = page.getByRole('button', { name: 'Export' });
  const saved = async (label: string) => {
    await menu.click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: label }).click()]);
    await menu.click();
    return readFileSync(await download.path(), 'utf8');
  };
  expect(await saved('Folded stacks')).toMatch(/^java\/lang\/Thread\.run;.*deflate.* \d+$/m);
  expect(JSON.parse(await saved('speedscope JSON')).profiles[0].type).toBe('sampled');
  expect(await saved('SVG picture')).toContain('<title>');
  await menu.click();
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/```text\n100 % all/);
  expect(trouble).toEqual([]);
});

test('columns are fetched once, kept by their hash, and refused to whoever has no link', async ({ page, playwright, baseURL }) => {
  const made = await makeIncident(page, captures());
  await page.goto(made.manage);
  const incident = await (await page.request.get(`/api/incidents/${made.id}`)).json();
  const { id, columns } = incident.profiles[0];
  const url = `/api/incidents/${made.id}/profiles/${id}/columns`;
  const named = await page.request.get(`${url}?hash=${columns.hash}`);
  expect(named.headers()['cache-control']).toContain('immutable');
  expect((await named.body()).length).toBe(columns.sizeBytes);
  const again = await page.request.get(url, { headers: { 'if-none-match': named.headers().etag! } });
  expect(again.status()).toBe(304);
  const stranger = await playwright.request.newContext({ baseURL: baseURL! });
  expect((await stranger.get(url)).status()).toBe(404);
  await stranger.dispose();
});

test('without a profile the tab says how to get one', async ({ page }) => {
  const pmap = seedDocument()
    .text.split('\n')
    .filter((line) => /^[0-9a-f]{16} +\d+ +\d+ +\d+ /.test(line));
  const made = await makeIncident(page, { 'pmap.txt': `Address           Kbytes     RSS   Dirty Mode  Mapping\n${pmap.join('\n')}\n` });
  await page.goto(made.manage);
  await page.goto(`/i/${made.id}?v=2&tab=profiles`);
  await expect(page.getByText('No profile yet.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/asprof -d 600 -e nativemem/)).toBeVisible();
});

test.describe('accessible', () => {
  test.use({ bypassCSP: true });
  test('every view, in both themes and on every width, is clean and fits', async ({ page }) => {
    test.setTimeout(240_000);
    const made = await makeIncident(page, captures());
    await page.goto(made.manage);
    // axe takes seconds a page: every view once, then what differs by width and colour.
    const rounds = [
      { width: 1440, colorScheme: 'light', views: ['flame', 'entries', 'allocators', 'frames', 'sandwich', 'tree'] },
      { width: 1024, colorScheme: 'dark', views: ['flame', 'entries'] },
      { width: 390, colorScheme: 'light', views: ['flame', 'tree'] },
    ] as const;
    for (const { width, colorScheme, views } of rounds) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      for (const view of views) {
        await page.goto(`/i/${made.id}?v=2&tab=profiles&profile.id=${made.profiles['ap-cpu.txt']}&profile.as=${view}&frame=deflate`);
        await expect(card(page)).toContainText('deflate', { timeout: 30_000 });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('main').analyze();
        expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${width} ${view} ${id} ${node.html.slice(0, 140)}`))).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    }
  });
});

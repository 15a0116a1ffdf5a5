import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { profileDiffBody } from '../lib/api/contract/profiles';
import { test, watchForTrouble } from './testing';

// Two profiles of one service held against each other, made from a capture of our own: what was recorded before and after the leak was
// mended, told by the same folded stacks with other weights, one way gone and one new.

const CPU = readFileSync(path.join(import.meta.dirname, '../lib/formats/folded/fixtures/cpu-collapsed.txt'), 'utf8');
const PERF = readFileSync(path.join(import.meta.dirname, '../lib/formats/perf-script/fixtures/dwarf.txt'), 'utf8');
const BEFORE = `${CPU}demo/Legacy.sort;demo/Legacy.compare 20\n`;
const AFTER = `${CPU.replaceAll(/^(.*adler32.*) (\d+)$/gm, (_, stack, weight) => `${stack} ${Number(weight) * 9}`)}demo/Cache.load;demo/Cache.parse 60\n`;

interface Made {
  id: string;
  manage: string;
  profiles: Record<string, string>;
}

async function makeIncident(page: Page): Promise<Made> {
  const form = new FormData();
  form.append('title', 'Two profiles');
  for (const [name, text] of Object.entries({ 't0/cpu.txt': BEFORE, 't1/cpu.txt': AFTER, 't1/perf.txt': PERF }))
    form.append('file', new Blob([text], { type: 'text/plain' }), name);
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

const pane = (page: Page) => page.getByRole('region', { name: 'Call tree' });
const card = (page: Page) => page.getByRole('region', { name: 'Frame', exact: true });
const overlay = (page: Page) => page.getByRole('application', { name: /^Overlay of/ });
const views = (page: Page) => page.getByRole('group', { name: 'View of both profiles' });

async function open(page: Page, made: Made, query = ''): Promise<void> {
  await page.goto(made.manage);
  await page.goto(
    `/i/${made.id}?v=2&tab=profiles&profile.id=${made.profiles['t1/cpu.txt']}&profile.against=${made.profiles['t0/cpu.txt']}${query}`,
  );
  await expect(pane(page)).toBeVisible({ timeout: 30_000 });
}

test('a second profile is chosen: overlay, side by side, functions and text tell the same; Back undoes', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await page.goto(made.manage);
  await page.goto(`/i/${made.id}?v=2&tab=profiles&profile.id=${made.profiles['t1/cpu.txt']}`);
  // What counts the same comes first; the file's name told what both count, and that is said.
  const against = page.getByLabel('Compare with');
  await expect(against.locator('optgroup').first()).toHaveAttribute('label', 'Before: counts the same');
  await expect(against.locator('optgroup').first().locator('option')).toHaveCount(1);
  await expect(page.getByText(/its file name does: cpu \(cpu\.txt\)/)).toBeVisible();
  await against.selectOption({ value: made.profiles['t0/cpu.txt']! });
  await expect(overlay(page)).toBeVisible();
  await expect(page).toHaveURL(/profile\.against=/);

  // By keyboard: what is under it is told in words, sign and figures.
  await overlay(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(card(page).getByRole('heading', { level: 3 })).toHaveText('demo/Cache.load');
  await expect(card(page)).toContainText('New');
  await expect(card(page).getByRole('row', { name: /^Change/ })).toContainText(/\+\d+\.\d points, new/);
  await page.keyboard.press('ArrowRight');
  await expect(card(page).getByRole('heading', { level: 3 })).toHaveText('demo/Legacy.sort');
  await expect(card(page)).toContainText('Gone');

  await views(page).getByRole('button', { name: 'Functions' }).click();
  const table = page.getByRole('region', { name: 'Functions by change' });
  await expect(table.getByRole('row', { name: /adler32/ }).first()).toContainText(/\+\d/);
  await page.getByRole('button', { name: /^New \d/ }).click();
  await expect(table.getByRole('row', { name: /demo\/Cache\.parse/ })).toContainText('new');
  await expect(table.getByRole('row', { name: /demo\/Legacy/ })).toHaveCount(0);
  await page.getByRole('button', { name: /^Gone \d/ }).click();
  await expect(table.getByRole('row', { name: /demo\/Legacy\.compare/ })).toContainText('gone');
  await page.goBack();
  await expect(table.getByRole('row', { name: /demo\/Cache\.parse/ })).toBeVisible();

  await views(page).getByRole('button', { name: 'Side by side' }).click();
  const before = page.getByRole('region', { name: /^Before:/ });
  const after = page.getByRole('region', { name: /^After:/ });
  await expect(before.getByRole('application')).toBeVisible();
  await expect(after.getByRole('application')).toBeVisible();
  // Zoomed to what only one side has, the other says so.
  await after.getByRole('application').focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  await expect(card(page).getByRole('heading', { level: 3 })).toHaveText('demo/Cache.load');
  await card(page).getByRole('button', { name: 'Zoom' }).click();
  await expect(before).toContainText('demo/Cache.load is not in this profile: it is new.');
  await page.goBack();
  await expect(before.getByRole('application')).toBeVisible();

  await views(page).getByRole('button', { name: 'Text tree' }).click();
  const grid = page.getByRole('treegrid', { name: 'Call tree as text' });
  /** The heaviest branch is closed, so that its siblings are in sight. */
  const closeHeaviest = async () => {
    await grid.focus();
    for (const key of ['Home', 'ArrowDown']) await page.keyboard.press(key);
    const thread = grid.getByRole('row', { name: /java\/lang\/Thread\.run/ });
    await page.keyboard.press('ArrowLeft');
    await expect(thread).toHaveAttribute('aria-expanded', 'false');
  };
  await closeHeaviest();
  await expect(grid.getByRole('row', { name: /demo\/Legacy\.sort/ })).toContainText('gone');

  // Swapped, what was new is gone.
  await page.getByRole('button', { name: 'Swap' }).click();
  await expect(page.getByLabel('Profile', { exact: true })).toHaveValue(made.profiles['t0/cpu.txt']!);
  await expect(grid.getByRole('row', { name: /125/ }).first()).toContainText('261, 100 % → 125, 100 %');
  await closeHeaviest();
  await expect(grid.getByRole('row', { name: /demo\/Legacy\.sort/ })).toContainText('new');
  await page.goBack();
  await expect(page.getByLabel('Profile', { exact: true })).toHaveValue(made.profiles['t1/cpu.txt']!);
  await page.getByLabel('Compare with').selectOption('');
  await expect(page.getByRole('group', { name: 'View of the profile' })).toBeVisible();
  expect(trouble).toEqual([]);
});

test('from two snapshots that are compared, both profiles open as flame graphs; Back returns', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await page.goto(made.manage);
  await page.goto(`/i/${made.id}?v=2&tab=compare`);
  await page.getByRole('button', { name: 'Both as flame graphs' }).click({ timeout: 30_000 });
  await expect(overlay(page)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel('Compare with')).toHaveValue(made.profiles['t0/cpu.txt']!);
  await expect(page.getByLabel('Profile', { exact: true })).toHaveValue(made.profiles['t1/cpu.txt']!);
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Both as flame graphs' })).toBeVisible({ timeout: 30_000 });
  expect(trouble).toEqual([]);
});

test('transforms are done to both sides, and stand in the address', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await open(page, made);
  await overlay(page).focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  const name = (await card(page).getByRole('heading', { level: 3 }).textContent()) ?? '';
  expect(name).not.toBe('all');
  await page.keyboard.press('F');
  const steps = page.getByRole('region', { name: 'Transforms' });
  await expect(steps).toContainText(`only below this call of ${name}`);
  await expect(page).toHaveURL(/profile\.steps=F.*%21p/);
  await page.reload();
  await expect(steps).toContainText(`only below this call of ${name}`);
  await expect(page.getByText('Nothing is left')).toHaveCount(0);
  await page.goBack();
  await expect(steps).toHaveCount(0);
  expect(trouble).toEqual([]);
});

test('different things are compared only with a plain word', async ({ page }) => {
  const made = await makeIncident(page);
  await page.goto(made.manage);
  await page.goto(
    `/i/${made.id}?v=2&tab=profiles&profile.id=${made.profiles['t1/perf.txt']}&profile.against=${made.profiles['t0/cpu.txt']}&profile.scale=absolute`,
  );
  await expect(page.getByRole('note').filter({ hasText: 'only shares can be compared' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('group', { name: 'Held against each other' })).toHaveCount(0);
  await expect(page.getByText('Each profile is taken as 100 %')).toBeVisible();
});

test('taken along: the picture with title, unit and legend, as SVG and PNG; pprof; both weights; as shown or all of it', async ({
  page,
}) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await open(page, made);
  const menu = page.getByRole('button', { name: 'Export' });
  const saved = async (label: string) => {
    await menu.click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: label, exact: true }).click()]);
    await menu.click();
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const svg = (await saved('SVG picture')).bytes.toString('utf8');
  for (const told of ['t0/cpu.txt', 't1/cpu.txt', 'doubled or more', 'Each profile is taken as 100 %', 'demo/Legacy.sort, Java, gone'])
    expect(svg).toContain(told);
  expect((await saved('Folded stacks, both weights')).bytes.toString('utf8')).toMatch(/^demo\/Legacy\.sort;demo\/Legacy\.compare 20 0$/m);

  await page.getByLabel('Compare with').selectOption('');
  await expect(page.getByRole('group', { name: 'View of the profile' })).toBeVisible();
  const png = await saved('PNG picture');
  expect(png.name).toBe('cpu.png');
  expect([...png.bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
  // 1,200 CSS pixels, twice as fine.
  expect(png.bytes.readUInt32BE(16)).toBe(2400);
  const pprof = await saved('pprof');
  expect(pprof.name).toBe('cpu.pb.gz');
  expect(gunzipSync(pprof.bytes).toString('latin1')).toContain('demo/Cache.parse');

  // After a step only what is shown, unless all of it is asked for.
  await page.getByRole('application', { name: /^Icicle/ }).focus();
  for (const key of ['Home', 'ArrowDown', 'd']) await page.keyboard.press(key);
  await expect(page.getByRole('region', { name: 'Transforms' })).toContainText('without');
  expect((await saved('Folded stacks')).bytes.toString('utf8')).not.toContain('java/lang/Thread.run');
  await menu.click();
  await page.getByRole('button', { name: 'All of it' }).click();
  const [whole] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Folded stacks' }).click()]);
  expect(readFileSync(await whole.path(), 'utf8')).toContain('java/lang/Thread.run');
  expect(trouble).toEqual([]);
});

test('by HTTP: a profile as a file, two as one tree, and their functions; nobody without a link', async ({ page, playwright, baseURL }) => {
  const made = await makeIncident(page);
  await page.goto(made.manage);
  const [from, to] = [made.profiles['t0/cpu.txt']!, made.profiles['t1/cpu.txt']!];
  const url = `/api/incidents/${made.id}/profiles`;
  const folded = await page.request.get(`${url}/${from}?format=collapsed`);
  expect(folded.headers()['content-disposition']).toContain('cpu.collapsed.txt');
  expect(await folded.text()).toContain('demo/Legacy.sort;demo/Legacy.compare 20\n');
  const again = await page.request.get(`${url}/${from}?format=collapsed`, { headers: { 'if-none-match': folded.headers().etag! } });
  expect(again.status()).toBe(304);
  expect((await (await page.request.get(`${url}/${from}?format=speedscope`)).json()).exporter).toBe('residue');
  expect(gunzipSync(await (await page.request.get(`${url}/${from}?format=pprof`)).body()).length).toBeGreaterThan(1000);
  const columns = await (await page.request.get(`${url}/${from}?format=columns`)).body();
  expect(columns.equals(await (await page.request.get(`${url}/${from}/columns`)).body())).toBe(true);
  expect((await page.request.get(`${url}/${from}?format=jfr`)).status()).toBe(422);
  const hot = await (await page.request.get(`${url}/${from}/hot?limit=3`)).json();
  expect(hot.frames).toHaveLength(3);

  const diff = await (await page.request.get(`${url}/compare?from=${from}&to=${to}&limit=500`)).json();
  expect(profileDiffBody.parse(diff)).toEqual(diff);
  const named = new Map(diff.functions.map((one: { name: string }) => [one.name, one]));
  expect(named.get('demo/Legacy.compare')).toMatchObject({ self: { from: 20, to: 0, ratio: -1 }, lines: { to: null } });
  expect(named.get('demo/Cache.parse')).toMatchObject({ self: { from: 0, to: 60, ratio: 1 }, lines: { from: null } });
  const tree = await page.request.get(`${url}/compare?from=${from}&to=${to}&format=columns`);
  expect(
    gunzipSync(await tree.body())
      .subarray(0, 4)
      .toString('latin1'),
  ).toBe('RCD1');
  const held = await page.request.get(`${url}/compare?from=${from}&to=${to}&format=columns`, {
    headers: { 'if-none-match': tree.headers().etag! },
  });
  expect(held.status()).toBe(304);
  expect((await page.request.get(`${url}/compare?from=${from}&to=other`)).status()).toBe(404);
  const stranger = await playwright.request.newContext({ baseURL: baseURL! });
  for (const path of [`${url}/${from}?format=collapsed`, `${url}/compare?from=${from}&to=${to}`])
    expect((await stranger.get(path)).status()).toBe(404);
  await stranger.dispose();
});

test.describe('accessible', () => {
  test.use({ bypassCSP: true });
  test('every view of two profiles, in both themes and on every width, is clean and fits', async ({ page }) => {
    test.setTimeout(240_000);
    const made = await makeIncident(page);
    const rounds = [
      { width: 1440, colorScheme: 'light', views: ['overlay', 'sides', 'functions', 'tree'] },
      { width: 1024, colorScheme: 'dark', views: ['overlay', 'functions'] },
      { width: 390, colorScheme: 'light', views: ['overlay', 'sides', 'functions', 'tree'] },
    ] as const;
    for (const { width, colorScheme, views: shown } of rounds) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      for (const view of shown) {
        await open(page, made, `&profile.diff=${view}&frame=demo%2FCache.load`);
        await expect(card(page)).toContainText('demo/Cache.load', { timeout: 30_000 });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('main').analyze();
        expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${width} ${view} ${id} ${node.html.slice(0, 140)}`))).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    }
  });
});

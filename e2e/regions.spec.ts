import { readFileSync } from 'node:fs';
import { type APIRequestContext, expect as expectSoon, type Page } from '@playwright/test';
import { createdBody } from '../lib/api/contract/incident';
import { regionsBody, treeBody } from '../lib/api/contract/regions';
import { type MadeProcess, makeProcess } from './made-map';
import { test, watchForTrouble } from './testing';

// The table of regions and the treemap, on a process of 900 mappings: more than the map draws, few enough for the browser to sort.

// Server and browser may share a busy machine: how long something takes is the bench's matter.
const expect = expectSoon.configure({ timeout: 20_000 });
test.setTimeout(120_000);

const made = makeProcess(900);
const unmatched = made.rows.filter((row) => row.name === '[ anon ]' && row.start !== '0xe0000000');
const libraries = made.rows.filter((row) => row.name !== '[ anon ]');
const kib = (value: number) => value.toLocaleString('en');

async function openIncident(page: Page, request: APIRequestContext, { pmap, nmt }: MadeProcess, query = '') {
  const response = await request.post('/api/incidents', {
    multipart: {
      file: { name: 't0/pmap.txt', mimeType: 'text/plain', buffer: Buffer.from(pmap) },
      second: { name: 't0/nmt.txt', mimeType: 'text/plain', buffer: Buffer.from(nmt) },
    },
  });
  expect(response.status()).toBe(201);
  const { id, links, snapshots } = createdBody.parse(await response.json());
  await page.goto(new URL(links.manage.url).pathname);
  if (query !== '') await page.goto(`/i/${id}${query}`);
  // Drawn by the server, the page answers to keys only once it runs: it then remembers the incident.
  await page.waitForFunction((key) => localStorage.getItem('residue.incidents')?.includes(key), id);
  return { id, snapshot: snapshots[0]!.id, authorization: `Bearer ${links.manage.token}` };
}

const regionsPane = (page: Page) => page.getByRole('region', { name: /^(Unmatched|All) regions$/ });
const memoryPane = (page: Page) => page.getByRole('region', { name: 'Memory', exact: true });
const rowsOf = (page: Page) => regionsPane(page).locator('tbody tr[data-row]:not([data-group])');
const startsOf = async (page: Page, count: number) =>
  (await rowsOf(page).locator('td:first-child').allInnerTexts()).slice(0, count).map((text) => text.trim());

/** As the server sorts: ties by address. */
const byStart = (a: { start: string }, b: { start: string }) => a.start.length - b.start.length || (a.start < b.start ? -1 : 1);

test('sorts by several columns, and says so', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  await openIncident(page, request, made);
  const pane = regionsPane(page);
  await expect(pane).toContainText(`${unmatched.length} · `);
  const byRss = unmatched.toSorted((a, b) => b.rssKib - a.rssKib || byStart(a, b));
  await expect.poll(() => startsOf(page, 5)).toEqual(byRss.slice(0, 5).map(({ start }) => start));

  const head = (name: RegExp) => pane.getByRole('columnheader', { name });
  await expect(head(/^RSS/)).toHaveAttribute('aria-sort', 'descending');
  await head(/^Size/).getByRole('button').click();
  await expect(head(/^Size/)).toHaveAttribute('aria-sort', 'descending');
  await expect(head(/^RSS/)).toHaveAttribute('aria-sort', 'none');
  await head(/^RSS/)
    .getByRole('button')
    .click({ modifiers: ['Shift'] });
  await expect(head(/^RSS/)).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/regions\.sort=-size(,|%2C)-rss/);
  await head(/^RSS/).getByRole('button').press('Shift+Enter');
  await expect(head(/^RSS/)).toHaveAttribute('aria-sort', 'ascending');
  const both = unmatched.toSorted((a, b) => b.sizeKib - a.sizeKib || a.rssKib - b.rssKib || byStart(a, b));
  await expect.poll(() => startsOf(page, 5)).toEqual(both.slice(0, 5).map(({ start }) => start));
  await page.reload();
  await expect.poll(() => startsOf(page, 5)).toEqual(both.slice(0, 5).map(({ start }) => start));
  expect(trouble).toEqual([]);
});

test('filters by address, text, size and owner; sums follow; Back undoes', async ({ page, request }) => {
  await openIncident(page, request, made);
  const pane = regionsPane(page);
  const search = pane.getByRole('searchbox');
  const target = unmatched.find(({ sizeKib }) => sizeKib >= 16)!;
  await search.fill(`0x${(BigInt(target.start) + 0x2100n).toString(16)}`);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText(target.start);
  await expect(pane).toContainText(`1 of ${unmatched.length}`);
  await page.goBack();
  await expect(pane).toContainText(`${unmatched.length} · `);

  await pane.getByRole('button', { name: 'All', exact: true }).click();
  await expect(pane).toContainText('900 · ');
  await pane.getByRole('button', { name: /^Filter/ }).click();
  await pane.getByLabel('Owner').selectOption('file');
  await expect(pane).toContainText(`${libraries.length} of 900 · `);
  await pane.getByLabel(/^RSS at least/).fill('40');
  await pane.getByLabel(/^RSS at least/).press('Enter');
  await expect(pane).toContainText(`${libraries.filter(({ rssKib }) => rssKib >= 40).length} of 900 · `);
  await search.fill('no such thing');
  await expect(pane).toContainText('No region fits “no such thing”.');
  await pane.getByRole('button', { name: 'Show all' }).last().click();
  await expect(pane).toContainText('900 · ');
});

test('groups with their sums; a closed group stays closed in the address', async ({ page, request }) => {
  await openIncident(page, request, made);
  const pane = regionsPane(page);
  await pane.getByRole('button', { name: 'All', exact: true }).click();
  await expect(pane).toContainText('900 · ');
  await pane.getByRole('button', { name: 'View' }).click();
  await pane.getByRole('button', { name: 'owner', exact: true }).click();
  const groups = pane.locator('tr[data-group]');
  await expect(groups.first()).toContainText('JVM (NMT) 1 · 512.0 MiB of 512.0 MiB');
  await groups.first().click();
  await expect(groups.first()).toHaveAttribute('aria-expanded', 'false');
  await expect(groups.nth(1)).toContainText(`unmatched ${unmatched.length} · `);
  await groups.nth(1).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(groups.nth(2)).toContainText(`file ${libraries.length} · `);
  await page.reload();
  await expect(groups.nth(1)).toHaveAttribute('aria-expanded', 'false');
});

test('units and columns can be chosen; every row explains itself and leads to its line', async ({ page, request }) => {
  await openIncident(page, request, made);
  const pane = regionsPane(page);
  const first = unmatched.toSorted((a, b) => b.rssKib - a.rssKib || byStart(a, b))[0]!;
  await expect(rowsOf(page).first()).toContainText(kib(first.rssKib));
  await pane.getByRole('button', { name: 'View' }).click();
  await pane.getByRole('button', { name: 'bytes' }).click();
  await expect(rowsOf(page).first()).toContainText(kib(first.rssKib * 1024));
  await pane.getByRole('checkbox', { name: 'Line' }).click();
  await expect(pane.getByRole('checkbox', { name: 'Line' })).toBeChecked();
  await pane.getByRole('checkbox', { name: 'Grade' }).click();
  await expect(pane.getByRole('columnheader', { name: 'Grade' })).toHaveCount(0);
  await expect(rowsOf(page).first()).toHaveAttribute('title', /other anonymous, guess: .+/);
  const line = made.rows.indexOf(first) + 3;
  await rowsOf(page).first().click();
  await expect(pane.getByText(/other anonymous, .*guess:/)).toBeVisible();
  await rowsOf(page)
    .first()
    .getByRole('button', { name: `L${line}` })
    .click();
  await expect(page.locator('dialog[open]')).toContainText(first.start.slice(2));
});

test('copies what is seen, saves all that fits in exact bytes', async ({ page, request, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openIncident(page, request, made, '?v=2&regions.scope=all&regions.owner=file&regions.sort=start&regions.columns=start,rss,name');
  const pane = regionsPane(page);
  await pane.getByRole('button', { name: 'Copy, export' }).click();
  await pane.getByRole('button', { name: 'Copy as TSV' }).click();
  await expect(pane).toContainText(`Copied ${libraries.length} rows.`);
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n');
  expect(copied[0]).toBe('Start\tRSS KiB\tName');
  expect(copied.slice(1)).toEqual(libraries.map(({ start, rssKib, name }) => `${start}\t${rssKib}\t${name}`));
  await pane.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('| Start | RSS KiB | Name |\n| --- | --- | --- |');

  const save = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), pane.getByRole('link', { name }).click()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  };
  const csv = await save('Save CSV');
  expect(csv.name).toBe('regions.csv');
  const cells = csv.text
    .trim()
    .split('\r\n')
    .map((row) => row.split(','));
  expect(cells[0]!.slice(0, 3)).toEqual(['start', 'end', 'size_bytes']);
  expect(cells.slice(1).map(([start, , size]) => [start, Number(size)])).toEqual(
    libraries.map(({ start, sizeKib }) => [start, sizeKib * 1024]),
  );
  const json = await save('Save JSON');
  expect(regionsBody.parse(JSON.parse(json.text))).toMatchObject({ total: libraries.length, nextCursor: null });
});

test('with the keyboard alone: walk, select, clear; the map follows, and a selection elsewhere scrolls the table', async ({
  page,
  request,
}) => {
  await openIncident(page, request, made);
  const order = unmatched.toSorted((a, b) => b.rssKib - a.rssKib || byStart(a, b));
  await rowsOf(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`region=${order[1]!.start}`));
  const row = page.locator('tr[aria-selected="true"]');
  await expect(row).toContainText(order[1]!.start);
  await expect(row).toHaveCSS('outline-width', '2px');
  await expect(memoryPane(page).locator(`[data-region="${order[1]!.start}"]`)).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('End');
  await expect(page.locator('tr:focus')).toContainText(order.at(-1)!.start);
  await page.keyboard.press('Home');
  await expect(page.locator('tr:focus')).toContainText(order[0]!.start);
  await page.keyboard.press('PageDown');
  await expect(page.locator('tr:focus')).not.toContainText(order[0]!.start);
  await page.keyboard.press('Escape');
  await expect(page.locator('tr[aria-selected="true"]')).toHaveCount(0);

  const far = order[180]!;
  await regionsPane(page).evaluate((pane) => pane.scrollIntoView({ block: 'center' }));
  await memoryPane(page).locator(`[data-region="${far.start}"]`).focus();
  await page.keyboard.press('Enter');
  await expect(row).toContainText(far.start);
  await expect(row).toBeInViewport();
});

test('no key is lost: fast presses of ] go as far as slow ones, and a row far out of sight keeps the focus', async ({ page, request }) => {
  await openIncident(page, request, made);
  const order = unmatched.toSorted((a, b) => b.rssKib - a.rssKib || byStart(a, b));
  // In one turn of the browser: faster than any hand, and than the address can answer.
  await page.evaluate(() => {
    for (const key of [...']]]]]]]][']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
  await expect(page).toHaveURL(new RegExp(`region=${order[6]!.start}`));
  const row = page.locator('tr[aria-selected="true"]');
  await expect(row).toContainText(order[6]!.start);
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await expect(row).toContainText(order[8]!.start);
  await page.keyboard.press('Escape');
  await expect(row).toHaveCount(0);
  await page.keyboard.press('[');
  await expect(row).toContainText(order.at(-1)!.start);
  await page.keyboard.press('Escape');

  await rowsOf(page).first().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  const focused = page.locator('tr:focus');
  await expect(focused).toContainText(order[1]!.start);
  const scroller = regionsPane(page).locator('.pane-body');
  await scroller.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(rowsOf(page).last()).toContainText(order.at(-1)!.start);
  await expect(focused).toContainText(order[1]!.start);
  await page.keyboard.press('ArrowDown');
  await expect(focused).toContainText(order[2]!.start);
  await expect(focused).toBeInViewport();
});

test('the map comes nearer and goes back; what was folded opens', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  const { id, snapshot, authorization } = await openIncident(page, request, made);
  const pane = memoryPane(page);
  const tiles = pane.locator('[data-tile]');
  const path = pane.getByRole('navigation', { name: 'Zoom' });
  await expect(tiles.first()).toBeVisible();
  expect(await tiles.count()).toBeLessThanOrEqual(250);

  const largest = unmatched.toSorted((a, b) => b.rssKib - a.rssKib || byStart(a, b))[0]!;
  await pane.locator(`[data-region="${largest.start}"]`).focus();
  await page.keyboard.press('Enter');
  await expect(pane.locator('[data-tile]:focus')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await expect(path).toContainText(/All memory\s*›\s*Unmatched/);
  await expect(page).toHaveURL(/map\.zoom=group(\/|%2F)unmatched/);
  await expect(pane.locator('[data-tile]:focus')).toHaveCount(1);
  await page.keyboard.press('Backspace');
  await expect(path).toHaveCount(0);
  await pane.locator(`[data-region="${largest.start}"]`).dblclick();
  await expect(path).toContainText('Unmatched');
  await page.goBack();
  await expect(path).toHaveCount(0);

  const other = pane.locator('[data-tile*="from-"]', { hasText: '' }).first();
  await other.focus();
  await page.keyboard.press('Enter');
  await expect(path).toContainText('other (');
  await expect(tiles.nth(5)).toBeVisible();
  expect(await tiles.count()).toBeLessThanOrEqual(250);
  await pane.getByRole('button', { name: 'As table' }).click();
  await expect(pane.getByRole('table')).toBeVisible();
  await path.getByRole('button', { name: 'All memory' }).click();
  await expect(path).toHaveCount(0);

  const url = `/api/incidents/${id}/snapshots/${snapshot}/tree`;
  const tree = treeBody.parse(await (await request.get(`${url}?node=group/unmatched`, { headers: { authorization } })).json());
  expect([tree.regionCount, tree.residentBytes]).toEqual([unmatched.length, unmatched.reduce((sum, row) => sum + row.rssKib * 1024, 0)]);
  expect((await request.get(`${url}?node=group/zgc`, { headers: { authorization } })).status()).toBe(404);
  expect((await request.get(`${url}?node=../..`, { headers: { authorization } })).status()).toBe(422);
  expect(trouble).toEqual([]);
});

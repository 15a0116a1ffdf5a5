import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, expect as expectSoon, type Page } from '@playwright/test';
import { createdBody } from '../lib/api/contract/incident';
import { nmtBody } from '../lib/api/contract/nmt';
import { openTab, seedDocument, test, watchForTrouble } from './testing';

// What the JVM's own account says, beside what the memory map shows.

// Server and browser may share a busy machine: how long something takes is the bench's matter.
const expect = expectSoon.configure({ timeout: 20_000 });
test.setTimeout(120_000);

const LEAK = path.join(import.meta.dirname, '../../shared/incidents/deflater-leak');
const present = existsSync(LEAK);

async function open(page: Page, request: APIRequestContext, files: Record<string, string>) {
  const form = new FormData();
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links, snapshots } = createdBody.parse(await response.json());
  await page.goto(new URL(links.manage.url).pathname);
  return { id, snapshotId: snapshots[0]?.id ?? '', authorization: `Bearer ${links.manage.token}` };
}

const leak = (...names: string[]) => Object.fromEntries(names.map((name) => [name, readFileSync(path.join(LEAK, name), 'utf8')]));
const table = (page: Page, name: string) => page.getByRole('table', { name });

test('categories, call sites, ranges and changes of a real report, each with its lines', async ({ page, request }) => {
  test.skip(!present, 'the incidents do not lie beside this checkout');
  const trouble = watchForTrouble(page);
  const files = leak('t1/pmap-x.txt', 't1/nmt-detail.txt', 't1/nmt-detail-diff.txt');
  const { id, snapshotId, authorization } = await open(page, request, files);
  const answer = await request.get(`/api/incidents/${id}/snapshots/${snapshotId}/nmt`, { headers: { authorization } });
  const sheet = nmtBody.parse(await answer.json());

  await openTab(page, 'NMT');
  await expect(page).toHaveURL(/tab=nmt/);
  const categories = table(page, 'NMT categories');
  await expect(categories.locator('tbody tr')).toHaveCount(sheet.categories.length);
  const gc = sheet.categories.find(({ name }) => name === 'GC')!;
  const row = categories.locator('tbody tr').filter({ hasText: 'remembered sets, mark bitmaps' });
  await expect(row).toContainText((gc.committedBytes / 1024).toLocaleString('en'));
  await expect(row).toContainText(((gc.residentBytes?.best ?? 0) / 1024).toLocaleString('en'));
  await expect(categories.getByText('Direct byte buffers and all other memory that Java code took')).toBeVisible();

  // The lines behind a figure.
  await row.getByRole('button', { name: /nmt-detail/ }).click();
  await expect(page.getByRole('dialog')).toContainText('GC (reserved=');
  await page.keyboard.press('Escape');

  // How it came about: the parts, and the lines of the largest ranges.
  const resident = ((gc.residentBytes?.best ?? 0) / 1024).toLocaleString('en');
  await row
    .locator('td')
    .filter({ hasText: new RegExp(`^${resident}$`) })
    .locator('.figure-door')
    .click();
  const how = page.getByText('= sum over its ranges of the RSS of the map inside them');
  await expect(how).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(how).toBeHidden();

  // Call sites: found by a function, and as an icicle.
  const sites = table(page, 'NMT call sites');
  await page.getByLabel('Function or category').fill('Unsafe_AllocateMemory');
  await expect(sites.locator('tbody tr').first()).toContainText('Unsafe_AllocateMemory0');
  await expect(sites.locator('tbody tr')).toHaveCount(
    sheet.sites.filter(({ frames }) => frames.join().includes('Unsafe_AllocateMemory')).length,
  );
  await page.getByRole('button', { name: 'Icicle', exact: true }).click();
  await expect(page.getByLabel(/Icicle of the NMT call sites/)).toBeVisible();

  // What changed since the baseline, the largest growth first.
  const grown = sheet.diffs[0]!.sites[0]!;
  await expect(table(page, 'Call sites that changed').locator('tbody tr').first()).toContainText(
    `+${(grown.deltaBytes / 1024).toLocaleString('en')}`,
  );

  // A range leads to its region in the panes.
  const ranges = table(page, 'NMT virtual memory map');
  await expect(ranges.locator('tbody tr').first()).toContainText('Java Heap');
  await ranges.getByRole('button', { name: `Show the region ${sheet.ranges[0]!.region}` }).click();
  await expect(page).toHaveURL(new RegExp(`region=${sheet.ranges[0]!.region}`));
  await page.goBack();
  await expect(categories).toBeVisible();
  expect(trouble).toEqual([]);
});

test('a summary has no call sites, and says what would print them; a map alone says what is missing', async ({ page, request }) => {
  const { name, text } = seedDocument();
  await open(page, request, { [name]: text });
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(page).toHaveURL(/tab=nmt/, { timeout: 1_000 });
  }).toPass();
  const internal = table(page, 'NMT categories').locator('tbody tr').filter({ hasText: 'Internal' });
  await expect(internal).toContainText('Direct byte buffers and all other Unsafe memory');
  await expect(page.getByText('None: the report is a summary.')).toBeVisible();

  const map = text.split(/\r?\n/).filter((line) => /^[0-9a-f]{16} +\d+ +\d+ +\d+ [rwxsp-]{5} /.test(line));
  await open(page, request, { 'pmap.txt': ['Address           Kbytes     RSS   Dirty Mode  Mapping', ...map, ''].join('\n') });
  await openTab(page, 'NMT');
  await expect(page.getByText('No NMT report.')).toBeVisible();
  await expect(page.getByText('-XX:NativeMemoryTracking=detail', { exact: true })).toBeVisible();
});

test.describe('accessible', () => {
  // axe is injected through the debugger; the policy itself is held by other stories.
  test.use({ bypassCSP: true });
  test('no violation, and nothing wider than the window', async ({ page, request }) => {
    const { name, text } = seedDocument();
    const { id } = await open(page, request, { [name]: text });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await page.goto(`/i/${id}?v=2&tab=nmt`);
        await expect(table(page, 'NMT categories')).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
      }
    }
  });
});

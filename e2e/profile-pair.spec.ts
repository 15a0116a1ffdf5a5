import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect as expectSoon, type Page } from '@playwright/test';
import { test, watchForTrouble } from './testing';

// Which part of two profiles is shown, and two profiles of more calls than the page would work through by itself.

const expect = expectSoon.configure({ timeout: 30_000 });

/** Sums as asprof -t prints them. Of a run the threads have numbers of their own. */
const threaded = (run: number, sort: number, cache: number): string =>
  [
    `[http-nio-8080-exec-1 tid=${run}1];demo.Server.handle;demo.Codec.write;libz.so.1\`deflate 400`,
    `[http-nio-8080-exec-1 tid=${run}1];demo.Server.handle;demo.Legacy.sort ${sort}`,
    `[http-nio-8080-exec-2 tid=${run}2];demo.Server.handle;demo.Cache.load ${cache}`,
    `[C2 CompilerThread0 tid=${run}3];libjvm.so\`Compile::Optimize 200`,
  ].join('\n');

/** Folded stacks of 20,000 calls and more; `seed` decides which of them another recording has, too. */
function folded(seed: number): string {
  const lines: string[] = [];
  for (let i = 0; i < 10_000; i++) {
    const step = i % 3 === seed ? `org.example.only${seed}.k${i}.Work.step` : `org.example.k${i}.Work.step`;
    const path = `java.lang.Thread.run;org.example.Server.handle;org.example.h${i % 200}.Handler.call;${step}`;
    lines.push(i % 4 === 0 ? `${path};java.util.zip.Deflater.deflateBytesBytes;libz.so.1\`deflate ${1 + ((i + seed) % 7)}` : `${path} 1`);
  }
  return `${lines.join('\n')}\n`;
}

async function makeIncident(page: Page, files: Record<string, string>) {
  const form = new FormData();
  form.append('title', 'Two of one service');
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await page.request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links, documents, artifacts, profiles } = await response.json();
  const ids = Object.keys(files).map((name) => {
    const document = documents.find(({ filename }: { filename: string }) => filename === name);
    const artifact = artifacts.find(({ documentId }: { documentId: string }) => documentId === document.id);
    return profiles.find(({ artifactId }: { artifactId: string }) => artifactId === artifact.id);
  });
  await page.goto(new URL(links.manage.url).pathname);
  return { profiles: ids, url: `/i/${id}?v=2&tab=profiles&profile.id=${ids[1].id}&profile.against=${ids[0].id}` };
}

const pane = (page: Page) => page.getByRole('region', { name: 'Call tree' });
const card = (page: Page) => page.getByRole('region', { name: 'Frame', exact: true });
const overlay = (page: Page) => page.getByRole('application', { name: /^Overlay of/ });
const filters = (page: Page) => page.getByRole('region', { name: 'Shown part of both profiles' });
const views = (page: Page) => page.getByRole('group', { name: 'View of both profiles' });
const functions = (page: Page) => page.getByRole('region', { name: 'Functions by change' });

test('threads of one name and kinds of frames are shown of both; what cannot be is said; Back shows all again', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const { url } = await makeIncident(page, { 't0/cpu.txt': threaded(47, 100, 50), 't1/cpu.txt': threaded(58, 300, 250) });
  // A link to a part of the time and to a thread of one run: neither means anything for two.
  await page.goto(`${url}&profile.time=1-2&profile.thread=581`);
  await expect(overlay(page)).toBeVisible();
  const passedOver = filters(page).getByRole('note').filter({ hasText: 'not applied' });
  await expect(passedOver).toContainText('from 1.000 s to 2.000 s is not applied: two recordings have no time in common');
  await expect(passedOver).toContainText('Threads chosen by number are passed over');
  await filters(page).getByRole('button', { name: 'Show all' }).click();
  await expect(passedOver).toHaveCount(0);

  const before = card(page).getByRole('row', { name: /^Before/ });
  await expect(before).toContainText('750');
  await filters(page).getByRole('button', { name: 'Threads: all 3' }).click();
  const threads = page.getByRole('note', { name: 'Threads shown' });
  await threads.getByRole('checkbox', { name: /http-nio-8080-exec-1/ }).check();
  await expect(before).toContainText('500');
  await expect(card(page).getByRole('row', { name: /^After/ })).toContainText('700');
  await expect(filters(page).getByRole('status')).toHaveText(/^Shown: .*\(?67 %.* before, .*61 %.* after$/);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/profile\.thread=%40http-nio-8080-exec-1/);

  await views(page).getByRole('button', { name: 'Functions' }).click();
  await expect(functions(page).getByRole('row', { name: /demo\.Legacy\.sort/ })).toContainText('+22.9 points');
  await expect(functions(page).getByRole('row', { name: /demo\.Cache\.load/ })).toHaveCount(0);
  await expect(functions(page).getByRole('row', { name: /deflate/ })).toHaveCount(1);
  await filters(page).getByRole('button', { name: 'Java', exact: true }).click();
  await expect(functions(page).getByRole('row', { name: /deflate/ })).toHaveCount(0);
  // Its weight went to the Java method that called it.
  await expect(functions(page).getByRole('row', { name: /demo\.Codec\.write/ })).toContainText('80 % → 57 %');

  // What is taken along is what is seen.
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Folded stacks, both weights', exact: true }).click(),
  ]);
  expect(
    readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
      .toSorted(),
  ).toEqual(['demo.Server.handle;demo.Codec.write 400 400', 'demo.Server.handle;demo.Legacy.sort 100 300']);
  await page.keyboard.press('Escape');

  await page.goBack();
  await expect(functions(page).getByRole('row', { name: /deflate/ })).toHaveCount(1);
  await page.reload();
  await expect(functions(page).getByRole('row', { name: /demo\.Cache\.load/ })).toHaveCount(0);
  await filters(page).getByRole('button', { name: 'Show all' }).click();
  await expect(functions(page).getByRole('row', { name: /demo\.Cache\.load/ })).toBeVisible();
  expect(trouble).toEqual([]);
});

test('where one text names no threads, that is said and kinds can still be told apart', async ({ page }) => {
  const plain = threaded(47, 100, 50).replaceAll(/^\[[^\]]*\];/gm, '');
  const { url } = await makeIncident(page, { 't0/cpu.txt': plain, 't1/cpu.txt': threaded(58, 300, 250) });
  await page.goto(`${url}&profile.thread=%40C2%20CompilerThread0`);
  await expect(overlay(page)).toBeVisible();
  await expect(filters(page)).toContainText('Threads are not named by both texts');
  await expect(filters(page).getByRole('note')).toContainText('the text of the profile before does not name threads');
  await filters(page).getByRole('button', { name: 'JVM' }).click();
  await views(page).getByRole('button', { name: 'Functions' }).click();
  await expect(functions(page).getByRole('row', { name: /Compile::Optimize/ })).toBeVisible();
  await expect(functions(page).getByRole('row', { name: /demo\./ })).toHaveCount(0);
});

test('two large profiles are merged, shaped, searched, listed and taken along by a worker; Back undoes it', async ({ page }) => {
  test.setTimeout(120_000);
  const trouble = watchForTrouble(page);
  const { url, profiles } = await makeIncident(page, { 't0/cpu.folded.txt': folded(0), 't1/cpu.folded.txt': folded(1) });
  expect(profiles[0].columns.nodes + profiles[1].columns.nodes).toBeGreaterThan(30_000);
  await page.goto(url);
  await expect(overlay(page)).toBeVisible();
  expect(page.workers().length).toBeGreaterThan(0);
  const isSettled = () => expect(pane(page)).toHaveAttribute('aria-busy', 'false');

  // The zoom of the picture before does not reach into the next one.
  await overlay(page).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('navigation', { name: 'Zoomed to' })).toContainText('Handler.call');
  await overlay(page).focus();
  await page.keyboard.press('i');
  await expect(overlay(page)).toHaveAttribute('aria-label', /inverted/);
  await isSettled();
  await overlay(page).focus();
  for (const key of ['Home', 'ArrowDown']) await page.keyboard.press(key);
  await expect(card(page).getByRole('heading', { level: 3 })).toContainText('deflate');
  await page.goBack();
  await expect(overlay(page)).not.toHaveAttribute('aria-label', /inverted/);
  await expect(page.getByRole('navigation', { name: 'Zoomed to' })).toContainText('Handler.call');
  await page.getByRole('button', { name: 'Reset zoom' }).click();

  // Both sides of what is found in one of them only.
  await page.getByRole('searchbox', { name: 'Search frames' }).pressSequentially('only1');
  await expect(page.getByText(/^3,333 ×, /)).toBeVisible();
  await views(page).getByRole('button', { name: 'Side by side' }).click();
  const after = page.getByRole('region', { name: /^After:/ });
  await expect(after.getByRole('application')).toBeVisible();
  await after.getByRole('application').focus();
  await page.keyboard.press('n');
  await expect(card(page)).toContainText('New');
  await page.getByRole('searchbox', { name: 'Search frames' }).fill('');

  await views(page).getByRole('button', { name: 'Functions' }).click();
  await expect(page.getByRole('button', { name: 'New 6,667' })).toBeVisible();
  await page.getByRole('button', { name: 'Gone 6,667' }).click();
  await expect(
    functions(page)
      .getByRole('row', { name: /Work\.step/ })
      .first(),
  ).toContainText('gone');
  // Only what is in sight is drawn.
  expect(await functions(page).locator('tbody tr').count()).toBeLessThan(120);
  await page.getByRole('button', { name: /^All \d/ }).click();

  // A step is done to both: the address holds it, and the export is of what is left.
  await filters(page).getByRole('button', { name: 'native', exact: true }).click();
  await expect(functions(page).locator('tbody tr')).toHaveCount(1);
  await views(page).getByRole('button', { name: 'Overlay' }).click();
  await expect(overlay(page)).toBeVisible();
  await isSettled();
  const menu = page.getByRole('button', { name: 'Export' });
  const saved = async (label: string) => {
    await menu.click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: label, exact: true }).click()]);
    await menu.click();
    return readFileSync(await download.path());
  };
  expect((await saved('Folded stacks, both weights')).toString('utf8')).toMatch(/^libz\.so\.1`deflate \d+ \d+$/m);
  expect((await saved('SVG picture')).toString('utf8')).toContain('Each profile is taken as 100 %');
  const png = await saved('PNG picture');
  expect([png.subarray(1, 4).toString('latin1'), png.readUInt32BE(16)]).toEqual(['PNG', 2400]);
  expect(trouble).toEqual([]);
});

test.describe('accessible', () => {
  test.use({ bypassCSP: true });
  test('the filters of two profiles are clean in both themes, and fit', async ({ page }) => {
    test.setTimeout(120_000);
    const { url } = await makeIncident(page, { 't0/cpu.txt': threaded(47, 100, 50), 't1/cpu.txt': threaded(58, 300, 250) });
    for (const { width, colorScheme } of [{ width: 1440, colorScheme: 'dark' } as const, { width: 390, colorScheme: 'light' } as const]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(`${url}&profile.time=1-2&profile.thread=%40http-nio-8080-exec-1&profile.kinds=java`);
      await expect(filters(page).getByRole('status')).toContainText('Shown:');
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('main').analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${width} ${id} ${node.html.slice(0, 140)}`))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });
});

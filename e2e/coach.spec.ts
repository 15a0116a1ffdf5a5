import { readFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { seedDocument, test } from './testing';

// axe is injected through the debugger, which our policy would refuse; the policy itself is held by the seed story.
test.use({ bypassCSP: true, permissions: ['clipboard-read', 'clipboard-write'] });

const fixture = (name: string) => readFileSync(path.join(import.meta.dirname, '../lib/formats', name), 'utf8');
const patient = expect.configure({ timeout: 20_000 });

const panel = (page: Page) => page.getByRole('region', { name: /^(?:Next step|Nothing more is needed)$/ });
const steps = (page: Page) => panel(page).getByRole('listitem');

async function make(
  page: Page,
  body: { title: string } | { name: string; text: string },
): Promise<{ id: string; open: string; token: string }> {
  const response =
    'text' in body
      ? await page.request.post(`/api/incidents?filename=${body.name}`, { data: body.text, headers: { 'content-type': 'text/plain' } })
      : await page.request.post('/api/incidents', { data: body });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links } = await response.json();
  return { id, open: new URL(links.manage.url).pathname, token: links.manage.token };
}

test('from nothing to an answer: each capture that is added takes its step off the list', async ({ page }) => {
  const { id, open, token } = await make(page, { title: 'Coached' });
  const add = async (name: string, text: string) => {
    const added = await page.request.post(`/api/incidents/${id}/documents?filename=${name}`, {
      data: text,
      headers: { 'content-type': 'text/plain', authorization: `Bearer ${token}` },
    });
    expect(added.status(), await added.text()).toBe(201);
    await page.reload();
  };
  await page.goto(open);
  await patient(steps(page)).toHaveCount(2);
  await expect(steps(page).first()).toContainText('pmap -X PID > pmap.txt');
  await expect(steps(page).first()).toContainText('Risk: none, reads /proc.');

  await add('pmap.txt', fixture('pmap-x/fixtures/deflater-leak.txt'));
  await patient(steps(page)).toHaveCount(1);
  await expect(steps(page).first()).toContainText('jcmd 5247 VM.native_memory detail > nmt.txt');

  // With both, a branch opens: there is memory outside NMT, and it asks questions of its own.
  await add('nmt.txt', fixture('nmt-summary/fixtures/jdk17-deflater-leak.txt'));
  await patient(steps(page).first()).toContainText('jcmd 5247 VM.info > vm-info.txt');
  await expect(steps(page).first()).toContainText('PN-06');
  const before = await steps(page).count();
  expect(before).toBeLessThanOrEqual(6);

  await add('c-heap.txt', 'C-Heap outstanding allocations: 2015603K, retained: 5788K\n');
  await patient(steps(page).first()).toContainText('asprof -e nativemem');
  await expect(steps(page)).toHaveCount(before - 1);
  await expect(panel(page)).not.toContainText('VM.info > vm-info.txt');
});

test('all commands are copied as one text for a shell', async ({ page }) => {
  const { open } = await make(page, seedDocument());
  await page.goto(open);
  const button = panel(page).getByRole('button', { name: /^Copy all \d commands$/ });
  await patient(button).toBeVisible();
  await button.click();
  await expect(button).toHaveText('Copied');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(
    /^# 1\. The whole memory map\n# {4}Cost: some milliseconds\. Risk: none, reads \/proc\.\npmap -X 107870 > pmap\.txt\n/,
  );
  expect(text).toContain("jcmd 107870 GC.class_histogram -all | grep -E 'zip.(Deflater|Inflater)|java.nio.DirectByteBuffer|Cleaner'");
  expect(text).not.toMatch(/\bPID\b/);
});

test('the playbook by keyboard: the place is marked, the way to it open, what was ruled out told with its figures', async ({ page }) => {
  const { open } = await make(page, seedDocument());
  await page.goto(open);
  await patient(panel(page)).toBeVisible();
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog', { name: 'Where this stands in the playbook' });
  await expect(dialog).toBeVisible();
  const here = dialog.locator('[aria-current="step"]');
  await expect(here).toHaveCount(1);
  await expect(here).toContainText('A suspect is named');
  await expect(here).toContainText('Deflaters are not counted yet.');
  await expect(dialog.getByText('Also here')).toBeVisible();
  await expect(dialog).toContainText('The Java heap, within its limit (no): 58.14 GiB of 82.74 GiB RSS (70 %)');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('every step opens by keyboard and says its risk in words', async ({ page }) => {
  const { open } = await make(page, seedDocument());
  await page.goto(open);
  await patient(steps(page).nth(1)).toContainText('pauses the JVM');
  const second = steps(page).nth(1).locator('summary');
  await second.focus();
  await page.keyboard.press('Enter');
  await expect(steps(page).nth(1)).toContainText('About 64,300 live Deflaters would confirm Deflater under Jetty');
  await expect(steps(page).nth(1).getByRole('link', { name: 'PR-03' })).toHaveAttribute('href', '/docs/findings/PR-03');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`panel and playbook are accessible, and nothing is wider than the screen, ${colorScheme}`, async ({ page }) => {
    const { open } = await make(page, seedDocument());
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(open);
      await patient(panel(page)).toBeVisible();
      for (const summary of await steps(page).locator('summary').all()) await summary.click();
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(await wide(), `${width}`).toBeLessThanOrEqual(0);
      await panel(page).getByRole('button', { name: 'Playbook' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .include('dialog')
        .include('section[aria-labelledby="next-step"]')
        .analyze();
      expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });

test('on paper every step stands unfolded, and no button', async ({ page }) => {
  const { open } = await make(page, seedDocument());
  await page.goto(open);
  await patient(panel(page)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(panel(page).getByRole('button', { name: 'Playbook' })).toBeHidden();
  for (const command of ['pmap -X 107870 > pmap.txt', 'asprof -e nativemem -d 600'])
    await expect(panel(page).getByText(command).first()).toBeVisible();
});

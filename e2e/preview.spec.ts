import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect as expectSoon, type Page, type TestInfo } from '@playwright/test';
import { seedDocument, test, watchForTrouble } from './testing';

// A profile is seen while it is sent: read in the browser, from the file itself, by the readers of the server. Captures of our own JVMs,
// repeated to the size at which one waits for them.

const expect = expectSoon.configure({ timeout: 30_000 });
const FORMATS = path.join(import.meta.dirname, '../lib/formats');
const REAL = path.join(import.meta.dirname, '../../shared/incidents/deflater-leak/profile/perf-script-dwarf.txt');

/** perf script of at least so many bytes: the real capture where it lies beside the checkout, else the beginning of it that is kept here. */
function perfScript(bytes: number): string {
  const text = readFileSync(existsSync(REAL) ? REAL : path.join(FORMATS, 'perf-script/fixtures/dwarf.txt'), 'utf8');
  return text.repeat(Math.ceil(bytes / text.length));
}

const chooser = (page: Page) => page.locator('main input[type=file][aria-label="Choose files"]');
const preview = (page: Page, name: string) => page.getByRole('region', { name: `Preview of ${name}` });

async function choose(page: Page, info: TestInfo, files: Record<string, string | Buffer>): Promise<void> {
  const paths = Object.entries(files).map(([name, content]) => {
    const file = info.outputPath(name);
    writeFileSync(file, content);
    return file;
  });
  await chooser(page).setInputFiles(paths);
}

test('a perf script is seen before the server has it, and says so; it leads on to the incident', async ({ page }, info) => {
  test.setTimeout(120_000);
  const trouble = watchForTrouble(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The server takes its time.
  await page.route(/\/documents\?/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/');
  await choose(page, info, { 'perf.txt': perfScript(3_000_000) });
  const seen = preview(page, 'perf.txt');
  await expect(seen).toContainText(
    /The whole file, [\d,]+ samples, read here; (?:it is still on its way to the server|the server is still reading it)\./,
  );
  const canvas = seen.getByRole('application', { name: 'Flame graph of perf.txt' });
  await expect(canvas).toBeVisible();
  expect(Number(await canvas.getAttribute('data-boxes'))).toBeGreaterThan(10);
  await expect(seen).toContainText(/Most stacks end in \S+/);

  // It can be walked by keyboard, and says what it stands on; zoom and back.
  await canvas.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const told = seen.locator('p').last();
  await expect(told).toContainText(/, \d[\d,. ]*\D*, \d+(?:\.\d+)? %/);
  const words = await told.textContent();
  await page.mouse.move(2, 2);
  await expect(told).toHaveText(words ?? '');

  release();
  await page.waitForURL(/\/(?:i|s)\//, { timeout: 60_000 });
  await expect(page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('button', { name: /^Profiles/ })).toBeVisible();
  expect(trouble).toEqual([]);
});

test('without a server the picture is there all the same; Cancel takes it away', async ({ page }, info) => {
  await page.goto('/');
  await page.route(/\/api\//, (route) => route.abort('connectionrefused'));
  await choose(page, info, { 'perf.txt': perfScript(2_000_000) });
  const seen = preview(page, 'perf.txt');
  await expect(seen).toContainText(/The whole file, [\d,]+ samples, read here\./);
  await expect(page.getByText(/cannot be reached/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send perf.txt again' })).toBeVisible();
  await expect(seen.getByRole('application')).toBeVisible();

  // Sent again, and given up while it is on its way.
  await page.unrouteAll();
  await page.route(/\/api\/incidents/, () => undefined);
  await page.getByRole('button', { name: 'Send perf.txt again' }).click();
  await page.getByRole('button', { name: 'Cancel perf.txt' }).click();
  await expect(seen).toHaveCount(0);
});

test('folded stacks are seen too; a map, a small profile and a broken archive are not, and are sent as ever', async ({ page }, info) => {
  const folded = readFileSync(path.join(FORMATS, 'folded/fixtures/cpu-collapsed.txt'), 'utf8');
  const large = Array.from({ length: Math.ceil(1_500_000 / folded.length) }, () => folded).join('');
  await page.route(/\/api\/incidents/, () => undefined);
  await page.goto('/');
  await choose(page, info, {
    'stacks.txt': large,
    'small.txt': folded,
    'post.txt': `${seedDocument().text}\n`.repeat(Math.ceil(1_200_000 / seedDocument().text.length)),
    'broken.gz': Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(1_200_000, 7)]),
  });
  await expect(preview(page, 'stacks.txt')).toContainText('The whole file');
  await expect(page.getByText('0 of 4 done')).toBeVisible();
  await expect(page.getByRole('region', { name: /^Preview of/ })).toHaveCount(1);
});

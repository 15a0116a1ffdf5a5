import { readFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test, watchForTrouble } from './testing';

// Which part of a profile is shown: threads, a part of the time, kinds of frames. Captures of our own JVMs, as perf and async-profiler
// print them: 14 samples of cpu-clock with threads and times, two events in one file, and sums of stacks with neither.

const FORMATS = path.join(import.meta.dirname, '../lib/formats');
const CAPTURES = {
  'perf.txt': 'perf-script/fixtures/cpu-clock.txt',
  'two-events.txt': 'perf-script/fixtures/two-events.txt',
  'ap-cpu.txt': 'folded/fixtures/cpu-collapsed.txt',
};

interface Made {
  id: string;
  manage: string;
  profiles: { id: string; file: string; event: string | null }[];
}

const textFile = (text: string) => new Blob([text], { type: 'text/plain' });

/** Sums as asprof -t prints them: the thread stands before each stack. Every second one is the compiler's. */
const withThreads = (folded: string): string =>
  folded
    .split('\n')
    .map((line, i) => (line === '' ? line : `[${i % 2 === 0 ? 'http-nio-8080-exec-1 tid=4711' : 'C2 CompilerThread0 tid=4712'}];${line}`))
    .join('\n');

async function makeIncident(page: Page): Promise<Made> {
  const form = new FormData();
  form.append('title', 'Filters story');
  for (const [name, file] of Object.entries(CAPTURES)) form.append('file', textFile(readFileSync(path.join(FORMATS, file), 'utf8')), name);
  form.append('file', textFile(withThreads(readFileSync(path.join(FORMATS, CAPTURES['ap-cpu.txt']), 'utf8'))), 'ap-threads.txt');
  const response = await page.request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links, documents, artifacts, profiles } = await response.json();
  const fileOf = (artifactId: string) => {
    const artifact = artifacts.find((candidate: { id: string }) => candidate.id === artifactId);
    return documents.find((document: { id: string }) => document.id === artifact.documentId).filename;
  };
  return {
    id,
    manage: new URL(links.manage.url).pathname,
    profiles: profiles.map((one: { id: string; artifactId: string; event: string | null }) => ({
      id: one.id,
      file: fileOf(one.artifactId),
      event: one.event,
    })),
  };
}

const tree = (page: Page) => page.getByRole('region', { name: 'Call tree' });
const card = (page: Page) => page.getByRole('region', { name: 'Frame', exact: true });
const filters = (page: Page) => page.getByRole('region', { name: 'Shown part of the profile' });

async function openProfile(page: Page, made: Made, file: string, query = '', event?: string): Promise<void> {
  const profile = made.profiles.find((one) => one.file === file && (event === undefined || one.event === event));
  await page.goto(made.manage);
  await page.goto(`/i/${made.id}?v=2&tab=profiles&profile.id=${profile?.id}${query}`);
  await expect(tree(page)).toBeVisible({ timeout: 30_000 });
}

const shown = (page: Page) => filters(page).getByRole('status').filter({ hasText: 'Shown:' });

test('one thread, one kind of frames: every view shows that part, Back shows all again', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await openProfile(page, made, 'perf.txt');
  const total = card(page).getByRole('definition').first();
  await expect(total).toContainText('141 ms, 100 %');

  await filters(page).getByRole('button', { name: 'Threads: all 12' }).click();
  const threads = page.getByRole('note', { name: 'Threads shown' });
  await threads.getByRole('checkbox', { name: /http-worker-15 16972/ }).check();
  await expect(shown(page)).toContainText('Shown: 2 of 14 samples (14 %)');
  await expect(total).toContainText('20 ms, 100 %');
  await threads.getByRole('checkbox', { name: /GC Thread#0 16883/ }).check();
  await expect(shown(page)).toContainText('Shown: 3 of 14 samples (21 %)');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/profile\.thread=16972%7E16883/);

  await page.goBack();
  await expect(shown(page)).toContainText('Shown: 2 of 14 samples (14 %)');
  await filters(page).getByRole('button', { name: 'Java', exact: true }).click();
  const views = page.getByRole('group', { name: 'View of the profile' });
  await views.getByRole('button', { name: 'Hot frames' }).click();
  const rows = page.getByRole('region', { name: 'Hot frames' }).locator('tbody tr');
  await expect(rows.filter({ hasText: 'Deflater' }).first()).toBeVisible();
  await expect(rows.filter({ has: page.getByRole('cell', { name: /^(?:native|JVM|kernel)\b/ }) })).toHaveCount(0);

  // Weights by thread, and from a row to that thread alone.
  await filters(page).getByRole('button', { name: 'Show all' }).click();
  await tree(page).getByRole('button', { name: 'Thread', exact: true }).click();
  await expect(tree(page).getByText('12 threads; all that a thread runs is its own')).toBeVisible();
  await rows.getByRole('button', { name: 'C2 CompilerThre 16897' }).click();
  await expect(shown(page)).toContainText('Shown: 2 of 14 samples (14 %)');
  await expect(rows).toHaveCount(1);

  // What is taken along is what is seen.
  const menu = page.getByRole('button', { name: 'Export' });
  await menu.click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Folded stacks' }).click()]);
  const folded = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  expect(folded.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)).toBe(2 * 10_101_010);
  expect(trouble).toEqual([]);
});

test('a part of the time, with the pointer and with the keys', async ({ page }) => {
  const made = await makeIncident(page);
  await openProfile(page, made, 'perf.txt');
  const timeline = filters(page).getByRole('region', { name: 'Samples over time' });
  const from = timeline.getByRole('slider', { name: 'Shown from' });
  await expect(timeline).toContainText('all 5.836 s');

  // By hand: from the first quarter to the half.
  const box = await timeline.locator('svg').boundingBox();
  if (!box) throw new Error('no timeline');
  await page.mouse.move(box.x + box.width * 0.25, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 10);
  await page.mouse.move(box.x + box.width * 0.5, box.y + 10);
  await page.mouse.up();
  await expect(page).toHaveURL(/profile\.time=1\.4\d+-2\.9\d+/);
  await expect(shown(page)).toContainText('Shown: 3 of 14 samples (21 %)');
  await page.goBack();
  await expect(page).not.toHaveURL(/profile\.time/);
  await expect(shown(page)).toHaveCount(0);

  // By keys: a visit is one step of Back.
  await from.focus();
  for (const key of ['PageUp', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  await expect(from).toHaveAttribute('aria-valuenow', '13');
  await expect(shown(page)).toContainText('Shown: 12 of 14 samples (86 %)');
  const address = page.url();
  await page.goBack();
  await expect(page).not.toHaveURL(/profile\.time/);
  await page.goto(address);
  await expect(shown(page)).toContainText('Shown: 12 of 14 samples (86 %)');
  await from.focus();
  await page.keyboard.press('Escape');
  await expect(timeline).toContainText('all 5.836 s');
});

test('one thread in the order of time', async ({ page }) => {
  const made = await makeIncident(page);
  await openProfile(page, made, 'perf.txt');
  await page.getByRole('group', { name: 'Order' }).getByRole('button', { name: 'Time order' }).click();
  await expect(page).toHaveURL(/profile\.order=time/);
  const choice = page.getByLabel('Thread in time order');
  await choice.selectOption({ label: 'http-worker-15 16972' });
  const graph = page.getByRole('application', { name: 'Time order of http-worker-15 16972' });
  await graph.focus();
  await page.keyboard.press('ArrowDown');
  await expect(
    tree(page)
      .getByText(/, from 0\.000 s for 0\.010 s/)
      .first(),
  ).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(
    tree(page)
      .getByText(/, from 2\.694 s for 0\.010 s/)
      .first(),
  ).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('group', { name: 'Order' }).getByRole('button', { name: 'Left heavy' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('a regular expression is opted into, and says what it cannot do', async ({ page }) => {
  const made = await makeIncident(page);
  await openProfile(page, made, 'ap-cpu.txt');
  const find = page.getByRole('searchbox', { name: 'Search frames' });
  await find.fill('^java.*Deflater\\.deflate$');
  await expect(page.getByRole('status').filter({ hasText: /^nothing$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await expect(page.getByText(/^\d+ ×, \d+/)).toBeVisible();
  await expect(page).toHaveURL(/profile\.regex=1/);
  await page.getByRole('button', { name: 'Next match' }).click();
  await expect(card(page).getByRole('heading', { level: 3 })).toHaveText('java/util/zip/Deflater.deflate');
  await find.fill('(a)\\1');
  await expect(page.getByText(/Going back to a group \(\\1\) is not supported here/)).toBeVisible();
  // This one makes a browser's own engine run for ever.
  await find.fill('^(([a-zA-Z])+.)+[0-9]{9}$');
  await expect(page.getByRole('status').filter({ hasText: /^nothing$/ })).toBeVisible();
});

test('what a text does not tell is said, with the command that would; events of one file are switched between', async ({ page }) => {
  const made = await makeIncident(page);
  await openProfile(page, made, 'ap-cpu.txt');
  await expect(filters(page).getByText('No threads or times in this text')).toBeVisible();
  await expect(filters(page).getByRole('region', { name: 'Samples over time' })).toHaveCount(0);
  await expect(page.getByRole('group', { name: 'Order' })).toHaveCount(0);
  await filters(page).getByRole('button', { name: 'Why there is no filter by thread' }).click();
  await expect(page.getByText('perf script -F comm,pid,tid,time,event,ip,sym,dso')).toBeVisible();
  await page.keyboard.press('Escape');
  await filters(page).getByRole('button', { name: 'kernel', exact: true }).click();
  await expect(page).toHaveURL(/profile\.kinds=kernel/);
  await expect(card(page)).toContainText('100 %');

  const faults = made.profiles.find(({ file, event }) => file === 'two-events.txt' && event === 'page-faults');
  const cpu = made.profiles.find(({ file, event }) => file === 'two-events.txt' && event === 'cpu-clock');
  await page.getByLabel('Profile', { exact: true }).selectOption({ value: faults?.id ?? '' });
  await expect(page.getByText('First touches of pages.')).toBeVisible();
  await expect(filters(page).getByRole('button', { name: 'Threads: all 2' })).toBeVisible();
  await page.getByLabel('Profile', { exact: true }).selectOption({ value: cpu?.id ?? '' });
  await expect(page.getByText('CPU time, not memory.')).toBeVisible();
  await expect(filters(page).getByRole('button', { name: 'Threads: all 7' })).toBeVisible();
});

test('sums of stacks by thread: threads can be told apart, times cannot', async ({ page }) => {
  const made = await makeIncident(page);
  await openProfile(page, made, 'ap-threads.txt');
  await expect(filters(page).getByText('No times in this text')).toBeVisible();
  await filters(page).getByRole('button', { name: 'Threads: all 2' }).click();
  await page
    .getByRole('note', { name: 'Threads shown' })
    .getByRole('checkbox', { name: /http-nio-8080-exec-1 4711/ })
    .check();
  await expect(shown(page)).toContainText(/Shown: \d+ % of the weight/);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/profile\.thread=4711/);

  // Colours by package: the service's own first; the card says where a name comes from.
  await page.getByRole('group', { name: 'Colour' }).getByRole('button', { name: 'By package' }).click();
  await expect(tree(page).getByRole('listitem').first()).toHaveText('demo');
  await expect(tree(page).getByRole('listitem').filter({ hasText: 'other Java' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search frames' }).fill('deflateBytesBytes');
  await page.getByRole('button', { name: 'Next match' }).click();
  await expect(card(page)).toContainText('Name from');
});

test.describe('accessible', () => {
  test.use({ bypassCSP: true });
  test('the filters and the order of time are clean in both themes and fit', async ({ page }) => {
    test.setTimeout(120_000);
    const made = await makeIncident(page);
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await openProfile(page, made, 'perf.txt', '&profile.order=time&profile.time=1-3&profile.kinds=java,native');
      await expect(page.getByRole('application', { name: /^Time order of/ })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('main').analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${width} ${id} ${node.html.slice(0, 140)}`))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });
});

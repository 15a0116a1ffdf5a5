import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { dropFiles, seedDocument, test } from './testing';

// axe is injected through the debugger; where a browser counts that as a script of the page, our policy would refuse it. The
// policy itself is held by the seed story, which fails on every refusal.
test.use({ bypassCSP: true });

const LEAK = path.join(import.meta.dirname, '../../shared/incidents/deflater-leak');
const LEAK_FILES = [
  't0/pmap-x.txt',
  't0/nmt-detail.txt',
  't1/pmap-x.txt',
  't1/nmt-detail.txt',
  't1/smaps.txt',
  'profile/ap-cpu-traces50.txt',
  'profile/ap-nativemem-leak-bytes-collapsed.txt',
];
const WIDTHS = [1440, 1024, 768, 390];
const THEMES = ['light', 'dark'] as const;

/** A development server builds what it is asked for the first time. */
const patient = expect.configure({ timeout: 20_000 });

interface Made {
  id: string;
  manage: string;
  read: string;
}

async function makeIncident(page: Page, title: string, files: readonly { name: string; text: string }[]): Promise<Made> {
  const form = new FormData();
  form.append('title', title);
  for (const { name, text } of files) form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await page.request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links } = await response.json();
  return { id, manage: new URL(links.manage.url).pathname, read: new URL(links.read.url).pathname };
}

const seed = () => [seedDocument()];
const leak = () => LEAK_FILES.map((name) => ({ name, text: readFileSync(path.join(LEAK, name), 'utf8') }));
/** Without the corpus beside the checkout the sample stands for it; the story of two snapshots is then told with two samples. */
const twoSnapshots = () =>
  existsSync(LEAK) ? leak() : ['t0', 't1'].map((folder) => ({ name: `${folder}/${seedDocument().name}`, text: seedDocument().text }));

/** What axe finds, one line per violation and place; reads as the list of what to mend. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Our pages hold no frames, which is what the other mode opens a second page for.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations: found } = await (rules ? axe.withRules(rules) : axe).analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} | ${node.target.join(' ')} | ${node.html.slice(0, 160)}`),
  );
}

/** Dark differs from light in its colours alone: the same elements, so that only what depends on colours is asked again. */
async function expectAccessible(page: Page, state: string): Promise<void> {
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  expect.soft(await violations(page, dark ? ['color-contrast', 'link-in-text-block'] : undefined), state).toEqual([]);
}

async function openIncident(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await patient(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
  await page.waitForLoadState('networkidle');
}

const tabsOf = (page: Page) => page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('button');
const closeDialog = async (page: Page) => {
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await expect(page.getByRole('dialog')).toBeHidden();
};

test('axe itself sees what is wrong', async ({ page }) => {
  await page.setContent('<html lang="en"><title>x</title><main><h1>x</h1><img src="x.png"><p style="color:#ccc">pale</p></main></html>');
  expect((await violations(page)).map((line) => line.split(':')[0])).toEqual(expect.arrayContaining(['image-alt', 'color-contrast']));
});

for (const colorScheme of THEMES) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('home: empty, with files of every fate, dialogs and words open', async ({ page }) => {
      await page.goto('/');
      await expectAccessible(page, 'home, empty');
      await page.getByRole('button', { name: 'NMT', exact: true }).click();
      await expect(page.getByRole('note')).toBeVisible();
      await expectAccessible(page, 'home, a word explained');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Paste text/ }).click();
      await expectAccessible(page, 'home, paste dialog');
      await closeDialog(page);

      await page.route('**/documents?filename=waiting.txt', () => {});
      await page.route('**/documents?filename=lost.txt', (route) => route.abort());
      await dropFiles(page, {
        [seedDocument().name]: seedDocument().text,
        'prose.txt': 'Nothing of use.\n'.repeat(20),
        'empty.txt': '',
        'lost.txt': seedDocument().text,
        'waiting.txt': seedDocument().text,
      });
      await patient(page.getByText('✕ Failed')).toBeVisible();
      await patient(page.getByRole('link', { name: /not opened yet/ })).toBeVisible();
      await expect(page.getByRole('progressbar')).toHaveCount(1);
      await expectAccessible(page, 'home, with rows');
      await page.setViewportSize({ width: 390, height: 844 });
      await expectAccessible(page, 'home, with rows at 390');
    });

    test('home with incidents, commands open', async ({ page }) => {
      const made = await makeIncident(page, 'seed', seed());
      await openIncident(page, made.manage);
      await page.goto('/');
      await page.getByText('Commands to capture with').click();
      await expect(page.getByRole('region', { name: /holds a key for/ }).getByRole('link')).toContainText('16.13 GiB');
      await expectAccessible(page, 'home, with incidents');
    });

    for (const [name, files] of [
      ['the seed', seed],
      ['a leak of two snapshots with profiles', twoSnapshots],
    ] as const) {
      test(`incident: ${name}, every tab, selection and dialog`, async ({ page }) => {
        test.setTimeout(300_000);
        const made = await makeIncident(page, name, files());
        await openIncident(page, made.manage);
        await expectAccessible(page, `${name}, overview`);

        await page.getByRole('region', { name: 'Verdict' }).getByRole('button').first().click();
        await expectAccessible(page, `${name}, a figure explained`);
        await page.keyboard.press('Escape');

        const bucket = page.getByRole('region', { name: 'Where the resident memory went' }).locator('table button[aria-expanded]').first();
        await bucket.click();
        await expect(page.getByRole('region', { name: /, in detail$/ })).toBeVisible();
        await expectAccessible(page, `${name}, ledger detail`);
        await bucket.click();

        await page.keyboard.press(']');
        await expectAccessible(page, `${name}, a region selected`);
        await page.keyboard.press('Escape');

        const stacks = page.getByRole('region', { name: 'Hot native stacks' });
        await stacks.getByRole('table').getByRole('button').first().click();
        await expect(page.getByRole('region', { name: 'Selected frame' })).toBeVisible();
        await expectAccessible(page, `${name}, a frame selected`);
        await page.keyboard.press('Escape');
        await stacks.getByRole('button', { name: 'As table' }).click();
        await page.getByRole('region', { name: 'Memory', exact: true }).getByRole('button', { name: 'As table' }).click();
        await expectAccessible(page, `${name}, map and stacks as tables`);

        const regions = page.getByRole('region', { name: /regions$/ }).filter({ has: page.getByRole('searchbox') });
        await regions.getByRole('button', { name: 'All', exact: true }).click();
        for (const drawer of [/^Filter/, /^View/, /^Copy/]) {
          await regions.getByRole('button', { name: drawer }).click();
          await expectAccessible(page, `${name}, all regions, drawer ${drawer.source}`);
        }
        await regions.getByRole('button', { name: /^View/ }).click();
        await regions.getByRole('button', { name: 'owner', exact: true }).click();
        await patient(regions.getByRole('treegrid')).toBeVisible();
        await expectAccessible(page, `${name}, regions grouped`);
        await regions.getByRole('searchbox').fill('no such region');
        await patient(regions).toContainText('No region fits');
        await expectAccessible(page, `${name}, no region fits`);
        await regions.getByRole('button', { name: 'Show all' }).last().click();

        await page.locator('main .term').first().click();
        await expect(page.getByRole('note')).toBeVisible();
        await expectAccessible(page, `${name}, a word explained`);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('region');
        await expectAccessible(page, `${name}, palette`);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();

        await page.locator('article button.chip').first().click();
        await patient(page.getByRole('dialog').getByRole('table')).toBeVisible();
        await expectAccessible(page, `${name}, lines of the evidence`);
        await closeDialog(page);

        for (const dialog of ['Share', 'Edit', 'Add captures', 'Delete', 'All keys', 'Snapshots']) {
          await page.getByRole('button', { name: dialog, exact: true }).first().click();
          await expect(page.getByRole('dialog')).toBeVisible();
          await page.waitForLoadState('networkidle');
          await expectAccessible(page, `${name}, dialog ${dialog}`);
          await closeDialog(page);
        }

        const tabs = await tabsOf(page).count();
        for (let i = 1; i < tabs; i++) {
          await tabsOf(page).nth(i).click();
          await page.waitForLoadState('networkidle');
          await expectAccessible(page, `${name}, tab ${await tabsOf(page).nth(i).innerText()}`);
        }
        await tabsOf(page).first().click();
        await page.setViewportSize({ width: 390, height: 844 });
        await expectAccessible(page, `${name} at 390`);
      });
    }

    test('incident: without a map, and with a server that does not answer', async ({ page }) => {
      const { text } = seedDocument();
      const profile = await makeIncident(page, 'Only a profile', [
        { name: 'profile.txt', text: text.slice(text.search(/^--- .*Execution profile|^--- \d+ ns/m)) },
      ]);
      await openIncident(page, profile.manage);
      await expect(page.getByText('No memory map.').first()).toBeVisible();
      await expectAccessible(page, 'panes without data');

      const made = await makeIncident(page, 'seed', seed());
      await openIncident(page, made.manage);
      await page.route('**/regions?**', (route) => route.abort());
      await page.getByRole('region', { name: 'Unmatched regions' }).getByRole('button', { name: 'All', exact: true }).click();
      await patient(page.getByRole('region', { name: 'All regions' }).getByRole('alert')).toBeVisible();
      await expectAccessible(page, 'regions that cannot be had');
    });

    test('read-only, not found, gone', async ({ page, browser }) => {
      const made = await makeIncident(page, 'seed', seed());
      const guest: BrowserContext = await browser.newContext({ colorScheme, bypassCSP: true });
      try {
        const read = await guest.newPage();
        await openIncident(read, new URL(made.read, page.url() === 'about:blank' ? test.info().project.use.baseURL : page.url()).href);
        await expect(read.getByText('Read-only link').first()).toBeVisible();
        await expectAccessible(read, 'read-only');
      } finally {
        await guest.close();
      }
      await page.goto('/i/nothing-here');
      await expectAccessible(page, 'an incident that is not there');
      await page.goto('/no/such/page');
      await expectAccessible(page, 'a page that is not there');
      await page.goto('/s/expired-or-revoked');
      await expectAccessible(page, 'a link that no longer works');
    });
  });
}

test.describe('Every page fits its width', () => {
  for (const width of WIDTHS) {
    test(`at ${width}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      const fits = async (state: string) => {
        const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: window.innerWidth }));
        expect.soft(wide, `${state} scrolls sideways`).toBeLessThanOrEqual(room);
      };
      await page.goto('/');
      await fits('home');
      const made = await makeIncident(page, `a title that is ${'very '.repeat(30)}long`, twoSnapshots());
      await openIncident(page, made.manage);
      await fits('incident');
      const tabs = await tabsOf(page).count();
      for (let i = 1; i < tabs; i++) {
        await tabsOf(page).nth(i).click();
        await page.waitForLoadState('networkidle');
        await fits(`tab ${i + 1}`);
      }
      await page.goto('/');
      await fits('home with incidents');
      await page.goto('/i/nothing-here');
      await fits('not found');
      await page.goto('/s/expired-or-revoked');
      await fits('gone');
    });
  }
});

test('at 390 a finger hits every control', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const made = await makeIncident(page, 'seed', seed());
  const small = () =>
    page.evaluate(() => {
      const misses: string[] = [];
      for (const control of document.querySelectorAll<HTMLElement>('button, a[href], select, summary')) {
        const { width, height } = control.getBoundingClientRect();
        if (width === 0 || height === 0 || control.closest('svg') || getComputedStyle(control).visibility === 'hidden') continue;
        // A link or a word inside a sentence has the height of its line; words and figures carry a wider target around them.
        const inText = getComputedStyle(control).display === 'inline' || control.matches('.term, .figure-door, .term-hint, .link');
        // Parts of a drawing to scale are as small as what they stand for; the table beside has the same, larger.
        const toScale = control.closest('[class*="paint-"], [aria-hidden="true"]') !== null || /paint-/.test(control.className);
        const least = control.matches('.btn:not(.btn-small)') ? 36 : 28;
        if (!inText && !toScale && height < least - 0.5)
          misses.push(`${control.innerText || control.getAttribute('aria-label')}: ${Math.round(width)} × ${height}`);
      }
      return misses;
    });
  await page.goto('/');
  expect.soft(await small(), 'home').toEqual([]);
  await openIncident(page, made.manage);
  expect.soft(await small(), 'incident').toEqual([]);
});

test('nothing moves for those who asked for rest', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const made = await makeIncident(page, 'seed', seed());
  await openIncident(page, made.manage);
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .map((element) => getComputedStyle(element))
      .filter((style) => Number.parseFloat(style.transitionDuration) > 0 || Number.parseFloat(style.animationDuration) > 0)
      .map((style) => `${style.transitionProperty} ${style.animationName}`),
  );
  expect(moving).toEqual([]);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('the overview prints on white paper without its controls', async ({ page }) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const made = await makeIncident(page, 'seed', seed());
  await openIncident(page, made.manage);
  await expect(page.getByRole('heading', { name: 'Findings' })).toBeVisible();
  await expect(page.locator('article code').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Where the resident memory went' })).toBeVisible();
  for (const hidden of ['.topbar', '.pane', '.btn', '.seg']) await expect(page.locator(hidden).filter({ visible: true })).toHaveCount(0);
  // The dark theme of the screen does not reach the paper.
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(20, 23, 26)');
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { compareBody } from '../lib/api/contract/compare';
import { createdBody } from '../lib/api/contract/incident';
import { test, watchForTrouble } from './testing';

// The Compare tab: what grew between two moments, and how long the container's limit will hold.

const LEAK = path.join(import.meta.dirname, '../../shared/incidents/deflater-leak');
const GIB = 1024 ** 3;
/** A page drawn by the server asks for the comparison once it is hydrated: on a busy machine that takes a while. */
const LOADED = { timeout: 30_000 };

/** A map that grows: one block of anonymous memory and a library that stays where it is. */
const map = (rssKib: number) => `4711:   java -jar app.jar
Address           Kbytes     RSS   Dirty Mode  Mapping
00007f0000000000 4194304 ${rssKib} ${rssKib} rw---   [ anon ]
00007f4000000000    1024     512       0 r-x-- libz.so
---------------- ------- ------- ------- ------- -------
total kB         4195328 ${rssKib + 512} ${rssKib}
`;

async function create(request: APIRequestContext, files: Record<string, string>) {
  const multipart = new FormData();
  for (const [name, text] of Object.entries(files)) multipart.append('file', new File([text], name, { type: 'text/plain' }));
  const response = await request.post('/api/incidents', { multipart });
  expect(response.status()).toBe(201);
  const body = createdBody.parse(await response.json());
  return { body, link: new URL(body.links.manage.url).pathname, headers: { authorization: `Bearer ${body.links.manage.token}` } };
}

async function openCompare(page: Page, link: string, query = '') {
  await page.goto(link);
  await page.waitForURL(/\/i\//);
  await page.goto(`${new URL(page.url()).pathname}?v=2&tab=compare${query}`);
  await expect(page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('button', { name: 'Compare' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await expect(page.getByRole('region', { name: 'Headroom' })).toBeVisible(LOADED);
}

const row = (page: Page, table: string, name: string) =>
  page.getByRole('table', { name: table }).getByRole('row', { name: new RegExp(`^${name}`) });

/** Whoever looks at 390 px or in the dark sees the same, and it stays within the page. */
async function expectAccessible(page: Page) {
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [1024, 'dark'],
    [390, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${width} ${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
}

test('the leak: the sentence, the ledger that balances, and a figure that leads to its lines', async ({ page, request }) => {
  test.skip(!existsSync(LEAK), 'needs the captured incidents');
  test.setTimeout(180_000);
  const trouble = watchForTrouble(page);
  const files = Object.fromEntries(
    ['t0', 't1'].flatMap((label) =>
      ['pmap-x.txt', 'nmt-detail.txt', 'vm-info.txt'].map((file) => [
        `${label}/${file}`,
        readFileSync(path.join(LEAK, label, file), 'utf8'),
      ]),
    ),
  );
  const { body, link, headers } = await create(request, files);
  const [t0, t1] = body.snapshots;
  const answer = await request.get(`/api/incidents/${body.id}/compare?from=${t0!.id}&to=${t1!.id}`, { headers });
  const comparison = compareBody.parse(await answer.json());
  const sum = comparison.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.delta.best, 0);
  expect(sum).toBe(comparison.rssBytes?.delta);

  await openCompare(page, link);
  const grew = page.getByRole('region', { name: 'What grew', exact: true });
  await expect(grew).toContainText('In 72 s RSS grew by 1.88 GiB', LOADED);
  await expect(grew).toContainText('Unexplained took 99 % of it');
  await expect(grew).toContainText('15 → 34');
  const buckets = 'The ledger, bucket by bucket';
  await expect(row(page, buckets, 'RSS')).toContainText('+1,966,880');
  await expect(row(page, buckets, 'Java heap')).toContainText('524,288');
  await expect(row(page, 'Regions by role', 'glibc arena heap')).toContainText('+1,846,232');

  // The change opens to how it was computed, and that to the lines of both maps.
  await row(page, buckets, 'NMT malloc').getByRole('button', { name: '+17,682' }).click();
  const how = page.locator('.popover:popover-open');
  await expect(how).toContainText('t1 − t0');
  await how.locator('button.chip').first().click();
  await expect(page.getByRole('dialog')).toContainText('pmap-x.txt');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // The other way round everything is negated, and Back undoes it.
  await page.getByRole('button', { name: 'Swap' }).click();
  await expect(row(page, buckets, 'RSS')).toContainText('−1,966,880', LOADED);
  await page.goBack();
  await expect(row(page, buckets, 'RSS')).toContainText('+1,966,880', LOADED);

  // What if: the limit stays in the address, and a reload shows it again.
  await page.getByLabel('What if it were').fill('4 GiB');
  const headroom = page.getByRole('region', { name: 'Headroom' });
  await expect(headroom).toContainText('Little is left.');
  await expect(headroom).toContainText("left of the container's 4.00 GiB; at the measured growth of");
  await expect(page).toHaveURL(new RegExp(`compare\\.limit=${4 * GIB}`));
  await page.reload();
  await expect(headroom).toContainText("container's 4.00 GiB", LOADED);
  await expect(page.getByLabel('What if it were')).toHaveValue('4 GiB');
  await page.getByLabel('What if it were').fill('much');
  await expect(headroom).toContainText('Not a size');
  await expectAccessible(page);

  // A region leads to the overview, selected there.
  await page.setViewportSize({ width: 1440, height: 900 });
  const region = page.getByRole('table', { name: 'Regions that changed' }).getByRole('button', { name: /^0x/ }).first();
  const start = (await region.textContent()) ?? '';
  await region.click();
  await expect(page).toHaveURL(new RegExp(`region=${start}`));
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible(LOADED);
  expect(trouble).toEqual([]);
});

test('three moments in the course of time; one alone says what is missing', async ({ page, request }) => {
  test.setTimeout(120_000);
  const trouble = watchForTrouble(page);
  const stamps = ['2026-07-11T08-00', '2026-07-11T09-00', '2026-07-11T11-00'];
  const { link } = await create(request, Object.fromEntries(stamps.map((stamp, i) => [`${stamp}/pmap.txt`, map((i + 1) * 102_400)])));
  await openCompare(page, link);
  await expect(page.getByRole('region', { name: 'What grew', exact: true })).toContainText(
    'In 3 h RSS grew by 200.0 MiB, 66.7 MiB per hour.',
  );
  const time = page.getByRole('region', { name: 'In the course of time' });
  await expect(time.getByRole('columnheader', { name: /\+3 h/ })).toBeVisible();
  await expect(time.getByRole('row', { name: /^RSS/ })).toContainText('307,712');
  await expect(time.locator('.recharts-area')).not.toHaveCount(0);
  await time.getByRole('button', { name: 'Log' }).click();
  await expect(page).toHaveURL(/compare\.scale=log/);
  await expect(time.locator('.recharts-line')).not.toHaveCount(0);

  // What somebody knows of the time between: in the chart, in words, in the address, and gone again.
  await time.getByLabel('after the first snapshot by').fill('soon');
  await expect(time).toContainText('Not a time');
  await time.getByLabel('after the first snapshot by').fill('90 min');
  await time.getByLabel('In words, if you like').fill('2.14.1');
  await time.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page).toHaveURL(/compare\.events=deploy%405400s/);
  await expect(time.locator('.recharts-reference-line')).toHaveCount(1);
  await expect(time.getByRole('list', { name: 'What happened in between' })).toContainText('+90 min: deploy, 2.14.1');
  await page.reload();
  await expect(time.getByRole('list', { name: 'What happened in between' })).toContainText('+90 min: deploy, 2.14.1');
  await expectAccessible(page);
  await time.getByRole('button', { name: /^Remove / }).click();
  await expect(time.locator('.recharts-reference-line')).toHaveCount(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await time.getByRole('button', { name: /^Compare .*08-00 with .*09-00$/ }).click();
  await expect(page.getByRole('region', { name: 'What grew', exact: true })).toContainText('In 1 h ', LOADED);

  const alone = await create(request, { 'pmap.txt': map(102_400) });
  await openCompare(page, alone.link);
  const nothing = page.getByRole('region', { name: 'Nothing to compare yet' });
  await expect(nothing).toContainText('One moment only.');
  await expect(nothing).toContainText('jcmd 4711 VM.info > t1/vm-info.txt');
  await expect(page.getByRole('region', { name: 'Headroom' })).toContainText('Limit not captured');
  await expectAccessible(page);
  expect(trouble).toEqual([]);
});

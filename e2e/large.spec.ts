import { expect as expectSoon } from '@playwright/test';
import { createdBody } from '../lib/api/contract/incident';
import { makeProcess } from './made-map';
import { test, watchForTrouble } from './testing';

const expect = expectSoon.configure({ timeout: 30_000 });

// A process with as many mappings as Linux allows by default: the table sorts and filters on the server and fetches where it is looked at.
test('65,530 mappings load, scroll to the end, sort, filter and select', async ({ page, request }) => {
  test.setTimeout(300_000);
  const trouble = watchForTrouble(page);
  const made = makeProcess(65_530);
  const response = await request.post('/api/incidents', {
    multipart: {
      file: { name: 't0/pmap.txt', mimeType: 'text/plain', buffer: Buffer.from(made.pmap) },
      second: { name: 't0/nmt.txt', mimeType: 'text/plain', buffer: Buffer.from(made.nmt) },
    },
    timeout: 120_000,
  });
  const { id, links, snapshots } = createdBody.parse(await response.json());
  expect(snapshots[0]!.regionCount).toBe(65_530);
  expect(snapshots[0]!.ledger?.rssBytes).toBe(made.rssKib * 1024);
  await page.goto(new URL(links.manage.url).pathname);
  await page.goto(`/i/${id}?v=2&regions.scope=all&regions.sort=start`);

  const pane = page.getByRole('region', { name: 'All regions' });
  await expect(pane).toContainText('65,530 · ');
  const table = pane.getByRole('grid');
  await expect(table).toHaveAttribute('aria-rowcount', '65531');
  const rows = pane.locator('tbody tr[data-row]');
  await expect(rows.first()).toContainText('0xe0000000');
  expect(await rows.count()).toBeLessThan(100);

  const ascending = made.rows;
  await rows.first().focus();
  await page.keyboard.press('End');
  await expect(page.locator('tr:focus')).toContainText(ascending.at(-1)!.start);
  await page.keyboard.press('PageUp');
  await expect(page.locator('tr:focus')).not.toContainText(ascending.at(-1)!.start);
  await table.evaluate((element) => {
    const scroller = element.parentElement!;
    scroller.scrollTop = scroller.scrollHeight / 2;
  });
  await expect(pane.locator('tr[data-row="32760"]')).toContainText(ascending[32_760]!.start);
  expect(await rows.count()).toBeLessThan(100);

  const bySize = ascending.toSorted((a, b) => b.sizeKib - a.sizeKib);
  await pane.getByRole('columnheader', { name: /^Size/ }).getByRole('button').click();
  await expect(pane.locator('tr[data-row="0"]')).toContainText(bySize[0]!.start);
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/region=0x/);

  const far = ascending[50_001]!;
  await page.goto(`/i/${id}?v=2&regions.scope=all&regions.sort=start&region=${far.start}`);
  await expect(page.locator('tr[aria-selected="true"]')).toContainText(far.start);
  await expect(page.locator('tr[aria-selected="true"]')).toBeInViewport();

  await pane.getByRole('searchbox').fill('libmade8.so');
  await expect(pane).toContainText('1 of 65,530');
  await expect(rows).toHaveCount(1);
  expect(trouble).toEqual([]);
});

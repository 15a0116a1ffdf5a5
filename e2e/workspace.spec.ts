import { expect, type Page } from '@playwright/test';
import { seedDocument, test, watchForTrouble } from './testing';

// The workspace as somebody uses it during an incident: one thing is selected, and every pane answers to it.

/** A made incident, opened in this browser by its manage link; gives its id. */
async function openIncident(page: Page, text = seedDocument().text, title = 'Workspace story'): Promise<string> {
  const response = await page.request.post(`/api/incidents?filename=story.txt&title=${encodeURIComponent(title)}`, {
    data: text,
    headers: { 'content-type': 'text/plain' },
  });
  expect(response.status()).toBe(201);
  const { id, links } = await response.json();
  await page.goto(new URL(links.manage.url).pathname);
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
  // The keys listen as soon as the page is alive.
  await expect(page.getByText(/links? in use/)).toBeVisible({ timeout: 30_000 });
  return id;
}

const regions = (page: Page) => page.getByRole('region', { name: 'Unmatched regions' });
const stacks = (page: Page) => page.getByRole('region', { name: 'Hot native stacks' });
const line = (page: Page) => page.getByRole('region', { name: 'Selected region' });

test('a region names the frames that may own it; a frame tells what it can and cannot explain', async ({ page }) => {
  const trouble = watchForTrouble(page);
  await openIncident(page);

  await regions(page).getByText('0x120a000').click();
  await expect(line(page)).toContainText('0x120a000');
  await expect(line(page)).toContainText('brk heap');
  await expect(line(page)).toContainText(/May be owned by .*deflate.*: a guess, for time is not memory\./);
  await expect(stacks(page)).toContainText(/4 frames of this profile may own the selected region/);
  await expect(stacks(page).getByRole('row', { name: /longest_match/ })).toContainText('guess');

  // "All" brings the Java frames; only the candidates leaves them out again, and Back brings them back.
  await stacks(page).getByRole('button', { name: 'All', exact: true }).click();
  const rows = stacks(page).locator('tbody tr');
  await expect(rows).not.toHaveCount(4);
  const all = await rows.count();
  await stacks(page).getByRole('button', { name: 'Only these' }).click();
  await expect(rows).toHaveCount(4);
  await page.goBack();
  await expect(rows).toHaveCount(all);

  // A region that NMT or the shape gives to the JVM has no candidates, and says why.
  const heap = page.getByRole('region', { name: 'Memory' }).locator('[data-region="0x7fd673000000"]');
  await heap.click();
  await expect(line(page)).toContainText(/no native frame can be the reason/);
  await expect(stacks(page)).toContainText('No stack explains it: NMT lists it under Java Heap');
  await expect(stacks(page).getByRole('button', { name: 'Only these' })).toHaveCount(0);

  await stacks(page).getByRole('button', { name: 'longest_match' }).click();
  const frame = page.getByRole('region', { name: 'Selected frame' });
  await expect(frame).toContainText(/It may explain 6 unmatched regions, 2\.19 GiB resident/);
  await expect(frame).toContainText(/never the Java heap, what NMT lists/);
  await expect(line(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(frame).toHaveCount(0);
  expect(trouble).toEqual([]);
});

test('everything by keyboard: next region, panes, list of keys, palette', async ({ page }) => {
  const trouble = watchForTrouble(page);
  await openIncident(page);

  await page.keyboard.press(']');
  await expect(line(page)).toContainText('0x120a000');
  await page.keyboard.press(']');
  await expect(line(page)).toContainText('0x7fd5803cf000');
  await page.keyboard.press('[');
  await expect(line(page)).toContainText('0x120a000');
  await page.keyboard.press('Escape');
  await expect(line(page)).toHaveCount(0);

  await page.keyboard.press('/');
  const filter = regions(page).getByRole('searchbox');
  await expect(filter).toBeFocused();
  // Letters are text there, not keys.
  await page.keyboard.type('u');
  await expect(page.getByRole('columnheader', { name: 'Resident KiB' }).first()).toBeVisible();
  await filter.fill('');
  await filter.blur();

  await page.keyboard.press('3');
  await expect(stacks(page).locator(':focus')).toHaveCount(1);
  await page.keyboard.press('1');
  await expect(page.getByRole('region', { name: 'Memory' }).locator(':focus')).toHaveCount(1);

  await page.keyboard.press('u');
  await expect(page.getByRole('columnheader', { name: 'Resident MiB' }).first()).toBeVisible();

  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('Next unmatched region');
  await expect(keys).toContainText('Find an action');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find an action' });
  await palette.getByRole('combobox').fill('sources');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(page).toHaveURL(/tab=sources/);
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();

  await page.keyboard.press(':');
  await palette.getByRole('combobox').fill('no such thing');
  await expect(palette).toContainText('No action is called that.');
  await palette.getByRole('combobox').fill('region 7fd5803cf');
  await page.keyboard.press('Enter');
  await expect(line(page)).toContainText('0x7fd5803cf000');

  await page.keyboard.press('t');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(trouble).toEqual([]);
});

test('single letters can be switched off, the palette stays', async ({ page }) => {
  await openIncident(page);
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: /Single letters/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press(']');
  await expect(line(page)).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('next unmatched');
  await page.keyboard.press('Enter');
  await expect(line(page)).toContainText('0x120a000');
});

test('panes are resized by keyboard and mouse, folded away, and stay so', async ({ page }) => {
  await openIncident(page);
  const width = async (id: string) => Math.round((await page.locator(`[data-pane="${id}"]`).boundingBox())?.width ?? 0);
  const handle = page.getByRole('separator').first();
  const before = await width('memory-treemap');
  await handle.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => width('memory-treemap')).toBeGreaterThan(before + 20);
  const wider = await width('memory-treemap');

  await page.getByRole('button', { name: 'Collapse Hot native stacks' }).click();
  const rail = page.getByRole('button', { name: 'Expand Hot native stacks' });
  await expect(rail).toBeVisible();
  await expect(stacks(page)).toBeHidden();

  await page.reload();
  await expect(rail).toBeVisible();
  await expect.poll(async () => Math.abs((await width('memory-treemap')) - wider)).toBeLessThan(3);

  await rail.click();
  await expect(stacks(page)).toBeVisible();
  await handle.dblclick();
  await expect.poll(async () => Math.abs((await width('memory-treemap')) - before)).toBeLessThan(3);

  await page.setViewportSize({ width: 768, height: 900 });
  const boxes = await Promise.all(
    ['memory-treemap', 'unmatched-regions', 'hot-stacks'].map((id) => page.locator(`[data-pane="${id}"]`).boundingBox()),
  );
  expect(boxes.map((box) => box?.x)).toEqual([boxes[0]?.x, boxes[0]?.x, boxes[0]?.x]);
  expect(boxes[1]?.y).toBeGreaterThan((boxes[0]?.y ?? 0) + 300);
  await expect(page.getByRole('separator').first()).toBeHidden();
});

test('the address is the view: a link shows the same, an old one too, and Back goes back', async ({ page, context }) => {
  const id = await openIncident(page);
  await page.keyboard.press(']');
  await page.keyboard.press('u');
  await page
    .getByRole('button', { name: /^Java heap: / })
    .first()
    .click();
  const detail = page.getByRole('region', { name: 'Java heap, in detail' });
  await expect(detail).toContainText(/MiB|KiB/);
  const address = page.url();
  expect(address).toContain('v=2');

  const other = await context.newPage();
  await other.goto(address);
  await expect(line(other)).toContainText('0x120a000');
  await expect(other.getByRole('region', { name: 'Java heap, in detail' })).toBeVisible();
  await expect(other.getByRole('columnheader', { name: 'Resident MiB' }).first()).toBeVisible();

  await other.goto(`/i/${id}?v=1&bucket=heap&stacks.table=1&region=0x120a000`);
  await expect(other.getByRole('region', { name: 'Java heap, in detail' })).toBeVisible();
  await expect(stacks(other).getByRole('button', { name: 'As icicle' })).toBeVisible();
  await other.close();

  const tabs = page.getByRole('navigation', { name: 'Parts of the incident' });
  await tabs.getByRole('button', { name: /Sources/ }).click();
  await expect(page.getByRole('region', { name: 'Verdict' })).toHaveCount(0);
  await page.goBack();
  await expect(line(page)).toContainText('0x120a000');
  expect(page.url()).toBe(address);
});

test('one screen of 1440 by 900 holds the verdict, the ledger, the panes and the first finding', async ({ page }) => {
  await openIncident(page);
  for (const seen of [
    page.getByRole('region', { name: 'Verdict' }),
    page.getByText(/balanced to the kilobyte/),
    regions(page).getByRole('row').nth(3),
    page.locator('article h3').first(),
  ])
    await expect(seen).toBeInViewport({ ratio: 1 });
});

test('every figure of the ledger tells how it came about', async ({ page }) => {
  await openIncident(page);
  const ledger = page.getByRole('region', { name: 'Where the resident memory went' });
  const doors = ledger.locator('.figure-door').filter({ visible: true });
  const count = await doors.count();
  expect(count).toBeGreaterThan(20);
  for (let i = 0; i < count; i++) {
    await doors.nth(i).click();
    const note = page.getByRole('note');
    await expect(note).toContainText(/bytes|Share/);
    await expect(note).toContainText(/KiB/);
    await page.keyboard.press('Escape');
    await expect(note).toHaveCount(0);
  }
});

test('evidence leads from a figure to its very lines', async ({ page }) => {
  await openIncident(page);
  await page.keyboard.press(']');
  await line(page)
    .getByRole('button', { name: /mapping row/ })
    .click();
  const sheet = page.getByRole('dialog').filter({ hasText: 'mapping row' });
  await expect(sheet.getByRole('row').filter({ hasText: '000000000120a000' }).first()).toBeVisible();
  await sheet.getByRole('button', { name: 'Open in Sources' }).click();
  await expect(page).toHaveURL(/tab=sources.*lines=\d+-\d+|lines=\d+-\d+.*tab=sources/);
  await expect(page.getByText(/000000000120a000|0120a000/).first()).toBeVisible();
});

test('the verdict goes to a chat with one press', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openIncident(page);
  await page.getByRole('button', { name: 'Copy the verdict for chat' }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await copied()).toMatch(/^At least 16\.13 GiB .*\nWorkspace story\nhttp.*\/i\//s);
  await page.keyboard.press('y');
  await expect(page.getByText('Address of this view copied')).toBeVisible();
  expect(await copied()).toBe(page.url());
});

test('delete asks for the title, and can be undone', async ({ page }) => {
  const id = await openIncident(page, seedDocument().text, 'Wrong  tab');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete this incident' });
  const confirm = dialog.getByRole('button', { name: 'Delete', exact: true });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('Wrong');
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('Wrong tab');
  await confirm.click();
  await expect(page.getByRole('heading', { name: /is deleted/ })).toBeVisible();
  expect((await page.request.get(`/api/incidents/${id}`)).status()).toBe(404);
  // The way back is on the start page too, for those who have closed this one.
  await page.goto('/');
  await page.getByRole('region', { name: 'Recently deleted' }).getByRole('button', { name: 'Undo deleting Wrong tab' }).click();
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('16.13');
  expect((await page.request.get(`/api/incidents/${id}`)).status()).toBe(200);
});

test('what somebody else changes is told, and shown on demand', async ({ page }) => {
  const id = await openIncident(page);
  const { revision } = await (await page.request.get(`/api/incidents/${id}`)).json();
  const renamed = await page.request.patch(`/api/incidents/${id}`, {
    data: { title: 'Renamed elsewhere' },
    headers: { 'if-match': String(revision) },
  });
  expect(renamed.status()).toBe(200);
  await page.getByRole('button', { name: 'Show the changes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Renamed elsewhere');
  await expect(page.getByRole('button', { name: 'Show the changes' })).toHaveCount(0);
});

test('a page without a map, or without a profile, says what is missing and how to get it', async ({ page }) => {
  const { text } = seedDocument();
  const profile = text.slice(text.search(/^--- .*Execution profile|^--- \d+ ns/m));
  await openIncident(page, profile, 'Only a profile');
  // The coach heads the page: without a map there is nothing to draw to scale.
  const next = page.getByRole('region', { name: 'Next step' });
  await expect(next).toContainText('Nothing tells yet what is resident.');
  await expect(next.getByText(/pmap -X \S+ > pmap\.txt/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Where the resident memory went' })).toHaveCount(0);
  await expect(regions(page)).toContainText('No memory map.');
});

import { expect as expectSoon, type Page } from '@playwright/test';
import { test, watchForTrouble } from './testing';

// A profile of more calls than the page would work through by itself: a worker holds its tree, and the page answers all the while.

const expect = expectSoon.configure({ timeout: 30_000 });

/** Folded stacks of 40,000 distinct calls and more: every request handler ends in zlib or in its own code. */
function folded(): string {
  const lines: string[] = [];
  for (let i = 0; i < 20_000; i++) {
    const path = `java.lang.Thread.run;org.example.Server.handle;org.example.h${i % 200}.Handler.call;org.example.k${i}.Work.step`;
    lines.push(
      i % 4 === 0
        ? `${path};java.util.zip.Deflater.deflateBytesBytes;libz.so.1\`deflate ${1 + (i % 7)}`
        : `${path};org.example.Codec.put 1`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const tree = (page: Page) => page.getByRole('region', { name: 'Call tree' });
const canvas = (page: Page) => tree(page).getByRole('application');
const card = (page: Page) => page.getByRole('region', { name: 'Frame', exact: true });

test('a large profile is inverted, focused, listed and searched by a worker, and Back undoes it', async ({ page }) => {
  test.setTimeout(120_000);
  const trouble = watchForTrouble(page);
  const form = new FormData();
  form.append('file', new Blob([folded()], { type: 'text/plain' }), 'cpu.folded.txt');
  const response = await page.request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links, profiles } = await response.json();
  expect(profiles[0].columns.nodes).toBeGreaterThan(30_000);
  await page.goto(new URL(links.manage.url).pathname);
  await page.goto(`/i/${id}?v=2&tab=profiles`);
  await expect(canvas(page)).toBeVisible();
  expect(page.workers().length).toBeGreaterThan(0);

  // The zoom of the tree before does not reach into the next one: who ends the stacks stands below the root.
  await canvas(page).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('navigation', { name: 'Zoomed to' })).toContainText('Handler.call');
  await canvas(page).focus();
  await page.keyboard.press('i');
  await expect(canvas(page)).toHaveAttribute('aria-label', /inverted/);
  await expect(tree(page)).toHaveAttribute('aria-busy', 'false');
  await canvas(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(card(page).getByRole('heading', { level: 3 })).toContainText('deflate');
  await page.goBack();
  await expect(canvas(page)).not.toHaveAttribute('aria-label', /inverted/);
  await expect(page.getByRole('navigation', { name: 'Zoomed to' })).toContainText('Handler.call');

  // Searched as it is typed: what is found is that of the last letter.
  const find = page.getByRole('searchbox', { name: 'Search frames' });
  await find.pressSequentially('k123');
  await expect(page.getByText(/^111 ×, /)).toBeVisible();
  await find.fill('');

  const views = page.getByRole('group', { name: 'View of the profile' });
  await views.getByRole('button', { name: 'Hot frames' }).click();
  const table = page.getByRole('region', { name: 'Hot frames' });
  await expect(table.locator('tbody tr').first()).toContainText('deflate');
  await expect(page.getByText(/20,20\d rows/)).toBeVisible();
  // Only what is in sight is drawn.
  expect(await table.locator('tbody tr').count()).toBeLessThan(120);
  await table.getByRole('button', { name: 'Total' }).click();
  await expect(table.locator('tbody tr').first()).toContainText('java.lang.Thread.run');

  await page.getByRole('button', { name: 'Package', exact: true }).click();
  await page.getByRole('group', { name: 'Listed by' }).getByRole('button', { name: 'Function', exact: true }).click();
  await table.getByRole('button', { name: 'org.example.Server.handle' }).click();
  await views.getByRole('button', { name: 'Sandwich' }).click();
  await expect(page.getByRole('application', { name: 'Callees of org.example.Server.handle' })).toBeVisible();
  await views.getByRole('button', { name: 'Native entries' }).click();
  await expect(
    tree(page)
      .getByRole('row', { name: /Deflater\.deflateBytesBytes/ })
      .first(),
  ).toContainText('libz.so.1');
  expect(trouble).toEqual([]);
});

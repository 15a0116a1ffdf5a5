import { expect } from '@playwright/test';
import { dropFiles, seedDocument, test, watchForTrouble } from './testing';

// The first story: the article, dropped as it is → verdict → three panes → a link that a colleague opens → revoked.
test('drop → verdict → shared link → revoked', async ({ page, browser }) => {
  const trouble = watchForTrouble(page);
  const { name, text } = seedDocument();
  await page.goto('/');
  await dropFiles(page, { [name]: text });
  await page.waitForURL(/\/i\/[\w-]+$/);

  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('16.13');
  await expect(verdict).toContainText(/outside everything NMT accounts for/);
  await expect(verdict).toContainText(/5\.05 GiB.*Internal/);
  await expect(verdict).toContainText(/Deflater/);
  await expect(verdict).toContainText('82.74 GiB');

  const memory = page.getByRole('region', { name: 'Memory' });
  await expect(memory.locator('svg.recharts-surface')).toBeVisible();
  const regions = page.getByRole('region', { name: 'Unmatched regions' });
  await expect(regions).toContainText('0x120a000');
  await expect(regions).toContainText('1,244,644');
  const stacks = page.getByRole('region', { name: 'Hot native stacks' });
  await expect(stacks).toContainText('CPU time, not memory.');
  await expect(stacks).toContainText('longest_match');
  await expect(stacks).toContainText('Deflater.deflateBytes');

  const incident = page.url();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this incident' });
  await dialog.getByLabel(/For whom/).fill('review');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const link = (await dialog.getByRole('region', { name: 'New link' }).locator('code').textContent()) ?? '';
  expect(link).toMatch(/\/s\/[\w-]{43}$/);

  const colleague = await browser.newContext({ baseURL: new URL(link).origin });
  try {
    const theirs = await colleague.newPage();
    expect((await theirs.goto(incident))?.status()).toBe(404);
    await theirs.goto(link);
    await expect(theirs).toHaveURL(incident);
    await expect(theirs.getByRole('region', { name: 'Verdict' })).toContainText('16.13');
    await expect(theirs.getByRole('banner').getByText('Read-only link')).toBeVisible();
    await expect(theirs.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);
    await expect(theirs.getByRole('button', { name: 'Edit' })).toHaveCount(0);
    const api = incident.replace('/i/', '/api/incidents/');
    expect(await theirs.evaluate(async (url) => (await fetch(url, { method: 'PATCH', body: '{"title":"mine"}' })).status, api)).toBe(403);
    expect(await theirs.evaluate(async (url) => (await fetch(url, { method: 'DELETE' })).status, api)).toBe(403);

    await dialog.getByRole('button', { name: 'Revoke the link review' }).click();
    await dialog.getByRole('button', { name: 'Revoke it' }).click();
    await expect(dialog.getByText(/, revoked /)).toBeVisible();
    expect((await theirs.goto(incident))?.status()).toBe(404);
    expect((await theirs.goto(link))?.status()).toBe(404);
    await expect(theirs.getByRole('heading')).toContainText('This link leads nowhere');
  } finally {
    await colleague.close();
  }
  expect(trouble).toEqual([]);
});

test('the built-in sample is one click away', async ({ page }) => {
  const trouble = watchForTrouble(page);
  await page.goto('/');
  await page.getByRole('button', { name: /sample/i }).click();
  await page.waitForURL(/\/i\/[\w-]+$/);
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('16.13');
  // The page notes the incident once its script runs; a person does not leave sooner than that.
  await page.waitForFunction(() => localStorage.getItem('residue.incidents') !== null);
  await page.goto('/');
  await expect(page.getByRole('region', { name: /browser/i })).toContainText(/presto/i);
  expect(trouble).toEqual([]);
});

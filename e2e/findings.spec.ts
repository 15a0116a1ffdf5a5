import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { decisionsAnswer } from '../lib/api/contract/findings';
import { seedDocument, test, watchForTrouble } from './testing';

interface Made {
  id: string;
  manage: string;
  read: string;
}

async function makeIncident(page: Page): Promise<Made> {
  const { name, text } = seedDocument();
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await page.request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links } = await response.json();
  return { id, manage: new URL(links.manage.url).pathname, read: new URL(links.read.url).pathname };
}

const findingsOf = (page: Page) => page.getByRole('region', { name: 'Findings' });
const storyOf = (page: Page, id: string) => findingsOf(page).getByRole('article', { name: new RegExp(`^${id}: `) });

async function decide(page: Page, id: string, verb: 'Confirm' | 'Dismiss', reason: string, author: string): Promise<void> {
  await findingsOf(page)
    .getByRole('button', { name: new RegExp(`^${verb} ${id}: `) })
    .click();
  const dialog = page.getByRole('dialog', { name: `${verb} ${id}` });
  await expect(dialog.getByLabel('Why?')).toBeFocused();
  await dialog.getByLabel('Why?').fill(reason);
  await dialog.getByLabel(/Your name/).fill(author);
  await dialog.getByRole('button', { name: verb }).click();
}

test('stories hold what explains them; the filter is in the address, and says when nothing passes', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await page.goto(made.manage);
  const story = storyOf(page, 'PN-01');
  await expect(story.getByRole('heading', { level: 3 })).toContainText('16.13 GiB');
  const candidate = story.getByRole('region', { name: /^PR-03: / });
  await expect(candidate.getByRole('heading', { level: 4 })).toContainText('Deflater');
  await expect(candidate).toContainText(/Contradiction: it and NM-01 .* cannot have one cause/);
  // Evidence, then the explanation, then the step.
  const places = [
    story.getByRole('button', { name: /L\d+ *total/ }).first(),
    story.getByText(/through JNI/).first(),
    story.locator('code', { hasText: 'pmap -X' }).first(),
  ];
  const tops = await Promise.all(places.map(async (place) => (await place.boundingBox())?.y ?? 0));
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  // On a desk the first claim is in sight below verdict, ledger and panes.
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(story.getByRole('heading', { level: 3 })).toBeInViewport();

  const severity = findingsOf(page).getByRole('group', { name: 'Severity' });
  const family = findingsOf(page).getByRole('group', { name: 'What it looks at' });
  await severity.getByRole('button', { name: /Medium/ }).click();
  await expect(page).toHaveURL(/findings\.severity=medium/);
  await expect(story.getByRole('region', { name: /^PR-06: / })).toBeVisible();
  await expect(candidate).toHaveCount(0);
  await expect(story).toContainText(/findings? explains? this; the filter holds/);
  await family.getByRole('button', { name: /^NMT \d/ }).click();
  await expect(findingsOf(page).getByRole('status').filter({ hasText: 'No finding passes this filter' })).toBeVisible();
  await page.reload();
  await expect(severity.getByRole('button', { name: /Medium/ })).toHaveAttribute('aria-pressed', 'true');
  await page.goBack();
  await expect(page).not.toHaveURL(/findings\.family/);
  await expect(story).toBeVisible();
  await findingsOf(page).getByRole('button', { name: 'Show all' }).click();
  await expect(page).not.toHaveURL(/findings\./);
  await expect(candidate).toBeVisible();
  expect(trouble).toEqual([]);
});

test('a chip opens its lines, marks what they are about in the panes, and leads to Sources', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await page.goto(made.manage);
  await storyOf(page, 'PN-01')
    .getByRole('button', { name: /heap row/ })
    .first()
    .click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.locator('tr[aria-current]')).toContainText('61078708');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await storyOf(page, 'PN-01')
    .getByRole('button', { name: /brk heap.*0x120a000/ })
    .first()
    .click();
  await expect(page).toHaveURL(/region=0x120a000/);
  await expect(sheet.locator('tr[aria-current]')).toContainText('1244644');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Unmatched regions' }).locator('[aria-selected="true"]')).toContainText('0x120a000');

  await storyOf(page, 'PN-01')
    .getByRole('region', { name: /^PR-03: / })
    .getByRole('button', { name: /zlib stack/ })
    .click();
  await expect(page).toHaveURL(/frame=/);
  await expect(page).not.toHaveURL(/region=/);
  await sheet.getByRole('button', { name: 'Open in Sources' }).click();
  await expect(page).toHaveURL(/tab=sources/);
  await expect(page).toHaveURL(/lines=\d+-\d+/);
  expect(trouble).toEqual([]);
});

test('what lowered the confidence is named, and leads to the doubt', async ({ page }) => {
  const { name, text } = seedDocument();
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const status = ['Name:\tjava', 'Tgid:\t107870', 'Pid:\t107870', 'VmPeak:\t94371840 kB', 'VmRSS:\t70000000 kB', 'Threads:\t900', ''];
  form.append('file', new Blob([status.join('\n')], { type: 'text/plain' }), 'status.txt');
  const created = await (await page.request.post('/api/incidents', { multipart: form })).json();
  await page.goto(new URL(created.links.manage.url).pathname);
  await storyOf(page, 'PN-01').getByRole('link', { name: 'DQ-03' }).click();
  await expect(page).toHaveURL(/#doubt-DQ-03$/);
  const doubt = page.locator('#doubt-DQ-03');
  await expect(doubt).toBeInViewport();
  await expect(doubt).toContainText('70,000,000');
});

test('a rule and a signature have pages of their own, linked from what fired and what was not checked', async ({ page }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await page.goto(made.manage);
  const notChecked = page.getByRole('complementary', { name: 'Evidence quality' }).getByRole('link', { name: 'NM-10' });
  await expect(notChecked).toHaveAttribute('href', '/docs/findings/NM-10');
  await storyOf(page, 'PN-01').getByRole('link', { name: 'SIG-01' }).click();
  await expect(page).toHaveURL(/\/docs\/findings\/SIG-01$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText("Deflater under Jetty's gzip handler");
  await expect(page.getByText('Repaired in 9.4.12 and later.')).toBeVisible();
  await page.goBack();
  await storyOf(page, 'PN-01').getByRole('link', { name: 'PN-01' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Unexplained floor');
  await expect(page.getByRole('table', { name: 'Numbers that it compares with' })).toContainText('512.0 MiB');
  await page.getByRole('link', { name: 'DQ-03 captures of different times' }).click();
  await expect(page.getByRole('heading', { name: 'Whose confidence it lowers' })).toBeVisible();
  await page.getByRole('link', { name: 'All rules and signatures' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What Residue looks for');
  expect(await page.getByRole('main').getByRole('link').count()).toBeGreaterThan(95);
  expect(trouble).toEqual([]);
  expect((await page.goto('/docs/findings/XX-99'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such rule or signature');
});

test('dismissed: folded, counted, told by the verdict, heard elsewhere, undone; confirmed; taken back', async ({ page, browser }) => {
  const trouble = watchForTrouble(page);
  const made = await makeIncident(page);
  await page.goto(made.manage);
  const reader = await browser.newContext({ baseURL: new URL(page.url()).origin });
  try {
    const theirs = await reader.newPage();
    await theirs.goto(made.read);
    await expect(theirs.getByRole('region', { name: 'Verdict' })).toContainText('16.13');
    await expect(findingsOf(theirs).getByRole('button', { name: /^(Confirm|Dismiss) / })).toHaveCount(0);

    const count = findingsOf(page).locator('.section-head').first();
    await expect(count).not.toContainText('dismissed');
    await decide(page, 'PN-01', 'Dismiss', 'Known: index files of Lucene,\nmapped on purpose.', 'Ann');
    const dismissed = findingsOf(page).getByRole('region', { name: /^Dismissed/ });
    await expect(dismissed).toContainText(
      /PN-01.*with \d that explain it.*dismissed by Ann: “Known: index files of Lucene, mapped on purpose\.”/,
    );
    await expect(count).toContainText('1 dismissed');
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(/PN-01 .* was dismissed by Ann.*does not change by that/);
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('16.13');
    // Nothing is deleted: opened, the whole story is there.
    await dismissed.locator('summary').first().click();
    await expect(dismissed.getByRole('region', { name: /^PR-03: / })).toBeVisible();

    await theirs.getByRole('button', { name: 'Show the changes' }).click();
    await expect(findingsOf(theirs).getByRole('region', { name: /^Dismissed/ })).toContainText('dismissed by Ann');
    const put = { ruleId: 'PN-01', subject: '', snapshotId: null, state: 'confirmed', reason: 'mine' };
    const refused = await theirs.evaluate(
      async ({ id, body }) =>
        (
          await fetch(`/api/incidents/${id}/decisions`, {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          })
        ).status,
      { id: made.id, body: put },
    );
    expect(refused).toBe(403);

    await findingsOf(page).getByRole('button', { name: 'Undo' }).click();
    await expect(dismissed).toHaveCount(0);
    await expect(storyOf(page, 'PN-01')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Verdict' })).not.toContainText('dismissed');

    await decide(page, 'NM-01', 'Confirm', 'The histogram counts 75,000 buffers.', '');
    const story = storyOf(page, 'NM-01');
    await expect(story).toContainText(/Confirmed, \d{4}-\d\d-\d\d \d\d:\d\d UTC: The histogram counts 75,000 buffers\./);
    await page.reload();
    await expect(story).toContainText('The histogram counts 75,000 buffers.');
    await story.getByRole('button', { name: /^Take back what was decided of NM-01/ }).press('Enter');
    await expect(story).not.toContainText('Confirmed');
  } finally {
    await reader.close();
  }
  // A refusal is told in the console of the reader's page only.
  expect(trouble).toEqual([]);
});

test('a script decides too: within limits, with the right link, on what fires', async ({ page }) => {
  const { name, text } = seedDocument();
  const created = await page.request.post(`/api/incidents?filename=${encodeURIComponent(name)}`, {
    data: text,
    headers: { 'content-type': 'text/plain' },
  });
  const { id, links, findings, revision } = await created.json();
  const url = `/api/incidents/${id}/decisions`;
  const as = (role: 'manage' | 'comment' | 'read') => ({ authorization: `Bearer ${links[role].token}` });
  const { ruleId, snapshotId } = findings.find((finding: { ruleId: string }) => finding.ruleId === 'DQ-05');
  const put = (more: object, role: 'manage' | 'comment' | 'read' = 'manage') =>
    page.request.put(url, { headers: as(role), data: { ruleId, snapshotId, state: 'dismissed', reason: 'cut on purpose', ...more } });
  for (const wrong of [{ reason: ' ' }, { reason: 'x'.repeat(1_001) }, { author: 'x'.repeat(101) }, { state: 'deleted' }, { ruleId: 'x' }])
    expect((await put(wrong)).status(), JSON.stringify(wrong).slice(0, 60)).toBe(422);
  for (const gone of [{ ruleId: 'PM-13' }, { snapshotId: 'elsewhere' }]) expect((await put(gone)).status()).toBe(404);
  for (const role of ['comment', 'read'] as const) expect((await put({}, role)).status()).toBe(403);
  const said = decisionsAnswer.parse(await (await put({ author: ' Ann ' })).json());
  expect(said).toMatchObject({ revision: revision + 1, decisions: [{ ruleId, author: 'Ann', reason: 'cut on purpose', fires: true }] });
  expect(await (await page.request.get(url, { headers: as('read') })).json()).toEqual(said);
  const query = new URLSearchParams({ ruleId, snapshotId });
  expect((await page.request.delete(`${url}?${query}`, { headers: as('read') })).status()).toBe(403);
  expect((await (await page.request.delete(`${url}?${query}`, { headers: as('manage') })).json()).decisions).toEqual([]);
  expect((await page.request.delete(`${url}?${query}`, { headers: as('manage') })).status()).toBe(404);
});

test.describe('accessible', () => {
  test.use({ bypassCSP: true });
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 1024, 390])
      test(`findings and their pages at ${width}, ${colorScheme}`, async ({ page }) => {
        test.slow();
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        const made = await makeIncident(page);
        await page.goto(made.manage);
        await decide(page, 'PN-01', 'Dismiss', 'Known', 'Ann');
        await expect(findingsOf(page).getByRole('region', { name: /^Dismissed/ })).toBeVisible();
        await decide(page, 'NM-01', 'Confirm', 'Counted', 'Ann');
        await expect(storyOf(page, 'NM-01')).toContainText('Counted');
        await findingsOf(page).getByRole('group', { name: 'Severity' }).getByRole('button', { name: /High/ }).click();
        await findingsOf(page)
          .getByRole('region', { name: /^Dismissed/ })
          .locator('summary')
          .first()
          .click();
        await expectFine(page, 'findings');
        await findingsOf(page)
          .getByRole('button', { name: /^Dismiss NM-01/ })
          .click();
        await expect(page.getByRole('dialog', { name: 'Dismiss NM-01' })).toBeVisible();
        await expectFine(page, 'dialog');
        for (const path of ['/docs/findings', '/docs/findings/PN-01', '/docs/findings/SIG-12']) {
          await page.goto(path);
          await expectFine(page, path);
        }
      });
});

async function expectFine(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect
    .soft(
      violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.html.slice(0, 160)}`)),
      state,
    )
    .toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(overflow, `${state}: the page scrolls sideways`).toBeLessThanOrEqual(0);
}

import { AxeBuilder } from '@axe-core/playwright';
import { type APIRequestContext, expect as impatient, type Page } from '@playwright/test';
import { createdBody, incidentBody } from '../lib/api/contract/incident';
import { unreadBody } from '../lib/api/contract/lines';
import { seedDocument, test, watchForTrouble } from './testing';

// What the person sees of recognition and grouping: the report of every document, and what can be said otherwise by hand.

test.describe.configure({ timeout: 300_000 });

/** A development server builds what it is asked for the first time, and every correction reads and analyses anew. */
const expect = impatient.configure({ timeout: 60_000 });

const row = (i: number, kib: number) => `00007f${(0x1000 + i).toString(16)}000000    4096  ${kib}       0 rw---   [ anon ]\n`;
/** A map of three rows of so many resident KiB each, as `pmap -x` prints it. */
const mapOf = (kib: number, pid = 4711) =>
  `${pid}:   java -jar app.jar\nAddress           Kbytes     RSS   Dirty Mode  Mapping\n${row(1, kib)}${row(2, kib)}${row(3, kib)}total kB           12288    ${3 * kib}       0\n`;
const NMT = `4711:

Native Memory Tracking:

Total: reserved=12288KB, committed=3072KB
-                 Java Heap (reserved=8192KB, committed=2048KB)
                            (mmap: reserved=8192KB, committed=2048KB)

-                    Thread (reserved=4096KB, committed=1024KB)
                            (thread #4)
                            (stack: reserved=4096KB, committed=1024KB)
`;

async function create(request: APIRequestContext, files: Record<string, string>) {
  const form = new FormData();
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const body = createdBody.parse(await response.json());
  const headers = { authorization: `Bearer ${body.links.manage.token}` };
  const read = async () => incidentBody.parse(await (await request.get(`/api/incidents/${body.id}`, { headers })).json());
  return { body, headers, read, link: new URL(body.links.manage.url).pathname, guestLink: new URL(body.links.read.url).pathname };
}

async function open(page: Page, link: string, query = 'tab=sources') {
  await page.goto(link);
  await page.waitForURL(/\/i\//);
  await page.goto(`${new URL(page.url()).pathname}?v=1&${query}`);
  await page.waitForLoadState('networkidle');
}

const report = (page: Page) => page.getByRole('region', { name: 'Report' });
const pieces = (page: Page) => report(page).locator('li[data-piece]');
const piece = (page: Page, words: string | RegExp) => pieces(page).filter({ hasText: words });
const told = (page: Page) => report(page).getByRole('status');
const lineRow = (page: Page, line: number) => page.locator(`tr[data-line="${line}"]`);
const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('button', { name });
const rss = (page: Page) => page.getByRole('region', { name: 'Where the resident memory went' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Snapshots' });
const snapshot = (page: Page, label: string) => dialog(page).getByRole('region', { name: `Snapshot ${label}` });

/** Opens a menu and chooses in it with the keyboard alone. */
async function choose(page: Page, menu: ReturnType<Page['getByRole']>, typed: string) {
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  if (typed !== '') {
    await expect(page.getByRole('combobox', { name: 'Type to find' })).toBeFocused();
    await page.keyboard.type(typed);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox')).toHaveCount(0);
}

test('the report tells what was found and why, what was not read, and stays after a reload', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  const { name, text } = seedDocument();
  const { body, link, headers } = await create(request, { [name]: text });
  const { ranges } = unreadBody.parse(
    await (await request.get(`/api/incidents/${body.id}/documents/${body.documents[0]!.id}/unread`, { headers })).json(),
  );
  await open(page, link);
  for (const visit of ['first', 'reloaded']) {
    if (visit === 'reloaded') await page.reload();
    await expect(pieces(page)).toHaveCount(body.artifacts.length + ranges.length);
    const read = body.artifacts.reduce((sum, { firstLine, lastLine }) => sum + lastLine - firstLine + 1, 0);
    await expect(report(page)).toContainText(`${body.artifacts.length} captures, ${read} of ${body.documents[0]!.lines} lines`);
    for (const artifact of body.artifacts) {
      const lines = artifact.firstLine === artifact.lastLine ? `L${artifact.firstLine}` : `L${artifact.firstLine}–${artifact.lastLine}`;
      const shown = piece(page, `recognised because ${artifact.because}, confidence ${Math.round(artifact.confidence * 100)} %`).filter({
        hasText: lines,
      });
      await expect(shown).toHaveCount(1);
      await expect(shown).toContainText(`: ${artifact.linesUsed} used`);
    }
    const nmt = piece(page, 'NMT summary');
    await expect(nmt).toContainText('JDK 8');
    await expect(piece(page, 'pmap -x').first()).toContainText('pid 107870');
    for (const { firstLine, lastLine } of ranges)
      await expect(piece(page, firstLine === lastLine ? `L${firstLine}` : `L${firstLine}–${lastLine}`)).toContainText(
        'no line resembles anything that is read',
      );
  }
  expect(trouble).toEqual([]);
});

test('lines that nothing understood are told with the nearest format and its reason', async ({ page, request }) => {
  const solaris = '4711:   java\n00010000      56K r-x--  /usr/bin/java\n0002C000       8K rwx--  /usr/bin/java\n total     64K\n';
  const { link } = await create(request, { 'two hosts.txt': `${mapOf(1_000)}\nThe old host says\n\n${solaris}` });
  await open(page, link);
  const unread = piece(page, 'Not read');
  await expect(unread).toHaveCount(1);
  await expect(unread).toContainText('L10–13 nearest to pmap: 3 of 4 lines look like it, but this is pmap of Solaris, which is not read');
  // What it comes nearest to stands first in its menu, and the menu is of those lines.
  await unread.getByRole('button', { name: 'Read L10–13 as' }).click();
  await expect(page.getByRole('option').first()).toHaveText(/Nearest\s*pmap/);
});

test('a document of several captures is a strip to scale, and its parts lead to their lines', async ({ page, request }) => {
  const { name, text } = seedDocument();
  const { body, link } = await create(request, { [name]: text });
  await open(page, link);
  const strip = report(page).getByRole('group', { name: /lines to scale/ });
  const { lines } = body.documents[0]!;
  const box = (await strip.boundingBox())!;
  for (const [i, { firstLine, lastLine }] of body.artifacts.entries()) {
    const part = (await strip.getByRole('button', { name: new RegExp(`^${i + 1}\\. `) }).boundingBox())!;
    expect(Math.abs(part.x - box.x - ((firstLine - 1) / lines) * box.width)).toBeLessThan(2);
    expect(Math.abs(part.width - Math.max(2, ((lastLine - firstLine + 1) / lines) * box.width))).toBeLessThan(2);
  }
  await expect(strip.getByText('NMT summary')).toBeVisible();

  const last = body.artifacts.at(-1)!;
  await strip.getByRole('button', { name: new RegExp(`^${body.artifacts.length}\\. `) }).click();
  await expect(lineRow(page, last.firstLine)).toBeInViewport();
  await expect(lineRow(page, 1)).not.toBeInViewport();
  // One stop for the keyboard, and arrows from one part to the next.
  await strip.getByRole('button', { name: new RegExp(`^${body.artifacts.length}\\. `) }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(lineRow(page, body.artifacts[0]!.firstLine)).toBeInViewport();
  await expect(strip.locator('button[tabindex="0"]')).toHaveCount(1);
  // A row of the list leads there too, also where the lines stand below it.
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(lineRow(page, last.firstLine)).not.toBeInViewport();
  await piece(page, /recognised/)
    .last()
    .getByRole('button')
    .first()
    .click();
  await expect(lineRow(page, last.firstLine)).toBeInViewport();
});

test('a kind is corrected with the keyboard, kept, and taken back by choosing the earlier one', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  const { body, link, read } = await create(request, { 'pmap.txt': `Tuesday\n\n${mapOf(1_000)}` });
  const [before] = body.artifacts;
  await open(page, link);
  const menu = report(page).getByRole('button', { name: 'Change what L3–8 is read as' });
  await choose(page, menu, 'a note');
  await expect(told(page)).toContainText('L3–8 is a note now (was pmap -x).');
  const unread = piece(page, 'made a note by hand');
  await expect(unread).toContainText('nearest to pmap -x: ');
  expect((await read()).artifacts).toEqual([]);
  // The row with the menu is gone: the focus is on what takes it back.
  await expect(report(page).getByRole('button', { name: 'Undo' })).toBeFocused();
  await tab(page, 'Overview').click();
  const missing = page.getByText('Nothing tells yet what is resident.');
  await expect(missing).toBeVisible();

  await page.reload();
  await expect(missing).toBeVisible();
  await tab(page, 'Sources').click();
  await expect(unread).toBeVisible();
  await choose(page, unread.getByRole('button', { name: 'Read L3–8 as' }), '');
  await expect(piece(page, `recognised because ${before!.because}`)).toBeVisible();
  const [after] = (await read()).artifacts;
  expect(after).toEqual({ ...before, id: after!.id, snapshotId: after!.snapshotId });
  await tab(page, 'Overview').click();
  await expect(rss(page)).toContainText('balanced to the kilobyte');
  // What the panes have asked of this snapshot is answered before another takes its place.
  await expect(page.locator('[aria-busy="true"], [data-coming]')).toHaveCount(0);

  // And by Undo.
  await tab(page, 'Sources').click();
  await choose(page, menu, 'folded');
  await expect(piece(page, 'folded stacks')).toContainText('chosen by hand');
  await told(page).getByRole('button', { name: 'Undo' }).click();
  await expect(piece(page, `recognised because ${before!.because}`)).toBeVisible();
  await expect(page.getByText('Somebody has changed this incident')).toHaveCount(0);
  expect(trouble).toEqual([]);
});

test('marked lines are read as what somebody says they are', async ({ page, request }) => {
  const stacks = 'java;run;malloc : 12 times\njava;run;free : 3 times\n';
  const { link, read } = await create(request, { 'case.txt': `${mapOf(1_000)}\nWhat I counted\n${stacks}main;work 7\n` });
  await open(page, link);
  await page.getByLabel('Go to line').fill('9-10');
  await page.keyboard.press('Enter');
  await choose(page, page.getByRole('button', { name: 'Read L9–10 as' }), 'folded');
  await expect(piece(page, 'L9–10').filter({ hasText: 'folded stacks' })).toContainText('chosen by hand');
  expect((await read()).artifacts.map(({ format, firstLine, because }) => `${format} ${firstLine} ${because}`)).toContain(
    'folded 9 chosen by hand',
  );
});

test('a grouping is explained, changed with a menu, kept, and every figure follows without a reload', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  const { body, link, headers, read } = await create(request, {
    't0/pmap.txt': mapOf(1_000),
    't1/pmap.txt': mapOf(2_000),
    't1/nmt.txt': NMT,
  });
  const group = async () =>
    (await read()).snapshots.map(({ label, artifactIds }) => {
      const formats = body.artifacts.filter(({ id }) => artifactIds.includes(id)).map(({ format }) => format);
      return `${label}: ${formats.sort().join(' ')}`;
    });
  expect(await group()).toEqual(['t0: pmap-x', 't1: nmt-summary pmap-x']);
  await open(page, link, '');
  await expect(rss(page)).not.toContainText('No NMT report');
  await page.getByRole('button', { name: 'Snapshots', exact: true }).click();
  await expect(snapshot(page, 't1')).toContainText('Put together: their names say t1; pid 4711.');

  // The NMT report to t0: the ledger of t1 behind the window is another one now.
  await choose(page, snapshot(page, 't1').getByRole('button', { name: /^Move NMT summary/ }), '');
  await expect(dialog(page).getByText('NMT summary of t1/nmt.txt is in t0 now (was in t1).')).toHaveCount(0); // Enter on "now" moves nothing
  await snapshot(page, 't1')
    .getByRole('button', { name: /^Move NMT summary/ })
    .click();
  await page.getByRole('option', { name: /^t0/ }).click();
  await expect(dialog(page).getByText('NMT summary of t1/nmt.txt is in t0 now (was in t1).')).toBeVisible();
  await expect(snapshot(page, 't0')).toContainText('1 capture was put here by hand; the others: its name says t0; pid 4711');
  expect(await group()).toEqual(['t0: nmt-summary pmap-x', 't1: pmap-x']);
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await expect(rss(page)).toContainText('No NMT report');
  await page.getByRole('group', { name: 'Snapshot' }).getByRole('button', { name: 't0' }).click();
  await expect(rss(page)).not.toContainText('No NMT report');

  // Kept after a reload, and when something is added.
  const added = await request.post(`/api/incidents/${body.id}/documents?filename=t1/status.txt`, {
    headers: { ...headers, 'content-type': 'text/plain' },
    data: 'Name:\tjava\nPid:\t4711\nVmPeak:\t   90000 kB\nVmRSS:\t    6000 kB\nVmSwap:\t       0 kB\nThreads:\t12\n',
  });
  expect(added.status(), await added.text()).toBe(201);
  await page.reload();
  await page.keyboard.press('m');
  await expect(snapshot(page, 't0')).toContainText('1 capture was put here by hand');
  expect(await group()).toEqual(['t0: nmt-summary pmap-x', 't1: pmap-x']);

  // A snapshot of its own, and back by Undo.
  await snapshot(page, 't0')
    .getByRole('button', { name: /^Move pmap -x/ })
    .click();
  await page.getByRole('option', { name: 'A new snapshot' }).click();
  await expect(snapshot(page, 'snapshot 3')).toContainText('t0/pmap.txt');
  await dialog(page).getByRole('button', { name: 'Undo' }).click();
  await expect(snapshot(page, 'snapshot 3')).toHaveCount(0);
  await expect(snapshot(page, 't0')).toContainText('t0/pmap.txt');
  await expect(page.getByText('Somebody has changed this incident')).toHaveCount(0);
  expect(trouble).toEqual([]);
});

test('label and time of a snapshot: what is wrong is said, zones are clear, and the earlier moment stands first', async ({
  page,
  request,
}) => {
  const { link } = await create(request, { 't0/pmap.txt': mapOf(1_000), 't1/pmap.txt': mapOf(2_000) });
  await open(page, link, '');
  await page.getByRole('button', { name: 'Snapshots', exact: true }).click();
  await page.getByRole('button', { name: 'Edit label and time of t1' }).click();
  const form = page.getByRole('form', { name: 'Label and time of t1' });
  const label = form.getByLabel('Label');
  const taken = form.getByLabel(/^Taken at, in UTC/);
  await label.fill(' ');
  await taken.fill('yesterday at nine');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(label).toBeFocused();
  await expect(label).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByRole('alert')).toContainText([
    'A label is needed',
    '“yesterday at nine” is no time that can be read. Write 2026-',
  ]);
  await label.fill('t0');
  await expect(form.getByRole('alert').first()).toContainText('Another snapshot is called t0.');
  await label.fill('before the deploy');
  await taken.fill('2026-07-11 16:30 +08:00');
  await expect(form).toContainText('= 2026-07-11 08:30 UTC');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(snapshot(page, 'before the deploy')).toContainText('2026-07-11 08:30 UTC');
  await expect(form).toHaveCount(0);

  await page.getByRole('button', { name: 'Edit label and time of t0' }).click();
  await page.getByLabel(/^Taken at, in UTC/).fill('2026-07-11 12:30');
  await page.keyboard.press('Enter');
  await expect(snapshot(page, 't0')).toContainText('2026-07-11 12:30 UTC');
  await expect(dialog(page).getByRole('heading', { level: 3 })).toHaveText(['before the deploy', 't0']);
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('group', { name: 'Snapshot' }).getByRole('button')).toHaveText(['before the deploy', 't0']);
  await page.reload();
  await expect(page.getByRole('group', { name: 'Snapshot' }).getByRole('button')).toHaveText(['before the deploy', 't0']);
  await expect(page.getByText('captured 2026-07-11 12:30 UTC')).toBeVisible();
});

test('who only looks sees the report and the reasons, and changes nothing', async ({ page, request }) => {
  const { guestLink } = await create(request, { 't0/pmap.txt': mapOf(1_000), 't1/pmap.txt': mapOf(2_000) });
  await open(page, guestLink);
  await expect(piece(page, 'pmap -x')).toContainText('recognised because');
  await expect(report(page).getByRole('button', { name: /^(?:Change what|Read)/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Snapshots', exact: true }).click();
  await expect(snapshot(page, 't1')).toContainText('its name says t1');
  await expect(dialog(page).getByRole('button', { name: /^(?:Move|Edit)/ })).toHaveCount(0);
});

test('n and N are told with the other keys, and lead from hit to hit', async ({ page, request }) => {
  const { name, text } = seedDocument();
  const { link } = await create(request, { [name]: text });
  await open(page, link);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByText('Next hit of the search in the source')).toBeVisible();
  await expect(keys.locator('div', { hasText: /^NPrevious hit$/ })).toBeVisible();
  await keys.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Search in this document').fill('anon');
  const lines = page.getByRole('region', { name: 'Lines', exact: true });
  await expect(lines).toContainText(/1 of \d+/);
  await page.getByRole('region', { name: /^Lines of / }).focus();
  await page.keyboard.press('n');
  await expect(lines).toContainText(/2 of \d+/);
  await page.keyboard.press('Shift+N');
  await expect(lines).toContainText(/1 of \d+/);
});

test('nothing of it keeps anybody out, wide or narrow, light or dark', async ({ page, request }) => {
  const { name, text } = seedDocument();
  const { link } = await create(request, { [`t0/${name}`]: text, 't1/pmap.txt': `Later\n\n${mapOf(1_000, 107_870)}` });
  const expectOpen = async (state: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${state} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: window.innerWidth }));
    expect.soft(wide, `${state} scrolls sideways`).toBeLessThanOrEqual(room);
  };
  for (const [width, scheme] of [
    [1440, 'light'],
    [1440, 'dark'],
    [1024, 'light'],
    [390, 'light'],
    [390, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    const state = (words: string) => `${words} at ${width}, ${scheme}`;
    await open(page, link, 'tab=sources&lines=19-28');
    await expect(pieces(page).nth(5)).toBeAttached();
    await expectOpen(state('report'));
    await report(page)
      .getByRole('button', { name: /^Change what/ })
      .first()
      .click();
    await expect(page.getByRole('option').nth(20)).toBeAttached();
    await expectOpen(state('menu'));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox')).toHaveCount(0);
    await page.getByRole('button', { name: 'Snapshots', exact: true }).click();
    await page.getByRole('button', { name: 'Edit label and time of t0' }).click();
    await page.getByLabel('Label', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(dialog(page).getByRole('alert')).toBeVisible();
    await page.getByRole('button', { name: /^Move NMT summary/ }).click();
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectOpen(state('snapshots'));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox')).toHaveCount(0);
    await expect(dialog(page)).toBeVisible();
  }
});

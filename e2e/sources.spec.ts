import { AxeBuilder } from '@axe-core/playwright';
import { type APIRequestContext, expect as impatient, type Page } from '@playwright/test';
import { createdBody } from '../lib/api/contract/incident';
import { linesBody, searchBody } from '../lib/api/contract/lines';
import { seedDocument, test, watchForTrouble } from './testing';

// The Sources tab: whoever doubts a figure reads the lines it came from.

/** A busy machine answers late. */
const expect = impatient.configure({ timeout: 30_000 });
test.describe.configure({ timeout: 180_000 });

async function create(request: APIRequestContext, text: string, filename: string) {
  const response = await request.post(`/api/incidents?filename=${filename}`, { data: text, headers: { 'content-type': 'text/plain' } });
  expect(response.status()).toBe(201);
  const body = createdBody.parse(await response.json());
  return { body, link: new URL(body.links.manage.url).pathname, headers: { authorization: `Bearer ${body.links.manage.token}` } };
}

async function openSources(page: Page, link: string, query = '') {
  await page.goto(link);
  await page.waitForURL(/\/i\//);
  await page.goto(`${new URL(page.url()).pathname}?v=1&tab=sources${query}`);
  await expect(linesOf(page)).toBeVisible();
}

const linesOf = (page: Page) => page.getByRole('region', { name: /^Lines of / });
const lineRow = (page: Page, line: number) => page.locator(`tr[data-line="${line}"]`);
const pane = (page: Page) => page.getByRole('region', { name: 'Lines', exact: true });
/** The first line of which more than half is in sight. */
const topLine = (page: Page) =>
  linesOf(page).evaluate((box) => {
    const { top } = box.getBoundingClientRect();
    const rows = [...box.querySelectorAll<HTMLElement>('tr[data-line]')];
    return Number(rows.find((row) => row.getBoundingClientRect().top >= top - 9)?.dataset.line);
  });

test('every line of the article shows what became of it, and headings say why', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  const { name, text } = seedDocument();
  const { body, link, headers } = await create(request, text, name);
  await openSources(page, link);
  const [document] = body.documents;

  const documents = page.getByRole('region', { name: 'Documents' });
  await expect(documents).toContainText(name);
  await expect(documents).toContainText(`${document!.lines} lines`);
  await expect(documents).toContainText('UTF-8');
  await expect(documents).toContainText('pmap -x, NMT summary');

  // The gutter as the server counts it, and the legend as the gutter.
  const { lines } = linesBody.parse(
    await (await request.get(`/api/incidents/${body.id}/documents/${document!.id}/lines?from=1&to=2000`, { headers })).json(),
  );
  expect(lines).toHaveLength(document!.lines);
  const seen = new Map<number, { use: string; text: string }>();
  await linesOf(page).focus();
  for (let pages = 0; pages < 40 && seen.size < lines.length; pages++) {
    await expect(page.locator('tr[data-line]:not([data-use])')).toHaveCount(0);
    const rows = await page.locator('tr[data-line]').evaluateAll((all) =>
      all.map((row) => {
        const element = row as HTMLTableRowElement;
        return [Number(element.dataset.line), element.dataset.use, element.cells[2]?.textContent] as const;
      }),
    );
    for (const [line, use, written] of rows) seen.set(line, { use: use ?? '', text: written ?? '' });
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(50);
  }
  expect([...seen].sort(([a], [b]) => a - b).map(([line, { use, text }]) => ({ line, text, use }))).toEqual(lines);
  const count = (use: string) => lines.filter((line) => line.use === use).length;
  await expect(pane(page)).toContainText(
    `filled = used (${count('used')}), outlined = known noise (${count('noise')}), ! = warning (${count('warned')}), empty = note (${count('note')})`,
  );

  // Boundaries, from the report too.
  const pmap = body.artifacts.find(({ format }) => format === 'pmap-x')!;
  await page
    .getByRole('region', { name: 'Report' })
    .getByRole('listitem')
    .getByRole('button', { name: /pmap -x/ })
    .click();
  const heading = linesOf(page).getByText('Recognised as pmap -x because 9 of 10 lines are mapping rows');
  await expect(heading).toBeVisible();
  const [headingBox, rowBox] = [await heading.boundingBox(), await lineRow(page, pmap.firstLine).boundingBox()];
  expect(rowBox!.y - headingBox!.y).toBeGreaterThan(0);
  expect(rowBox!.y - headingBox!.y).toBeLessThan(40);
  expect(trouble).toEqual([]);
});

test('a figure leads to its very lines, and the lines can be copied', async ({ page, context, request }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const trouble = watchForTrouble(page);
  const { name, text } = seedDocument();
  const { body, link } = await create(request, text, name);
  await page.goto(link);
  await page.waitForURL(/\/i\//);

  // The first chip of the page that cites several lines.
  const chip = page.locator('button.chip', { hasText: /L\d+–\d+/ }).first();
  const [, first = '', last = ''] = /L(\d+)–(\d+)/.exec((await chip.textContent()) ?? '') ?? [];
  const [firstLine, lastLine] = [Number(first), Number(last)];
  await chip.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Open in Sources' }).click();
  await expect(page).toHaveURL(new RegExp(`tab=sources.*lines=${firstLine}-${lastLine}`));
  // The first line is in sight; a range may be longer than the window.
  await expect(lineRow(page, firstLine)).toBeInViewport();
  for (const line of [firstLine, lastLine]) await expect(lineRow(page, line)).toHaveAttribute('aria-current', 'true');
  await expect(lineRow(page, firstLine - 1)).not.toHaveAttribute('aria-current', 'true');
  await expect(lineRow(page, lastLine + 1)).not.toHaveAttribute('aria-current', 'true');

  const written = text.split('\n');
  await page.getByRole('button', { name: `Copy L${firstLine}–${lastLine}` }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const numbered = (line: number) => `${String(line).padStart(last.length)}  ${written[line - 1]}`;
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    Array.from({ length: lastLine - firstLine + 1 }, (_, i) => numbered(firstLine + i)).join('\n'),
  );

  // By hand: a number, Shift and another; the address follows, and opens the same lines again.
  await lineRow(page, firstLine - 1)
    .getByRole('rowheader')
    .click();
  await lineRow(page, firstLine + 1)
    .getByRole('rowheader')
    .click({ modifiers: ['Shift'] });
  await expect(page).toHaveURL(new RegExp(`lines=${firstLine - 1}-${firstLine + 1}`));
  await page.reload();
  await expect(lineRow(page, firstLine + 1)).toHaveAttribute('aria-current', 'true');
  await page.getByLabel('Go to line').fill(String(body.documents[0]!.lines));
  await page.keyboard.press('Enter');
  await expect(lineRow(page, body.documents[0]!.lines)).toBeInViewport();
  await page.getByLabel('Go to line').fill('no line');
  await page.keyboard.press('Enter');
  await expect(pane(page).getByRole('alert')).toContainText('a line from 1 to');
  expect(trouble).toEqual([]);
});

test('search walks from hit to hit with the keyboard alone', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  const { name, text } = seedDocument();
  const { body, link, headers } = await create(request, text, name);
  const url = `/api/incidents/${body.id}/documents/${body.documents[0]!.id}/search?q=DEFLATE`;
  const { hits } = searchBody.parse(await (await request.get(url, { headers })).json());
  const expected = text.split('\n').flatMap((line, i) => (/deflate/i.test(line) ? [i + 1] : []));
  expect(hits.map(({ line }) => line)).toEqual(expected);

  await openSources(page, link);
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search in this document')).toBeFocused();
  await page.keyboard.type('DEFLATE');
  await expect(pane(page)).toContainText(`1 of ${expected.length}`);
  await expect(lineRow(page, expected[0]!)).toBeInViewport();
  await expect(lineRow(page, expected[0]!).locator('mark').first()).toHaveText(/deflate/i);
  await page.keyboard.press('Enter');
  await expect(pane(page)).toContainText(`2 of ${expected.length}`);
  await linesOf(page).focus();
  await page.keyboard.press('n');
  await expect(pane(page)).toContainText(`3 of ${expected.length}`);
  await expect(lineRow(page, expected[2]!)).toBeInViewport();
  for (let i = 0; i < 3; i++) await page.keyboard.press('N');
  await expect(pane(page)).toContainText(`${expected.length} of ${expected.length}`);
  await expect(lineRow(page, expected.at(-1)!)).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(lineRow(page, 1)).toBeInViewport();
  await page.getByLabel('Search in this document').fill('no such text anywhere');
  await expect(pane(page)).toContainText('no line has it');
  expect(trouble).toEqual([]);
});

test('a document is removed, and brought back', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  const { name, text } = seedDocument();
  const { body, link, headers } = await create(request, text, name);
  const added = await request.post(`/api/incidents/${body.id}/documents?filename=more/smaps_rollup.txt`, {
    headers: { ...headers, 'content-type': 'text/plain' },
    data: '4711:   java -jar app.jar\nAddress           Kbytes     RSS   Dirty Mode  Mapping\n00000000e0000000  524288  204800  204800 rw---   [ anon ]\ntotal kB          524288  204800  204800\n',
  });
  expect(added.status()).toBe(201);
  await openSources(page, link);
  const documents = page.getByRole('region', { name: 'Documents' });
  await documents.getByRole('button', { name: /^more\/smaps_rollup\.txt/ }).click();
  await expect(linesOf(page)).toContainText('4711:');
  await page.getByRole('button', { name: 'Remove more/smaps_rollup.txt' }).click();
  await expect(documents.getByRole('status')).toContainText('was removed');
  await expect(documents.getByRole('button', { name: /^more\/smaps_rollup\.txt/ })).toHaveCount(0);
  await expect(linesOf(page)).toHaveAttribute('aria-label', `Lines of ${name}`);
  await documents.getByRole('button', { name: 'Undo' }).click();
  await expect(documents.getByRole('button', { name: /^more\/smaps_rollup\.txt/ })).toBeVisible();

  // Later, without the message: from the list of what can be brought back.
  await page.getByRole('button', { name: 'Remove more/smaps_rollup.txt' }).click();
  await expect(documents.getByRole('status')).toContainText('was removed');
  await page.reload();
  await documents.getByText('Removed, can be brought back: 1').click();
  await documents.getByRole('button', { name: 'Bring back more/smaps_rollup.txt' }).click();
  await expect(documents.getByRole('button', { name: /^more\/smaps_rollup\.txt/ })).toBeVisible();
  expect(trouble).toEqual([]);
});

test('what was sent is shown as text, and long lines stay in their place', async ({ page, request }) => {
  const trouble = watchForTrouble(page);
  const text = `${seedDocument().text}\n<img src=x onerror=alert(1)><script>alert(2)</script>\n${'frame;'.repeat(20_000)}end of it\n`;
  const { body, link } = await create(request, text, 'hostile.txt');
  const last = body.documents[0]!.lines;
  await openSources(page, link, `&lines=${last - 1}`);
  await expect(lineRow(page, last - 1)).toContainText('<img src=x onerror=alert(1)><script>alert(2)</script>');
  expect(await page.locator('img').count()).toBe(0);
  await expect(lineRow(page, last)).toContainText('115,913 more characters');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  const flat = (await lineRow(page, last).boundingBox())!.height;
  expect(flat).toBe(18);
  await page.getByRole('button', { name: 'Wrap' }).click();
  await expect.poll(async () => (await lineRow(page, last).boundingBox())!.height).toBeGreaterThan(200);
  await lineRow(page, last)
    .getByRole('button', { name: /more characters/ })
    .click();
  await expect(page.getByRole('dialog')).toContainText('end of it');
  expect(trouble).toEqual([]);
});

test('thirty megabytes: the last line, any line, and a hit at the end are there at once', async ({ page, request }) => {
  test.setTimeout(240_000);
  const trouble = watchForTrouble(page);
  const text = largeDocument(30_000_000);
  const { body, link } = await create(request, text, 'large.txt');
  const { lines } = body.documents[0]!;
  await openSources(page, link);
  await linesOf(page).focus();
  await page.keyboard.press('End');
  await expect(lineRow(page, lines)).toContainText('the very last line, with a needle', { timeout: 20_000 });
  await expect(lineRow(page, lines)).toBeInViewport();

  await page.getByLabel('Go to line').fill('250000');
  await page.keyboard.press('Enter');
  await expect(lineRow(page, 250_000)).toContainText('request 229976 ', { timeout: 20_000 });
  // Far enough to meet the end of what the list holds at once: it moves on under the reader.
  let at = await topLine(page);
  for (const lines of [48_200, 1_500, 1_500, -1_000]) {
    await linesOf(page).evaluate((box, px) => box.scrollBy(0, px), lines * 18);
    at += lines;
    await expect.poll(() => topLine(page)).toBe(at);
    await expect(lineRow(page, at)).toContainText(`request ${at - 20_024} `, { timeout: 20_000 });
  }

  await page.getByLabel('Search in this document').fill('NEEDLE');
  await expect(pane(page)).toContainText('1 of 1 lines', { timeout: 30_000 });
  await expect(lineRow(page, lines)).toBeInViewport();
  // The strip is the document to scale: its middle is the middle.
  const strip = (await page.locator('[data-strip]').boundingBox())!;
  await page.mouse.click(strip.x + strip.width / 2, strip.y + strip.height / 2);
  await expect.poll(async () => Math.abs((await topLine(page)) - lines / 2)).toBeLessThan(lines / 100);
  expect(trouble).toEqual([]);
});

test('nothing keeps anybody out: no violation that axe knows, wide or narrow, light or dark', async ({ page, request }) => {
  test.setTimeout(120_000);
  const { name, text } = seedDocument();
  const { link } = await create(request, text, name);
  for (const [width, scheme] of [
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await openSources(page, link, '&lines=19-28');
    await expect(lineRow(page, 19)).toHaveAttribute('aria-current', 'true');
    await page.getByLabel('Search in this document').fill('anon');
    await expect(pane(page)).toContainText(/\d of \d+/);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${width} ${scheme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  }
});

/** A note, a pmap of 20,000 rows, and a log of about so many bytes: line n + 20,024 of it tells of request n. */
function largeDocument(bytes: number): string {
  const parts = ['Notes of Tuesday\n4711:   java -jar app.jar\nAddress           Kbytes     RSS   Dirty Mode  Mapping\n'];
  for (let i = 0; i < 20_000; i++)
    parts.push(`${(0x7f0000000000 + i * 0x100000).toString(16).padStart(16, '0')}    1024     ${i % 1024}       0 rw---   [ anon ]\n`);
  parts.push('total kB 20480000 1000000 0\n', ...Array.from({ length: 18 }, () => '\n'), 'what the log said\n');
  let length = 0;
  for (let n = 0; length < bytes; n++) {
    const line = `2026-11-23T08:00:00.${n % 1000} INFO  worker-${n % 64} handled request ${n} in ${n % 97} ms\n`;
    parts.push(line);
    length += line.length;
  }
  return `${parts.join('')}the very last line, with a needle\n`;
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, expect as expectSoon, type Page } from '@playwright/test';
import { createdBody } from '../lib/api/contract/incident';
import { regionsBody, stripBody } from '../lib/api/contract/regions';
import { makeProcess } from './made-map';
import { openTab, test, watchForTrouble } from './testing';

// Where in the address space the memory is: the strip, the panes and the card of the selected region.

// Server and browser may share a busy machine: how long something takes is the bench's matter.
const expect = expectSoon.configure({ timeout: 20_000 });
test.setTimeout(120_000);

const LEAK = path.join(import.meta.dirname, '../../shared/incidents/deflater-leak');

async function open(page: Page, request: APIRequestContext, files: Record<string, string>) {
  const form = new FormData();
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { id, links, snapshots } = createdBody.parse(await response.json());
  await page.goto(new URL(links.manage.url).pathname);
  const headers = { authorization: `Bearer ${links.manage.token}` };
  const base = `/api/incidents/${id}/snapshots/${snapshots[0]?.id}`;
  return { id, get: async (what: string) => (await request.get(`${base}/${what}`, { headers })).json() };
}

const strip = (page: Page) => page.getByRole('group', { name: /^Address space from low to high/ });
const card = (page: Page) => page.getByRole('region', { name: 'Selected region' });

test('a leak at a glance; a slot selects its region everywhere, again comes nearer, Back goes back', async ({ page, request }) => {
  test.skip(!existsSync(LEAK), 'the incidents do not lie beside this checkout');
  const trouble = watchForTrouble(page);
  const names = ['t1/pmap-x.txt', 't1/nmt-detail.txt', 'profile/ap-nativemem-leak-bytes-collapsed.txt'];
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(path.join(LEAK, name), 'utf8')]));
  const { get } = await open(page, request, files);
  const laid = stripBody.parse(await get('strip'));
  const slots = laid.items.flatMap((item) => (item.kind === 'slot' ? [item] : []));

  await openTab(page, 'Memory map');
  await expect(page).toHaveURL(/tab=map/);
  await expect(strip(page).getByRole('button')).toHaveCount(slots.length);
  const arena = slots.find(({ label }) => label === 'glibc arena heap')!;
  const button = strip(page).locator(`[data-slot="${arena.start}"]`);
  await expect(button).toHaveAccessibleName(/glibc arena heap · .* resident, .* · no NMT range/);
  await button.click();
  await expect(page).toHaveURL(new RegExp(`region=${arena.region}`));
  await expect(button).toHaveAttribute('aria-pressed', 'true');

  // The same region in the other panes, and everything known of it.
  await expect(page.locator(`[data-region="${arena.region}"]`).first()).toHaveAttribute('aria-pressed', 'true');
  await expect(card(page)).toContainText('none: no NMT range overlaps');
  await expect(card(page)).toContainText('64 MiB line');
  await expect(card(page)).toContainText(/Deflater|deflateInit2_/);
  await expect(card(page).getByText(`dump memory region.bin ${arena.region}`)).toBeVisible();
  await expect(card(page)).toContainText('stops the process while it copies');
  await card(page)
    .getByRole('button', { name: /mapping row/ })
    .click();
  await expect(page.getByRole('dialog')).toContainText(arena.region!.slice(2));
  await page.keyboard.press('Escape');

  // Nearer, along, and back.
  await button.click();
  await expect(page).toHaveURL(new RegExp(`strip\\.from=${arena.start}`));
  await expect(strip(page).locator(`[data-slot="${arena.start}"]`)).toBeVisible();
  await expect(page.getByText(/in (?:6[4-9]|[7-9]\d|1[0-2]\d) slots of (?:512 KiB|1 MiB);/)).toBeVisible();
  await page.getByRole('button', { name: 'Higher' }).click();
  await expect(page).not.toHaveURL(new RegExp(`strip\\.from=${arena.start}&`));
  await page.goBack();
  await page.goBack();
  await expect(strip(page).getByRole('button')).toHaveCount(slots.length);

  // By keyboard alone.
  await strip(page).locator('[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  await expect(strip(page).locator(`[data-slot="${slots[0]!.start}"]`)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`region=${slots[1]!.region}`));
  await expect(card(page)).toContainText(slots[1]!.region!);
  await page.keyboard.press(']');
  const unmatched = regionsBody.parse(await get('regions?owner=unmatched&sort=-rss&limit=1')).regions[0]!;
  await expect(card(page)).toContainText(unmatched.start);
  expect(trouble).toEqual([]);
});

/** Presses at the one place, moves to the other, and lets go there. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

test('dragged: a part is marked and shown, then moved along; Ctrl and the wheel come nearer; addresses never overlap', async ({
  page,
  request,
}) => {
  const { pmap, nmt } = makeProcess(3_000);
  const { get } = await open(page, request, { 't0/pmap.txt': pmap, 't0/nmt.txt': nmt });
  const laid = stripBody.parse(await get('strip'));
  const slots = laid.items.flatMap((item) => (item.kind === 'slot' ? [item] : []));
  await openTab(page, 'Memory map');
  await expect(strip(page).getByRole('button')).toHaveCount(slots.length);
  const centre = async (start: string) => {
    const button = strip(page).locator(`[data-slot="${start}"]`);
    await button.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await button.boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const overlaps = () =>
      strip(page).evaluate((node) => {
        const boxes = [...node.querySelectorAll('[data-label]')].map((label) => label.getBoundingClientRect());
        const { left, right } = node.getBoundingClientRect();
        const touch = (a: DOMRect, b: DOMRect) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const bad = boxes.filter((a, i) => a.left < left - 1 || a.right > right + 1 || boxes.some((b, k) => k > i && touch(a, b)));
        return { some: boxes.length > 1, bad: bad.length };
      });
    await expect.poll(overlaps).toEqual({ some: true, bad: 0 });
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  // From one slot to the one before it: nothing is selected by it.
  const [first, last] = slots.slice(-2) as [(typeof slots)[0], (typeof slots)[0]];
  await drag(page, await centre(last.start), await centre(first.start));
  await expect(page).toHaveURL(new RegExp(`strip\\.from=${first.start}&strip\\.to=${last.end}`));
  await expect(page).not.toHaveURL(/region=/);
  await expect(page.getByRole('button', { name: 'Whole' })).toBeVisible();

  // Three slots to the left: what is above comes into sight, by whole slots.
  const near = stripBody.parse(await get(`strip?from=${first.start}&to=${last.end}`));
  const shown = near.items.flatMap((item) => (item.kind === 'slot' && item.slots === 1 ? [item] : []));
  await expect(strip(page).locator(`[data-slot="${shown[4]!.start}"]`)).toBeVisible();
  const at = await centre(shown[4]!.start);
  const { width } = (await strip(page).locator(`[data-slot="${shown[4]!.start}"]`).boundingBox())!;
  await drag(page, at, { x: at.x - 3 * width, y: at.y });
  const moved = `0x${(BigInt(first.start) + 3n * BigInt(near.slotBytes)).toString(16)}`;
  await expect(page).toHaveURL(new RegExp(`strip\\.from=${moved}&`));

  // Half of it, around the pointer; the page itself keeps its size. (What was shown before is gone once the new strip is there.)
  await expect(strip(page).locator(`[data-slot="${shown[0]!.start}"]`)).toHaveCount(0);
  await expect(strip(page).locator(`[data-slot="${moved}"]`)).toBeVisible();
  const on = await centre(moved);
  await page.mouse.move(on.x, on.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  const half = `0x${(BigInt(moved) + (BigInt(last.end) - BigInt(first.start)) / 2n).toString(16)}`;
  await expect(page).toHaveURL(new RegExp(`strip\\.from=${moved}&strip\\.to=${half}`));
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect(strip(page).getByRole('button')).toHaveCount(slots.length);
});

test('what a dump of the region holds: looks and repeated lines, back to their lines, secrets masked', async ({ page, request }) => {
  const { pmap, nmt } = makeProcess(40);
  const { get } = await open(page, request, {
    't0/pmap.txt': pmap,
    't0/nmt.txt': nmt,
  });
  const region = regionsBody.parse(await get('regions?owner=unmatched&sort=-rss&limit=1')).regions[0]!;
  const end = `0x${(BigInt(region.start) + 65_536n).toString(16)}`;
  const strings = [
    ...Array.from({ length: 30 }, (_, i) => [64 + i * 256, 'authorization: Bearer abc.def.ghi']),
    ...Array.from({ length: 12 }, (_, i) => [9_000 + i * 256, 'content-type: application/json; charset=utf-8']),
    ...Array.from({ length: 9 }, (_, i) => [20_000 + i * 512, `java/util/zip/Deflater${i}`]),
  ].map(([offset, text]) => `${Number(offset).toString(16).padStart(7)} ${text}`);
  await open(page, request, {
    't0/pmap.txt': pmap,
    't0/nmt.txt': nmt,
    't0/gdb.txt': `gdb --batch -ex "dump memory heap.dump ${region.start} ${end}"\n`,
    't0/strings.txt': `$ strings -n 8 -t x heap.dump\n${strings.join('\n')}\n`,
  });
  await openTab(page, 'Memory map');
  await page.locator(`[data-region="${region.start}"]`).first().click();
  await expect(card(page)).toContainText('What a dump of it holds');
  await expect(card(page)).toContainText('tied because strings reads heap.dump, the file that gdb wrote');
  await expect(card(page).getByRole('row', { name: /HTTP headers and requests 82 % 42/ })).toBeVisible();
  await expect(card(page).getByRole('listitem').filter({ hasText: '30 ×' })).toContainText('authorization');
  await expect(card(page)).not.toContainText('abc.def.ghi');
  await card(page)
    .getByRole('button', { name: /^L\d+ ?: HTTP headers/ })
    .click();
  await expect(page.getByRole('dialog')).toContainText('authorization');
});

test('what NMT lists where nothing is mapped is seen and told', async ({ page, request }) => {
  const { pmap, nmt } = makeProcess(40);
  const range =
    '\nVirtual memory map:\n\n[0x0000600000000000 - 0x0000600008000000] reserved 131072KB for GC from\n    [0x00007f0000000000] Made::up()+0x1\n';
  await open(page, request, { 't0/pmap.txt': pmap, 't0/nmt.txt': `${nmt}${range}` });
  await openTab(page, 'Memory map');
  await expect(
    strip(page)
      .getByRole('button', { name: /nothing mapped · NMT: GC · GC: 100 % of what NMT reserved is in no mapping/ })
      .first(),
  ).toBeVisible();
  await expect(page.getByText('dashed: part of what NMT lists is in no mapping')).toBeVisible();
});

test('without a map: what is missing, and the command', async ({ page, request }) => {
  const { nmt } = makeProcess(40);
  await open(page, request, { 'nmt.txt': nmt });
  await openTab(page, 'Memory map');
  await expect(page.getByText('No memory map.')).toBeVisible();
  await expect(page.getByText(/pmap -x \w+ > pmap.txt/)).toBeVisible();
});

test.describe('accessible', () => {
  // axe is injected through the debugger; the policy itself is held by other stories.
  test.use({ bypassCSP: true });
  test('no violation, and nothing wider than the window', async ({ page, request }) => {
    const { pmap, nmt } = makeProcess(200);
    const { id } = await open(page, request, { 't0/pmap.txt': pmap, 't0/nmt.txt': nmt });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await page.goto(`/i/${id}?v=2&tab=map&region=0xe0000000`);
        await expect(strip(page)).toBeVisible();
        await expect(card(page)).toContainText('Java heap');
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
      }
    }
  });
});

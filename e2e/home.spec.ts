import { expect, type Page } from '@playwright/test';
import { dropFiles, seedDocument, test, watchForTrouble } from './testing';

const PMAP = [
  '4711:   java -jar service.jar',
  'Address           Kbytes     RSS   Dirty Mode  Mapping',
  ...Array.from(
    { length: 40 },
    (_, i) =>
      `00007f00${(0x10 + i).toString(16)}000000   65536   ${String(4096 + i * 8).padStart(5)}   ${String(4096).padStart(5)} rw---   [ anon ]`,
  ),
  '----------------  ------- ------- -------',
  'total kB          2621440  170080  163840',
].join('\n');
const PROSE = 'Dear colleagues,\nthe service was slow again this morning.\n'.repeat(10);

const row = (page: Page, name: string) =>
  page
    .getByRole('region', { name: /\d+ files?$/ })
    .getByRole('listitem')
    .filter({ hasText: name });

/** Dropped while this is on, nothing reaches the server. */
async function goOffline(page: Page): Promise<() => Promise<void>> {
  await page.route('**/api/incidents**', (route) => route.abort('connectionrefused'));
  return () => page.unroute('**/api/incidents**');
}

test.describe('Home', () => {
  test('a newcomer sees limits, the sample and commands with their risk, each to be copied', async ({ page, context }) => {
    const trouble = watchForTrouble(page);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/');
    await expect(page.getByRole('region', { name: 'Limits here' })).toContainText(
      /One file, as sent.*MiB.*unpacked.*MiB.*Files in one incident/s,
    );
    await expect(page.getByRole('button', { name: /sample incident/ })).toContainText('82.7 GiB');
    const commands = page.getByRole('region', { name: 'Nothing captured yet?' }).getByRole('listitem');
    expect(await commands.count()).toBeGreaterThanOrEqual(4);
    for (const text of await commands.allInnerTexts()) expect(text).toMatch(/Risk: \w+/);
    await commands
      .first()
      .getByRole('button', { name: /^Copy the command/ })
      .click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('pmap -x PID > pmap.txt');
    expect(trouble).toEqual([]);
  });

  test('one bad file never loses the others: each says why, and the incident holds the rest', async ({ page }) => {
    await page.goto('/');
    await dropFiles(page, {
      't0/pmap.txt': PMAP,
      '内存映射.txt': PMAP,
      'prose.txt': PROSE,
      'empty.txt': '',
      'case.zip': 'PK\u0003\u0004rest',
      [`${'long '.repeat(40)}.txt`]: PMAP,
    });
    await expect(page.getByRole('status').filter({ hasText: 'not in the incident' })).toHaveText(
      '3 captures found in 3 files; 3 not in the incident',
    );
    await expect(row(page, 't0/pmap.txt')).toContainText(/pmap -x.*lines are mapping rows.*Ready/s);
    await expect(row(page, '内存映射.txt')).toContainText('Ready');
    await expect(row(page, 'prose.txt')).toContainText(/Nothing in this document was recognised.*for example pmap -x PID.*Not understood/s);
    await expect(row(page, 'empty.txt')).toContainText(/empty.*stderr.*Not sent/s);
    await expect(row(page, 'case.zip')).toContainText(/zip archive.*\.tar\.gz.*Not sent/s);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

    // The key is held before the incident is opened: closing the tab now loses nothing.
    const held = page.getByRole('region', { name: 'Incidents this browser holds a key for' }).getByRole('link');
    await expect(held).toContainText('not opened yet');
    await held.click();
    await page.waitForURL(/\/i\//);
    await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
  });

  test('without a server the file waits here, and is sent when it is back', async ({ page }) => {
    await page.goto('/');
    const online = await goOffline(page);
    await dropFiles(page, { 'a.txt': PMAP, 'b.txt': PMAP });
    await expect(row(page, 'a.txt')).toContainText(/cannot be reached.*kept here.*Retry/s);
    await online();
    await page.getByRole('button', { name: 'Retry 2 files' }).click();
    await page.waitForURL(/\/i\//);
    await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
  });

  test('a connection that breaks while a file is sent is told, and the file is not lost', async ({ page }) => {
    await page.goto('/');
    let broken = 0;
    await page.route('**/documents?**', (route) => (broken++ === 0 ? route.abort('connectionreset') : route.continue()));
    await dropFiles(page, { 'pmap.txt': PMAP });
    await expect(row(page, 'pmap.txt')).toContainText('✕ Failed');
    await page.getByRole('button', { name: 'Send pmap.txt again' }).click();
    await page.waitForURL(/\/i\//);
  });

  test('a file on its way can be cancelled, and leaving is asked about', async ({ page }) => {
    await page.goto('/');
    await page.route('**/documents?**', () => {}); // never answered
    await dropFiles(page, { 'pmap.txt': PMAP });
    await expect(row(page, 'pmap.txt').getByRole('progressbar')).toBeVisible();
    const asked = page.waitForEvent('dialog');
    await page.locator('body').click({ position: { x: 5, y: 300 } }); // browsers ask only where something was done
    void page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await page.getByRole('button', { name: 'Cancel pmap.txt' }).click();
    await expect(row(page, 'pmap.txt')).toContainText(/Nothing of it was kept.*Cancelled/s);
  });

  test('pasted text is taken anywhere, and stays until it is understood', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: /^Paste text/ }).click();
    const box = page.getByRole('dialog', { name: 'Paste text' }).getByRole('textbox');
    await box.fill(PROSE);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Paste text/ }).click();
    await expect(box).toHaveValue(PROSE);
    await page.getByRole('button', { name: 'Analyse' }).click();
    await expect(row(page, 'pasted.txt')).toContainText('Not understood');
    await page.getByRole('button', { name: /^Paste text/ }).click();
    await expect(box).toHaveValue(PROSE);
    await page.keyboard.press('Escape');

    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, PMAP);
    await expect(row(page, 'pasted-2.txt')).toContainText(/pmap -x.*Ready/s);
  });

  test('a dragged file covers the window with where it goes, and nothing stays when it is taken away', async ({ page }) => {
    await page.goto('/');
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'a.txt'));
      data.items.add(new File(['y'], 'b.txt'));
      return data;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
    await expect(page.getByText('Drop to analyse 2 files')).toBeVisible();
    await page.dispatchEvent('body', 'dragleave', { dataTransfer: transfer });
    await expect(page.getByText('Drop to analyse')).toBeHidden();
  });

  test('one who has been here sees the incidents with their verdicts first, the commands folded', async ({ page }) => {
    await page.goto('/');
    const { name, text } = seedDocument();
    await dropFiles(page, { [name]: text });
    await page.waitForURL(/\/i\//);
    await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
    // The page is drawn before it runs: the browser remembers the incident a moment later.
    await page.waitForFunction(() => localStorage.getItem('residue.incidents') !== null);
    await page.goto('/');
    const list = page.getByRole('region', { name: 'Incidents this browser holds a key for' });
    await expect(list.getByRole('link')).toContainText(/82\.74 GiB.*16\.13 GiB.*outside NMT/s);
    await expect(page.getByRole('heading', { name: 'Nothing captured yet?' })).toBeHidden();
    await page.getByText('Commands to capture with').click();
    await expect(page.getByText('pmap -x PID > pmap.txt')).toBeVisible();
    await list.getByRole('button', { name: /off this list/ }).click();
    await expect(page.getByRole('heading', { name: 'Nothing captured yet?' })).toBeVisible();
  });

  test('a word explains itself by keyboard, and Esc closes the explanation alone', async ({ page }) => {
    await page.goto('/');
    const term = page.getByRole('button', { name: 'NMT', exact: true });
    await term.focus();
    await page.keyboard.press('Enter');
    const note = page.getByRole('note', { name: 'What “NMT” means' });
    await expect(note).toContainText('Native Memory Tracking');
    await page.keyboard.press('Escape');
    await expect(note).toBeHidden();
    await expect(term).toBeFocused();
  });
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test as base, expect, type Page, type Response } from '@playwright/test';

const ROOT = path.join(import.meta.dirname, '..');

/** The article as it was published, where the corpus lies beside the checkout; else the built-in sample made from its tool outputs. */
export function seedDocument(): { name: string; text: string } {
  const seed = path.join(ROOT, '../shared/samples/mixed-documents/seed-presto-jetty.txt');
  const file = existsSync(seed) ? seed : path.join(ROOT, 'public/sample-incident.txt');
  return { name: path.basename(file), text: readFileSync(file, 'utf8') };
}

/** Drops files onto the window, as a hand would. */
export async function dropFiles(page: Page, files: Record<string, string>): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const [name, text] of Object.entries(given)) data.items.add(new File([text], name, { type: 'text/plain' }));
    return data;
  }, files);
  for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', event, { dataTransfer: transfer });
}

/** Everything that went wrong in the page: errors, refused policies, failed requests to anybody. */
export function watchForTrouble(page: Page): string[] {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) trouble.push(message.text());
  });
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (!['127.0.0.1', ''].includes(hostname)) trouble.push(`asked another host: ${request.url()}`);
  });
  return trouble;
}

/**
 * The test of every story: a page is arrived at only once React has taken it over. Until then it is drawn,
 * and a press of a key or a button goes nowhere. A page that knows no React (what a revoked link shows) has no script.
 */
export const test = base.extend({
  page: async ({ page }, use) => {
    const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
    const arrived = async (response: Response | null) => {
      await page.waitForFunction(takenOver, undefined, { timeout: 45_000 });
      return response;
    };
    page.goto = async (url, options) => arrived(await goto(url, options));
    page.reload = async (options) => arrived(await reload(options));
    await use(page);
  },
});

/** In the page: React keeps what an element was given under a key of its own as soon as it listens to it. */
function takenOver(): boolean {
  if (!document.querySelector('script[src*="/_next/"]')) return true;
  const taken = (element: Element) => Object.keys(element).some((key) => key.startsWith('__reactProps$'));
  return [...document.querySelectorAll('button, a[href], input')].every(taken);
}

/** Opens a part of the incident; done when that part is drawn, for words may stand in two of them. */
export async function openTab(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('button', { name });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-current', 'page');
}

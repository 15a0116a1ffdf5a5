import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

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

import { chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../e2e/browser';
import { makeProcess } from '../e2e/made-map';

/** An incident of a made-up process of `count` mappings: its page, and the link that opens it. */
export async function createMadeIncident(base: string, count: number): Promise<{ id: string; link: string }> {
  const { pmap, nmt } = makeProcess(count);
  const form = new FormData();
  form.append('file', new File([pmap], 't0/pmap.txt', { type: 'text/plain' }));
  form.append('file', new File([nmt], 't0/nmt.txt', { type: 'text/plain' }));
  const response = await fetch(`${base}/api/incidents`, { method: 'POST', body: form });
  const body = await response.json();
  if (response.status !== 201) throw new Error(`Not analysed: ${response.status} ${JSON.stringify(body).slice(0, 200)}`);
  return { id: body.id, link: new URL(new URL(body.links.manage.url).pathname, base).href };
}

/** A page of its own browser, on a screen of 1440 by 900. */
export async function withPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // tsx names inner functions with a helper of its own, which the page does not have.
    await page.addInitScript('globalThis.__name ??= (named) => named');
    return await work(page);
  } finally {
    await browser.close();
  }
}

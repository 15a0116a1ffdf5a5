import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { browserArguments, findBrowser } from '../../e2e/browser';
import { ROOT } from '../../lib/launch/root';
import { median, type Result, time, toResult } from '../measure';
import type { RunningServer } from '../server';

/** The article as it was published, where the corpus lies beside the checkout; else the built-in sample made from it. */
export function seedDocument(): { name: string; bytes: Buffer } {
  const seed = path.join(ROOT, '../shared/samples/mixed-documents/seed-presto-jetty.txt');
  const file = existsSync(seed) ? seed : path.join(ROOT, 'public/sample-incident.txt');
  return { name: path.basename(file), bytes: readFileSync(file) };
}

/** Request → analysed answer: everything from the first byte to the verdict in JSON. */
export async function seedByRequest({ base }: RunningServer): Promise<Result> {
  const { name, bytes } = seedDocument();
  const post = async () => {
    const response = await fetch(`${base}/api/incidents?filename=${name}`, {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: { 'content-type': 'text/plain' },
    });
    const body = await response.json();
    if (response.status !== 201 || !/outside/.test(body.verdict))
      throw new Error(`Not analysed: ${response.status} ${JSON.stringify(body).slice(0, 200)}`);
  };
  const idle = median(await time(20, 5, async () => (await fetch(`${base}/api/limits`)).json()));
  const times = await time(20, 5, post);
  return toResult(
    `${name}: request to analysed answer (median of 20, warm)`,
    times,
    300,
    `${(median(times) / idle).toFixed(1)} × a request that does nothing`,
  );
}

/** Drop → verdict painted, in a real browser. */
export async function seedByDrop({ base }: RunningServer): Promise<Result> {
  const { name, bytes } = seedDocument();
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const loads: number[] = [];
    const drop = async () => {
      const begun = performance.now();
      await page.goto(base, { waitUntil: 'networkidle' });
      loads.push(performance.now() - begun);
      const transfer = await page.evaluateHandle(
        ([file, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([text ?? ''], file ?? '', { type: 'text/plain' }));
          return data;
        },
        [name, bytes.toString('utf8')],
      );
      const from = performance.now();
      await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
      await page.waitForURL(/\/i\//, { waitUntil: 'commit' });
      await page.getByRole('region', { name: 'Verdict' }).waitFor({ state: 'visible' });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      return performance.now() - from;
    };
    const times: number[] = [];
    for (let i = -2; i < 10; i++) {
      const took = await drop();
      if (i >= 0) times.push(took);
    }
    return toResult(
      `${name}: drop to verdict painted (median of 10, warm)`,
      times,
      1_000,
      `${(median(times) / median(loads)).toFixed(2)} × loading the home page until the network is quiet`,
    );
  } finally {
    await browser.close();
  }
}

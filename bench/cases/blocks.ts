import type { Page } from '@playwright/test';
import { median, type Result, toResult } from '../measure';

declare global {
  interface Window {
    residueTasks: number[];
  }
}

/** Two frames later: whatever an input led to has been drawn. */
export const settle = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));

/** How long the page answers nobody while a tree is worked on: the longest task of each act. Tasks below 50 ms are not told by the browser. */
export class Blocks {
  readonly #longest = new Map<string, number[]>();
  readonly #took: number[] = [];

  /** Before the page is opened. */
  watch(page: Page): Promise<unknown> {
    return page.addInitScript(() => {
      window.residueTasks = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.residueTasks.push(entry.duration);
      }).observe({ type: 'longtask' });
    });
  }

  /** Does something to the tree that is shown, and waits until its picture is there. */
  async act(page: Page, name: string, work: () => Promise<unknown>): Promise<void> {
    // Whatever the act before led to is over.
    await page.waitForTimeout(200);
    await page.evaluate(() => window.residueTasks.splice(0));
    const begun = performance.now();
    await work();
    await settle(page);
    await page.waitForFunction(() => document.querySelector('section[aria-label="Call tree"]')?.getAttribute('aria-busy') === 'false');
    this.#took.push(performance.now() - begun);
    await page.waitForTimeout(100);
    const tasks = await page.evaluate(() => window.residueTasks);
    this.#longest.set(name, [...(this.#longest.get(name) ?? []), Math.max(0, ...tasks)]);
  }

  tell(what: string, targetMs = 50): Result {
    // Others use this machine, too: one task in fifty is put aside for as long as they please. What is slow by itself is so each time.
    const [[slowest, times] = ['', []]] = [...this.#longest].sort(
      (a, b) => median(b[1]) - median(a[1]) || Math.max(...b[1]) - Math.max(...a[1]),
    );
    return toResult(
      `${what}: longest main-thread task; tasks below 50 ms count as 0 (median of 5, the act with the longest: ${slowest})`,
      times,
      targetMs,
      `longest of all ${Math.max(...[...this.#longest.values()].flat()).toFixed(0)} ms; median act ${median(this.#took).toFixed(0)} ms until it is shown, longest ${Math.max(...this.#took).toFixed(0)} ms, in the worker`,
    );
  }
}

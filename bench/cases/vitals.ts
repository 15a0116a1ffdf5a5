import { type Browser, chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../e2e/browser';
import { median, type Result, toResult } from '../measure';
import type { RunningServer } from '../server';
import { seedDocument } from './seed';

const RUNS = 7;

interface Vitals {
  /** Cumulative layout shift as browsers score it: the worst burst of shifts nobody asked for. */
  shift: number;
  /** The longest time the main thread answered nobody, ms; 0 where no task took 50 ms. */
  blockedMs: number;
  /** Every task above 50 ms together. */
  blockedTotalMs: number;
}

declare global {
  interface Window {
    residueVitals: { shifts: { at: number; value: number }[]; tasks: number[] };
  }
}

/** Counts from the first moment on: installed before the page's own scripts. */
function observe(): void {
  window.residueVitals = { shifts: [], tasks: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (!entry.hadRecentInput) window.residueVitals.shifts.push({ at: entry.startTime, value: entry.value });
    }
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.residueVitals.tasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
}

/** Session windows as the metric defines them: gaps below one second, five seconds at most. */
function worstBurst(shifts: readonly { at: number; value: number }[]): number {
  let worst = 0;
  let sum = 0;
  let begun = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, value } of shifts) {
    if (at - last > 1_000 || at - begun > 5_000) {
      sum = 0;
      begun = at;
    }
    last = at;
    sum += value;
    worst = Math.max(worst, sum);
  }
  return worst;
}

async function load(page: Page, url: string): Promise<Vitals> {
  await page.goto(url, { waitUntil: 'networkidle' });
  // What comes late counts too: fonts, measured sizes, a second render.
  await page.waitForTimeout(600);
  const { shifts, tasks } = await page.evaluate(() => window.residueVitals);
  return { shift: worstBurst(shifts), blockedMs: Math.max(0, ...tasks), blockedTotalMs: tasks.reduce((sum, ms) => sum + ms, 0) };
}

async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments() });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

async function makeSeed(base: string): Promise<{ path: string; link: string }> {
  const { name, bytes } = seedDocument();
  const response = await fetch(`${base}/api/incidents?filename=${name}`, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'text/plain' },
  });
  const { id, links } = await response.json();
  return { path: `/i/${id}`, link: new URL(links.manage.url).pathname };
}

/** One warm-up per page, then RUNS loads in one browser that holds the incident's key. */
async function measurePages(base: string): Promise<Record<'empty' | 'home' | 'incident', Vitals[]>> {
  const seed = await makeSeed(base);
  return withBrowser(async (browser) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addInitScript(observe);
    const page = await context.newPage();
    await page.goto(base + seed.link, { waitUntil: 'networkidle' });
    // The page of a link that no longer works is text alone: what loading anything costs here.
    const pages = { empty: `${base}/s/none`, home: base, incident: base + seed.path };
    const found: Record<keyof typeof pages, Vitals[]> = { empty: [], home: [], incident: [] };
    for (let i = -1; i < RUNS; i++) {
      for (const name of ['empty', 'home', 'incident'] as const) {
        const vitals = await load(page, pages[name]);
        if (i >= 0) found[name].push(vitals);
      }
    }
    return found;
  });
}

/** Both cases read the same loads. */
const measured = new Map<string, ReturnType<typeof measurePages>>();
function vitalsOf(base: string): ReturnType<typeof measurePages> {
  const known = measured.get(base) ?? measurePages(base);
  measured.set(base, known);
  return known;
}

/** Nothing moves by itself: layout shift of home (with incidents) and of the seed's page. */
export async function layoutShift({ base }: RunningServer): Promise<Result> {
  const { empty, home, incident } = await vitalsOf(base);
  const worst = home.map(({ shift }, i) => Math.max(shift, incident[i]?.shift ?? 0));
  const most = (pages: readonly Vitals[]) => Math.max(...pages.map(({ shift }) => shift)).toFixed(4);
  const result = toResult(
    `layout shift on load, the worse of home and the seed's page (median of ${RUNS})`,
    worst.map((value) => value * 1_000),
    0,
    `at most: home ${most(home)}, incident ${most(incident)}, empty page ${most(empty)}`,
  );
  return { ...result, unit: 'thousandths' };
}

/** The main thread is never away for long: longest task while the seed's page loads. */
export async function longestTask({ base }: RunningServer): Promise<Result> {
  const { empty, home, incident } = await vitalsOf(base);
  const longest = (pages: readonly Vitals[]) => pages.map(({ blockedMs }) => blockedMs);
  const total = (pages: readonly Vitals[]) => pages.reduce((sum, { blockedTotalMs }) => sum + blockedTotalMs, 0) / pages.length;
  const idle = Math.max(50, median(longest(empty)));
  return toResult(
    `longest main-thread task while the seed's page loads; tasks below 50 ms count as 0 (median of ${RUNS})`,
    longest(incident),
    50,
    `${(median(longest(incident)) / idle).toFixed(2)} × the longest of an empty page (at least 50 ms); long tasks per load ${total(incident).toFixed(0)} ms, home ${total(home).toFixed(0)} ms`,
  );
}

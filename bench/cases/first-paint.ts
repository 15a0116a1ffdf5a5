import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withPage } from '../made-incident';
import { profileFile } from '../made-profiles';
import { median, type Result, toResult } from '../measure';
import type { RunningServer } from '../server';
import { findSpeedscope } from '../speedscope';

const SIZES_MB = [10, 100, 500] as const;
const ROUNDS = 5;

function perfScript(mb: (typeof SIZES_MB)[number]): string {
  const file = profileFile(`perf-${mb}`);
  if (!file) throw new Error('Not measured: the generator of inputs is not beside the checkout.');
  return file;
}

interface Seen {
  /** Milliseconds from the choice of the file to the frame that shows the first picture, and to the one that shows all of it. */
  firstMs: number;
  wholeMs: number;
  /** Longest time the page answered nobody, from the choice to the whole picture; 0 where no task took 50 ms. */
  blockedMs: number;
  samples: string;
}

declare global {
  interface Window {
    residueSeen: { begun: number; first: number; whole: number; tasks: { at: number; took: number }[] };
  }
}

/** Installed before the page's own scripts: notes when the file is chosen, and the frame after each new state of the preview. */
function watch(): void {
  const seen = { begun: 0, first: 0, whole: 0, tasks: [] as { at: number; took: number }[] };
  window.residueSeen = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.tasks.push({ at: entry.startTime, took: entry.duration });
  }).observe({ type: 'longtask', buffered: true });
  document.addEventListener('change', () => (seen.begun = performance.now()), { capture: true });
  const painted = (then: () => void) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      channel.port2.postMessage(0);
    });
  let isFirst = false;
  let isWhole = false;
  new MutationObserver(() => {
    const preview = document.querySelector('[data-preview]');
    // Drawn: boxes are laid out once the canvas has its size.
    if (Number(preview?.querySelector('canvas')?.dataset.boxes ?? 0) < 2) return;
    if (!isFirst) {
      isFirst = true;
      painted(() => (seen.first = performance.now()));
    }
    if (!isWhole && preview?.getAttribute('data-preview') === 'whole') {
      isWhole = true;
      painted(() => (seen.whole = performance.now()));
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

/** Chooses the file on the home page of a browser of its own. The server takes nothing meanwhile: what it would do depends on its machine. */
function chooseFile(base: string, file: string): Promise<Seen> {
  return withPage(async (page) => {
    await page.addInitScript(watch);
    // The way to the server is slow here, as it is where files are large: the picture must not depend on it.
    await page.route(/\/api\/incidents(?:\?|$)/, () => undefined);
    await page.goto(base, { waitUntil: 'networkidle' });
    await page.waitForTimeout(500);
    await page.locator('input[type=file][aria-label="Choose files"]').setInputFiles(file);
    await page.waitForFunction(() => window.residueSeen.whole > 0, null, { timeout: 300_000, polling: 200 });
    const { begun, first, whole, tasks } = await page.evaluate(() => window.residueSeen);
    const samples = (await page.locator('[data-preview]').textContent()) ?? '';
    return {
      firstMs: first - begun,
      wholeMs: whole - begun,
      blockedMs: Math.max(0, ...tasks.filter(({ at, took }) => at + took >= begun && at <= whole).map(({ took }) => took)),
      samples: /[\d,]+ samples/.exec(samples)?.[0] ?? '',
    };
  });
}

/** The same file in speedscope's own page, in the same browser: from the choice to its first draw call. */
function chooseInSpeedscope(base: string, release: string, file: string): Promise<number> {
  return withPage(async (page) => {
    await page.addInitScript(() => {
      const seen = { begun: 0, first: 0, whole: 0, tasks: [] };
      window.residueSeen = seen;
      const drawn = () => {
        if (seen.begun > 0 && seen.first === 0) seen.first = performance.now();
      };
      document.addEventListener('change', () => (seen.begun = performance.now()), { capture: true });
      const { drawElements, drawArrays } = WebGLRenderingContext.prototype;
      WebGLRenderingContext.prototype.drawElements = function (...given) {
        drawn();
        return drawElements.apply(this, given);
      };
      WebGLRenderingContext.prototype.drawArrays = function (...given) {
        drawn();
        return drawArrays.apply(this, given);
      };
    });
    const TYPES: Record<string, string> = {
      '.html': 'text/html',
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.wasm': 'application/wasm',
    };
    await page.route(`${base}/speedscope-peer/**`, (route) => {
      const name = new URL(route.request().url()).pathname.slice('/speedscope-peer/'.length);
      const body = readFileSync(path.join(release, path.basename(name)));
      return route.fulfill({ body, contentType: TYPES[path.extname(name)] ?? 'application/octet-stream' });
    });
    await page.goto(`${base}/speedscope-peer/index.html`, { waitUntil: 'networkidle' });
    await page.waitForTimeout(500);
    await page.locator('input[type=file]').first().setInputFiles(file);
    await page.waitForFunction(() => window.residueSeen.first > 0, null, { timeout: 300_000, polling: 200 });
    const { begun, first } = await page.evaluate(() => window.residueSeen);
    return first - begun;
  });
}

interface Rounds {
  ours: Map<number, Seen[]>;
  /** Of 100 MB; empty where the package is not installed. */
  speedscopeMs: number[];
}

/** Sizes and the peer take turns, so that a busy minute hits all of them. All cases read the same rounds. */
const measured = new Map<string, Promise<Rounds>>();
function measure(base: string): Promise<Rounds> {
  const known = measured.get(base);
  if (known) return known;
  const made = (async () => {
    const files = SIZES_MB.map((mb) => ({ mb, file: perfScript(mb) }));
    const script = findSpeedscope();
    const rounds: Rounds = { ours: new Map<number, Seen[]>(SIZES_MB.map((mb) => [mb, []])), speedscopeMs: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const { mb, file } of files) {
        rounds.ours.get(mb)?.push(await chooseFile(base, file));
        if (mb === 100 && script) rounds.speedscopeMs.push(await chooseInSpeedscope(base, path.dirname(script), file));
      }
    }
    return rounds;
  })();
  measured.set(base, made);
  return made;
}

const of = ({ ours }: Rounds, mb: number, what: 'firstMs' | 'wholeMs' | 'blockedMs') => (ours.get(mb) ?? []).map((seen) => seen[what]);

/** perf script chosen → first partial flame graph painted; the worst of 10, 100 and 500 MB. */
export async function firstPicture({ base }: RunningServer): Promise<Result> {
  const rounds = await measure(base);
  const medians = SIZES_MB.map((mb) => median(of(rounds, mb, 'firstMs')));
  const worst = SIZES_MB[medians.indexOf(Math.max(...medians))] ?? 500;
  return toResult(
    `perf script of 10, 100 and 500 MB chosen: first partial flame graph painted (median of ${ROUNDS}, the slowest size)`,
    of(rounds, worst, 'firstMs'),
    500,
    `${SIZES_MB.map((mb, i) => `${mb} MB ${medians[i]?.toFixed(0)} ms`).join(', ')}; 500 MB is ${((medians[2] ?? 0) / (medians[0] ?? 1)).toFixed(2)} × 10 MB (at most 1.5)`,
  );
}

/** All of 100 MB painted, against speedscope's first draw of the same file in the same browser: a quarter at most. */
export async function wholePicture({ base }: RunningServer): Promise<Result> {
  const rounds = await measure(base);
  const [small, , large] = SIZES_MB.map((mb) => median(of(rounds, mb, 'wholeMs')));
  const ours = of(rounds, 100, 'wholeMs');
  const theirs = median(rounds.speedscopeMs);
  const others = `10 MB ${small?.toFixed(0)} ms, 500 MB ${large?.toFixed(0)} ms`;
  return toResult(
    `perf script of 100 MB chosen: complete flame graph painted (median of ${ROUNDS}; ${rounds.ours.get(100)?.[0]?.samples})`,
    ours,
    // Without the peer nothing was met.
    rounds.speedscopeMs.length > 0 ? theirs / 4 : 0,
    rounds.speedscopeMs.length > 0
      ? `1/${(theirs / median(ours)).toFixed(1)} of speedscope's first draw (${theirs.toFixed(0)} ms); ${others}`
      : `not measured against speedscope, which is not installed; ${others}`,
  );
}

/** The page answers all the while. */
export async function pictureBlocks({ base }: RunningServer): Promise<Result> {
  const rounds = await measure(base);
  return toResult(
    `the same files: longest main-thread task from the choice to the complete picture; tasks below 50 ms count as 0 (${ROUNDS} rounds of each)`,
    SIZES_MB.flatMap((mb) => of(rounds, mb, 'blockedMs')),
    50,
    SIZES_MB.map((mb) => `${mb} MB: at most ${Math.max(...of(rounds, mb, 'blockedMs')).toFixed(0)} ms`).join(', '),
  );
}

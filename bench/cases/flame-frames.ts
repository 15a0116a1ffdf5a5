import { gzipSync } from 'node:zlib';
import type { CDPSession, Page } from '@playwright/test';
import { encodeColumns } from '../../lib/model/columns-codec';
import { withPage } from '../made-incident';
import { makeCallTree } from '../made-tree';
import { median, type Result, toResult } from '../measure';
import type { RunningServer } from '../server';
import { Blocks, settle } from './blocks';

const SMALL = 'java.lang.Thread.run;demo.Main.work;[libz.so.1];deflate 60\njava.lang.Thread.run;demo.Main.rest 40\n';
const p95 = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;

/** The Profiles tab of an incident whose profile is a made tree: the page asks the server for its columns, and is handed these. */
async function openTree(page: Page, base: string, nodes: number): Promise<void> {
  const form = new FormData();
  form.append('file', new File([SMALL], 'cpu.folded.txt', { type: 'text/plain' }));
  const response = await fetch(`${base}/api/incidents`, { method: 'POST', body: form });
  const { id, links } = await response.json();
  const body = gzipSync(encodeColumns(makeCallTree(nodes)), { level: 6 });
  await page.route(/\/columns\?/, (route) => route.fulfill({ status: 200, contentType: 'application/octet-stream', body }));
  await page.goto(base + new URL(links.manage.url).pathname);
  await page.goto(`${base}/i/${id}?v=2&tab=profiles`);
  await page.getByRole('region', { name: 'Call tree' }).getByRole('application').waitFor({ timeout: 120_000 });
  await settle(page);
}

interface Steps {
  /** Milliseconds of JavaScript that one step led to: handlers, React, layout of the graph, drawing. By kind of step. */
  script: Record<'hover' | 'pan' | 'select' | 'zoom', number[]>;
  boxes: number;
}

async function scriptMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1_000;
}

/** Points, turns the wheel and zooms as a person does, on the whole tree and on every part on the way to a leaf. */
async function walkFlame(page: Page): Promise<Steps> {
  const session = await page.context().newCDPSession(page);
  // Time the thread was at work, not time on the wall: others use this machine, too.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const canvas = page.getByRole('region', { name: 'Call tree' }).getByRole('application');
  const area = await canvas.boundingBox();
  if (!area) throw new Error('no flame graph');
  const steps: Steps = { script: { hover: [], pan: [], select: [], zoom: [] }, boxes: 0 };
  const step = async (kind: keyof Steps['script'], act: () => Promise<unknown>) => {
    const before = await scriptMs(session);
    await act();
    await settle(page);
    steps.script[kind].push((await scriptMs(session)) - before);
    steps.boxes = Math.max(steps.boxes, Number(await canvas.getAttribute('data-boxes')));
  };
  await canvas.focus();
  for (let round = 0; round < 24; round++) {
    for (let i = 0; i < 4; i++) {
      // Never the same place twice, the same places in every run.
      const x = area.x + ((round * 131 + i * 257) % (area.width - 2)) + 1;
      const y = area.y + ((round * 67 + i * 149) % (area.height - 2)) + 1;
      await step('hover', () => page.mouse.move(x, y));
    }
    for (const by of [90, 90, -180]) await step('pan', () => page.mouse.wheel(0, by));
    // One deeper: the heaviest child, selected, then zoomed to.
    await page.mouse.move(2, 2);
    await page.keyboard.press('ArrowDown');
    await settle(page);
    await step('select', () => page.keyboard.press('Enter'));
    await step('zoom', () => page.keyboard.press('Enter'));
  }
  await page.keyboard.press('0');
  await settle(page);
  return steps;
}

/** Milliseconds between frames, standing still or while the graph is scrolled by half a row a frame. */
const frameIntervals = (page: Page, by: number) =>
  page
    .getByRole('region', { name: 'Call tree' })
    .getByRole('application')
    .evaluate(async (element, step) => {
      const scroller = element.closest('.pane-body');
      if (!scroller) throw new Error('no scroller');
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const frames: number[] = [];
      for (let before = await frame(), i = 0; i < 200; i++) {
        scroller.scrollTop += (Math.floor(i / 50) % 2 === 0 ? 1 : -1) * step;
        const now = await frame();
        frames.push(now - before);
        before = now;
      }
      return frames;
    }, by);

/** Both cases read the same walks: a tree of 2.5 million nodes, and one of 80,000 beside it. */
const measured = new Map<string, ReturnType<typeof measure>>();
function measure(base: string) {
  const walk = (nodes: number) =>
    withPage(async (page) => {
      await openTree(page, base, nodes);
      const steps = await walkFlame(page);
      const still = await frameIntervals(page, 0);
      const moving = await frameIntervals(page, 9);
      return { ...steps, still, moving };
    });
  return (async () => ({ large: await walk(2_500_000), small: await walk(80_000) }))();
}

function measuredOf(base: string): ReturnType<typeof measure> {
  const known = measured.get(base) ?? measure(base);
  measured.set(base, known);
  return known;
}

/** JavaScript per step of hovering, scrolling, selecting and zooming a tree of 2.5 million nodes: at most 8 ms in 95 of 100, 8,000 boxes. */
export async function flameScript({ base }: RunningServer): Promise<Result> {
  const { large, small } = await measuredOf(base);
  if (large.boxes > 8_000) throw new Error(`${large.boxes} boxes`);
  const all = Object.values(large.script).flat();
  const kinds = Object.entries(large.script).map(([kind, times]) => `${kind} ${p95(times).toFixed(1)}`);
  return toResult(
    `2.5 million nodes: JavaScript per step (hover, pan, select, zoom), 95th of ${all.length}; at most ${large.boxes.toLocaleString('en')} boxes`,
    [p95(all)],
    8,
    `${(p95(all) / p95(Object.values(small.script).flat())).toFixed(2)} × a tree of 80,000 nodes; median ${median(all).toFixed(1)} ms; ${kinds.join(', ')} ms`,
  );
}

/** Frames while scrolling, against the same page standing still: twice as long in 95 of 100, at most. */
export async function flameFrames({ base }: RunningServer): Promise<Result> {
  const { large } = await measuredOf(base);
  return toResult(
    `2.5 million nodes: a frame while scrolling, 95th of ${large.moving.length}, without a GPU`,
    [p95(large.moving)],
    2 * p95(large.still),
    `${(p95(large.moving) / p95(large.still)).toFixed(2)} × the 95th of the page standing still; median ${median(large.moving).toFixed(1)} ms`,
  );
}

/** Turned round, searched, focused, listed: what takes a pass over a million nodes, and how long the page answers nobody meanwhile. */
export async function flameBlocks({ base }: RunningServer): Promise<Result> {
  const blocks = new Blocks();
  await withPage(async (page) => {
    await blocks.watch(page);
    await openTree(page, base, 1_000_000);
    const tree = page.getByRole('region', { name: 'Call tree' });
    const act = (name: string, work: () => Promise<unknown>) => blocks.act(page, name, work);
    const key = async (name: string) => {
      await tree.getByRole('application').focus();
      await page.keyboard.press(name);
    };
    const view = (name: string) => page.getByRole('group', { name: 'View of the profile' }).getByRole('button', { name }).click();
    for (let round = 0; round < 5; round++) {
      await act('inverted', () => key('i'));
      await act('turned back', () => key('i'));
      await key('Home');
      for (let i = 0; i <= round; i++) await key('ArrowDown');
      await act('focused', () => key('f'));
      await act('Back', () => page.goBack());
      for (const name of ['Native entries', 'Hot frames', 'Text tree', 'Flame graph']) await act(name, () => view(name));
      const find = page.getByRole('searchbox', { name: 'Search frames' });
      await act('searched', () => find.fill(`handler${round}`));
      await act('search cleared', () => find.fill(''));
    }
  });
  return blocks.tell('1 million nodes inverted, focused, listed, searched');
}

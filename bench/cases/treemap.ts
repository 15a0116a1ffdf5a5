import { createMadeIncident, withPage } from '../made-incident';
import { median, type Result, toResult } from '../measure';
import type { RunningServer } from '../server';

/**
 * The treemap of 100,000 regions, from the moment its tiles are asked for to the frame that shows them: switching from the
 * table to the map draws all of it anew, with nothing to fetch. The ratio is to an empty frame of the same page.
 */
export async function drawTreemap({ base }: RunningServer): Promise<Result> {
  const { id, link } = await createMadeIncident(base, 100_000);
  return withPage(async (page) => {
    await page.goto(link);
    await page.goto(`${base}/i/${id}?v=2&map.table=1`, { waitUntil: 'networkidle' });
    const pane = page.getByRole('region', { name: 'Memory', exact: true });
    const times: number[] = [];
    const frames: number[] = [];
    for (let i = -3; i < 15; i++) {
      const button = await pane.getByRole('button', { name: 'As map' }).elementHandle();
      if (!button) throw new Error('no button');
      const { took, empty, tiles } = await button.evaluate(async (element) => {
        const painted = () => new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
        const before = performance.now();
        const empty = (await painted()) - before;
        const from = performance.now();
        (element as HTMLButtonElement).click();
        while (!document.querySelector('[data-tile]')) await new Promise((resolve) => requestAnimationFrame(resolve));
        return { took: (await painted()) - from, empty, tiles: document.querySelectorAll('[data-tile]').length };
      });
      if (tiles === 0 || tiles > 250) throw new Error(`${tiles} tiles`);
      if (i >= 0) {
        times.push(took);
        frames.push(empty);
      }
      await pane.getByRole('button', { name: 'As table' }).click();
      await pane.getByRole('button', { name: 'As map' }).waitFor();
    }
    return toResult(
      '100,000 regions: treemap asked for to painted (median of 15)',
      times,
      100,
      `${(median(times) / median(frames)).toFixed(1)} × an empty frame`,
    );
  });
}

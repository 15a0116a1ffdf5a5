import { createMadeIncident, withPage } from '../made-incident';
import { median, type Result, toResult } from '../measure';
import type { RunningServer } from '../server';

/**
 * 65,530 rows, scrolled by two rows a frame for 300 frames, as a wheel does, with pages coming in from the server. A frame
 * of 60 a second has 16.7 ms; the median may be one frame late. The ratio is to the same page standing still.
 */
export async function scrollRegions({ base }: RunningServer): Promise<Result> {
  const { id, link } = await createMadeIncident(base, 65_530);
  return withPage(async (page) => {
    await page.goto(link);
    await page.goto(`${base}/i/${id}?v=2&regions.scope=all`, { waitUntil: 'networkidle' });
    const table = page.getByRole('grid', { name: 'All regions' });
    await table.locator('tbody tr[data-row]').first().waitFor();
    const run = (step: number) =>
      table.evaluate(async (element, by) => {
        const scroller = element.parentElement;
        if (!scroller) throw new Error('no scroller');
        const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
        const frames: number[] = [];
        for (let before = await frame(), i = 0; i < 300; i++) {
          scroller.scrollTop += by;
          const now = await frame();
          frames.push(now - before);
          before = now;
        }
        return frames;
      }, step);
    const still = await run(0);
    const moving = await run(48);
    const late = moving.filter((ms) => ms > 25).length;
    return toResult(
      `65,530 rows: a frame while scrolling (median of 300; ${late} frames came more than half a frame late)`,
      moving,
      17,
      `${(median(moving) / median(still)).toFixed(2)} × a frame of the page standing still`,
    );
  });
}

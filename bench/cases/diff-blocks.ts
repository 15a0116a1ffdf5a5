import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { encodeColumns } from '../../lib/model/columns-codec';
import { withPage } from '../made-incident';
import { makeCallTree } from '../made-tree';
import type { Result } from '../measure';
import type { RunningServer } from '../server';
import { Blocks } from './blocks';

/** Of each profile: both together have 1.2 million nodes. */
const NODES = 600_000;
const SMALL = 'java.lang.Thread.run;demo.Main.work;[libz.so.1];deflate 60\njava.lang.Thread.run;demo.Main.rest 40\n';

/** An incident of two profiles whose trees are made ones: the page asks the server for their columns, and is handed these. */
async function openPair(page: Page, base: string): Promise<void> {
  const form = new FormData();
  form.append('file', new File([SMALL], 't0/ap-nativemem-bytes-collapsed.txt', { type: 'text/plain' }));
  form.append('file', new File([SMALL.replace('60', '90')], 't1/ap-nativemem-bytes-collapsed.txt', { type: 'text/plain' }));
  const response = await fetch(`${base}/api/incidents`, { method: 'POST', body: form });
  const { id, links, profiles } = await response.json();
  const bodies = [1, 2].map((recording) => gzipSync(encodeColumns(makeCallTree(NODES, recording)), { level: 6 }));
  await page.route(/\/columns\?/, (route) => {
    const body = bodies[route.request().url().includes(encodeURIComponent(profiles[0].id)) ? 0 : 1];
    return route.fulfill({ status: 200, contentType: 'application/octet-stream', ...(body ? { body } : {}) });
  });
  await page.goto(base + new URL(links.manage.url).pathname);
  await page.goto(`${base}/i/${id}?v=2&tab=profiles&profile.id=${profiles[1].id}&profile.against=${profiles[0].id}`);
  await page.getByRole('application', { name: /^Overlay of/ }).waitFor({ timeout: 120_000 });
}

/** Two profiles held against each other, turned round, focused, filtered, beside each other, listed, searched: how long the page answers nobody. */
export async function diffBlocks({ base }: RunningServer): Promise<Result> {
  const blocks = new Blocks();
  await withPage(async (page) => {
    await blocks.watch(page);
    await openPair(page, base);
    const act = (name: string, work: () => Promise<unknown>) => blocks.act(page, name, work);
    const key = async (name: string) => {
      await page.getByRole('application').first().focus();
      await page.keyboard.press(name);
    };
    const press = (group: string, name: string) =>
      page.getByRole('group', { name: group }).getByRole('button', { name, exact: true }).click();
    for (let round = 0; round < 5; round++) {
      await act('inverted', () => key('i'));
      await act('turned back', () => key('i'));
      await key('Home');
      for (let i = 0; i <= round; i++) await key('ArrowDown');
      await act('focused', () => key('f'));
      await act('Back', () => page.goBack());
      await act('as recorded', () => press('Held against each other', 'As recorded'));
      await act('as shares', () => press('Held against each other', 'Shares'));
      await act('one kind of frames', () => press('Frames shown', 'Java'));
      await act('all frames', () => press('Frames shown', 'All frames'));
      for (const name of ['Side by side', 'Functions', 'Text tree', 'Overlay']) await act(name, () => press('View of both profiles', name));
      const find = page.getByRole('searchbox', { name: 'Search frames' });
      await act('searched', () => find.fill(`handler${round}`));
      await act('search cleared', () => find.fill(''));
    }
  });
  return blocks.tell('two profiles of 600,000 nodes inverted, focused, filtered, listed, searched as one', 100);
}

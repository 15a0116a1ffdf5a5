import { expect as expectSoon } from '@playwright/test';
import { createdBody } from '../lib/api/contract/incident';
import { makeProcess } from './made-map';
import { test } from './testing';

const expect = expectSoon.configure({ timeout: 20_000 });

test('a container limit is drawn on the axis of the ledger: what is left is the empty end', async ({ page, request }) => {
  const { pmap, nmt, rssKib } = makeProcess(40);
  const limitBytes = 1_024 ** 3;
  const cgroup = `$ cat /sys/fs/cgroup/memory.max\n${limitBytes}\n$ cat /sys/fs/cgroup/memory.current\n${rssKib * 1024 + 40 * 1024 ** 2}\n`;
  const form = new FormData();
  for (const [name, text] of Object.entries({ 't0/pmap.txt': pmap, 't0/nmt.txt': nmt, 't0/cgroup.txt': cgroup }))
    form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const response = await request.post('/api/incidents', { multipart: form });
  expect(response.status(), await response.text()).toBe(201);
  const { links, snapshots } = createdBody.parse(await response.json());
  expect(snapshots[0]?.ledger?.rssBytes).toBe(rssKib * 1024);
  await page.goto(new URL(links.manage.url).pathname);
  const ledger = page.getByRole('region', { name: 'Where the resident memory went' });
  const left = ((limitBytes - rssKib * 1024) / 1024 ** 2).toFixed(1);
  await expect(ledger).toContainText(`Limit of the container 1.00 GiB, ${left} MiB left`);

  // To scale: the bar ends where the RSS does.
  const bar = await ledger
    .getByRole('button', { name: /^Java heap: .* of RSS$/ })
    .first()
    .locator('..')
    .boundingBox();
  const whole = await ledger.boundingBox();
  expect(bar!.width / whole!.width).toBeCloseTo((rssKib * 1024) / limitBytes, 1);

  await ledger.getByRole('button', { name: '1.00 GiB', exact: true }).click();
  await expect(page.getByText('limit − RSS of this process')).toBeVisible();
  await page
    .locator('.popover')
    .getByRole('button', { name: /^line / })
    .click();
  await expect(page.getByRole('dialog')).toContainText(String(limitBytes));
});

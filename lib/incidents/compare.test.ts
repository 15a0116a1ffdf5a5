import { afterAll, beforeAll, expect } from 'vitest';
import { compareBody } from '@/lib/api/contract/compare';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { compareIncidentSnapshots } from './compare';
import { createIncident } from './ingest';
import { incoming, openTestServices } from './testing/services';
import { loadIncident } from './view';

let opened: Awaited<ReturnType<typeof openTestServices>>;
beforeAll(async () => {
  opened = await openTestServices();
});
afterAll(() => opened.close());

const read = (name: string) => readCorpus(`incidents/deflater-leak/${name}`);
const FILES = ['pmap-x.txt', 'nmt-detail.txt', 'vm-info.txt'];

corpusTest('two snapshots are compared as the contract has it, the second time from what was kept', async () => {
  const { services } = opened;
  const files = Object.fromEntries(['t0', 't1'].flatMap((label) => FILES.map((file) => [`${label}/${file}`, read(`${label}/${file}`)])));
  const { content } = await createIncident(services, incoming(files));
  const [t0, t1] = content.snapshots;
  const at = { id: content.incident.id };
  const comparison = await compareIncidentSnapshots(services, at, { from: t0!.id, to: t1!.id });
  expect(compareBody.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
  expect(comparison.rssBytes?.delta).toBe((2_611_084 - 644_204) * 1024);
  expect(comparison.time?.seconds).toBe(71.652);
  expect(comparison.sites.length).toBeGreaterThan(20);
  expect(await compareIncidentSnapshots(services, at, { from: t0!.id, to: t1!.id })).toEqual(comparison);
  const itself = await compareIncidentSnapshots(services, at, { from: t1!.id, to: t1!.id });
  expect([itself.rssBytes?.delta, itself.regions, itself.sites]).toEqual([0, [], []]);
  await expect(compareIncidentSnapshots(services, at, { from: t0!.id, to: 'other' })).rejects.toMatchObject({
    status: 404,
    code: 'snapshot/not-found',
  });
});

corpusTest('a limit that will be reached today is in the verdict, one that is far off is not', async () => {
  const { services } = opened;
  const verdictWith = async (limitBytes: number) => {
    const files = Object.fromEntries(['t0', 't1'].flatMap((label) => FILES.map((file) => [`${label}/${file}`, read(`${label}/${file}`)])));
    files['t1/cgroup.txt'] = `$ cat /sys/fs/cgroup/memory.max\n${limitBytes}\n$ cat /sys/fs/cgroup/memory.current\n2700000000\n`;
    const { content } = await createIncident(services, incoming(files));
    return (await loadIncident(services, content.incident.id)).analysis.verdict.text;
  };
  const GIB = 1024 ** 3;
  expect(await verdictWith(4 * GIB)).toMatch(
    /1\.\d\d GiB \(3\d %\) is left of the container's 4\.00 GiB; at the measured growth of \d+\.\d\d GiB per hour that is (?:less than a|\d+) minute/,
  );
  expect(await verdictWith(8_192 * GIB)).not.toContain('is left of');
});

corpusTest('three snapshots give a time line', async () => {
  const { services } = opened;
  const files = Object.fromEntries(
    ['t0', 't1', 't2-skewed'].flatMap((label) =>
      ['pmap-x.txt', 'nmt-detail.txt'].map((file) => [`${label}/${file}`, read(`${label}/${file}`)]),
    ),
  );
  const { content } = await createIncident(services, incoming(files));
  const { timeline } = (await loadIncident(services, content.incident.id)).analysis;
  expect(timeline?.map(({ snapshotId }) => content.snapshots.find(({ id }) => id === snapshotId)?.label)).toEqual([
    't0',
    't1',
    't2-skewed',
  ]);
  expect(timeline?.every(({ events }) => events.length === 0)).toBe(true);
});

import { afterAll, beforeAll, expect } from 'vitest';
import { nmtBody } from '@/lib/api/contract/nmt';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { createIncident } from './ingest';
import { openSnapshotNmt } from './regions';
import { incoming, openTestServices } from './testing/services';

let opened: Awaited<ReturnType<typeof openTestServices>>;
beforeAll(async () => {
  opened = await openTestServices();
});
afterAll(() => opened.close());

corpusTest('what NMT says of a snapshot is answered as the contract has it; without NMT the way to get it', async () => {
  const read = (name: string) => readCorpus(`incidents/deflater-leak/${name}`);
  const { services } = opened;
  const { content } = await createIncident(
    services,
    incoming({ 't0/pmap.txt': read('t0/pmap-x.txt'), 't0/nmt.txt': read('t0/nmt-detail.txt') }),
  );
  const at = { id: content.incident.id, snapshotId: content.snapshots[0]!.id };
  const sheet = await openSnapshotNmt(services, at);
  expect(nmtBody.parse(JSON.parse(JSON.stringify(sheet)))).toEqual(sheet);
  expect(sheet.categories.length).toBeGreaterThan(10);
  await expect(openSnapshotNmt(services, { ...at, snapshotId: 'other' })).rejects.toMatchObject({
    status: 404,
    code: 'snapshot/not-found',
  });
  const bare = (await createIncident(services, incoming({ 'pmap.txt': read('t0/pmap-x.txt') }))).content;
  await expect(openSnapshotNmt(services, { id: bare.incident.id, snapshotId: bare.snapshots[0]!.id })).rejects.toMatchObject({
    code: 'snapshot/no-nmt',
    message: expect.stringContaining('VM.native_memory detail'),
  });
});

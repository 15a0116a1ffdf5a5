import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeColumns } from '@/lib/model/columns-codec';
import { decodeSamples } from '@/lib/model/samples-codec';
import { openColumns, openSamples } from './columns';
import { createIncident } from './ingest';
import { incoming, openTestServices } from './testing/services';

let opened: Awaited<ReturnType<typeof openTestServices>>;
beforeAll(async () => {
  opened = await openTestServices();
});
afterAll(() => opened.close());
const services = () => opened.services;
const SAMPLE = readFileSync(path.join(import.meta.dirname, '../../public/sample-incident.txt'), 'utf8');

test('the whole call tree of a profile is stored under its hash, and opens as the tree the page shows', async () => {
  const { content, analysis } = await createIncident(services(), incoming({ 'presto.txt': SAMPLE }));
  const profile = analysis.profiles[0]!;
  const { sheet, packed } = await openColumns(services(), { id: content.incident.id, profileId: profile.id });
  expect(sheet).toEqual(profile.columns);
  expect(sheet).toMatchObject({ hash: createHash('sha256').update(packed).digest('hex'), sizeBytes: packed.length });
  const tree = decodeColumns(new Uint8Array(gunzipSync(packed)));
  expect([...tree.total]).toEqual(profile.tree.total);
  await expect(openColumns(services(), { id: content.incident.id, profileId: 'other' })).rejects.toMatchObject({ status: 404 });
});

const PERF = `java 100/101 10.000001:     250000 cpu-clock:ppp: 
\t    7f0000001000 deflate+0x10 (/usr/lib/libz.so.1)
\t    7f0000002000 start_thread+0x20 (/usr/lib/libc.so.6)

java 100/102 10.000003:     250000 cpu-clock:ppp: 
\t    7f0000002000 start_thread+0x20 (/usr/lib/libc.so.6)

java 100/101 10.000007:     250000 cpu-clock:ppp: 
\t    7f0000001000 deflate+0x10 (/usr/lib/libz.so.1)
\t    7f0000002000 start_thread+0x20 (/usr/lib/libc.so.6)
`;

test('the samples of a profile open beside its tree: their weights, summed by node, are its self', async () => {
  const { content, analysis } = await createIncident(services(), incoming({ 'perf.txt': PERF }));
  const profile = analysis.profiles[0]!;
  const asked = { id: content.incident.id, profileId: profile.id };
  const { sheet, packed } = await openSamples(services(), asked);
  expect(sheet).toEqual(profile.sampleColumns);
  expect(sheet).toMatchObject({ each: 'sample', rows: 3, threads: 2, hasTimes: true, sizeBytes: packed.length });
  expect(sheet.hash).toBe(createHash('sha256').update(packed).digest('hex'));
  const samples = decodeSamples(new Uint8Array(gunzipSync(packed)));
  expect(samples.threads).toEqual([
    { comm: 'java', pid: 100, tid: 101 },
    { comm: 'java', pid: 100, tid: 102 },
  ]);
  expect([...samples.timeNs!]).toEqual([0, 2_000, 6_000]);
  const tree = decodeColumns(new Uint8Array(gunzipSync((await openColumns(services(), asked)).packed)));
  const self = new Float64Array(tree.self.length);
  samples.node.forEach((node, row) => {
    self[node] = self[node]! + (samples.weight?.[row] ?? 1);
  });
  expect(self).toEqual(tree.self);
});

test('a profile without threads or times says so', async () => {
  const { content, analysis } = await createIncident(services(), incoming({ 'stacks.folded': 'a;b;c 3\na;b;d 4\na;e 5\n' }));
  const profile = analysis.profiles[0]!;
  expect(profile.sampleColumns).toBeUndefined();
  await expect(openSamples(services(), { id: content.incident.id, profileId: profile.id })).rejects.toMatchObject({
    code: 'profile/no-samples',
  });
  await expect(openSamples(services(), { id: content.incident.id, profileId: 'other' })).rejects.toMatchObject({ status: 404 });
});

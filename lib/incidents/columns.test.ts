import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeColumns } from '@/lib/model/columns-codec';
import { openColumns } from './columns';
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

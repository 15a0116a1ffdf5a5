import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentContent } from '@/lib/model/incident';
import { authorise, hashToken, newId } from './access';
import { loadAnalysis } from './analysis';
import { correctArtifact, correctLines, createSnapshot, updateSnapshot } from './correct';
import {
  deleteIncident,
  listRemovedDocuments,
  removeDocument,
  restoreDocument,
  restoreIncident,
  trashIncident,
  updateIncident,
} from './edit';
import { addDocuments, createEmptyIncident, createIncident, load } from './ingest';
import { findDocument, readLines } from './lines';
import { toBody } from './present';
import { growSnapshotTree, listSnapshotRegions, printSnapshotRegions } from './regions';
import { sweep } from './services';
import { createLink, followLink, listLinks, revokeLink } from './share';
import { incoming, openTestServices, readAll } from './testing/services';
import { listUnreadLines } from './unread-lines';
import { loadIncident } from './view';

let opened: Awaited<ReturnType<typeof openTestServices>>;
beforeAll(async () => {
  opened = await openTestServices();
});
afterAll(() => opened.close());
const services = () => opened.services;

const SAMPLE = readFileSync(path.join(import.meta.dirname, '../../public/sample-incident.txt'), 'utf8');
const PMAP = `4711:   java -jar app.jar
Address           Kbytes     RSS   Dirty Mode  Mapping
00000000e0000000  524288  204800  204800 rw---   [ anon ]
00007f1000000000   65536   60000   60000 rw---   [ anon ]
00007f1010000000    1024     512       0 r-x-- libc.so.6
---------------- ------- ------- -------
total kB          590848  265312  264800
`;
const NOISE = 'Dear diary, nothing of interest happened today.\nThe weather was fine.\n';

const blobFiles = () =>
  readdirSync(path.join(opened.folder, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
/** Everything but ids, which are made by chance. */
const facts = (content: IncidentContent) =>
  content.artifacts.map(({ format, firstLine, lastLine, linesUsed, linesNoise, warningCount }) => ({
    format,
    firstLine,
    lastLine,
    linesUsed,
    linesNoise,
    warningCount,
  }));

test('the sample becomes an incident with the right verdict', async () => {
  const { content, analysis } = await createIncident(services(), incoming({ 'presto.txt': SAMPLE }, { title: 'Presto' }));
  expect(content.incident).toMatchObject({ title: 'Presto', revision: 1 });
  expect(content.documents).toMatchObject([
    { status: 'parsed', sizeBytes: Buffer.byteLength(SAMPLE), sha256: createHash('sha256').update(SAMPLE).digest('hex') },
  ]);
  expect(content.artifacts.map(({ format }) => format)).toEqual([
    'pmap-x',
    'nmt-summary',
    'nmt-detail',
    'gdb-range',
    'async-profiler-text',
  ]);
  expect(content.snapshots).toMatchObject([{ pid: 107870 }]);
  expect(content.artifacts.every(({ snapshotId }) => snapshotId === content.snapshots[0]!.id)).toBe(true);
  expect(analysis.verdict.text).toContain('16.13 GiB');
  expect(analysis.verdict.text).toMatch(/Internal/);
  expect(analysis.snapshots[0]!.reconciliation.ledger?.outsideNmtBytes?.min).toBe(16_917_298 * 1024);
  expect(analysis.findings.map(({ ruleId }) => ruleId)).toEqual(
    expect.arrayContaining(['PN-01', 'PN-02', 'NM-01', 'PR-03', 'PR-04', 'PR-06']),
  );
});

test('every line of the document is accounted for', async () => {
  const { content } = await createIncident(services(), incoming({ 'presto.txt': SAMPLE }));
  const [document] = content.documents;
  const { lines } = await readLines(services(), content, document!.id, 1, document!.lines);
  expect(lines.map(({ text }) => text)).toEqual(SAMPLE.replace(/\n$/, '').split('\n'));
  const inArtifacts = content.artifacts.reduce((sum, { firstLine, lastLine }) => sum + lastLine - firstLine + 1, 0);
  const count = (use: string) => lines.filter((line) => line.use === use).length;
  expect(count('note')).toBe(document!.lines - inArtifacts);
  expect(count('used')).toBe(content.artifacts.reduce((sum, artifact) => sum + artifact.linesUsed, 0));
  expect(count('noise')).toBe(content.artifacts.reduce((sum, artifact) => sum + artifact.linesNoise, 0));
  expect(count('warned')).toBe(0);
});

test('bytes come back as they were sent', async () => {
  const odd = Buffer.concat([Buffer.from('\ufeff'), Buffer.from(PMAP.replaceAll('\n', '\r\n')), Buffer.from([0xff, 0xfe, 0x0a])]);
  const { content } = await createIncident(services(), incoming({ 'odd.txt': odd }));
  expect((await readAll(services().blobs.read(findDocument(content, content.documents[0]!.id).sha256))).equals(odd)).toBe(true);
});

test('folders become snapshots; what comes later joins', async () => {
  const { content, links } = await createIncident(services(), incoming({ 't0/pmap.txt': PMAP }));
  const later = await addDocuments(
    services(),
    content.incident.id,
    incoming({ 't1/pmap.txt': PMAP.replaceAll('60000', '65000').replaceAll('265312', '270312').replaceAll('264800', '269800') }),
    10,
  );
  expect(later.content.snapshots.map(({ label, pid }) => [label, pid])).toEqual([
    ['t0', 4711],
    ['t1', 4711],
  ]);
  expect(later.content.incident.revision).toBe(2);
  expect(later.analysis.snapshots.map(({ reconciliation }) => reconciliation.ledger?.rssBytes)).toEqual([265_312 * 1024, 270_312 * 1024]);
  expect(await authorise(services().database, content.incident.id, [links.read.token], 'read', new Date())).toBe('read');
});

test('one unreadable file does not lose the others', async () => {
  const { content } = await createIncident(
    services(),
    incoming({ 'a.txt': NOISE, 'b.txt': PMAP, 'c.bin': new Uint8Array(5000).map((_, i) => i % 7) }),
  );
  expect(content.documents.map(({ filename, status, problem }) => [filename, status, problem?.code])).toEqual([
    ['a.txt', 'rejected', 'document/nothing-recognised'],
    ['b.txt', 'parsed', undefined],
    ['c.bin', 'rejected', 'document/binary'],
  ]);
  expect((await readAll(services().blobs.read(findDocument(content, content.documents[0]!.id).sha256))).toString()).toBe(NOISE);
  expect(() => findDocument(content, content.documents[2]!.id)).toThrow(/not kept/);
});

test('where nothing can be read, nothing is stored', async () => {
  const before = blobFiles().length;
  await expect(createIncident(services(), incoming({ 'a.txt': NOISE }))).rejects.toMatchObject({
    status: 422,
    code: 'document/nothing-recognised',
  });
  await expect(createIncident(services(), incoming({ 'a.txt': '' }))).rejects.toMatchObject({ status: 422, code: 'document/empty' });
  await expect(createIncident(services(), incoming({ 'a.txt': NOISE, 'b.txt': NOISE }))).rejects.toMatchObject({ status: 422 });
  await expect(createIncident(services(), incoming({}))).rejects.toMatchObject({ status: 400, code: 'upload/empty' });
  expect(blobFiles().length).toBe(before);
  expect(readdirSync(path.join(opened.folder, 'tmp'))).toEqual([]);
});

test('a sender that leaves in the middle leaves nothing', async () => {
  async function* broken() {
    yield new TextEncoder().encode(PMAP);
    throw new Error('aborted');
  }
  async function* documents() {
    yield { filename: 'a.txt', bytes: broken() };
  }
  const before = blobFiles().length;
  await expect(createIncident(services(), { documents: documents(), fields: new Map(), totalBytes: null })).rejects.toThrow('aborted');
  expect(blobFiles().length).toBe(before);
  expect(readdirSync(path.join(opened.folder, 'tmp'))).toEqual([]);
});

test('a document too large to keep in the worker is read from the store once more', { timeout: 120_000 }, async () => {
  const line = 'java;com.example.Main.main;com.example.Service.handle;deflate;longest_match 3\n';
  const text = line.repeat(Math.ceil((34 * 1024 * 1024) / line.length));
  const { content, analysis } = await createIncident(services(), incoming({ 'big.folded': text }));
  expect(content.artifacts).toMatchObject([{ format: 'folded', warningCount: 0 }]);
  expect(analysis.profiles[0]?.total).toBe((text.length / line.length) * 3);
});

test('an incident read by an older build is read anew from its bytes, and its artifacts keep their ids', async () => {
  const { content, analysis } = await createIncident(services(), incoming({ 'presto.txt': SAMPLE }));
  const id = content.incident.id;
  const older = content.artifacts.map((artifact) => ({ ...artifact, parserVersion: 0, linesUsed: 0 }));
  await services().database.changeContent(id, { documents: [], snapshots: [], artifacts: older }, new Date());
  const again = await loadAnalysis(services(), await load(services(), id));
  expect(facts(again.content)).toEqual(facts(content));
  expect(again.content.artifacts.map((artifact) => artifact.id)).toEqual(content.artifacts.map((artifact) => artifact.id));
  expect(again.analysis.verdict).toEqual(analysis.verdict);
});

test('a document that an older build could not read is read anew when its format exists', async () => {
  const { content } = await createIncident(services(), incoming({ 'a.txt': NOISE, 'b.txt': PMAP }));
  const id = content.incident.id;
  const [, map] = content.documents;
  // As an older build left it: the bytes are there, nothing was recognised, no account of lines by this build.
  const unread = {
    ...map!,
    id: newId(),
    ordinal: 2,
    filename: 'c.txt',
    status: 'rejected' as const,
    problem: { code: 'document/nothing-recognised', detail: '' },
  };
  const other = await createEmptyIncident(services(), {});
  const otherId = other.content.incident.id;
  await services().database.changeContent(
    otherId,
    { documents: [{ ...unread, incidentId: otherId }], artifacts: [], snapshots: [] },
    new Date(),
  );
  const again = await loadAnalysis(services(), await load(services(), otherId));
  expect(again.content.documents).toMatchObject([{ status: 'parsed', problem: null }]);
  expect(again.content.artifacts.map(({ format }) => format)).toEqual(['pmap-x']);
  expect(again.analysis.snapshots[0]?.reconciliation.ledger?.rssBytes).toBe(265_312 * 1024);
  expect((await load(services(), id)).incident.revision).toBe(1);
});

test('recognition and grouping can be corrected by hand, and the choice is kept', async () => {
  const { content } = await createIncident(services(), incoming({ 'pmap.txt': PMAP, 'notes.txt': `${NOISE}main;work 7\nmain;idle 3\n` }));
  const id = content.incident.id;
  const map = content.artifacts.find(({ format }) => format === 'pmap-x')!;
  const notes = content.documents[1]!;

  await correctArtifact(services(), id, map.id, { format: null });
  expect((await load(services(), id)).artifacts.filter(({ documentId }) => documentId === map.documentId)).toEqual([]);
  await correctLines(services(), id, map.documentId, { firstLine: map.firstLine, lastLine: map.lastLine, format: 'pmap-x' });
  await correctLines(services(), id, notes.id, { firstLine: 4, lastLine: 4, format: 'folded' });
  const corrected = await loadAnalysis(services(), await load(services(), id));
  expect(corrected.content.artifacts.map(({ format, firstLine, lastLine, because }) => [format, firstLine, lastLine, because])).toEqual([
    // The earlier kind again: it is as it was recognised.
    ['pmap-x', map.firstLine, map.lastLine, map.because],
    ['folded', 4, 4, 'chosen by hand'],
  ]);
  expect(corrected.content.artifacts[0]?.complete).toBe(map.complete);
  const unread = await listUnreadLines(services(), corrected.content, notes.id);
  expect(unread).toMatchObject({ total: 1, ranges: [{ firstLine: 1, lastLine: 3, byHand: false }] });
  expect(corrected.analysis.profiles[0]?.total).toBe(3);

  const snapshot = await createSnapshot(services(), id, { label: 'later', takenAt: new Date('2026-01-01T00:00:00Z') });
  const folded = corrected.content.artifacts.find(({ format }) => format === 'folded')!;
  await correctArtifact(services(), id, folded.id, { snapshotId: snapshot.id });
  expect(await updateSnapshot(services(), id, snapshot.id, { label: 'after the deploy' })).toMatchObject({
    label: 'after the deploy',
    takenAt: new Date('2026-01-01T00:00:00Z'),
  });
  // An older build read it: read anew, the corrections stay.
  const before = await load(services(), id);
  await services().database.changeContent(
    id,
    { documents: [], snapshots: [], artifacts: before.artifacts.map((artifact) => ({ ...artifact, parserVersion: 0 })) },
    new Date(),
  );
  const after = (await loadAnalysis(services(), await load(services(), id))).content;
  expect(after.artifacts.map(({ format, snapshotId }) => [format, snapshotId])).toEqual(
    before.artifacts.map(({ format, snapshotId }) => [format, snapshotId]),
  );
  expect(after.artifacts.find(({ format }) => format === 'folded')?.snapshotId).toBe(snapshot.id);
  const said = async () => {
    const { content, analysis } = await loadIncident(services(), id);
    return toBody(content, analysis).snapshots.map(({ label, because, artifactIds }) => `${label}: ${because} (${artifactIds.length})`);
  };
  expect(await said()).toEqual(['snapshot 1: from one document; pid 4711 (1)', 'after the deploy: 1 capture was put here by hand (1)']);

  // A time before puts it first, whatever its number; a note that becomes a capture again is where it had been put.
  await updateSnapshot(services(), id, map.snapshotId!, { takenAt: new Date('2026-01-02T00:00:00Z') });
  expect((await said()).map((words) => words.split(':')[0])).toEqual(['after the deploy', 'snapshot 1']);
  await updateSnapshot(services(), id, snapshot.id, { takenAt: null });
  await correctArtifact(services(), id, folded.id, { format: null });
  await correctLines(services(), id, notes.id, { firstLine: 4, lastLine: 4, format: 'folded' });
  expect(await said()).toContain('after the deploy: 1 capture was put here by hand (1)');
  // The map moves, and its pid with it.
  const again = corrected.content.artifacts[0]!; // a capture again, by another id
  await correctArtifact(services(), id, again.id, { snapshotId: snapshot.id });
  expect(await said()).toEqual(['after the deploy: 2 captures were put here by hand; pid 4711 (2)']);
  await correctArtifact(services(), id, again.id, { snapshotId: map.snapshotId! });
  expect(await said()).toHaveLength(2);

  await expect(correctArtifact(services(), id, map.id, { format: 'nonsense' })).rejects.toMatchObject({ status: 404 });
  await expect(correctLines(services(), id, notes.id, { firstLine: 1, lastLine: 99, format: 'folded' })).rejects.toMatchObject({
    code: 'artifact/bad-lines',
  });
  await expect(correctLines(services(), id, notes.id, { firstLine: 1, lastLine: 2, format: 'nonsense' })).rejects.toMatchObject({
    code: 'artifact/unknown-format',
  });
  await expect(correctArtifact(services(), id, folded.id, { snapshotId: 'none' })).rejects.toMatchObject({ status: 404 });
});

test('regions are paged, filtered and summed, printed whole, and a node of the treemap opens', async () => {
  const { content } = await createIncident(services(), incoming({ 'pmap.txt': PMAP }));
  const at = { id: content.incident.id, snapshotId: content.snapshots[0]!.id };
  const query = { owner: 'unmatched', limit: 1, offset: 0 };
  const page = await listSnapshotRegions(services(), at, query);
  expect(page).toMatchObject({ total: 2, totals: { rssBytes: 264_800 * 1024 }, nextOffset: 1, regions: [{ start: '0xe0000000' }] });
  const csv = new TextDecoder().decode(await printSnapshotRegions(services(), at, { owner: 'unmatched', limit: 5_000 }, 'csv'));
  expect(csv.split('\r\n').map((line) => line.split(',')[0])).toEqual(['start', page.regions[0]!.start, expect.stringMatching(/^0x/), '']);
  const json = JSON.parse(new TextDecoder().decode(await printSnapshotRegions(services(), at, query, 'json')));
  expect(json).toMatchObject({ total: 2, nextCursor: '1', regions: [{ start: '0xe0000000' }] });
  const unmatched = await growSnapshotTree(services(), at, { node: 'group/unmatched', by: 'rss' });
  expect([unmatched.regionCount, unmatched.residentBytes]).toEqual([2, page.totals.rssBytes]);
  await expect(growSnapshotTree(services(), at, { node: 'group/code', by: 'rss' })).rejects.toMatchObject({ code: 'tree/no-such-node' });
  await expect(listSnapshotRegions(services(), { ...at, snapshotId: 'none' }, query)).rejects.toMatchObject({ status: 404 });
});

test('links: unknown, expired, revoked and foreign answer alike; a role too low does not', async () => {
  const a = await createIncident(services(), incoming({ 'pmap.txt': PMAP }));
  const b = await createIncident(services(), incoming({ 'pmap.txt': PMAP }));
  const { database } = services();
  const id = a.content.incident.id;
  const now = new Date();
  const made = await createLink(services(), id, { role: 'read', expiresInDays: 1, label: 'for Ana' }, 'http://x');
  expect(made.url).toBe(`http://x/s/${made.token}`);
  expect(await followLink(services(), made.token)).toMatchObject({ incidentId: id, role: 'read' });
  const gone = { status: 404, code: 'incident/not-found' };
  await expect(authorise(database, id, [], 'read', now)).rejects.toMatchObject(gone);
  await expect(authorise(database, id, ['x'.repeat(43)], 'read', now)).rejects.toMatchObject(gone);
  await expect(authorise(database, id, [b.links.manage.token], 'read', now)).rejects.toMatchObject(gone);
  await expect(authorise(database, id, [made.token], 'read', new Date(now.getTime() + 2 * 86_400_000))).rejects.toMatchObject(gone);
  await expect(authorise(database, id, [made.token], 'manage', now)).rejects.toMatchObject({ status: 403 });
  expect(await authorise(database, id, [made.token, a.links.manage.token], 'manage', now)).toBe('manage');
  await revokeLink(services(), id, made.id);
  await expect(authorise(database, id, [made.token], 'read', now)).rejects.toMatchObject(gone);
  expect(await followLink(services(), made.token)).toBeNull();
  expect((await listLinks(services(), id)).map(({ role, label, revokedAt }) => [role, label, revokedAt !== null])).toContainEqual([
    'read',
    'for Ana',
    true,
  ]);
  await expect(revokeLink(services(), id, 'nothing')).rejects.toMatchObject({ status: 404 });
});

test('tokens are stored as hashes only', async () => {
  const { links } = await createIncident(services(), incoming({ 'pmap.txt': PMAP }));
  const stored =
    readFileSync(path.join(opened.folder, 'residue.db')).toString('latin1') +
    readFileSync(path.join(opened.folder, 'residue.db-wal')).toString('latin1');
  expect(stored).toContain(hashToken(links.manage.token));
  expect(stored).not.toContain(links.manage.token);
});

test('who saves second is told', async () => {
  const { content } = await createIncident(services(), incoming({ 'pmap.txt': PMAP }));
  const id = content.incident.id;
  expect(await updateIncident(services(), id, { title: '  New   title ' }, 1)).toMatchObject({ title: 'New title', revision: 2 });
  await expect(updateIncident(services(), id, { title: 'Other' }, 1)).rejects.toMatchObject({
    status: 412,
    extra: { current: { title: 'New title', revision: 2 } },
  });
  await expect(updateIncident(services(), id, { title: ' ' }, null)).rejects.toMatchObject({ status: 422 });
});

test('deleting takes rows and bytes', async () => {
  const { content } = await createIncident(services(), incoming({ 'pmap.txt': PMAP.replaceAll('4711', '4712') }));
  const kept = () => blobFiles().some((entry) => entry.name.startsWith(content.documents[0]!.sha256));
  expect(kept()).toBe(true);
  await deleteIncident(services(), content.incident.id);
  expect(kept()).toBe(false);
  await expect(load(services(), content.incident.id)).rejects.toMatchObject({ status: 404 });
  await expect(deleteIncident(services(), content.incident.id)).rejects.toMatchObject({ status: 404 });
});

test('deleting leaves the bytes that another incident has too', async () => {
  const text = PMAP.replaceAll('4711', '4713');
  const a = await createIncident(services(), incoming({ 'pmap.txt': text }));
  const b = await createIncident(services(), incoming({ 'pmap.txt': text }));
  await deleteIncident(services(), a.content.incident.id);
  expect((await readAll(services().blobs.read(b.content.documents[0]!.sha256))).toString()).toBe(text);
});

test('a wrong drop or delete can be undone for seven days, and not for longer', async () => {
  const { content } = await createIncident(services(), incoming({ 't0/pmap.txt': PMAP }));
  const id = content.incident.id;
  const wrong = await addDocuments(services(), id, incoming({ 't1/wrong.txt': PMAP.replaceAll('4711', '4799') }), 10);
  const documentId = wrong.added[0]!.id;
  await removeDocument(services(), id, documentId);
  const without = toBody(await load(services(), id), (await loadAnalysis(services(), await load(services(), id))).analysis);
  expect([without.documents.length, without.snapshots.map(({ label }) => label)]).toEqual([1, ['t0']]);
  expect(await listRemovedDocuments(services(), id)).toMatchObject([{ id: documentId, filename: 't1/wrong.txt' }]);
  await restoreDocument(services(), id, documentId);
  expect((await load(services(), id)).documents).toHaveLength(2);
  await expect(restoreDocument(services(), id, documentId)).rejects.toMatchObject({ status: 404 });

  await trashIncident(services(), id);
  await expect(load(services(), id)).rejects.toMatchObject({ status: 404 });
  await sweep({ ...services(), now: () => new Date(Date.now() + 6 * 86_400_000) });
  await restoreIncident(services(), id);
  expect((await load(services(), id)).documents).toHaveLength(2);
  await trashIncident(services(), id);
  await sweep({ ...services(), now: () => new Date(Date.now() + 8 * 86_400_000) });
  await expect(restoreIncident(services(), id)).rejects.toMatchObject({ status: 404, code: 'incident/not-in-trash' });
});

test('an empty incident waits an hour, no longer', async () => {
  const { content } = await createEmptyIncident(services(), { title: 'soon' });
  await sweep(services());
  await load(services(), content.incident.id);
  await sweep({ ...services(), now: () => new Date(Date.now() + 2 * 3_600_000) });
  await expect(load(services(), content.incident.id)).rejects.toMatchObject({ status: 404 });
});

test('documents added at once all arrive, each once', async () => {
  const { content } = await createEmptyIncident(services(), {});
  const id = content.incident.id;
  const maps = [1, 2, 3, 4].map((n) => PMAP.replace('4711:', `${4711 + n}:`));
  await Promise.all(maps.map((map, n) => addDocuments(services(), id, incoming({ [`pmap-${n}.txt`]: map }), 10)));
  const after = await load(services(), id);
  expect(after.documents.map(({ ordinal }) => ordinal).sort()).toEqual([0, 1, 2, 3]);
  expect(new Set(after.snapshots.map(({ pid }) => pid)).size).toBe(4);
  await expect(addDocuments(services(), id, incoming({ 'one-more.txt': PMAP }), 4)).rejects.toMatchObject({
    status: 413,
    code: 'incident/too-many-documents',
  });
});

test('what the API answers is made of JSON alone', async () => {
  const { content, analysis } = await createIncident(services(), incoming({ 'presto.txt': SAMPLE }));
  const body = toBody(content, analysis);
  expect(JSON.parse(JSON.stringify(body))).toEqual(body);
});

test('ids and tokens are long and never the same', () => {
  const ids = new Set(Array.from({ length: 1000 }, newId));
  expect(ids.size).toBe(1000);
  expect([...ids].every((id) => /^[\w-]{22}$/.test(id))).toBe(true);
});

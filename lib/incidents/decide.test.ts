import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decisionsAnswer } from '@/lib/api/contract/findings';
import { incidentBody } from '@/lib/api/contract/incident';
import { keyOf } from '@/lib/model/decision';
import { decideFinding, listDecisions, takeBackDecision } from './decide';
import { removeDocument, restoreDocument } from './edit';
import { addDocuments, createIncident } from './ingest';
import { toBody, toView } from './present';
import { listen } from './progress';
import { incoming, openTestServices } from './testing/services';
import { loadIncident } from './view';

let opened: Awaited<ReturnType<typeof openTestServices>>;
beforeAll(async () => {
  opened = await openTestServices();
});
afterAll(() => opened.close());
const services = () => opened.services;

const SAMPLE = readFileSync(path.join(import.meta.dirname, '../../public/sample-incident.txt'), 'utf8');
const OTHER = `4711:   java -jar app.jar
Address           Kbytes     RSS   Dirty Mode  Mapping
00000000e0000000  524288  204800  204800 rw---   [ anon ]
00007f1010000000    1024     512       0 r-x-- libc.so.6
---------------- ------- ------- -------
total kB          525312  205312  204800
`;

async function makeIncident() {
  const { content, analysis } = await createIncident(services(), incoming({ 'presto.txt': SAMPLE }));
  const finding = analysis.findings.find(({ ruleId }) => ruleId === 'PN-01')!;
  return { id: content.incident.id, revision: content.incident.revision, key: keyOf(finding), title: finding.title };
}

test('a finding is dismissed with a reason, stays where it is, and the verdict says so', async () => {
  const { id, revision, key, title } = await makeIncident();
  const heard: unknown[] = [];
  const stop = listen(id, (event) => heard.push(event));
  const before = await loadIncident(services(), id);
  const answer = await decideFinding(services(), id, { ...key, state: 'dismissed', reason: 'Known: mapped index files.', author: 'Ann' });
  stop();
  expect(decisionsAnswer.parse(answer)).toEqual(answer);
  expect(answer.revision).toBe(revision + 1);
  expect(answer.decisions).toMatchObject([{ ...key, state: 'dismissed', author: 'Ann', title, fires: true }]);
  expect(heard).toEqual([{ event: 'changed', data: { revision: revision + 1 } }]);
  expect(await listDecisions(services(), id)).toEqual(answer);

  const { content, analysis } = await loadIncident(services(), id);
  expect(analysis).toEqual(before.analysis);
  const body = incidentBody.parse(toBody(content, analysis));
  expect(body.findings.map(({ ruleId }) => ruleId)).toContain('PN-01');
  expect(body.decisions).toEqual(answer.decisions);
  expect(body.verdict).toBe(before.analysis.verdict.text);
  expect(body.verdictParts.decided).toMatch(/^PN-01 \(.*\) was dismissed by Ann: “Known: mapped index files\.”\. The verdict /);
  expect(toView(content, analysis, 'read').decisions).toEqual(answer.decisions);
});

test('it is decided otherwise, taken back, and taken back no second time', async () => {
  const { id, key } = await makeIncident();
  await decideFinding(services(), id, { ...key, state: 'dismissed', reason: 'first', author: null });
  const again = await decideFinding(services(), id, { ...key, state: 'confirmed', reason: 'a heap dump shows it', author: 'Bo' });
  expect(again.decisions.map(({ state, author }) => [state, author])).toEqual([['confirmed', 'Bo']]);
  expect((await takeBackDecision(services(), id, key)).decisions).toEqual([]);
  await expect(takeBackDecision(services(), id, key)).rejects.toMatchObject({ status: 404, code: 'decision/not-found' });
});

test('it survives a new analysis, and tells when its finding is gone and back', async () => {
  const { id, key, title } = await makeIncident();
  await decideFinding(services(), id, { ...key, state: 'confirmed', reason: 'counted', author: null });
  await addDocuments(services(), id, incoming({ 'pmap.txt': OTHER }), 20);
  expect((await listDecisions(services(), id)).decisions).toMatchObject([{ fires: true }]);

  const { content } = await loadIncident(services(), id);
  const sample = content.documents.find(({ filename }) => filename === 'presto.txt')!;
  await removeDocument(services(), id, sample.id);
  expect((await listDecisions(services(), id)).decisions).toMatchObject([{ ruleId: 'PN-01', title, fires: false }]);
  // Undo of a decision on what has gone: it can still be said otherwise.
  const said = await decideFinding(services(), id, { ...key, state: 'dismissed', reason: 'gone', author: null });
  expect(said.decisions).toMatchObject([{ state: 'dismissed', title, fires: false }]);
  await restoreDocument(services(), id, sample.id);
  expect((await listDecisions(services(), id)).decisions).toMatchObject([{ state: 'dismissed', fires: true }]);
});

test('only what fires can be decided on, in an incident that is there', async () => {
  const { id, key } = await makeIncident();
  const said = { state: 'confirmed' as const, reason: 'yes', author: null };
  for (const other of [{ ruleId: 'PM-13' }, { subject: 'other' }, { snapshotId: 'elsewhere' }])
    await expect(decideFinding(services(), id, { ...key, ...other, ...said })).rejects.toMatchObject({ code: 'finding/not-found' });
  await expect(decideFinding(services(), 'nobody', { ...key, ...said })).rejects.toMatchObject({ status: 404 });
  expect((await listDecisions(services(), id)).decisions).toEqual([]);
});

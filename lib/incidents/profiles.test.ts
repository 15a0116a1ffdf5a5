import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { profileDiffBody } from '@/lib/api/contract/profiles';
import { nameOf } from '@/lib/model/call-columns';
import { decodeDiff } from '@/lib/model/diff-codec';
import { createIncident } from './ingest';
import { compareProfiles, exportProfile, openDiff } from './profiles';
import { incoming, openTestServices } from './testing/services';

const CPU = readFileSync(path.join(import.meta.dirname, '../formats/async-profiler-text/fixtures/cpu-traces-and-flat.txt'), 'utf8');
const FOLDED = ['a.Main.run;deflate 30\na.Main.run;a.Old.sort 10\n', 'a.Main.run;deflate 60\na.Main.run;a.New.cache 20\n'];
let opened: Awaited<ReturnType<typeof openTestServices>>;
let incident: Awaited<ReturnType<typeof createIncident>>;
beforeAll(async () => {
  opened = await openTestServices();
  incident = await createIncident(
    opened.services,
    incoming({ 't0/folded.txt': FOLDED[0]!, 't1/folded.txt': FOLDED[1]!, 't1/cpu.txt': CPU }),
  );
}, 60_000);
afterAll(() => opened.close());
const ids = () => {
  const byTotal = new Map(incident.analysis.profiles.map((profile) => [profile.total, profile.id]));
  const timed = incident.analysis.profiles.find((profile) => profile.unit === 'ns')!.id;
  return { id: incident.content.incident.id, from: byTotal.get(40)!, to: byTotal.get(80)!, timed };
};

test('a profile as a file of other tools, under a name that stays', async () => {
  const { id, from, timed } = ids();
  const folded = await exportProfile(opened.services, { id, profileId: from }, 'collapsed');
  expect([folded.filename, new TextDecoder().decode(await folded.make())]).toEqual(['profile.collapsed.txt', FOLDED[0]]);
  expect((await exportProfile(opened.services, { id, profileId: from }, 'collapsed')).hash).toBe(folded.hash);
  const speedscope = await exportProfile(opened.services, { id, profileId: timed }, 'speedscope');
  expect(JSON.parse(new TextDecoder().decode(await speedscope.make())).profiles[0].unit).toBe('nanoseconds');
  const pprof = await exportProfile(opened.services, { id, profileId: timed }, 'pprof');
  expect([
    pprof.filename,
    gunzipSync(await pprof.make())
      .toString('latin1')
      .includes('nanoseconds'),
  ]).toEqual(['cpu.pb.gz', true]);
  expect(pprof.hash).not.toBe(speedscope.hash);
  await expect(exportProfile(opened.services, { id, profileId: 'other' }, 'pprof')).rejects.toMatchObject({ status: 404 });
});

test('a file that holds nothing else tells by its name what it counts, and that is said', async () => {
  const { analysis } = await createIncident(
    opened.services,
    incoming({
      'ap-cpu.txt': FOLDED[0]!,
      'alone/alloc-bytes.txt': `Some words.\n\n${FOLDED[1]}`,
      'notes/cpu.txt': `${FOLDED[1]}\n\n${CPU}`,
    }),
  );
  const told = analysis.profiles.map(({ event, unit, because }) => `${event} ${unit} ${because ?? ''}`).sort();
  expect(told).toEqual([
    'alloc bytes The text does not say what it counts; its file name does: alloc, bytes (alloc-bytes.txt).',
    'cpu unknown The text does not say what it counts; its file name does: cpu (ap-cpu.txt).',
    'null ns ',
    'null unknown ',
  ]);
});

test('two profiles as one tree, and by function', async () => {
  const { id, from, to, timed } = ids();
  const { hash, make } = await openDiff(opened.services, { id, from, to });
  const tree = decodeDiff(new Uint8Array(gunzipSync(await make())));
  expect([...tree.from.frame.keys()].map((node) => `${nameOf(tree.from, node)} ${tree.from.total[node]} ${tree.to.total[node]}`)).toEqual([
    'all 40 80',
    'a.Main.run 40 80',
    'deflate 30 60',
    'a.New.cache 0 20',
    'a.Old.sort 10 0',
  ]);
  expect((await openDiff(opened.services, { id, from: to, to: from })).hash).not.toBe(hash);

  const compared = await compareProfiles(opened.services, { id, from, to }, 2);
  expect(profileDiffBody.parse(compared)).toEqual(compared);
  expect([compared.comparable, compared.count, compared.functions.map((one) => `${one.name} ${one.self.delta}`)]).toEqual([
    true,
    4,
    ['a.New.cache 0.25', 'a.Old.sort -0.25'],
  ]);
  expect(compared.functions[0]?.lines).toMatchObject({ from: null, to: { firstLine: 2, lastLine: 2 } });
  const odd = await compareProfiles(opened.services, { id, from, to: timed }, 1);
  expect([odd.comparable, odd.doubts.length]).toEqual([false, 3]);
  await expect(compareProfiles(opened.services, { id, from, to: 'other' }, 1)).rejects.toMatchObject({ code: 'profile/not-found' });
});

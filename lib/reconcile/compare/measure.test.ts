import { expect, test } from 'vitest';
import { GIB, MIB } from '@/lib/base/bytes';
import type { HotFrame } from '@/lib/model/hot-stacks';
import type { ContainerUse, ProfileDigest, SnapshotDigest } from '@/lib/model/snapshot-digest';
import { readFacts } from '../testing/facts';
import { mergeOrder } from './compare-ledgers';
import { compareProfiles } from './compare-profiles';
import { type ComparedSide, compareSnapshots } from './compare-snapshots';
import { layTimeline } from './lay-timeline';
import { measurePressure } from './measure-pressure';
import { measureTime, readStamp, sayDuration } from './measure-time';
import { toSide } from './testing/sides';

const MAP = (rssKib: number) => `4711:   java -jar app.jar
Address           Kbytes     RSS   Dirty Mode  Mapping
00007f0000000000 ${String(4 * 1024 * 1024).padStart(7)} ${rssKib} ${rssKib} rw---   [ anon ]
00007f4000000000    1024     512       0 r-x-- libz.so
---------------- ------- ------- ------- ------- -------
total kB         4195328 ${rssKib + 512} ${rssKib}
`;

const side = (label: string, rssMib: number, more: Partial<SnapshotDigest> = {}): ComparedSide => {
  const made = toSide(label, readFacts(['pmap-x', MAP(rssMib * 1024)]), 4711);
  return { ...made, digest: { ...made.digest, ...more } };
};
const container = (use: Partial<ContainerUse>): ContainerUse => ({
  limitBytes: null,
  currentBytes: null,
  inactiveFileBytes: null,
  oomKills: null,
  lines: [],
  ...use,
});
const clock = (elapsedSeconds: number | null, at: number | null, zone: string | null = 'UTC') => ({
  artifactId: 'vm-info',
  line: 11,
  pid: 4711,
  elapsedSeconds,
  at: at === null ? null : { text: new Date(at).toISOString(), ms: at, zone },
});

test('time: by hand, by uptime, by time of day, by the names of files; else not at all', () => {
  const between = (a: Partial<SnapshotDigest>, b: Partial<SnapshotDigest>, same = true) =>
    measureTime(side('t0', 10, a).digest, side('t1', 10, b).digest, same)?.seconds ?? null;
  const [noon, one] = [Date.UTC(2026, 6, 11, 12), Date.UTC(2026, 6, 11, 13)];
  expect(between({ takenAt: noon, clock: clock(5, null) }, { takenAt: one, clock: clock(10, null) })).toBe(3_600);
  expect(between({ takenAt: one }, { takenAt: noon })).toBe(-3_600);
  expect(between({ clock: clock(3.829871, noon) }, { clock: clock(75.482041, noon) })).toBe(71.652);
  // Another run has another uptime: only the time of day counts.
  expect(between({ clock: clock(500, noon) }, { clock: clock(10, one) }, false)).toBe(3_600);
  expect(between({ clock: clock(null, noon, 'CEST') }, { clock: clock(null, one, 'CET') })).toBeNull();
  expect(between({ label: '20260711T083000' }, { label: '2026-07-11_08-45' })).toBe(900);
  expect(between({}, {})).toBeNull();
  expect(between({ takenAt: noon }, { takenAt: noon })).toBeNull();
});

test('stamps and durations', () => {
  expect(['t0', '4711', '20261311T083000', '2026-07-11_25-00'].map(readStamp)).toEqual([null, null, null, null]);
  expect([0.04, 9.96, 72, 119, 300, 3_600, 7_500, 200_000].map(sayDuration)).toEqual([
    '0 s',
    '10 s',
    '72 s',
    '119 s',
    '5 min',
    '1 h',
    '2 h 5 min',
    '2 days 8 h',
  ]);
});

test('pressure: the container where it was captured, else the process alone', () => {
  const hour = { seconds: 3_600, because: '', lines: [] };
  const before = side('t0', 1_024, { container: container({ limitBytes: 4 * GIB, currentBytes: 2 * GIB, inactiveFileBytes: 512 * MIB }) });
  const after = side('t1', 1_536, { container: container({ limitBytes: 4 * GIB, currentBytes: 3 * GIB, inactiveFileBytes: GIB }) });
  expect(measurePressure(before.digest, after.digest, hour)).toMatchObject({
    limitBytes: 4 * GIB,
    usedBytes: 2 * GIB,
    usedFrom: 'container',
    growthBytesPerHour: 512 * MIB,
  });
  const bare = side('t0', 1_024);
  expect(measurePressure(bare.digest, side('t1', 1_536).digest, hour)).toMatchObject({
    limitBytes: null,
    usedBytes: 1_536 * MIB + 512 * 1024,
    usedFrom: 'process',
    growthBytesPerHour: 512 * MIB,
  });
  // Captured at one moment only: the process tells the growth, the container the rest.
  expect(measurePressure(bare.digest, after.digest, hour)).toMatchObject({ usedBytes: 2 * GIB, growthBytesPerHour: 512 * MIB });
  expect(measurePressure(before.digest, after.digest, null)?.growthBytesPerHour).toBeNull();
});

test('a restart in between takes the rate away: it would be of two processes', () => {
  const from = side('t0', 1_024, { takenAt: Date.UTC(2026, 6, 11, 12) });
  const to = side('t1', 1_536, { takenAt: Date.UTC(2026, 6, 11, 13), pid: 4712 });
  const comparison = compareSnapshots(from, to);
  expect([comparison.process, comparison.pressure?.growthBytesPerHour]).toEqual(['restarted', null]);
  expect(comparison.sentence.text).toContain('started anew');
});

test('nothing grew, and the sentence says so', () => {
  expect(compareSnapshots(side('a', 100), side('b', 100)).sentence.text).toBe('RSS did not change at 100.5 MiB.');
  expect(compareSnapshots(side('a', 1_000), side('b', 1_001)).sentence.text).toMatch(/^RSS hardly changed \(\+1\.0 MiB\) at 1001\.5 MiB\./);
  expect(compareSnapshots(side('a', 1_000), side('b', 500)).sentence.text).toMatch(
    /^RSS fell by 500\.0 MiB\. Anonymous memory gave back 100 % of it\.$/,
  );
});

test('three snapshots make a time line, in the order of time', () => {
  const at = (hour: string) => ({ takenAt: Date.UTC(2026, 6, 11, Number(hour)) });
  expect(layTimeline([side('a', 1, at('10')), side('b', 1, at('11'))])).toBeUndefined();
  const late = side('late', 3, at('14'));
  const killed = side('c', 2, { ...at('12'), pid: 4712, vmVersion: '21.0.2', container: container({ oomKills: 2 }) });
  const first = side('first', 1, { ...at('10'), vmVersion: '17.0.15', container: container({ oomKills: 1 }) });
  const points = layTimeline([first, late, killed]);
  expect(points?.map(({ snapshotId, seconds }) => [snapshotId, seconds])).toEqual([
    ['first', 0],
    ['c', 7_200],
    ['late', 14_400],
  ]);
  expect(points?.map(({ events }) => events.map(({ kind }) => kind))).toEqual([[], ['restart', 'jdk', 'oom-kill'], ['restart']]);
  expect(layTimeline([side('a', 1), side('b', 1), side('c', 1)])?.map(({ seconds }) => seconds)).toEqual([null, null, null]);
});

test('a trim of malloc is told where it was captured, the first snapshot included', () => {
  const trim = (afterBytes: number) => ({ trim: { artifactId: 'a', line: 1, pid: null, beforeBytes: 3 * GIB, afterBytes } });
  const points = layTimeline([side('a', 1, trim(2 * GIB)), side('b', 1), side('c', 1, trim(3 * GIB))]);
  expect(points?.map(({ events }) => events)).toEqual([
    [{ kind: 'trim', text: 'malloc gave back 1.00 GiB when it was told to trim' }],
    [],
    [{ kind: 'trim', text: 'malloc was told to trim and gave nothing back' }],
  ]);
});

test('buckets keep the order of the ledger, wherever they are', () => {
  expect(mergeOrder(['heap', 'malloc', 'unexplained'], ['heap', 'gc', 'malloc', 'kernel', 'unexplained'])).toEqual([
    'heap',
    'gc',
    'malloc',
    'kernel',
    'unexplained',
  ]);
});

const frame = (name: string, selfWeight: number, totalWeight = selfWeight): HotFrame => ({
  name,
  type: 'native',
  selfWeight,
  totalWeight,
  javaCaller: null,
  artifactId: 'p',
  firstLine: 1,
  lastLine: 2,
});
const profile = (id: string, total: number, hot: HotFrame[], complete = true, event = 'cpu'): ProfileDigest => ({
  id,
  artifactId: 'p',
  event,
  unit: 'samples',
  kind: 'time',
  total,
  samples: total,
  hot,
  complete,
});

test('functions side by side as shares; what is not listed is 0 only in a whole list', () => {
  const [compared] = compareProfiles(
    [profile('a', 1_000, [frame('deflate', 100), frame('gone', 20)]), profile('x', 5, [], true, 'alloc')],
    [profile('b', 2_000, [frame('deflate', 1_200), frame('new', 10)], false)],
  );
  expect(compared?.functions.map(({ name, self, certain }) => [name, self.from, self.to, certain])).toEqual([
    ['deflate', 0.1, 0.6, true],
    ['gone', 0.02, null, null],
    ['new', 0, 0.005, true],
  ]);
  const [small] = compareProfiles([profile('a', 20, [frame('f', 2)])], [profile('b', 20, [frame('f', 3)])]);
  expect(small?.functions[0]?.certain).toBe(false);
  expect(compareProfiles([profile('a', 10, [])], [profile('b', 10, [], true, 'wall')])).toEqual([]);
});

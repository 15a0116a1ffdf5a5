import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { GIB, KIB, MIB } from '@/lib/base/bytes';
import { bareChange, bytesChange } from './change-text';
import {
  choosePair,
  diverge,
  formatPart,
  nextLabel,
  parseLimit,
  pointsBetween,
  sayOffset,
  selectTimeline,
  ticksFor,
  writeLimit,
} from './select';

test('the pair asked for, else the first and the last with a ledger', () => {
  const view = seedView();
  const [snapshot] = view.snapshots;
  const [analysis] = view.analysis.snapshots;
  const id = snapshot!.id;
  expect(choosePair(view, null, null)).toEqual({ from: id, to: id });
  const more = {
    ...view,
    snapshots: ['a', 'b', 'c', 'd'].map((name) => ({ ...snapshot!, id: name })),
    analysis: { ...view.analysis, snapshots: ['b', 'c'].map((snapshotId) => ({ ...analysis!, snapshotId })) },
  };
  expect(choosePair(more, null, null)).toEqual({ from: 'b', to: 'c' });
  expect(choosePair(more, 'd', 'a')).toEqual({ from: 'd', to: 'a' });
  expect(choosePair(more, 'gone', 'a')).toEqual({ from: 'b', to: 'a' });
  expect(choosePair({ ...view, snapshots: [], analysis: { ...view.analysis, snapshots: [] } }, null, null)).toBeNull();
});

test('a bar begins in the middle and stays in its lane', () => {
  expect(diverge({ min: 50, best: 50, max: 50 }, 100)).toEqual({ left: 50, width: 25, grew: true, whisker: null });
  expect(diverge({ min: -100, best: -100, max: -100 }, 100)).toEqual({ left: 0, width: 50, grew: false, whisker: null });
  expect(diverge({ min: -10, best: 0, max: 500 }, 100).whisker).toEqual({ left: 45, width: 55 });
  const bytes = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
  fc.assert(
    fc.property(bytes, bytes, bytes, fc.nat({ max: 2 ** 40 }), (a, b, c, largest) => {
      const [min, best, max] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      const { left, width, whisker } = diverge({ min, best, max }, largest);
      for (const part of [{ left, width }, whisker ?? { left: 50, width: 0 }]) {
        expect(part.left).toBeGreaterThanOrEqual(0);
        expect(part.width).toBeGreaterThanOrEqual(0);
        expect(part.left + part.width).toBeLessThanOrEqual(100.000001);
      }
    }),
  );
});

test('a limit as people type it', () => {
  expect(['8', '8 GiB', '8g', '512M', '1.5 g', '1,5', '4096 KiB', '2T'].map(parseLimit)).toEqual([
    8 * GIB,
    8 * GIB,
    8 * GIB,
    512 * MIB,
    1.5 * GIB,
    1.5 * GIB,
    4096 * KIB,
    2048 * GIB,
  ]);
  expect(['', '0', '-1', 'max', '8 bananas', '1e9', '9'.repeat(40)].map(parseLimit)).toEqual(Array(7).fill(null));
  for (const bytes of [8 * GIB, 1536 * MIB, 5 * KIB]) expect(parseLimit(writeLimit(bytes))).toBe(bytes);
  expect(writeLimit(0)).toBe('');
});

test('changes and shares in words', () => {
  expect([bareChange(1_948_430 * KIB, 'kib'), bareChange(-12 * KIB, 'kib'), bareChange(0, 'kib')]).toEqual(['+1,948,430', '−12', '0']);
  expect([bytesChange(2 * GIB), bytesChange(-MIB)]).toEqual(['+2.00 GiB', '−1.0 MiB']);
  expect([formatPart(0.0134), formatPart(0), formatPart(null)]).toEqual(['1.3 %', '0.0 %', 'not listed']);
  expect([pointsBetween({ from: 0.25, to: 0.5 }), pointsBetween({ from: null, to: 1 })]).toEqual([25, null]);
  expect([0, 71.652, 600, 9_000, 200_000].map(sayOffset)).toEqual(['0', '+72 s', '+10 min', '+2.5 h', '+2.3 d']);
});

test('the time line stacks what the ledger holds, the unexplained on top', () => {
  const view = seedView();
  const [analysis] = view.analysis.snapshots;
  const snapshotId = analysis!.snapshotId;
  expect(selectTimeline(view)).toBeNull();
  const timed = { ...view, analysis: { ...view.analysis, timeline: [0, 60, 120].map((seconds) => ({ snapshotId, seconds, events: [] })) } };
  const drawn = selectTimeline(timed);
  expect(drawn?.timed).toBe(true);
  expect(drawn?.rows.map(({ x, tick }) => [x, tick])).toEqual([
    [0, '0'],
    [60, '+60 s'],
    [120, '+120 s'],
  ]);
  const rss = analysis!.reconciliation.ledger!.rssBytes;
  for (const { parts } of drawn!.rows) expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(rss);
  const roles = drawn!.roles.map(({ role }) => role);
  expect(roles[0]).toBe('heap');
  const untimed = {
    ...view,
    analysis: { ...view.analysis, timeline: [null, null].map((seconds) => ({ snapshotId, seconds, events: [] })) },
  };
  expect(selectTimeline(untimed)?.rows.map(({ x }) => x)).toEqual([0, 1]);
});

test('the next captures get a name of their own', () => {
  expect([nextLabel([]), nextLabel(['t0']), nextLabel(['t1']), nextLabel(['snapshot 1', 't1', 't2'])]).toEqual(['t1', 't1', 't2', 't3']);
});

test('an axis has round steps and reaches its largest figure', () => {
  expect(ticksFor(3.16 * GIB, 'linear').map((bytes) => bytes / GIB)).toEqual([0, 1, 2, 3, 4]);
  expect(ticksFor(300 * MIB, 'log').map((bytes) => bytes / KIB)).toEqual([64, 1_024, 16_384, 262_144, 4_194_304]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 45 }), fc.constantFrom('linear' as const, 'log' as const), (bytes, scale) => {
      const ticks = ticksFor(bytes, scale);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(bytes);
      expect(ticks.length).toBeLessThan(20);
    }),
  );
});

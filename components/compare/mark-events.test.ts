import { expect, test } from 'vitest';
import { markEvents, parseOffset } from './mark-events';
import type { TimelineRow } from './select';

const row = (snapshotId: string, x: number, events: TimelineRow['events'] = []): TimelineRow => ({
  snapshotId,
  label: snapshotId,
  x,
  tick: '',
  rssBytes: 0,
  parts: {},
  events,
});
const tell = (...given: Parameters<typeof markEvents>) => markEvents(...given).map(({ x, word, text }) => `${x} ${word}: ${text}`);

test('what captures tell and what was typed in, in the order of time', () => {
  const rows = [row('t0', 0), row('t1', 100, [{ kind: 'restart', text: 'Started anew: another pid' }]), row('t2', 7_200)];
  expect(
    tell(rows, true, [
      { kind: 'deploy', at: { seconds: 3_600 }, text: '2.14.1' },
      { kind: 'other', at: { before: 't1' }, text: 'night' },
      { kind: 'trim', at: { before: 'gone' }, text: '' },
    ]),
  ).toEqual([
    '50 night: Before t1: note, night',
    '100 restart: Before t1: Started anew: another pid',
    '3600 deploy: +60 min: deploy, 2.14.1',
    'null malloc trim: malloc trim (its snapshot is gone)',
  ]);
});

test('without times, an event has a place between snapshots alone', () => {
  const rows = [row('t0', 0), row('t1', 1), row('t2', 2)];
  expect(
    tell(rows, false, [
      { kind: 'gc', at: { before: 't2' }, text: '' },
      { kind: 'load', at: { seconds: 60 }, text: '' },
    ]),
  ).toEqual([
    '1.5 full GC: Before t2: full GC',
    'null load change: +60 s: load change (the times of the snapshots are not known, so it has no place)',
  ]);
});

test('offsets as one types them', () => {
  expect(['90 s', '+30 min', '1.5 h', '2d', '1,5 H', '5m'].map(parseOffset)).toEqual([90, 1_800, 5_400, 172_800, 5_400, 300]);
  expect(['', '30', 'soon', '-5 s', '5 weeks', '1e9 s'].map(parseOffset)).toEqual([null, null, null, null, null, null]);
});

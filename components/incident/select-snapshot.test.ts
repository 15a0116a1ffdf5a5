import { expect, test } from 'vitest';
import { NOTHING_BESIDE } from '@/lib/model/beside';
import type { IncidentView } from '@/lib/model/incident';
import { capturedAt, formatClock } from './select-snapshot';

const clock = (zone: string | null) => ({
  text: `Sun Nov 22 21:47:33 2026${zone ? ` ${zone}` : ''}`,
  ms: Date.UTC(2026, 10, 22, 21, 47, 33),
  zone,
  lines: { artifactId: 'info', firstLine: 5, lastLine: 5 },
});

test('the zone is the one printed, and its absence is told', () => {
  expect(formatClock(clock('UTC'))).toBe('2026-11-22 21:47 UTC');
  expect(formatClock(clock('CET'))).toBe('2026-11-22 21:47 CET');
  expect(formatClock(clock(null))).toBe('2026-11-22 21:47 local time, zone not printed');
});

test('what somebody set stands before what a capture prints', () => {
  const view = (takenAt: string | null, zone: string | null | undefined) =>
    ({
      snapshots: [{ id: 's', takenAt }],
      analysis: {
        snapshots: [{ snapshotId: 's', reconciliation: { beside: { ...NOTHING_BESIDE, clock: zone === undefined ? null : clock(zone) } } }],
      },
    }) as unknown as IncidentView;
  expect(capturedAt(view('2026-07-01T08:30:00.000Z', 'UTC'), 's')).toEqual({ text: '2026-07-01 08:30 UTC', lines: null });
  expect(capturedAt(view(null, 'UTC'), 's')?.lines?.firstLine).toBe(5);
  expect(capturedAt(view(null, undefined), 's')).toBeNull();
  expect(capturedAt(view(null, 'UTC'), 'other')).toBeNull();
});

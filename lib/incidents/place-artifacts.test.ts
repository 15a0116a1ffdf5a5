import { expect, test } from 'vitest';
import type { ArtifactRow, SnapshotRow } from '@/lib/model/incident';
import { findPlacement, orderByTime, pidAmong } from './place-artifacts';

/** "b@3" → a snapshot taken on the third of the month; "b": nobody knows when. */
const snapshots = (...words: string[]): SnapshotRow[] =>
  words.map((word, ordinal) => {
    const [label = '', day] = word.split('@');
    const takenAt = day ? new Date(`2026-07-0${day}T08:30:00Z`) : null;
    return { id: label, incidentId: 'i', ordinal, label, pid: null, takenAt };
  });
const labels = (rows: readonly SnapshotRow[]) =>
  rows
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .map(({ label }) => label)
    .join(' ');

test('known times decide the order, unknown ones keep their places', () => {
  expect(labels(orderByTime(snapshots('a', 'b', 'c')))).toBe('a b c');
  expect(labels(orderByTime(snapshots('a@3', 'b@1', 'c@2')))).toBe('b c a');
  expect(labels(orderByTime(snapshots('a@3', 'x', 'c@2', 'y')))).toBe('c x a y');
  expect(labels(orderByTime(snapshots('a@2', 'b@2')))).toBe('a b');
  const same = snapshots('a@1', 'b@2', 'c');
  expect(orderByTime(same)).toEqual(same);
});

test('a snapshot keeps its pid as long as one of its captures tells it', () => {
  const member = (pid: number | null) => ({ tool: { pid, version: null, command: null } }) as ArtifactRow;
  const [snapshot] = snapshots('a') as [SnapshotRow];
  expect(pidAmong(snapshot, [member(null), member(6), member(7)])).toBe(6);
  expect(pidAmong({ ...snapshot, pid: 7 }, [member(6), member(7)])).toBe(7);
  expect(pidAmong({ ...snapshot, pid: 5 }, [member(null), member(7)])).toBe(7);
  expect(pidAmong({ ...snapshot, pid: 5 }, [])).toBe(5);
});

test('the latest choice for some lines counts', () => {
  const placements = [
    { firstLine: 1, lastLine: 10, snapshotId: 's0' },
    { firstLine: 5, lastLine: 20, snapshotId: 's1' },
  ];
  expect(findPlacement(placements, { firstLine: 6, lastLine: 9 })?.snapshotId).toBe('s1');
  expect(findPlacement(placements, { firstLine: 1, lastLine: 3 })?.snapshotId).toBe('s0');
  expect(findPlacement(placements, { firstLine: 30, lastLine: 31 })).toBeUndefined();
});

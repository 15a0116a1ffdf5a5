import { formatCount } from '@/lib/base/bytes';
import type { LineRef } from '@/lib/model/artifact';
import type { TimeBetween } from '@/lib/model/comparison';
import type { SnapshotDigest } from '@/lib/model/snapshot-digest';

/** "2026-07-11_08-30", "20260711T083000Z": stamps that people put into file names, which become labels. */
const STAMP = /^(\d{4})-?(\d{2})-?(\d{2})[T_ .-]?(\d{2})[:.h-]?(\d{2})(?:[:.m-]?(\d{2}))?(Z?)$/i;

/** Milliseconds of a stamp, read as if it were UTC; null where the label is none. */
export function readStamp(label: string): number | null {
  const [, year, month, day, hours, minutes, seconds] = STAMP.exec(label) ?? [];
  if (year === undefined) return null;
  const parts = [month, day, hours, minutes].map(Number);
  const [m = 0, d = 0, h = 0, min = 0] = parts;
  if (m < 1 || m > 12 || d < 1 || d > 31 || h > 23 || min > 59 || Number(seconds ?? 0) > 59) return null;
  return Date.UTC(Number(year), m - 1, d, h, min, Number(seconds ?? 0));
}

/**
 * How far apart two snapshots are; null where nothing tells. First what somebody set by hand, then how long the JVM had been
 * up (exact to milliseconds), the time of day it printed, last the stamps in the names of the files.
 */
export function measureTime(from: SnapshotDigest, to: SnapshotDigest, sameRun: boolean): TimeBetween | null {
  if (from.takenAt !== null && to.takenAt !== null) {
    const seconds = (to.takenAt - from.takenAt) / 1_000;
    return given(seconds, 'the times set for the two snapshots', []);
  }
  const [was, is] = [from.clock, to.clock];
  const lines: LineRef[] = [from.clock, to.clock].flatMap((clock) =>
    clock ? [{ artifactId: clock.artifactId, firstLine: clock.line, lastLine: clock.line }] : [],
  );
  if (sameRun && was?.elapsedSeconds != null && is?.elapsedSeconds != null) {
    const because = `the JVM had been up ${sayUptime(was.elapsedSeconds)} and ${sayUptime(is.elapsedSeconds)}`;
    return given(round(is.elapsedSeconds - was.elapsedSeconds), because, lines);
  }
  if (was?.at && is?.at && was.at.zone === is.at.zone)
    return given((is.at.ms - was.at.ms) / 1_000, `the JVM printed ${was.at.text} and ${is.at.text}`, lines);
  const [before, after] = [readStamp(from.label), readStamp(to.label)];
  if (before !== null && after !== null)
    return given((after - before) / 1_000, `the names of the files say ${from.label} and ${to.label}`, []);
  return null;
}

const SECONDS_PER_HOUR = 3_600;

/** A difference as a rate, in whole bytes per hour. */
export const perHour = (bytes: number, { seconds }: TimeBetween): number => Math.round((bytes / seconds) * SECONDS_PER_HOUR);

const given = (seconds: number, because: string, lines: LineRef[]): TimeBetween | null =>
  seconds === 0 || !Number.isFinite(seconds) ? null : { seconds, because, lines };

const round = (seconds: number) => Math.round(seconds * 1_000) / 1_000;

/** "3.8 s", "2 h 5 min" */
function sayUptime(seconds: number): string {
  return seconds < 120 ? `${seconds.toFixed(1)} s` : sayDuration(seconds);
}

/** "72 s", "5 min", "2 h 5 min", "3 days 4 h": two parts at most. */
export function sayDuration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  if (whole < 120) return Math.abs(seconds) < 10 ? `${Number(Math.abs(seconds).toFixed(1))} s` : `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const two = (large: number, word: string, small: number, smallWord: string) =>
    small === 0 ? `${formatCount(large)} ${word}` : `${formatCount(large)} ${word} ${small} ${smallWord}`;
  if (minutes < 48 * 60) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return two(Math.floor(hours / 24), 'days', hours % 24, 'h');
}

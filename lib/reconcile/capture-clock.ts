import type { CaptureClock } from '@/lib/model/beside';
import type { Sourced } from '@/lib/model/facts';
import type { VmClock } from '@/lib/model/process-facts';
import { lineOf } from './container';
import { maybeSameProcess } from './same-process';

/** The time that a capture of this process prints (VM.info, a crash log). Of several the earliest: the others were taken after it. */
export function readClock(clocks: readonly Sourced<VmClock>[], pid: number | null): CaptureClock | null {
  const told = clocks.flatMap(({ artifactId, value: { at, line, pid: other } }) =>
    at && maybeSameProcess(other, pid) ? [{ ...at, lines: lineOf(artifactId, line) }] : [],
  );
  const [first] = told.sort((a, b) => a.ms - b.ms || (a.lines.artifactId < b.lines.artifactId ? -1 : 1));
  return first ?? null;
}

import type { SnapshotFacts, Sourced } from '@/lib/model/facts';
import type { Reconciliation } from '@/lib/model/ledger';
import type { NmtReport } from '@/lib/model/nmt';
import type { CHeap, HeapUsage } from '@/lib/model/process-facts';
import { findReport } from './evidence';

/** One snapshot as rules about time see it. */
export interface Moment {
  snapshotId: string;
  label: string;
  pid: number | null;
  /** Milliseconds; only differences mean anything. null where no capture tells. */
  at: number | null;
  reconciliation: Reconciliation | null;
  report: Sourced<NmtReport> | null;
  cHeap: Sourced<CHeap> | null;
  heap: Sourced<HeapUsage> | null;
}

/** `takenAt` was said by a person and wins over the clock that VM.info prints. */
export function toMoment(
  snapshot: { id: string; label: string; pid: number | null; takenAt?: number | null },
  facts: SnapshotFacts,
  reconciliation: Reconciliation | null,
): Moment {
  return {
    snapshotId: snapshot.id,
    label: snapshot.label,
    pid: snapshot.pid,
    at: snapshot.takenAt ?? facts['vm-clock'].find((clock) => clock.value.at)?.value.at?.ms ?? null,
    reconciliation,
    report: findReport(facts['nmt-report'], reconciliation ?? undefined) ?? null,
    cHeap: facts['c-heap'][0] ?? null,
    heap: facts['heap-usage'].find((heap) => heap.value.used !== null) ?? null,
  };
}

/** Seconds between two moments; null where either is unknown, or they do not follow each other. */
export function secondsBetween(from: Moment, to: Moment): number | null {
  if (from.at === null || to.at === null || to.at <= from.at) return null;
  return (to.at - from.at) / 1000;
}

/** The moments of the same run as the last one: another pid is another process. */
export function sameProcess(history: readonly Moment[]): Moment[] {
  const pid = history.at(-1)?.pid ?? null;
  return history.filter((moment) => pid === null || moment.pid === null || moment.pid === pid);
}

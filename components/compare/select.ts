import { axisTicks, ROLE_ORDER, selectLedgerRows } from '@/components/incident/ledger-select';
import type { Bounds } from '@/lib/base/bounds';
import { formatCount, GIB, KIB, MIB } from '@/lib/base/bytes';
import type { Comparison, TimelinePoint } from '@/lib/model/comparison';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';
import type { MemoryRole } from '@/lib/model/memory-tree';

/** The two snapshots to compare: those asked for, else the first and the last with a ledger, else the first and the last. */
export function choosePair(view: IncidentView, from: string | null, to: string | null): { from: string; to: string } | null {
  const ids = view.snapshots.map(({ id }) => id);
  const mapped = view.analysis.snapshots.filter(({ reconciliation }) => reconciliation.ledger !== null).map(({ snapshotId }) => snapshotId);
  const usual = mapped.length >= 2 ? mapped : ids;
  const pick = (id: string | null, fallback: string | undefined) => (id !== null && ids.includes(id) ? id : fallback);
  const chosen = { from: pick(from, usual[0]), to: pick(to, usual.at(-1)) };
  return chosen.from === undefined || chosen.to === undefined ? null : { from: chosen.from, to: chosen.to };
}

/** A name for the folder of the next captures that no snapshot has: "t1", "t2" … */
export function nextLabel(labels: readonly string[]): string {
  for (let n = 1; ; n++) if (!labels.includes(`t${n}`)) return `t${n}`;
}

/** Round steps of an axis that reaches `bytes`: on a log scale every sixteenfold, from the least drawn. */
export function ticksFor(bytes: number, scale: 'linear' | 'log'): number[] {
  if (scale === 'log') {
    const ticks = [LEAST_DRAWN];
    while ((ticks.at(-1) ?? 0) < bytes) ticks.push((ticks.at(-1) ?? 1) * 16);
    return ticks;
  }
  const inner = axisTicks(bytes).map((tick) => tick.bytes);
  const step = inner[1] ?? bytes;
  while ((inner.at(-1) ?? bytes) < bytes) inner.push((inner.at(-1) ?? 0) + step);
  return inner;
}

/** Least of a log axis: what is smaller is drawn at it. */
export const LEAST_DRAWN = 64 * KIB;

/** Largest change first; what did not change, by size; nothing on both sides says nothing. */
export function sortBuckets(buckets: Comparison['buckets']): Comparison['buckets'] {
  const present = buckets.filter(({ residentBytes: { from, to } }) => from.max > 0 || to.max > 0);
  return present.toSorted(
    (a, b) =>
      Math.abs(b.residentBytes.delta.best) - Math.abs(a.residentBytes.delta.best) || b.residentBytes.to.best - a.residentBytes.to.best,
  );
}

export interface Diverging {
  /** Percent of the lane, whose middle is at 50. */
  left: number;
  width: number;
  grew: boolean;
  /** The bounds, where they differ from the best figure; clipped to the lane. */
  whisker: { left: number; width: number } | null;
}

/** A bar from the middle of the lane, as long as the change is to the largest one. */
export function diverge({ min, best, max }: Bounds, largestBytes: number): Diverging {
  const at = (bytes: number) => (largestBytes > 0 ? 50 + Math.max(-50, Math.min(50, (bytes / largestBytes) * 50)) : 50);
  const [low, high] = [Math.min(50, at(best)), Math.max(50, at(best))];
  return {
    left: low,
    width: high - low,
    grew: best >= 0,
    whisker: min === max ? null : { left: at(min), width: at(max) - at(min) },
  };
}

export const largestOf = (deltas: readonly Bounds[]): number => Math.max(0, ...deltas.map(({ best }) => Math.abs(best)));

/** "8", "8 GiB", "512M", "1.5 g" → bytes; a bare number is GiB, as limits are written. null: not a size. */
export function parseLimit(text: string): number | null {
  const [, number, unit = 'g'] = /^\s{0,8}(\d{1,12}(?:[.,]\d{1,6})?)\s{0,4}([kmgt])?(?:i?b)?\s{0,8}$/i.exec(text) ?? [];
  if (number === undefined) return null;
  const factor = { k: KIB, m: MIB, g: GIB, t: 1024 * GIB }[unit.toLowerCase()] ?? GIB;
  const bytes = Math.round(Number(number.replace(',', '.')) * factor);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}

/** A limit as one would type it: "8 GiB", "1536 MiB". */
export function writeLimit(bytes: number): string {
  if (bytes <= 0) return '';
  const [factor, unit] = bytes % GIB === 0 ? [GIB, 'GiB'] : bytes % MIB === 0 ? [MIB, 'MiB'] : [KIB, 'KiB'];
  return `${Number((bytes / factor).toFixed(6))} ${unit}`;
}

/** A snapshot on the time line: bytes by colour role. */
export interface TimelineRow {
  snapshotId: string;
  label: string;
  /** Seconds since the first, or its place in the order where times are not known. */
  x: number;
  /** "+72 s", "t1" */
  tick: string;
  rssBytes: number;
  parts: Partial<Record<MemoryRole, number>>;
  events: TimelinePoint['events'];
}

/** The time line as it is drawn: rows in the order of time, roles from the bottom up, the unexplained on top. */
export function selectTimeline(
  view: IncidentView,
): { rows: TimelineRow[]; roles: { role: MemoryRole; label: string }[]; timed: boolean } | null {
  const points = view.analysis.timeline;
  if (!points) return null;
  const roles = new Map<MemoryRole, string>();
  const timed = points.every(({ seconds }) => seconds !== null);
  const rows = points.flatMap((point, i): TimelineRow[] => {
    const analysis = view.analysis.snapshots.find(({ snapshotId }) => snapshotId === point.snapshotId);
    const ledger = analysis?.reconciliation.ledger;
    if (!analysis || !ledger) return [];
    const label = labelOf(view, point.snapshotId);
    const parts: TimelineRow['parts'] = {};
    for (const row of ledgerRows(analysis)) {
      if (row.residentBytes.best <= 0) continue;
      parts[row.role] = row.residentBytes.best;
      roles.set(row.role, row.label);
    }
    const x = point.seconds ?? i;
    return [
      {
        snapshotId: point.snapshotId,
        label,
        x,
        tick: timed ? sayOffset(x) : label,
        rssBytes: ledger.rssBytes,
        parts,
        events: point.events,
      },
    ];
  });
  const order = ROLE_ORDER.filter((role) => roles.has(role));
  return { rows, timed, roles: order.map((role) => ({ role, label: roles.get(role) ?? role })) };
}

export const ledgerRows = (analysis: SnapshotAnalysis) =>
  analysis.reconciliation.ledger ? selectLedgerRows(analysis.reconciliation.ledger, analysis.tree) : [];

export const labelOf = (view: IncidentView, id: string): string => view.snapshots.find((snapshot) => snapshot.id === id)?.label ?? '';

/** Seconds after the first as an axis says them: "0", "+72 s", "+1.5 h". */
export function sayOffset(seconds: number): string {
  if (seconds === 0) return '0';
  const [factor, unit] = seconds < 300 ? [1, 's'] : seconds < 2 * 3_600 ? [60, 'min'] : seconds < 48 * 3_600 ? [3_600, 'h'] : [86_400, 'd'];
  const value = seconds / factor;
  return `+${value < 10 ? Number(value.toFixed(1)) : formatCount(value)} ${unit}`;
}

/** 0.013 → "1.3 %"; null → "not listed". */
export const formatPart = (share: number | null): string => (share === null ? 'not listed' : `${(share * 100).toFixed(1)} %`);

/** Difference of two shares in percentage points; null where one is not known. */
export const pointsBetween = ({ from, to }: { from: number | null; to: number | null }): number | null =>
  from === null || to === null ? null : (to - from) * 100;

import { formatBare } from '@/components/ui/figure-text';
import { addBounds, type Bounds, exactly, ZERO_BOUNDS } from '@/lib/base/bounds';
import type { Bucket, Ledger } from '@/lib/model/ledger';
import type { MemoryNode, MemoryRole } from '@/lib/model/memory-tree';
import type { Units } from '@/lib/view-state/incident';
import { ROLE_WORDS } from '../views/words';

/** One part of the bar and one line of the table: the buckets of one colour. */
export interface LedgerRow {
  role: MemoryRole;
  label: string;
  residentBytes: Bounds;
  committedBytes: number | null;
  buckets: Bucket[];
}

/** Order of the bar: what the JVM accounts for, what was not shown, and the unexplained last. */
export const ROLE_ORDER: readonly MemoryRole[] = [
  'heap',
  'gc',
  'meta',
  'code',
  'stack',
  'malloc',
  'file',
  'not-shown-nmt',
  'not-shown-outside',
  'unexplained',
];

const NMT_ROLES: Record<string, MemoryRole> = {
  'java-heap': 'heap',
  'nmt-gc': 'gc',
  'nmt-code': 'code',
  'nmt-thread': 'stack',
  'nmt-thread-stack': 'stack',
};

export function roleOf(bucket: Pick<Bucket, 'key' | 'kind'>): MemoryRole {
  if (bucket.key === 'stack-untracked') return 'stack';
  switch (bucket.kind) {
    case 'nmt':
      return NMT_ROLES[bucket.key] ?? 'meta';
    case 'malloc':
      return 'malloc';
    case 'file':
    case 'shared':
    case 'kernel':
      return 'file';
    case 'unexplained':
      return 'unexplained';
    case 'not-shown':
      return 'not-shown-outside';
  }
}

/**
 * The ledger as the bar and the table show it: one row per colour role, in the order of the bar, empty ones left out. What
 * was cut from the listing is split in two, as the memory tree splits it: outside NMT for certain, and the rest.
 */
export function selectLedgerRows(ledger: Ledger, tree: MemoryNode | null): LedgerRow[] {
  const rows = new Map<MemoryRole, LedgerRow>();
  const add = (role: MemoryRole, bucket: Bucket, residentBytes: Bounds) => {
    const row = rows.get(role) ?? { role, label: ROLE_WORDS[role], residentBytes: ZERO_BOUNDS, committedBytes: null, buckets: [] };
    const committedBytes = bucket.committedBytes === null ? row.committedBytes : (row.committedBytes ?? 0) + bucket.committedBytes;
    rows.set(role, {
      ...row,
      residentBytes: addBounds(row.residentBytes, residentBytes),
      committedBytes,
      buckets: [...row.buckets, bucket],
    });
  };
  for (const bucket of ledger.buckets) {
    if (bucket.kind === 'not-shown') {
      const hidden = bucket.residentBytes.best;
      const outside = Math.min(hidden, ledger.nmt ? sumOfRole(tree, 'not-shown-outside') : hidden);
      if (outside > 0) add('not-shown-outside', bucket, ledger.nmt ? { min: outside, best: outside, max: hidden } : exactly(hidden));
      if (hidden > outside) add('not-shown-nmt', bucket, { min: 0, best: hidden - outside, max: hidden - outside });
    } else add(roleOf(bucket), bucket, bucket.residentBytes);
  }
  // One bucket alone is told by its own name, where the name of its colour would say more than is known.
  const named = (row: LedgerRow): LedgerRow => {
    const [only] = row.buckets;
    if (!only || row.buckets.length > 1) return row;
    const ownName = ledger.nmt === null ? row.role === 'malloc' || row.role === 'not-shown-outside' : row.role === 'meta';
    return ownName ? { ...row, label: only.label } : row;
  };
  return ROLE_ORDER.flatMap((role) => rows.get(role) ?? [])
    .filter((row) => row.residentBytes.max > 0 || (row.committedBytes ?? 0) > 0 || row.role === 'unexplained')
    .map(named);
}

function sumOfRole(tree: MemoryNode | null, role: MemoryRole): number {
  if (!tree) return 0;
  if (tree.children.length === 0) return tree.role === role ? tree.residentBytes : 0;
  return tree.children.reduce((sum, child) => sum + sumOfRole(child, role), 0);
}

/** Rows with resident memory, and those of which nothing was seen: they need no line of their own. */
export function splitUnseen(rows: readonly LedgerRow[]): { seen: LedgerRow[]; unseen: LedgerRow[] } {
  return {
    seen: rows.filter((row) => row.residentBytes.best > 0),
    unseen: rows.filter((row) => row.residentBytes.best === 0),
  };
}

/** What is known beside the best figure: "at least", "at most", the two ends, or "" where it is exact. */
export function boundsWords({ min, best, max }: Bounds, units: Units = 'kib'): string {
  if (min === max) return '';
  if (min === best && min > 0) return 'at least';
  if (max === best && min === 0) return 'at most';
  return `${formatBare(min, units)} – ${formatBare(max, units)}`;
}

/** Σ of the rows and whether it is the RSS. */
export function balance(ledger: Ledger, rows: readonly LedgerRow[]): { sumBytes: number; balanced: boolean } {
  const sumBytes = rows.reduce((sum, row) => sum + row.residentBytes.best, 0);
  return { sumBytes, balanced: sumBytes === ledger.rssBytes };
}

export interface Tick {
  bytes: number;
  label: string;
}

/** Four or five round figures between 0 and the RSS; the last one carries the unit. */
export function axisTicks(rssBytes: number): Tick[] {
  const unit = rssBytes >= 1024 ** 3 ? { bytes: 1024 ** 3, name: 'GiB' } : { bytes: 1024 ** 2, name: 'MiB' };
  const whole = rssBytes / unit.bytes;
  if (!(whole > 0)) return [];
  const rough = whole / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: Tick[] = [];
  // The last tick keeps clear of the label at the end of the axis.
  for (let i = 0; i * step <= whole * 0.86; i++) {
    ticks.push({
      bytes: i * step * unit.bytes,
      label: step < 1 && i > 0 ? (i * step).toFixed(Math.max(1, -Math.floor(Math.log10(step)))) : String(Math.round(i * step)),
    });
  }
  const last = ticks.at(-1);
  if (last && ticks.length > 1) last.label += ` ${unit.name}`;
  return ticks;
}

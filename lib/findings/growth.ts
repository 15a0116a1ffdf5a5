import { formatBytes } from '@/lib/base/bytes';
import type { Reconciliation } from '@/lib/model/ledger';
import { at } from './thresholds';

/**
 * The bucket that grew most between the first and the last snapshot with a ledger, in a sentence; null where none grew
 * enough. The Java heap and mapped files are left out: they grow up to their limit by design.
 */
export function describeGrowth(snapshots: readonly { label: string; reconciliation: Reconciliation | null }[]): string | null {
  const first = snapshots.find((snapshot) => snapshot.reconciliation?.ledger);
  const last = snapshots.findLast((snapshot) => snapshot.reconciliation?.ledger);
  const before = first?.reconciliation?.ledger;
  const after = last?.reconciliation?.ledger;
  if (!before || !after || before === after || !first) return null;
  let most: { label: string; bytes: number } | null = null;
  for (const bucket of after.buckets) {
    if (bucket.key === 'java-heap' || !['nmt', 'malloc'].includes(bucket.kind)) continue;
    const was = before.buckets.find((one) => one.key === bucket.key)?.residentBytes.best ?? 0;
    const bytes = bucket.residentBytes.best - was;
    if (bytes > (most?.bytes ?? 0)) most = { label: bucket.label, bytes };
  }
  if (!most || most.bytes <= Math.max(at('ND-01.bytes'), at('ND-01.share') * after.rssBytes)) return null;
  return `Since ${first.label || 'the first snapshot'}, **${most.label} grew by ${formatBytes(most.bytes)}**.`;
}

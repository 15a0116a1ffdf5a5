import { formatBytes, formatKib } from '@/lib/base/bytes';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';

export interface SupportingFigure {
  label: string;
  value: string;
  note: string;
}

/** RSS, NMT committed and their difference, each with the note that keeps it from being misread. */
export function supportingFigures({ ledger, heapNotResidentBytes }: Reconciliation): SupportingFigure[] {
  if (!ledger) return [];
  const figures = [
    { label: 'Resident (RSS)', value: formatBytes(ledger.rssBytes), note: `${formatKib(ledger.rssBytes)} KiB, ${ledger.rssSource}` },
  ];
  if (!ledger.nmt) return figures;
  const untouched = heapNotResidentBytes?.min ?? 0;
  figures.push({
    label: 'NMT committed',
    value: formatBytes(ledger.nmt.committedBytes),
    note:
      untouched > ledger.nmt.committedBytes * 0.01
        ? `${formatBytes(untouched)} of heap not resident`
        : `of ${formatBytes(ledger.nmt.reservedBytes)} reserved`,
  });
  if (ledger.naiveGapBytes !== null) {
    figures.push({ label: 'RSS − committed', value: formatBytes(ledger.naiveGapBytes), note: naiveNote(ledger, ledger.naiveGapBytes) });
  }
  return figures;
}

/** How far the naive gap is from what the ledger shows. */
function naiveNote(ledger: Ledger, naiveBytes: number): string {
  const shown = ledger.listingComplete ? ledger.unexplainedBytes?.best : ledger.outsideNmtBytes?.min;
  if (shown === undefined) return 'naive gap';
  const trivial = ledger.rssBytes * 0.02;
  if (shown <= trivial) return Math.abs(naiveBytes) <= trivial * 2 ? 'naive gap, close here' : 'naive gap, misleading: a false alarm';
  if (naiveBytes <= 0) return 'naive gap, misleading: hides it all';
  const factor = shown / naiveBytes;
  if (factor >= 1.25) return `naive gap, misleading: ${factor.toFixed(1)} times too small`;
  if (factor <= 0.8) return `naive gap, misleading: ${(1 / factor).toFixed(1)} times too large`;
  return 'naive gap, close here';
}

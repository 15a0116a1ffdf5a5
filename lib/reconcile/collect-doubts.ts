import { formatBytes } from '@/lib/base/bytes';
import type { ContainerState } from '@/lib/model/beside';
import type { Reconciliation } from '@/lib/model/ledger';
import type { ChosenMap } from './choose-map';
import type { Coherence } from './coherence';
import { agree, leastAnonymous, type WholeProcess } from './known-total';
import type { MergedNmt } from './merge-nmt';

/** Why figures are less sure than they look, in words: of map and NMT each, and of the two together. */
export function collectDoubts(
  chosen: ChosenMap,
  nmt: MergedNmt | null,
  coherence: Coherence,
  matching: Reconciliation['matching'],
  { totals, container }: { totals: readonly WholeProcess[]; container: ContainerState | null },
): string[] {
  const doubts = [...coherence.doubts, ...(nmt?.doubts ?? [])];
  if (chosen.map.residency === 'pss')
    doubts.push(
      'The memory map prints proportional shares (PSS), not RSS: memory shared with other processes counts in part, so the RSS is larger than the ledger says.',
    );
  if (chosen.listedRssBytes === 0) doubts.push('The memory map shows no residency: nothing can be said of where the RSS went.');
  // Where the kernel's own sum agrees, or stands for the missing total, nothing is without a trace.
  const traced = totals.some(({ rss }) => rss !== null && agree(rss.bytes, chosen.rssBytes));
  if (!chosen.map.ascending && chosen.map.printedTotal === null && !traced)
    doubts.push('The rows were sorted and no total is printed: rows may be missing without a trace.');
  const limitBytes = container?.limit?.bytes ?? null;
  const anonymousBytes = chosen.rows.reduce((bytes, row) => bytes + leastAnonymous(row), 0);
  // Anonymous memory is charged to the last page; files may be charged to another container.
  if (limitBytes !== null && anonymousBytes > limitBytes)
    doubts.push(
      `The container limit of ${formatBytes(limitBytes)} is below the ${formatBytes(anonymousBytes)} of anonymous memory that the process has: it is of another container, or of another moment.`,
    );
  if (nmt && coherence.trusted && matching === 'size')
    doubts.push('NMT ranges are missing for most of its memory: rows were matched by size and shape, not by address.');
  if (nmt && coherence.trusted && matching === 'none')
    doubts.push('No NMT ranges, and no row has a size that NMT names: only totals were compared.');
  return doubts;
}

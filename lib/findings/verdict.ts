import type { Finding, Verdict } from '@/lib/model/finding';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Reconciliation } from '@/lib/model/ledger';

/** A snapshot as the verdict sees it. */
export interface VerdictSnapshot {
  snapshotId: string;
  label: string;
  reconciliation: Reconciliation | null;
  /** The command above its memory map, where known: "pmap -x 107870 | sort -rn -k3 | head -n 10". */
  mapCommand?: string | null;
}

/** The first thing on the page, for the last snapshot that has a ledger. */
export function composeVerdict(
  _snapshots: readonly VerdictSnapshot[],
  _findings: readonly Finding[],
  _profiles: readonly ProfileSummary[],
): Verdict {
  // Composed below as the sentences land; until then it is honest about knowing nothing.
  const text = 'No capture here shows memory yet.';
  return { figure: null, markup: text, text, certainty: null, blockingDoubt: null };
}

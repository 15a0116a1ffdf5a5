import { type Bounds, exactly } from '@/lib/base/bounds';
import type { LineRef } from '@/lib/model/artifact';
import type { Bucket, BucketKind } from '@/lib/model/ledger';
import { ANONYMOUS, type Naming, type Piece } from './cut-rows';
import type { MergedNmt } from './merge-nmt';
import { bucketOfCategory } from './nmt-amounts';
import type { SharedRow } from './share-residency';

const LABELS: Record<string, string> = {
  'java-heap': 'Java heap',
  'nmt-gc': 'GC structures',
  'nmt-code': 'Code cache',
  'nmt-thread': 'Thread stacks',
  'nmt-class': 'Class space',
  'nmt-metaspace': 'Metaspace',
  'nmt-shared-class-space': 'CDS archive',
  'malloc-nmt': 'NMT malloc',
  anonymous: 'Anonymous memory',
  'file-library': 'Libraries',
  'file-jar': 'Java archives',
  'file-mapped': 'Mapped files',
  'shared-memory': 'Shared memory',
  'stack-untracked': 'Untracked stacks',
  kernel: 'Kernel pages',
  unexplained: 'Unexplained',
  'not-shown': 'Not shown',
};

const KINDS: Record<string, BucketKind> = {
  'malloc-nmt': 'malloc',
  // Without NMT nothing says that anonymous memory is unexplained.
  anonymous: 'malloc',
  'file-library': 'file',
  'file-jar': 'file',
  'file-mapped': 'file',
  'shared-memory': 'shared',
  'stack-untracked': 'kernel',
  kernel: 'kernel',
  unexplained: 'unexplained',
  'not-shown': 'not-shown',
};

// As the ledger bar shows them: heap, other NMT, malloc, files, what the listing hides, the unexplained last.
const ORDER = ['java-heap', 'nmt-gc', 'nmt-code', 'nmt-thread', 'nmt-class', 'nmt-metaspace', 'nmt-shared-class-space'];
const ORDER_AFTER = [
  'malloc-nmt',
  'anonymous',
  'file-library',
  'file-jar',
  'file-mapped',
  'shared-memory',
  'stack-untracked',
  'kernel',
  'not-shown',
  'unexplained',
];
const LARGEST_SOURCES = 20;
const MOST_REASONS = 4;

/** A bucket in the making. */
export interface Draft {
  key: string;
  resident: Bounds;
  regionCount: number;
  /** Rows it rests on, with what they give. */
  rows: { line: number; lastLine: number; bytes: number }[];
  reasons: string[];
}

export function emptyDraft(key: string): Draft {
  return { key, resident: exactly(0), regionCount: 0, rows: [], reasons: [] };
}

/** Sums the overlaps of all rows by bucket. */
export function collectDrafts(rows: readonly SharedRow[]): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  const told = new Set<Naming>();
  for (const { row, overlaps } of rows) {
    for (const { bucket, pieces, resident } of overlaps) {
      let draft = drafts.get(bucket);
      if (!draft) {
        draft = emptyDraft(bucket);
        drafts.set(bucket, draft);
      }
      draft.resident.min += resident.min;
      draft.resident.best += resident.best;
      draft.resident.max += resident.max;
      draft.regionCount += pieces.length;
      draft.rows.push({ line: row.line, lastLine: row.lastLine, bytes: resident.best });
      if (bucket !== ANONYMOUS && draft.reasons.length < MOST_REASONS) addReasons(draft, pieces, told);
    }
  }
  return drafts;
}

/**
 * The words of its regions, each once: the first of them, which all of one naming share. What they say of themselves alone
 * ("backed by …") stays with them; that ZGC's RSS repeats pages concerns the sum.
 */
function addReasons(draft: Draft, pieces: readonly Piece[], told: Set<Naming>): void {
  for (const piece of pieces) {
    const { naming } = piece;
    if (told.has(naming)) continue;
    told.add(naming);
    const reasons = naming.why(piece);
    for (const reason of naming.kind === 'zgc-heap-view' ? reasons : reasons.slice(0, 1)) {
      if (!draft.reasons.includes(reason) && draft.reasons.length < MOST_REASONS) draft.reasons.push(reason);
    }
  }
}

/** Finishes drafts: labels, NMT's own figures, sources, order. */
export function finishBuckets(drafts: Iterable<Draft>, mapArtifactId: string, nmt: MergedNmt | null): Bucket[] {
  const amounts = new Map(nmt?.amounts.map((amount) => [bucketOfCategory(amount.category), amount]));
  const buckets = [...drafts].map((draft): Bucket => {
    const amount = amounts.get(draft.key);
    const sources: LineRef[] = [...draft.rows]
      .sort((a, b) => b.bytes - a.bytes || a.line - b.line)
      .slice(0, LARGEST_SOURCES - 1)
      .map(({ line, lastLine }) => ({ artifactId: mapArtifactId, firstLine: line, lastLine }));
    if (amount && nmt) sources.push({ artifactId: nmt.artifactId, firstLine: amount.line, lastLine: amount.line });
    return {
      key: draft.key,
      label: labelOf(draft.key, amount?.category ?? null, nmt),
      kind: KINDS[draft.key] ?? 'nmt',
      residentBytes: draft.resident,
      reservedBytes: amount?.reservedBytes ?? null,
      committedBytes: draft.key === 'malloc-nmt' ? (nmt?.malloc.best ?? null) : (amount?.committedBytes ?? null),
      regionCount: draft.regionCount,
      reasons: draft.reasons,
      sources,
    };
  });
  return buckets.sort((a, b) => rank(a.key) - rank(b.key) || b.residentBytes.best - a.residentBytes.best || (a.key < b.key ? -1 : 1));
}

function labelOf(key: string, category: string | null, nmt: MergedNmt | null): string {
  // Before JDK 16 metaspace is counted in Class.
  if (key === 'nmt-class' && nmt && !nmt.amounts.some((amount) => amount.category === 'Metaspace')) return 'Class metadata';
  return LABELS[key] ?? category ?? key.replace(/^nmt-/, '').replaceAll('-', ' ');
}

function rank(key: string): number {
  const first = ORDER.indexOf(key);
  if (first >= 0) return first;
  const after = ORDER_AFTER.indexOf(key);
  return after >= 0 ? ORDER.length + 1 + after : ORDER.length;
}

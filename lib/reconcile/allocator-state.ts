import type { Bounds } from '@/lib/base/bounds';
import { formatKib } from '@/lib/base/bytes';
import type { AllocatorState } from '@/lib/model/beside';
import type { Sourced } from '@/lib/model/facts';
import type { Ledger } from '@/lib/model/ledger';
import type { CHeap } from '@/lib/model/process-facts';
import type { Allocator } from './allocator';
import { lineOf } from './container';
import type { Piece } from './cut-rows';

/** What the reconciliation knows by the time glibc's account is held against it. */
export interface HeapsOfGlibc {
  allocator: Allocator | null;
  /** False where rows were cut away. */
  complete: boolean;
  /** M of the ledger; null where no NMT report counts malloc. */
  nmtMallocBytes: number | null;
  pieces: readonly Piece[];
}

/**
 * glibc's own account: O blocks in use, R free and kept. Arena heaps and the brk heap, G resident, hold nothing but blocks of
 * malloc, so of G at least G - O and at most R is free: allocator slack, which giving back would cure and no leak explains.
 * Null without such a line, for other allocators (they leave 0), and where 32 bits may have wrapped.
 */
export function judgeAllocator(facts: readonly Sourced<CHeap>[], known: HeapsOfGlibc): AllocatorState | null {
  const usable = facts.filter(({ value }) => value.outstandingBytes > 0 && !value.mayHaveWrapped);
  // VM.info of one moment printed twice says the same; of several the fuller is the later, as a rule.
  const [said] = [...usable].sort((a, b) => b.value.outstandingBytes - a.value.outstandingBytes || (a.artifactId < b.artifactId ? -1 : 1));
  if (!said || known.allocator !== null) return null;
  const { outstandingBytes, retainedBytes, line } = said.value;
  return {
    outstandingBytes,
    retainedBytes,
    beyondNmtBytes: known.nmtMallocBytes === null ? null : Math.max(0, outstandingBytes - known.nmtMallocBytes),
    slackBytes: known.complete ? boundSlack(known.pieces, outstandingBytes, retainedBytes) : null,
    lines: lineOf(said.artifactId, line),
  };
}

/** Null where no heap of glibc was found: nothing then says how much of R is resident. */
function boundSlack(pieces: readonly Piece[], outstandingBytes: number, retainedBytes: number): Bounds | null {
  let least = 0;
  let most = 0;
  for (const { naming, resident } of pieces) {
    const { kind } = naming;
    if (kind !== 'glibc-arena-heap' && kind !== 'brk-heap') continue;
    least += resident.min;
    most += resident.max;
  }
  if (most === 0) return null;
  const max = Math.min(retainedBytes, most);
  // Moments apart, the heaps may have grown by more than is kept free.
  const min = Math.min(max, Math.max(0, least - outstandingBytes));
  return { min, best: min, max };
}

/** glibc's account says of the unexplained how much is in use, and how much at most is kept free. */
export function explainUnexplained({ buckets }: Ledger, { outstandingBytes, beyondNmtBytes, slackBytes, lines }: AllocatorState): void {
  const bucket = buckets.find(({ key }) => key === 'unexplained');
  if (!bucket || beyondNmtBytes === null) return;
  bucket.reasons.push(
    `glibc counts ${formatKib(outstandingBytes)} KiB in use, ${formatKib(beyondNmtBytes)} KiB more than NMT knows of${
      slackBytes
        ? `; of what is resident between ${formatKib(slackBytes.min)} and ${formatKib(slackBytes.max)} KiB is free and kept by malloc`
        : ''
    }`,
  );
  bucket.sources.push(lines);
}

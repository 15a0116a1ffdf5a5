'use client';
import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { MemoryNode } from '@/lib/model/memory-tree';
import { GRADE_WORDS, KIND_WORDS } from '../views/words';
import { EvidenceChip } from './evidence-chip';

/** The selected region under the panes: where it is, how resident, why it is called what it is, and how sure that is. */
export function SelectionLine({ analysis, region, onClear }: { analysis: SnapshotAnalysis; region: string; onClear(): void }) {
  const row = analysis.unmatched.regions.find((candidate) => candidate.start === region);
  const node = row || !analysis.tree ? null : findRegion(analysis.tree, region);
  return (
    <section aria-label="Selected region" className="panel mt-2 flex items-start gap-3 border-ink px-3 py-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-[18px] gap-y-1">
        <span>
          <b className="mono font-semibold">{region}</b> selected
        </span>
        {row ? (
          <>
            <span>
              {formatKib(row.residentBytes.best)} of {formatKib(row.sizeBytes)} KiB resident,{' '}
              {formatShare(row.residentBytes.best, row.sizeBytes)}
              {row.residentBytes.min === row.residentBytes.max
                ? ''
                : `, between ${formatKib(row.residentBytes.min)} and ${formatKib(row.residentBytes.max)}`}
            </span>
            <span>
              {row.reasons.length > 0 ? `${row.reasons.join('; ')}: ` : ''}
              <b className="font-semibold">
                {KIND_WORDS[row.kind]}, <span aria-hidden="true">{GRADE_WORDS[row.grade].sign} </span>
                {GRADE_WORDS[row.grade].word}
              </b>
            </span>
            <EvidenceChip lines={{ artifactId: row.artifactId, firstLine: row.line, lastLine: row.line }} text="mapping row" />
            {row.nmt ? (
              <EvidenceChip lines={{ artifactId: row.nmt.artifactId, firstLine: row.nmt.line, lastLine: row.nmt.line }} text="NMT range" />
            ) : null}
          </>
        ) : node ? (
          <span>
            {formatBytes(node.residentBytes)} of {formatBytes(node.sizeBytes)} resident, <b className="font-semibold">{node.label}</b>:
            owned by the JVM or a file, so it is not among the unmatched regions
          </span>
        ) : (
          <span className="text-ink2">This region is not among those shown here; it may belong to another snapshot.</span>
        )}
      </div>
      <button type="button" className="btn btn-small" onClick={onClear}>
        Clear <kbd className="max-sm:hidden">Esc</kbd>
      </button>
    </section>
  );
}

function findRegion(node: MemoryNode, region: string): MemoryNode | null {
  if (node.region === region) return node;
  for (const child of node.children) {
    const found = findRegion(child, region);
    if (found) return found;
  }
  return null;
}

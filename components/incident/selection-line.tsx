'use client';
import type { ReactNode } from 'react';
import { formatFigure } from '@/components/ui/figure-text';
import type { ViewData } from '@/components/views/define';
import type { Relation } from '@/components/views/relation';
import { formatShare } from '@/lib/base/bytes';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { MemoryNode } from '@/lib/model/memory-tree';
import type { RegionView } from '@/lib/model/region';
import type { Units } from '@/lib/view-state/incident';
import { FRAME_WORDS, formatWeight, GRADE_WORDS, KIND_WORDS } from '../views/words';
import { EvidenceChip } from './evidence-chip';
import type { Selection } from './use-selection';

/** What is selected, in one bordered line under the panes: the facts, and what it has to do with the rest. */
export function SelectionLine({
  data,
  selection,
  units,
  onClear,
}: {
  data: ViewData;
  selection: Selection;
  units: Units;
  onClear(): void;
}) {
  const { region, frame, related, row } = selection;
  if (region !== null && data.analysis) {
    return (
      <Line label="Selected region" onClear={onClear} steps>
        <RegionFacts analysis={data.analysis} region={region} row={row} units={units} />
        <Sentence related={related} />
      </Line>
    );
  }
  if (frame === null) return null;
  return (
    <Line label="Selected frame" onClear={onClear}>
      <FrameFacts profiles={data.profiles} frame={frame} />
      <Sentence related={related} />
    </Line>
  );
}

function Line({ label, onClear, steps = false, children }: { label: string; onClear(): void; steps?: boolean; children: ReactNode }) {
  return (
    <section aria-label={label} className="panel flex items-start gap-3 border-ink px-3 py-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-[18px] gap-y-1">{children}</div>
      <span className="flex flex-none items-center gap-2">
        {steps ? (
          <span aria-hidden="true" className="flex items-center gap-[3px] text-[11.5px] text-ink3 max-lg:hidden">
            <kbd>[</kbd>
            <kbd>]</kbd> next
          </span>
        ) : null}
        <button type="button" className="btn btn-small" onClick={onClear}>
          Clear <kbd className="max-sm:hidden">Esc</kbd>
        </button>
      </span>
    </section>
  );
}

/** Always on a line of its own: it is the answer to "and what does that mean?". */
function Sentence({ related }: { related: Relation | null }) {
  if (!related) return null;
  return (
    <p role="status" className="basis-full">
      {related.sentence}
    </p>
  );
}

function RegionFacts({
  analysis,
  region,
  row: fetched,
  units,
}: {
  analysis: SnapshotAnalysis;
  region: string;
  row: RegionView | null;
  units: Units;
}) {
  const row = fetched ?? analysis.unmatched.regions.find((candidate) => candidate.start === region);
  const node = row || !analysis.tree ? null : findRegion(analysis.tree, region);
  const head = (
    <span>
      <b className="mono font-semibold">{region}</b> selected
    </span>
  );
  if (!row) {
    return (
      <>
        {head}
        {node ? (
          <span>
            {formatFigure(node.residentBytes, units)} of {formatFigure(node.sizeBytes, units)} resident,{' '}
            <b className="font-semibold">{node.label}</b>
          </span>
        ) : (
          <span className="text-ink2">This region is not among those of this snapshot; it may belong to another one.</span>
        )}
      </>
    );
  }
  const { min, best, max } = row.residentBytes;
  return (
    <>
      {head}
      <span>
        {formatFigure(best, units)} of {formatFigure(row.sizeBytes, units)} resident, {formatShare(best, row.sizeBytes)}
        {min === max ? '' : `, between ${formatFigure(min, units)} and ${formatFigure(max, units)}`}
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
  );
}

/** Profiles in which a frame appears are told one by one: their units differ. */
const PROFILES_TOLD = 3;

function FrameFacts({ profiles, frame }: { profiles: readonly ProfileSummary[]; frame: string }) {
  const having = profiles.filter((profile) => profile.tree.names.includes(frame));
  const [first] = having;
  const type = first?.tree.types[first.tree.names.indexOf(frame)];
  return (
    <>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <b className="mono font-semibold">{frame}</b> selected{type ? `, ${FRAME_WORDS[type]}` : ''}
      </span>
      {having.slice(0, PROFILES_TOLD).map((profile) => {
        const hot = profile.hot.find((candidate) => candidate.name === frame);
        const base = Math.max(profile.recordedWeight ?? 0, profile.total);
        return hot ? (
          <span key={profile.id} className="flex items-baseline gap-2">
            <span>
              {profile.event ?? profile.kind ?? 'profile'}: {formatWeight(hot.totalWeight, profile.unit)},{' '}
              {formatShare(hot.totalWeight, base)}
            </span>
            <EvidenceChip lines={hot} text="stack" />
          </span>
        ) : null;
      })}
    </>
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

'use client';
import { useMemo } from 'react';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import type { CallDiff } from '@/lib/model/call-diff';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { TransformLetter } from '@/lib/view-state/transforms';
import { type Hover, useHovered } from '../card-pane';
import { StepButtons } from '../step-buttons';
import { type DiffPair, describeChange, type FigureChange } from './select';
import { linesAt } from './shape';

/** A frame in both profiles: what it weighed, what it weighs, how sure the difference is, and the lines of both. */
export function ChangeCard({
  hover,
  diff,
  node: asked,
  from,
  to,
  pair,
  onStep,
  onZoom,
}: {
  /** What is under the pointer comes before `node`; null where the view has no pointer of this kind. */
  hover: Hover | null;
  diff: CallDiff;
  node: number;
  from: ProfileSummary;
  to: ProfileSummary;
  pair: DiffPair;
  onStep(letter: TransformLetter, node: number): void;
  onZoom(node: number): void;
}) {
  const box = useHovered(hover);
  // A box of the tree before may be in no place of this one; a run of narrow ones is no frame.
  const node = box !== null && box.kind !== 'run' && box.node < diff.both.frame.length ? box.node : asked;
  const facts = useMemo(() => describeChange(diff, node, pair), [diff, node, pair]);
  const lines = linesAt(diff, node);
  return (
    <section aria-label="Frame" className="flex min-h-0 flex-col gap-2 overflow-auto p-3">
      <h3 className="font-[650] leading-[1.35] [overflow-wrap:anywhere]">{facts.name}</h3>
      <p className="text-ink2">
        {facts.type}
        {facts.dso ? `, ${facts.dso}` : ''}
      </p>
      {node === 0 ? (
        <p className="text-ink2">Point at a frame, or select one: here stands how it changed.</p>
      ) : (
        <p className="font-[650]">{facts.words[0]?.toUpperCase() + facts.words.slice(1)}</p>
      )}
      <table className="figures">
        <caption className="sr-only">Weight before and after</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">Total</th>
            <th scope="col">Self</th>
          </tr>
        </thead>
        <tbody>
          <FigureRow label="Before" total={facts.total.from} self={facts.self.from} />
          <FigureRow label="After" total={facts.total.to} self={facts.self.to} />
          <FigureRow label="Change" total={told(facts.total)} self={told(facts.self)} />
        </tbody>
      </table>
      {lines.from || lines.to ? (
        <div className="flex flex-wrap gap-1">
          {lines.from ? <EvidenceChip lines={{ artifactId: from.artifactId, ...lines.from }} text="before" /> : null}
          {lines.to ? <EvidenceChip lines={{ artifactId: to.artifactId, ...lines.to }} text="after" /> : null}
        </div>
      ) : null}
      {node === 0 ? null : (
        <div className="flex flex-wrap gap-1 border-line border-t pt-2">
          <button type="button" className="btn btn-small" title="Fill the width with it" onClick={() => onZoom(node)}>
            Zoom
          </button>
          <StepButtons hasLibrary={Boolean(facts.dso)} onStep={(letter) => onStep(letter, node)} />
        </div>
      )}
    </section>
  );
}

const told = ({ delta, ratio }: FigureChange): string => (ratio === '' ? delta : `${delta}, ${ratio}`);

function FigureRow({ label, total, self }: { label: string; total: string; self: string }) {
  return (
    <tr>
      <th scope="row" className="!font-normal">
        {label}
      </th>
      <td className="!whitespace-normal">{total}</td>
      <td className="!whitespace-normal">{self}</td>
    </tr>
  );
}

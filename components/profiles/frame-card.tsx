'use client';
import type { ReactNode } from 'react';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { Figure } from '@/components/ui/figure';
import type { ViewData } from '@/components/views/define';
import { relateFrame } from '@/components/views/relate-frame';
import { formatWeight } from '@/components/views/words';
import { type CallColumns, nameOf, typeOf } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Units } from '@/lib/view-state/incident';
import type { TransformLetter } from '@/lib/view-state/transforms';
import { shareWithInterval } from './capture-health';
import { indexOf } from './desk/tree-index';
import { bucketOf, describeNode, tellCoverage } from './select';
import { StepButtons } from './step-buttons';

/** What is known of one frame: its figures, its lines, what memory it can and cannot explain, and what can be done with it. */
export function FrameCard({
  tree,
  node,
  profile,
  data,
  units,
  onStep,
  onZoom,
  onSandwich,
}: {
  tree: CallColumns;
  node: number;
  profile: ProfileSummary;
  data: ViewData;
  units: Units;
  onStep(letter: TransformLetter, node: number): void;
  onZoom(node: number): void;
  onSandwich(node: number): void;
}) {
  const whole = tree.total[0] ?? 0;
  const facts = describeNode(tree, node, profile, whole);
  const frame = tree.frame[node] ?? 0;
  const firstLine = tree.frames.firstLine[frame] ?? 0;
  const buckets = data.analysis?.reconciliation.ledger?.buckets ?? [];
  const unexplained = data.analysis?.reconciliation.ledger?.unexplainedBytes?.best ?? null;
  const bucket = bucketOf(facts.name, typeOf(tree, node), buckets);
  const everywhere = node === 0 ? 0 : (indexOf(tree).total[frame] ?? 0);
  const coverage = tellCoverage(everywhere, profile, unexplained);
  return (
    <section aria-label="Frame" className="flex min-h-0 flex-col gap-2 overflow-auto p-3">
      <h3 className="font-[650] leading-[1.35] [overflow-wrap:anywhere]">{facts.name}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-[2px]">
        <Fact term="Total">
          {facts.total}, {facts.totalShare}
        </Fact>
        <Fact term="Self">
          {facts.self}, {facts.selfShare}
        </Fact>
        {everywhere > (tree.total[node] ?? 0) ? (
          <Fact term="In all stacks">
            {formatWeight(everywhere, profile.unit)}, {shareWithInterval(everywhere, whole, profile.samples)}
          </Fact>
        ) : null}
        {facts.ofCaller ? <Fact term="Of its caller">{facts.ofCaller}</Fact> : null}
        <Fact term="Kind">
          {facts.type}
          {facts.dso ? <span className="text-ink2">, {facts.dso}</span> : null}
        </Fact>
        {facts.symbol ? <Fact term="Name from">{facts.symbol}</Fact> : null}
      </dl>
      {node === 0 ? (
        <p className="text-ink2">Point at a frame, or select one: here stands what it is, and what memory it can and cannot explain.</p>
      ) : (
        <>
          {firstLine > 0 ? (
            <span>
              <EvidenceChip
                lines={{ artifactId: profile.artifactId, firstLine, lastLine: tree.frames.lastLine[frame] ?? firstLine }}
                text="heaviest stack"
              />
            </span>
          ) : null}
          <div className="border-line border-t pt-2">
            <h4 className="mb-[2px] font-semibold text-[12px] text-ink2">Memory it can and cannot explain</h4>
            {profile.kind === 'time' ? <p className="mb-1">This profile counts time: it is no evidence of memory kept.</p> : null}
            <p>{relateFrame(data, facts.name, typeOf(tree, node)).sentence}</p>
            {bucket ? (
              <p className="mt-1 text-ink2">
                {bucket.label}: <Figure bytes={bucket.bytes} units={units} /> resident.
              </p>
            ) : null}
            {coverage ? <p className="mt-1 text-ink2">{coverage}</p> : null}
          </div>
          <div className="flex flex-wrap gap-1 border-line border-t pt-2">
            <button type="button" className="btn btn-small" title="Fill the width with it" onClick={() => onZoom(node)}>
              Zoom
            </button>
            <button type="button" className="btn btn-small" title="Its callers and callees" onClick={() => onSandwich(node)}>
              Sandwich
            </button>
            <StepButtons hasLibrary={Boolean(facts.dso)} onStep={(letter) => onStep(letter, node)} />
          </div>
        </>
      )}
    </section>
  );
}

/** What is under the pointer where siblings are too narrow to draw. */
export function RunCard({ tree, node, profile }: { tree: CallColumns; node: number; profile: ProfileSummary }) {
  const parent = tree.parent[node] ?? 0;
  const end = tree.end[parent] ?? 0;
  let count = 0;
  for (let at = node; at < end; at = tree.end[at] ?? end) count++;
  const facts = describeNode(tree, node, profile, tree.total[0] ?? 0);
  return (
    <section aria-label="Frame" className="flex flex-col gap-2 p-3">
      <h3 className="font-[650]">
        {count.toLocaleString('en')} {count === 1 ? 'frame' : 'frames'} too narrow to draw
      </h3>
      <p>
        Below <b className="font-semibold [overflow-wrap:anywhere]">{nameOf(tree, parent)}</b>; the widest is {facts.name}, {facts.total}. A
        click zooms to them.
      </p>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink3">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

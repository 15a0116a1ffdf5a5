'use client';
import { type ReactNode, useState } from 'react';
import type { DecisionState } from '@/lib/model/decision';
import { findDecision, keyOf } from '@/lib/model/decision';
import type { Finding } from '@/lib/model/finding';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';
import { findingsFields } from '@/lib/view-state/findings';
import { ChangeStatus } from './change-status';
import { DecideDialog } from './decide-dialog';
import { DismissedFindings, GoneDecisions } from './dismissed-findings';
import { FindingFilters } from './finding-filters';
import { FindingStory, type StoryDesk } from './finding-story';
import { arrangeFindings, findingsOf, goneDecisions, nameOf, splitFindings } from './findings-select';
import { QualityColumn } from './quality-column';
import { saveDecision, takeBackDecision } from './requests';
import type { Change } from './use-change';
import { useViewState } from './use-view-state';

/** What the rules found in the snapshot shown, as stories; what people decided of it; beside it how far the captures can be trusted. */
export function FindingsSection({
  view,
  analysis,
  change,
  onSnapshot,
  next,
}: {
  view: IncidentView;
  analysis: SnapshotAnalysis | null;
  change: Change;
  onSnapshot(id: string): void;
  /** Which capture comes next: beside the findings on a desk, before them on a narrow screen. */
  next: ReactNode;
}) {
  const [filter, setFilter] = useViewState(findingsFields);
  const [asked, setAsked] = useState<{ finding: Finding; state: DecisionState } | null>(null);
  const { findings, notChecked } = view.analysis;
  const { decisions } = view;
  const { here, elsewhere } = findingsOf(findings, analysis?.snapshotId ?? null);
  const { stories, quality } = splitFindings(here);
  const panel = arrangeFindings(stories, decisions, filter);
  const isDismissed = (finding: Finding) => findDecision(decisions, finding)?.state === 'dismissed';
  // A doubt about the captures folds to the same lines as any other finding.
  const dismissed = [...panel.dismissed, ...quality.filter(isDismissed).map((finding) => ({ finding, parts: [] }))];
  const gone = goneDecisions(
    decisions,
    analysis?.snapshotId ?? null,
    view.snapshots.map(({ id }) => id),
  );
  const labels = new Map(view.snapshots.map((snapshot) => [snapshot.id, snapshot.label]));
  const labelOf = (id: string | null) => (view.snapshots.length > 1 && id !== null ? (labels.get(id) ?? null) : null);

  const takeBack = (finding: Pick<Finding, 'ruleId' | 'subject' | 'snapshotId'>) => {
    const key = keyOf(finding);
    const before = decisions.find((one) => one.ruleId === key.ruleId && one.subject === key.subject && one.snapshotId === key.snapshotId);
    if (!before) return;
    void change.run(() => takeBackDecision(view.id, key), {
      text: `${key.ruleId}: no longer ${before.state}.`,
      undo: () => saveDecision(view.id, before),
    });
  };
  const desk: StoryDesk = {
    all: here,
    decisionOf: (finding) => findDecision(decisions, finding),
    labelOf,
    manage:
      view.role === 'manage' && !change.busy ? { onDecide: (finding, state) => setAsked({ finding, state }), onTakeBack: takeBack } : null,
    manages: view.role === 'manage',
  };
  const isFiltered = filter.severities.length + filter.families.length > 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_340px] items-start gap-x-10 max-lg:grid-cols-1 lg:grid-rows-[auto_1fr]">
      <div className="min-w-0 lg:col-start-2 lg:row-start-1">{next}</div>
      <section aria-labelledby="findings" className="min-w-0 lg:col-start-1 lg:row-span-2 lg:row-start-1">
        <div className="section-head !pt-[7px] flex-wrap gap-y-1">
          <h2 id="findings">Findings</h2>
          <span className="text-ink3">
            {sayCount(panel.total, panel.stories.length, dismissed.length, isFiltered)}
            {elsewhere.map(({ snapshotId, count }) => (
              <span key={snapshotId}>
                {', '}
                <button type="button" className="link" onClick={() => onSnapshot(snapshotId)}>
                  {count} more of {labels.get(snapshotId) ?? 'another snapshot'}
                </button>
              </span>
            ))}
          </span>
          {panel.total > 1 || isFiltered ? (
            <FindingFilters panel={panel} filter={filter} onFilter={(patch) => setFilter(patch, 'push')} />
          ) : null}
        </div>
        <ChangeStatus change={change} />
        {panel.total === 0 ? (
          <p className="border-line border-t py-3 text-ink2">
            {panel.dismissed.length > 0
              ? 'Every finding was dismissed.'
              : `No rule fired${elsewhere.length > 0 ? ' for this snapshot' : ''}.`}{' '}
            {notChecked.length > 0 ? 'Some could not be checked: see what they need.' : ''}
          </p>
        ) : panel.stories.length === 0 ? (
          <p role="status" className="border-line border-t py-3 text-ink2">
            No finding passes this filter: {panel.total === 1 ? 'there is one' : `there are ${panel.total}`} of other kinds.{' '}
            <button type="button" className="link" onClick={() => setFilter({ severities: [], families: [] }, 'push')}>
              Show all
            </button>
          </p>
        ) : (
          panel.stories.map((story) => <FindingStory key={nameOf(story.head)} story={story} desk={desk} />)
        )}
        <DismissedFindings dismissed={dismissed} desk={desk} />
        <GoneDecisions decisions={gone} onTakeBack={desk.manage?.onTakeBack ?? null} />
      </section>
      <div className="min-w-0 lg:col-start-2 lg:row-start-2">
        <QualityColumn view={view} analysis={analysis} doubts={quality.filter((doubt) => !isDismissed(doubt))} desk={desk} />
      </div>
      <DecideDialog
        asked={asked}
        before={asked && findDecision(decisions, asked.finding)}
        onClose={() => setAsked(null)}
        onSave={(decision) => {
          const before = findDecision(decisions, decision.finding);
          const key = keyOf(decision.finding);
          setAsked(null);
          void change.run(() => saveDecision(view.id, { ...key, ...decision.said }), {
            text: `${key.ruleId} is ${decision.said.state}.`,
            undo: () => (before ? saveDecision(view.id, before) : takeBackDecision(view.id, key)),
          });
        }}
      />
    </div>
  );
}

function sayCount(total: number, stories: number, dismissed: number, isFiltered: boolean): string {
  const gone = dismissed > 0 ? `, ${dismissed} dismissed` : '';
  if (total === 0) return `none${gone}`;
  const all = `${total} ${total === 1 ? 'finding' : 'findings'}`;
  const told = stories === total ? '' : ` in ${stories} ${stories === 1 ? 'story' : 'stories'}`;
  return isFiltered ? `${stories} ${stories === 1 ? 'story' : 'stories'} of ${all} shown${gone}` : `${all}${told}${gone}`;
}

'use client';
import type { ReactNode } from 'react';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';
import { FindingStory } from './finding-story';
import { findingsOf, splitFindings } from './findings-select';
import { QualityColumn } from './quality-column';

/** What the rules found in the snapshot shown, and beside it how far the captures can be trusted. */
export function FindingsSection({
  view,
  analysis,
  onSnapshot,
  next,
}: {
  view: IncidentView;
  analysis: SnapshotAnalysis | null;
  onSnapshot(id: string): void;
  /** Which capture comes next: beside the findings on a desk, before them on a narrow screen. */
  next: ReactNode;
}) {
  const { findings, notChecked } = view.analysis;
  const { here, elsewhere } = findingsOf(findings, analysis?.snapshotId ?? null);
  const { stories, quality } = splitFindings(here);
  const labels = new Map(view.snapshots.map((snapshot) => [snapshot.id, snapshot.label]));
  const labelOf = (id: string | null) => (view.snapshots.length > 1 && id !== null ? (labels.get(id) ?? null) : null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_340px] items-start gap-x-10 max-lg:grid-cols-1 lg:grid-rows-[auto_1fr]">
      <div className="min-w-0 lg:col-start-2 lg:row-start-1">{next}</div>
      <section aria-labelledby="findings" className="lg:col-start-1 lg:row-span-2 lg:row-start-1">
        <div className="section-head !pt-[7px]">
          <h2 id="findings">Findings</h2>
          <span className="text-ink3">
            {stories.length === 0 ? 'none' : `${stories.length} fired, ordered by severity`}
            {elsewhere.map(({ snapshotId, count }) => (
              <span key={snapshotId}>
                {', '}
                <button type="button" className="link" onClick={() => onSnapshot(snapshotId)}>
                  {count} more of {labels.get(snapshotId) ?? 'another snapshot'}
                </button>
              </span>
            ))}
          </span>
        </div>
        {stories.length === 0 ? (
          <p className="border-line border-t py-3 text-ink2">
            No rule fired{elsewhere.length > 0 ? ' for this snapshot' : ''}.{' '}
            {notChecked.length > 0 ? 'Some could not be checked: see what they need.' : ''}
          </p>
        ) : (
          stories.map((finding, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule may fire twice on one snapshot; the list never changes its order
            <FindingStory key={`${finding.ruleId}:${i}`} finding={finding} snapshotLabel={labelOf(finding.snapshotId)} />
          ))
        )}
      </section>
      <div className="min-w-0 lg:col-start-2 lg:row-start-2">
        <QualityColumn view={view} analysis={analysis} doubts={quality} />
      </div>
    </div>
  );
}

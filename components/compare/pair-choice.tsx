'use client';
import type { Comparison } from '@/lib/model/comparison';
import type { IncidentView } from '@/lib/model/incident';

const WORDS: Record<Comparison['process'], string> = {
  same: 'One run of one process',
  restarted: 'Started anew in between',
  unknown: 'Perhaps not the same run',
};

/** Which two, and whether they are of one process. */
export function PairChoice({
  view,
  pair,
  comparison,
  onPair,
}: {
  view: IncidentView;
  pair: { from: string; to: string };
  comparison: Comparison | null;
  onPair(from: string, to: string): void;
}) {
  const choice = (label: string, value: string, onChange: (id: string) => void) => (
    <label className="flex min-w-0 items-center gap-2 text-ink3">
      {label}
      <select className="field w-auto min-w-0 max-w-[240px]" value={value} onChange={(event) => onChange(event.target.value)}>
        {view.snapshots.map((snapshot) => (
          <option key={snapshot.id} value={snapshot.id}>
            {snapshot.label}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pt-3">
      {choice('From', pair.from, (from) => onPair(from, pair.to))}
      {choice('to', pair.to, (to) => onPair(pair.from, to))}
      <button type="button" className="btn btn-small" onClick={() => onPair(pair.to, pair.from)}>
        <span aria-hidden="true">⇄</span> Swap
      </button>
      {comparison ? (
        <span className="text-ink3">
          <b className="font-medium text-ink2">{WORDS[comparison.process]}</b>: {comparison.because}
        </span>
      ) : null}
    </div>
  );
}

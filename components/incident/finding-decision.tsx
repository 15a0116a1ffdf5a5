'use client';
import type { DecisionView } from '@/lib/model/decision';
import type { Finding } from '@/lib/model/finding';
import type { StoryDesk } from './finding-story';
import { formatMoment } from './select-snapshot';

/** "✓ Confirmed by Ann, 2026-11-23 14:12 UTC: a heap dump shows it" */
export function DecisionLine({ decision: { state, author, reason, decidedAt } }: { decision: DecisionView }) {
  return (
    <p className="mt-2 max-w-[660px] border-edge border-l-2 pl-2 text-[12.5px] [overflow-wrap:anywhere]">
      <b className="font-semibold text-ink">
        <span aria-hidden="true">{state === 'confirmed' ? '✓ ' : '– '}</span>
        {state === 'confirmed' ? 'Confirmed' : 'Dismissed'}
        {author ? ` by ${author}` : ''}
      </b>
      <span className="text-ink3">, {formatMoment(decidedAt)}: </span>
      <span className="whitespace-pre-wrap">{reason}</span>
    </p>
  );
}

/** What whoever manages the incident may say of a finding. */
export function DecideButtons({
  finding,
  decision,
  manage,
}: {
  finding: Finding;
  decision: DecisionView | null;
  manage: StoryDesk['manage'];
}) {
  const about = `${finding.ruleId}: ${finding.title}`;
  const choices = [
    { state: 'confirmed' as const, word: 'Confirm…' },
    { state: 'dismissed' as const, word: 'Dismiss…' },
  ];
  return (
    <p className="-my-[3px] flex flex-wrap gap-1 print:hidden">
      {choices.map(({ state, word }) =>
        decision?.state === state ? null : (
          <button
            key={state}
            type="button"
            className="btn btn-small btn-ghost"
            aria-label={`${word.replace('…', '')} ${about}`}
            disabled={!manage}
            onClick={() => manage?.onDecide(finding, state)}
          >
            {word}
          </button>
        ),
      )}
      {decision ? (
        <button
          type="button"
          className="btn btn-small btn-ghost"
          aria-label={`Take back what was decided of ${about}`}
          disabled={!manage}
          onClick={() => manage?.onTakeBack(finding)}
        >
          Take back
        </button>
      ) : null}
    </p>
  );
}

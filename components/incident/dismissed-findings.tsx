'use client';
import { type DecisionView, sayDecision } from '@/lib/model/decision';
import type { Finding } from '@/lib/model/finding';
import { DecisionLine } from './finding-decision';
import { FindingStory, type StoryDesk } from './finding-story';
import { type FindingsPanel, nameOf } from './findings-select';
import { RuleLink } from './rule-link';

/** Dismissed findings, a line each; opened, they are told as ever. */
export function DismissedFindings({ dismissed, desk }: { dismissed: FindingsPanel['dismissed']; desk: StoryDesk }) {
  if (dismissed.length === 0) return null;
  return (
    <section aria-labelledby="dismissed" className="border-line border-t pt-3 pb-2">
      <h3 id="dismissed" className="font-[650] text-[13px]">
        Dismissed <span className="font-normal text-ink3">{dismissed.length}</span>
      </h3>
      <ul>
        {dismissed.map(({ finding, parts }) => (
          <li key={nameOf(finding)} className="py-1 text-[12.5px] text-ink2">
            <details>
              <summary className="cursor-pointer [overflow-wrap:anywhere] hover:text-ink">
                <span className="mono text-[11.5px]">{finding.ruleId}</span> {finding.title}
                {parts.length > 0 ? `, with ${parts.length} that ${parts.length === 1 ? 'explains' : 'explain'} it` : ''}
                <span className="text-ink3"> {sayOf(finding, desk)}</span>
              </summary>
              <FindingStory story={{ head: finding, parts, hidden: 0 }} desk={desk} />
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sayOf(finding: Finding, desk: StoryDesk): string {
  const decision = desk.decisionOf(finding);
  return decision ? sayDecision(decision) : '';
}

/** What was said of findings that do not fire any more: the reason may still be worth reading. */
export function GoneDecisions({
  decisions,
  onTakeBack,
}: {
  decisions: readonly DecisionView[];
  onTakeBack: ((finding: Pick<Finding, 'ruleId' | 'subject' | 'snapshotId'>) => void) | null;
}) {
  if (decisions.length === 0) return null;
  return (
    <section aria-labelledby="gone-decisions" className="border-line border-t pt-3 pb-2">
      <h3 id="gone-decisions" className="font-[650] text-[13px]">
        Decided, and no longer found <span className="font-normal text-ink3">{decisions.length}</span>
      </h3>
      <ul>
        {decisions.map((decision) => (
          <li key={nameOf(decision)} className="py-1 text-[12.5px] text-ink2">
            <RuleLink id={decision.ruleId} /> {decision.title}
            <DecisionLine decision={decision} />
            {onTakeBack ? (
              <button
                type="button"
                className="btn btn-small btn-ghost mt-1 print:hidden"
                aria-label={`Take back what was decided of ${decision.ruleId}: ${decision.title}`}
                onClick={() => onTakeBack(decision)}
              >
                Take back
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

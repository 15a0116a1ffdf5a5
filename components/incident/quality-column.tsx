'use client';
import { MarkedText } from '@/components/ui/marked-text';
import type { Finding, NotChecked } from '@/lib/model/finding';
import { SEVERITY_WORDS } from '@/lib/model/finding-words';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';
import { EvidenceChip } from './evidence-chip';
import { Decided, EvidenceChips, type StoryDesk } from './finding-story';
import { groupByAdvice, nameOf } from './findings-select';
import { qualityStatements } from './quality';
import { RuleLink } from './rule-link';

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Can these captures be trusted? What speaks against them, what for them, what is not known; and what could not be checked. */
export function QualityColumn({
  view,
  analysis,
  doubts,
  desk,
}: {
  view: IncidentView;
  analysis: SnapshotAnalysis | null;
  doubts: readonly Finding[];
  desk: StoryDesk;
}) {
  const statements = analysis ? qualityStatements(view, analysis) : [];
  return (
    <aside aria-labelledby="quality" className="[overflow-wrap:anywhere]">
      <div className="section-head !pt-[7px]">
        <h2 id="quality">Evidence quality</h2>
      </div>
      <h3 className="border-line border-t pt-3 pb-1 font-[650]">Can these captures be trusted?</h3>
      <ul className="mb-3">
        {doubts.map((finding, i) => (
          <li
            key={nameOf(finding)}
            id={doubts.findIndex((other) => other.ruleId === finding.ruleId) === i ? `doubt-${finding.ruleId}` : undefined}
            className="scroll-mt-14 py-[5px] text-ink2 leading-[1.42] target:bg-select"
          >
            <span aria-hidden="true">{SEVERITY_WORDS[finding.severity].sign} </span>
            <span className="sr-only">{SEVERITY_WORDS[finding.severity].word}: </span>
            <b className="font-semibold text-ink">{finding.title.replace(/\.$/, '')}.</b> <MarkedText markup={finding.summary} />{' '}
            <RuleLink id={finding.ruleId} />
            <EvidenceChips evidence={finding.evidence} />
            <Decided finding={finding} desk={desk} />
          </li>
        ))}
        {statements.map(({ says, title, text, lines }) => (
          <li key={`${title}:${text}`} className="py-[5px] text-ink2 leading-[1.42]">
            <span aria-hidden="true">{says === 'yes' ? '✓' : '○'} </span>
            <span className="sr-only">{says === 'yes' ? 'Yes: ' : 'Open: '}</span>
            <b className="font-semibold text-ink">{title}.</b> {capitalise(text)}
            {lines.length > 0 ? (
              <span className="mt-1 flex flex-wrap gap-[5px]">
                {lines.map((line) => (
                  <EvidenceChip key={`${line.artifactId}:${line.firstLine}`} lines={line} text="" />
                ))}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {doubts.length === 0 && statements.length === 0 ? <p className="py-1 text-ink2">Nothing of this snapshot can be judged.</p> : null}
      <NotCheckedList notChecked={view.analysis.notChecked} />
    </aside>
  );
}

/** Rules that lack something, told by what would let them run. */
function NotCheckedList({ notChecked }: { notChecked: readonly NotChecked[] }) {
  if (notChecked.length === 0) return null;
  return (
    <>
      <h3 className="border-line border-t pt-3 pb-1 font-[650]">Not checked</h3>
      <ul className="mb-3">
        {groupByAdvice(notChecked).map(({ advice, rules }) => (
          <li key={advice} className="py-[5px] text-ink2 leading-[1.42]">
            {rules.map((rule, i) => (
              <span key={rule.ruleId}>
                {i > 0 ? ', ' : ''}
                <b className="font-semibold text-ink">{i === 0 ? capitalise(rule.title) : rule.title}</b> <RuleLink id={rule.ruleId} />
              </span>
            ))}
            <span className="block [overflow-wrap:anywhere]">{advice}</span>
          </li>
        ))}
      </ul>
      <p className="pb-3 text-[12px]">
        <a className="link" href="/docs/findings">
          Every rule and known signature
        </a>
      </p>
    </>
  );
}

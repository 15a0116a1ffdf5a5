'use client';
import type { ReactNode } from 'react';
import { Command } from '@/components/ui/command';
import { GlossedText } from '@/components/ui/glossed-text';
import { MarkedText } from '@/components/ui/marked-text';
import type { DecisionState, DecisionView } from '@/lib/model/decision';
import type { Evidence, Finding } from '@/lib/model/finding';
import { SEVERITY_WORDS } from '@/lib/model/finding-words';
import { EvidenceChip } from './evidence-chip';
import { DecideButtons, DecisionLine } from './finding-decision';
import { findContradictions, nameOf, type ToldStory } from './findings-select';
import { RuleLink } from './rule-link';

/** What every finding on the page needs to know of the others, and what may be done to it. */
export interface StoryDesk {
  /** All findings of the snapshot, doubts about the captures too. */
  all: readonly Finding[];
  decisionOf(finding: Finding): DecisionView | null;
  labelOf(snapshotId: string | null): string | null;
  /** null for those who only look, and while a change is on its way. */
  manage: {
    onDecide(finding: Finding, state: DecisionState): void;
    onTakeBack(finding: Pick<Finding, 'ruleId' | 'subject' | 'snapshotId'>): void;
  } | null;
  manages: boolean;
}

/** A story: a finding and, beneath it, what explains it. Evidence, explanation and the next step in this order. */
export function FindingStory({ story: { head, parts, hidden }, desk }: { story: ToldStory; desk: StoryDesk }) {
  return (
    <article
      aria-label={`${head.ruleId}: ${head.title}`}
      className="grid grid-cols-[116px_minmax(0,1fr)] gap-x-4 border-line border-t pt-3 pb-[15px] max-sm:grid-cols-1"
    >
      <Grading finding={head} desk={desk} />
      <div className="min-w-0 text-ink2 [overflow-wrap:anywhere]">
        <h3 className="max-w-[660px] font-[650] text-[14.5px] text-ink leading-[1.35] tracking-[-0.006em]">{head.title}</h3>
        <p className="mt-1 max-w-[660px] text-pretty">
          <GlossedText markup={head.summary} />
        </p>
        <EvidenceChips evidence={head.evidence} />
        <Explanation text={head.explanation} />
        <Against finding={head} all={desk.all} />
        <NextSteps steps={head.nextSteps} />
        <Decided finding={head} desk={desk}>
          <Background finding={head} />
        </Decided>
        {parts.map((part) => (
          <PartStory key={nameOf(part)} finding={part} desk={desk} />
        ))}
        {hidden > 0 ? (
          <p className="mt-3 border-line border-l-2 pl-3 text-[12px] text-ink3">
            {hidden} more {hidden === 1 ? 'finding explains' : 'findings explain'} this; the filter holds {hidden === 1 ? 'it' : 'them'}{' '}
            back.
          </p>
        ) : null}
      </div>
    </article>
  );
}

/** How bad, how sure and why not surer, which rule. */
function Grading({ finding, desk }: { finding: Finding; desk: StoryDesk }) {
  const { sign, word } = SEVERITY_WORDS[finding.severity];
  const label = desk.labelOf(finding.snapshotId);
  return (
    <div className="pt-[2px] font-semibold text-[12px] max-sm:flex max-sm:flex-wrap max-sm:gap-x-[10px] max-sm:pb-[3px]">
      <span className="whitespace-nowrap">
        <span aria-hidden="true" className="inline-block w-4">
          {sign}
        </span>
        {word}
      </span>
      <Confidence finding={finding} />
      <span className="block font-normal">
        <RuleLinks finding={finding} />
      </span>
      {label ? <span className="block truncate font-normal text-[11.5px] text-ink3">{label}</span> : null}
    </div>
  );
}

function Confidence({ finding: { confidence, loweredBy = [] } }: { finding: Finding }) {
  return (
    <span className="mt-[2px] block font-normal text-[11.5px] text-ink3 max-sm:m-0">
      confidence {confidence}
      {loweredBy.length > 0 ? (
        <span className="block max-sm:inline">
          {' '}
          lowered by{' '}
          {loweredBy.map((id, i) => (
            <span key={id}>
              {i > 0 ? ', ' : ''}
              {/* To the doubt itself, in the column beside. */}
              <a className="link mono text-[11px]" href={`#doubt-${id}`}>
                {id}
              </a>
            </span>
          ))}
        </span>
      ) : null}
    </span>
  );
}

function RuleLinks({ finding: { ruleId, signatureId } }: { finding: Finding }) {
  return (
    <>
      <RuleLink id={ruleId} />
      {signatureId ? (
        <>
          {' '}
          <RuleLink id={signatureId} />
        </>
      ) : null}
    </>
  );
}

/** What explains the story above it: its claim and lines in sight, the rest opens. */
function PartStory({ finding, desk }: { finding: Finding; desk: StoryDesk }) {
  const { sign, word } = SEVERITY_WORDS[finding.severity];
  return (
    <section aria-label={`${finding.ruleId}: ${finding.title}`} className="mt-3 border-line border-l-2 pl-3">
      <h4 className="max-w-[660px] font-[650] text-[13px] text-ink leading-[1.4]">{finding.title}</h4>
      <p className="text-[11.5px] text-ink3">
        <span className="font-semibold text-ink2">
          <span aria-hidden="true">{sign} </span>
          {word}
        </span>
        , confidence {finding.confidence}
        {finding.loweredBy?.length ? `, lowered by ${finding.loweredBy.join(', ')}` : ''}, <RuleLinks finding={finding} />
      </p>
      <p className="mt-[2px] max-w-[660px] text-pretty">
        <MarkedText markup={finding.summary} />
      </p>
      <EvidenceChips evidence={finding.evidence} />
      <Against finding={finding} all={desk.all} />
      <Decided finding={finding} desk={desk}>
        <details>
          <summary className="w-fit cursor-pointer text-[12px] text-ink3 hover:text-ink">What it means, and what next</summary>
          <Explanation text={finding.explanation} />
          <NextSteps steps={finding.nextSteps} />
          <div className="mt-2">
            <Background finding={finding} />
          </div>
        </details>
      </Decided>
    </section>
  );
}

/** What was decided, and beside what opens what may be. */
export function Decided({ finding, desk, children }: { finding: Finding; desk: StoryDesk; children?: ReactNode }) {
  const decision = desk.decisionOf(finding);
  if (!decision && !desk.manages && !children) return null;
  return (
    <>
      {decision ? <DecisionLine decision={decision} /> : null}
      <div className="mt-2 flex max-w-[660px] flex-wrap items-start gap-x-3 gap-y-1">
        {children ? <div className="min-w-[240px] flex-1">{children}</div> : null}
        {desk.manages ? <DecideButtons finding={finding} decision={decision} manage={desk.manage} /> : null}
      </div>
    </>
  );
}

function Explanation({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <p className="mt-2 max-w-[660px] text-pretty text-ink3">
      <GlossedText markup={text} />
    </p>
  );
}

/** Findings that cannot have one cause say so, each at its place. */
function Against({ finding, all }: { finding: Finding; all: readonly Finding[] }) {
  const contradictions = findContradictions(finding, all);
  return contradictions.map(({ by, others }) => (
    <p key={nameOf(by)} className="mt-2 max-w-[660px] text-[12.5px]">
      <b className="font-semibold text-ink">≠ Contradiction:</b> {by === finding ? '' : 'it and '}
      {others.map((other, i) => (
        <span key={nameOf(other)}>
          {i > 0 ? ' and ' : ''}
          <RuleLink id={other.ruleId} /> ({other.title})
        </span>
      ))}{' '}
      cannot have one cause.
      {by === finding ? null : (
        <>
          {' '}
          <RuleLink id={by.ruleId} /> tells why.
        </>
      )}
    </p>
  ));
}

/** The first thing to do is in sight; what else there is opens. */
function NextSteps({ steps: [first, ...more] }: { steps: Finding['nextSteps'] }) {
  if (!first) return null;
  return (
    <div className="mt-[9px] grid gap-[9px]">
      <Command {...first} />
      {more.length > 0 ? (
        <details className="max-w-[660px]">
          <summary className="w-fit cursor-pointer text-[12px] text-ink3 hover:text-ink">
            {more.length === 1 ? 'Another way to look closer' : `${more.length} more ways to look closer`}
          </summary>
          <div className="mt-[6px] grid gap-[9px]">
            {more.map((step) => (
              <Command key={step.command} {...step} />
            ))}
          </div>
        </details>
      ) : null}
    </div>
  );
}

function Background({ finding: { falsePositives, sources } }: { finding: Finding }) {
  if (falsePositives.length === 0 && sources.length === 0) return null;
  return (
    <details className="text-[12px] text-ink3">
      <summary className="w-fit cursor-pointer hover:text-ink">When this would be wrong, and where it comes from</summary>
      <ul className="mt-1 list-disc pl-5">
        {falsePositives.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {sources.length > 0 ? <p className="mt-1">Sources: {sources.join(', ')}</p> : null}
    </details>
  );
}

/** Each opens its lines, and marks in the panes what it is about. */
export function EvidenceChips({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <div className="mt-[9px] flex flex-wrap gap-[5px]">
      {evidence.map(({ artifactId, lines: [firstLine, lastLine], text, address, frame }) => (
        <EvidenceChip
          key={`${artifactId}:${firstLine}:${lastLine}:${text}:${address ?? ''}`}
          lines={{ artifactId, firstLine, lastLine }}
          text={text}
          address={address}
          frame={frame}
        />
      ))}
    </div>
  );
}

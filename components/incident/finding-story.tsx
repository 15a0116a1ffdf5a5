'use client';
import { Command } from '@/components/ui/command';
import { MarkedText } from '@/components/ui/marked-text';
import type { Evidence, Finding } from '@/lib/model/finding';
import { SEVERITY_WORDS } from '@/lib/model/finding-words';
import { EvidenceChip } from './evidence-chip';

/** A finding as a story: how bad and how sure, a claim, why, the lines, what to run next. */
export function FindingStory({ finding, snapshotLabel }: { finding: Finding; snapshotLabel: string | null }) {
  const { sign, word } = SEVERITY_WORDS[finding.severity];
  return (
    <article className="grid grid-cols-[116px_minmax(0,1fr)] gap-x-4 border-line border-t pt-3 pb-[15px] max-sm:grid-cols-1">
      <div className="whitespace-nowrap pt-[2px] font-semibold text-[12px] max-sm:flex max-sm:flex-wrap max-sm:gap-x-[10px] max-sm:pb-[3px]">
        <span aria-hidden="true" className="inline-block w-4">
          {sign}
        </span>
        {word}
        <span className="mt-[2px] block font-normal text-[11.5px] text-ink3 max-sm:m-0">confidence {finding.confidence}</span>
        <span className="mono block font-normal text-ink3">{finding.ruleId}</span>
        {snapshotLabel ? <span className="block truncate font-normal text-[11.5px] text-ink3">{snapshotLabel}</span> : null}
      </div>
      <div className="min-w-0 text-ink2 [overflow-wrap:anywhere]">
        <h3 className="max-w-[660px] font-[650] text-[14.5px] text-ink leading-[1.35] tracking-[-0.006em]">{finding.title}</h3>
        <p className="mt-1 max-w-[660px] text-pretty">
          <MarkedText markup={finding.summary} />
        </p>
        {finding.explanation ? (
          <p className="mt-1 max-w-[660px] text-pretty text-ink3">
            <MarkedText markup={finding.explanation} />
          </p>
        ) : null}
        <EvidenceChips evidence={finding.evidence} />
        <NextSteps steps={finding.nextSteps} />
        {finding.falsePositives.length > 0 || finding.sources.length > 0 ? (
          <details className="mt-2 max-w-[660px] text-[12px] text-ink3">
            <summary className="w-fit cursor-pointer hover:text-ink">When this would be wrong, and where it comes from</summary>
            <ul className="mt-1 list-disc pl-5">
              {finding.falsePositives.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
            {finding.sources.length > 0 ? <p className="mt-1">Sources: {finding.sources.join(', ')}</p> : null}
          </details>
        ) : null}
      </div>
    </article>
  );
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

export function EvidenceChips({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <div className="mt-[9px] flex flex-wrap gap-[5px]">
      {evidence.map(({ artifactId, lines: [firstLine, lastLine], text, address }) => (
        <EvidenceChip
          key={`${artifactId}:${firstLine}:${lastLine}:${text}:${address ?? ''}`}
          lines={{ artifactId, firstLine, lastLine }}
          text={text}
          address={address}
        />
      ))}
    </div>
  );
}

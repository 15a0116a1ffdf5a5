'use client';
import { CopyButton } from '@/components/ui/copy-button';
import { Term } from '@/components/ui/glossary';
import { HowComputed } from '@/components/ui/how-computed';
import { MarkedText } from '@/components/ui/marked-text';
import { formatBytes, formatShare } from '@/lib/base/bytes';
import type { Verdict } from '@/lib/model/finding';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import { useEvidence } from './evidence-context';
import { explainVerdict, supportingFigures, verdictForChat } from './verdict-figures';

interface Props {
  verdict: Verdict;
  /** The snapshot that the verdict speaks of. */
  analysis: SnapshotAnalysis | null;
  title: string;
}

/** Letters from which on an answer is set a little smaller, so that what follows stays in sight. */
const LONG = 280;

/** The answer: one number, one or two sentences, how sure it is, and the three figures people know. */
export function VerdictSection({ verdict, analysis, title }: Props) {
  const { linesOf } = useEvidence();
  const nmt = analysis?.reconciliation.nmt ?? null;
  const figures = analysis ? supportingFigures(analysis.reconciliation, nmt && linesOf(nmt.artifactId)) : [];
  return (
    <section aria-label="Verdict" className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-7 gap-y-3 pt-3 pb-3 max-lg:grid-cols-1">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-[22px] gap-y-[10px] max-sm:grid-cols-1">
        {verdict.figure ? <BigNumber verdict={verdict} analysis={analysis} /> : null}
        <div
          className={`max-w-[880px] text-pretty tracking-[-0.006em] [overflow-wrap:anywhere] max-sm:text-[16px] ${
            verdict.text.length > LONG ? 'text-[16px] leading-[22px]' : 'text-[17px] leading-[1.4]'
          } ${verdict.figure ? '' : 'col-span-2'}`}
        >
          <MarkedText markup={verdict.markup} /> {verdict.certainty ? <span className="text-ink2">{verdict.certainty}</span> : null}{' '}
          <CopyButton
            label="Copy the verdict for chat"
            className="align-[2px] tracking-normal"
            text={() => verdictForChat(verdict, title, window.location.href)}
          />
          {verdict.decided ? <Decided text={verdict.decided} /> : null}
        </div>
      </div>
      {figures.length > 0 ? <Supporting figures={figures} /> : null}
    </section>
  );
}

/** People have the last word on a finding, and the verdict says so. */
function Decided({ text }: { text: string }) {
  return <span className="mt-1 block border-edge border-l-2 pl-2 text-[12.5px] text-ink2 leading-[1.45] tracking-normal">{text}</span>;
}

function BigNumber({ verdict, analysis }: Pick<Props, 'verdict' | 'analysis'>) {
  const { open } = useEvidence();
  const rssBytes = analysis?.reconciliation.ledger?.rssBytes ?? 0;
  const how = analysis ? explainVerdict(verdict, analysis.reconciliation) : null;
  const { figure } = verdict;
  if (!figure) return null;
  const [value, unit] = formatBytes(figure.bytes).split(' ');
  const number = (
    <>
      {value}
      <span className="ml-[5px] font-semibold text-[20px] tracking-[-0.01em]">{unit}</span>
    </>
  );
  return (
    <div>
      <p className="whitespace-nowrap font-[650] text-role-unexplained text-verdict tracking-[-0.03em]">
        {figure.qualifier === 'at-least' ? (
          <>
            <span aria-hidden="true">≥ </span>
            <span className="sr-only">at least </span>
          </>
        ) : null}
        {how ? (
          <HowComputed computation={how} onLines={open}>
            {number}
          </HowComputed>
        ) : (
          number
        )}
      </p>
      <p className="mt-[5px] whitespace-nowrap text-[12px] text-ink2">
        {figure.label}
        {rssBytes > 0 && !figure.label.includes('%') ? `, ${formatShare(figure.bytes, rssBytes)} of RSS` : ''}
      </p>
    </div>
  );
}

/** The figures people know, one under the other, so that the sentence has the width. */
function Supporting({ figures }: { figures: ReturnType<typeof supportingFigures> }) {
  const { open } = useEvidence();
  return (
    <dl className="grid w-[374px] gap-y-[2px] border-line border-l pl-4 max-lg:w-auto max-lg:grid-cols-3 max-lg:border-0 max-lg:pl-0 max-sm:grid-cols-2 max-sm:gap-y-[10px]">
      {figures.map(({ label, value, note, term, how, misleads }) => (
        <div
          key={label}
          className="grid grid-cols-[98px_78px_minmax(0,1fr)] items-baseline gap-x-2 max-lg:mr-3 max-lg:block max-lg:border-line max-lg:border-l max-lg:pl-3"
        >
          <dt className="text-[12px] text-ink3">
            <Term id={term}>{label}</Term>
          </dt>
          <dd className="whitespace-nowrap font-semibold text-[15px] tracking-[-0.01em]">
            <HowComputed computation={how} onLines={open}>
              {misleads ? <s className="text-ink2 decoration-2">{value}</s> : value}
            </HowComputed>
          </dd>
          <dd className="text-[11.5px] text-ink3 leading-[14px]">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A doubt that stands between the verdict and everything below it. */
export function BlockingDoubt({ text, onAdd }: { text: string; onAdd: (() => void) | null }) {
  return (
    <p className="panel mb-2 flex items-baseline gap-2 border-edge px-3 py-[5px]">
      <b aria-hidden="true">!</b>
      <span>
        <span className="sr-only">Caution: </span>
        <MarkedText markup={text} />{' '}
        {onAdd ? (
          <button type="button" className="link" onClick={onAdd}>
            Add captures
          </button>
        ) : null}
      </span>
    </p>
  );
}

'use client';
import { CopyButton } from '@/components/ui/copy-button';
import { MarkedText } from '@/components/ui/marked-text';
import { formatBytes, formatShare } from '@/lib/base/bytes';
import type { Verdict } from '@/lib/model/finding';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import { supportingFigures } from './verdict-figures';

/** The answer: one number, one or two sentences, how sure it is, and the three figures people know. */
export function VerdictSection({ verdict, analysis, title }: { verdict: Verdict; analysis: SnapshotAnalysis | null; title: string }) {
  const rssBytes = analysis?.reconciliation.ledger?.rssBytes ?? 0;
  const figures = analysis ? supportingFigures(analysis.reconciliation) : [];
  const { figure } = verdict;
  const [value, unit] = figure ? formatBytes(figure.bytes).split(' ') : [];
  return (
    <section
      aria-label="Verdict"
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-8 gap-y-3 pt-[22px] pb-[18px] max-lg:grid-cols-1 max-sm:pt-4 max-sm:pb-[14px]"
    >
      <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-[22px] gap-y-[10px] max-sm:grid-cols-1">
        {figure ? (
          <div>
            <p className="whitespace-nowrap font-[650] text-role-unexplained text-verdict tracking-[-0.03em]">
              {figure.qualifier === 'at-least' ? (
                <>
                  <span aria-hidden="true">≥ </span>
                  <span className="sr-only">at least </span>
                </>
              ) : null}
              {value}
              <span className="ml-[5px] font-semibold text-[20px] tracking-[-0.01em]">{unit}</span>
            </p>
            <p className="mt-[5px] whitespace-nowrap text-[12px] text-ink2">
              {figure.label}
              {rssBytes > 0 && !figure.label.includes('%') ? `, ${formatShare(figure.bytes, rssBytes)} of RSS` : ''}
            </p>
          </div>
        ) : null}
        <div
          className={`max-w-[72ch] text-pretty text-[17px] leading-[1.42] tracking-[-0.006em] max-sm:text-[16px] ${figure ? '' : 'col-span-2'}`}
        >
          <MarkedText markup={verdict.markup} /> {verdict.certainty ? <span className="text-ink2">{verdict.certainty}</span> : null}{' '}
          <CopyButton
            label="Copy the verdict for chat"
            className="align-[2px] tracking-normal"
            text={() => [[verdict.text, verdict.certainty].filter(Boolean).join(' '), title, window.location.href].join('\n')}
          />
        </div>
      </div>
      {figures.length > 0 ? (
        <dl className="grid auto-cols-auto grid-flow-col justify-start max-sm:grid-flow-row max-sm:grid-cols-2 max-sm:gap-y-[10px]">
          {figures.map(({ label, value: text, note }) => (
            <div key={label} className="mr-[26px] border-line border-l pl-3 last:mr-0 max-sm:mr-2 max-sm:pl-[10px]">
              <dt className="text-[12px] text-ink3">{label}</dt>
              <dd className="whitespace-nowrap font-semibold text-[17px] tracking-[-0.01em]">{text}</dd>
              <dd className="max-w-[150px] text-[11.5px] text-ink3 leading-[15px] max-sm:max-w-none">{note}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </section>
  );
}

/** A doubt that stands between the verdict and everything below it. */
export function BlockingDoubt({ text, onAdd }: { text: string; onAdd: (() => void) | null }) {
  return (
    <p className="panel mb-[14px] flex items-baseline gap-2 border-edge px-3 py-[7px]">
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

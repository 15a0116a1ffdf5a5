'use client';
import { MarkedText } from '@/components/ui/marked-text';
import type { IncidentView } from '@/lib/model/incident';
import { EvidenceChips, FindingStory } from './finding-story';
import { groupByAdvice, SEVERITY_WORDS, splitFindings } from './findings-select';

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the rules found, and beside it how far the captures can be trusted. */
export function FindingsSection({ view }: { view: IncidentView }) {
  const { findings, notChecked } = view.analysis;
  const { stories, quality } = splitFindings(findings);
  const labels = new Map(view.snapshots.map((snapshot) => [snapshot.id, snapshot.label]));
  const labelOf = (id: string | null) => (view.snapshots.length > 1 && id !== null ? (labels.get(id) ?? null) : null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_340px] items-start gap-x-10 max-lg:grid-cols-1">
      <section aria-labelledby="findings">
        <div className="section-head">
          <h2 id="findings">Findings</h2>
          <span className="text-ink3">{stories.length === 0 ? 'none' : `${stories.length} fired, ordered by severity`}</span>
        </div>
        {stories.length === 0 ? (
          <p className="border-line border-t py-3 text-ink2">
            No rule fired. {notChecked.length > 0 ? 'Some could not be checked: see what they need.' : ''}
          </p>
        ) : (
          stories.map((finding, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule may fire twice on one snapshot; the list never changes its order
            <FindingStory key={`${finding.ruleId}:${i}`} finding={finding} snapshotLabel={labelOf(finding.snapshotId)} />
          ))
        )}
      </section>
      <aside aria-labelledby="quality">
        <div className="section-head">
          <h2 id="quality">Evidence quality</h2>
        </div>
        <h3 className="border-line border-t pt-[14px] pb-1 font-[650]">Can these captures be trusted?</h3>
        {quality.length === 0 ? <p className="py-1 text-ink2">✓ Nothing speaks against them.</p> : null}
        <ul className="mb-3">
          {quality.map((finding, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <li key={`${finding.ruleId}:${i}`} className="py-[5px] text-ink2 leading-[1.42]">
              <span aria-hidden="true">{SEVERITY_WORDS[finding.severity].sign} </span>
              <span className="sr-only">{SEVERITY_WORDS[finding.severity].word}: </span>
              <b className="font-semibold text-ink">{finding.title.replace(/\.$/, '')}.</b> <MarkedText markup={finding.summary} />{' '}
              <span className="mono text-[11px] text-ink3">
                {finding.ruleId}
                {labelOf(finding.snapshotId) ? `, ${labelOf(finding.snapshotId)}` : ''}
              </span>
              <EvidenceChips evidence={finding.evidence} />
            </li>
          ))}
        </ul>
        {notChecked.length > 0 ? (
          <>
            <h3 className="border-line border-t pt-[14px] pb-1 font-[650]">Not checked</h3>
            <ul className="mb-3">
              {groupByAdvice(notChecked).map(({ advice, rules }) => (
                <li key={advice} className="py-[5px] text-ink2 leading-[1.42]">
                  {rules.map((rule, i) => (
                    <span key={rule.ruleId}>
                      {i > 0 ? ', ' : ''}
                      <b className="font-semibold text-ink">{i === 0 ? capitalise(rule.title) : rule.title}</b>{' '}
                      <span className="mono text-[11px] text-ink3">{rule.ruleId}</span>
                    </span>
                  ))}
                  <span className="block [overflow-wrap:anywhere]">{advice}</span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </aside>
    </div>
  );
}

'use client';
import { CopyButton } from '@/components/ui/copy-button';
import { GlossedText } from '@/components/ui/glossed-text';
import { type Coach, commandsText, pathTo } from '@/lib/model/coach';
import { RiskMark, StepBody } from './coach-step';

/**
 * Which capture comes next: the first step in full, the others folded, in the order to take them. Where everything needed is
 * there, it says so. `wide`: as the head of an incident that has too little to show anything else.
 */
export function NextStep({
  coach,
  of,
  onPlaybook,
  wide = false,
}: {
  coach: Coach;
  /** Label of the snapshot that it speaks of, where the page shows another one. */
  of: string | null;
  onPlaybook(): void;
  wide?: boolean;
}) {
  const [first, ...more] = coach.steps;
  // At an end of the playbook there is something to do, whatever is left to capture.
  const action = pathTo(coach.playbook).at(-1)?.action ?? null;
  return (
    <section aria-labelledby="next-step" className={`[overflow-wrap:anywhere] ${wide ? 'max-w-[880px] pb-4' : ''}`}>
      <div className="section-head !pt-[7px]">
        <h2 id="next-step">{first ? 'Next step' : 'Nothing more is needed'}</h2>
        {of ? <span className="text-ink3">for {of}</span> : null}
        <span className="flex flex-1 justify-end gap-[6px]">
          {more.length > 0 ? (
            <CopyButton text={() => commandsText(coach)} label={`Copy all ${coach.steps.length} commands`} words="Copy all" />
          ) : null}
          <button type="button" className="btn btn-small" aria-haspopup="dialog" onClick={onPlaybook} title="Playbook (b)">
            Playbook
          </button>
        </span>
      </div>
      <p className="border-line border-t pt-2 pb-[6px] text-pretty text-ink2 leading-[1.42]">
        <GlossedText markup={withoutHeading(coach)} />
      </p>
      {action ? (
        <p className="pb-[6px] text-pretty text-ink2 leading-[1.42]">
          <b className="font-semibold text-ink">What to do: </b>
          {action}
        </p>
      ) : null}
      {first ? (
        <ol>
          <li className="pb-[6px]">
            <h3 className="flex flex-wrap items-baseline gap-x-2 pb-1 font-[650]">
              <span>1. {first.captures}</span>
              <RiskMark risk={first.risk} />
            </h3>
            <StepBody step={first} />
          </li>
          {more.map((step, at) => (
            <li key={step.id}>
              <details className="border-line border-t">
                <summary className="cursor-pointer py-[5px] max-sm:py-[7px]">
                  <span className="pr-2 font-semibold">
                    {at + 2}. {step.captures}
                  </span>
                  <RiskMark risk={step.risk} />
                </summary>
                <div className="pb-[9px]">
                  <StepBody step={step} />
                </div>
              </details>
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}

/** The heading says the first sentence where nothing is needed. */
const withoutHeading = ({ summary }: Coach) => summary.replace(/^Nothing more is needed\. /, '');

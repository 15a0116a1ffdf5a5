'use client';
import { Fragment } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { GlossedText } from '@/components/ui/glossed-text';
import { type CoachStep, isOption } from '@/lib/model/coach';
import { RISK_WORDS } from './coach-words';

/** "▲ pauses the JVM": shape and word. */
export function RiskMark({ risk }: { risk: CoachStep['risk'] }) {
  const { sign, word } = RISK_WORDS[risk];
  return (
    <span className="whitespace-nowrap text-[11.5px] text-ink3">
      <span aria-hidden="true">{sign} </span>
      <span className="sr-only">Risk: </span>
      {word}
    </span>
  );
}

/** One capture: the command to copy, what it decides, its price, and what it would settle. */
export function StepBody({ step }: { step: CoachStep }) {
  const { command, where, cost, riskText, decides, checks, answers } = step;
  return (
    <div className="grid gap-[5px] text-ink2">
      <div className="panel flex items-start gap-[10px] py-[5px] pr-[6px] pl-[10px]">
        <code className="min-w-0 flex-1 whitespace-pre-wrap py-[2px] text-[12px] text-ink leading-[18px] [overflow-wrap:anywhere]">
          {isOption(command) ? null : (
            <span aria-hidden="true" className="select-none text-ink3">
              ${' '}
            </span>
          )}
          {command}
        </code>
        <CopyButton text={command} label={`Copy the command ${command}`} />
      </div>
      {where ? <p className="text-[12px]">Run it {where}.</p> : null}
      <p className="text-pretty leading-[1.42]">
        <GlossedText markup={decides} />
      </p>
      <p className="text-[12px] text-ink3 leading-[1.42]">
        Cost: {cost}. <b className="font-semibold text-ink2">Risk: {riskText}.</b>
      </p>
      {checks.length + answers.length > 0 ? (
        <p className="text-[12px] text-ink3 leading-[1.6]">
          {checks.length > 0 ? <Rules lead="Lets us check" ids={checks} /> : null}
          {checks.length > 0 && answers.length > 0 ? '; ' : null}
          {answers.length > 0 ? <Rules lead={checks.length > 0 ? 'bears on' : 'Bears on'} ids={answers} /> : null}.
        </p>
      ) : null}
    </div>
  );
}

/** Rules told by id, each a link to what it says. */
const RULES_SHOWN = 6;

function Rules({ lead, ids }: { lead: string; ids: readonly string[] }) {
  const more = ids.length - RULES_SHOWN;
  return (
    <>
      {lead}{' '}
      {ids.slice(0, RULES_SHOWN).map((id, at) => (
        <Fragment key={id}>
          {at > 0 ? ', ' : ''}
          <a className="mono link text-[11px]" href={`/docs/findings/${id}`}>
            {id}
          </a>
        </Fragment>
      ))}
      {more > 0 ? ` and ${more} more` : ''}
    </>
  );
}

'use client';
import { type ReactNode, useState } from 'react';
import { useEvidence } from '@/components/incident/evidence-context';
import { UNIT_WORDS } from '@/components/incident/page-actions';
import { formatBare } from '@/components/ui/figure-text';
import { HowComputed } from '@/components/ui/how-computed';
import { type Bounds, exactly } from '@/lib/base/bounds';
import { formatCount } from '@/lib/base/bytes';
import type { LineRef } from '@/lib/model/artifact';
import type { Units } from '@/lib/view-state/incident';
import { bareChange, figureChange } from './change-text';
import { diverge, largestOf } from './select';

/** A figure in two snapshots, whatever it is of. */
export interface GrowthRow {
  key: string;
  /** In words, for the window that says how it came about. */
  name: string;
  label: ReactNode;
  from: Bounds;
  to: Bounds;
  delta: Bounds;
  /** "15 → 34" */
  count?: string;
  lines: { from: LineRef[]; to: LineRef[] };
  /** Class of the bar: the colour of a role, ink otherwise. */
  paint?: string;
}

export const exactRow = (change: { from: number; to: number; delta: number }) => ({
  from: exactly(change.from),
  to: exactly(change.to),
  delta: exactly(change.delta),
});

const USUAL_STEP = 20;

/** Two columns of figures and what lies between: growth to the right of the middle and filled, less to the left and outlined; the thin line is how far the bounds reach. */
export function GrowthTable({
  label,
  head,
  countHead,
  rows,
  ends,
  units,
  total,
  step = USUAL_STEP,
  wide = false,
}: {
  label: string;
  /** Head of the first column. */
  head: string;
  countHead?: string;
  rows: readonly GrowthRow[];
  /** What the two snapshots are called. */
  ends: { from: string; to: string };
  units: Units;
  total?: GrowthRow;
  /** Rows shown at first, and with every click more. */
  step?: number;
  /** Names are short: the bars get the room. */
  wide?: boolean;
}) {
  const [shown, setShown] = useState(step);
  const unit = UNIT_WORDS[units];
  const largest = largestOf(rows.map(({ delta }) => delta));
  return (
    <>
      <table className="figures table-fixed [&_td]:align-top" aria-label={label}>
        <colgroup>
          <col />
          <col className={`max-sm:hidden ${wide ? 'w-[48%] max-lg:w-[32%]' : 'w-[26%] max-lg:w-[20%]'}`} />
          {countHead ? <col className="w-[84px] max-sm:hidden" /> : null}
          <col className="w-[100px] max-sm:hidden" />
          <col className="w-[100px] max-sm:w-[92px]" />
          <col className="w-[112px] max-sm:w-[100px]" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="!text-center max-sm:hidden">
              <span aria-hidden="true">less · more</span>
              <span className="sr-only">Change, drawn</span>
            </th>
            {countHead ? (
              <th scope="col" className="max-sm:hidden">
                {countHead}
              </th>
            ) : null}
            <th scope="col" className="max-sm:hidden">
              <End name={ends.from} unit={unit} />
            </th>
            <th scope="col">
              <End name={ends.to} unit={unit} />
            </th>
            <th scope="col">Change {unit}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <Row key={row.key} row={row} ends={ends} units={units} largest={largest} counted={countHead !== undefined} />
          ))}
        </tbody>
        {total ? (
          <tfoot className="font-[650] [&_th]:!font-[650]">
            <Row row={total} ends={ends} units={units} largest={0} counted={countHead !== undefined} />
          </tfoot>
        ) : null}
      </table>
      {rows.length > shown ? (
        <button type="button" className="btn btn-small mt-2" onClick={() => setShown(shown + step)}>
          Show {formatCount(Math.min(step, rows.length - shown))} more of {formatCount(rows.length)}
        </button>
      ) : null}
    </>
  );
}

/** A label can be as long as a file name: the unit stays in sight. */
function End({ name, unit }: { name: string; unit: string }) {
  return (
    <span className="flex justify-end gap-1" title={name}>
      <span className="min-w-0 truncate">{name}</span> {unit}
    </span>
  );
}

function Row({
  row,
  ends,
  units,
  largest,
  counted,
}: {
  row: GrowthRow;
  ends: { from: string; to: string };
  units: Units;
  /** 0: no bar is drawn. */
  largest: number;
  counted: boolean;
}) {
  const { open } = useEvidence();
  const { delta } = row;
  const between = delta.min === delta.max ? null : `${bareChange(delta.min, units)} … ${bareChange(delta.max, units)}`;
  const input = (name: string, { min, best, max }: Bounds, lines: LineRef[]) => ({
    label: min === max ? name : `${name}, between ${formatBare(min, units)} and ${formatBare(max, units)} ${UNIT_WORDS[units]}`,
    bytes: best,
    lines,
  });
  return (
    <tr>
      <th scope="row" className="!whitespace-normal !font-normal !text-[12.5px] !text-ink align-top [overflow-wrap:anywhere]">
        {row.label}
      </th>
      <td className="max-sm:hidden">{largest > 0 ? <Bar delta={delta} largest={largest} paint={row.paint ?? 'bg-ink2'} /> : null}</td>
      {counted ? <td className="text-ink2 max-sm:hidden">{row.count}</td> : null}
      <td className="text-ink2 max-sm:hidden" title={`${formatCount(row.from.best)} bytes`}>
        {formatBare(row.from.best, units)}
      </td>
      <td title={`${formatCount(row.to.best)} bytes`}>{formatBare(row.to.best, units)}</td>
      <td>
        <HowComputed
          computation={{
            label: `${row.name}, change`,
            formula: `${ends.to} − ${ends.from}`,
            bytes: delta.best,
            inputs: [input(ends.to, row.to, row.lines.to), input(ends.from, row.from, row.lines.from)],
            ...(between === null
              ? {}
              : {
                  note: `Both figures have bounds of their own, so the change lies between ${figureChange(delta.min, units)} and ${figureChange(delta.max, units)}.`,
                }),
          }}
          onLines={open}
          className={delta.best === 0 ? 'text-ink3' : 'font-[600]'}
        >
          {bareChange(delta.best, units)}
        </HowComputed>
        {between === null ? null : <span className="block whitespace-normal text-[11px] text-ink3 leading-[14px]">{between}</span>}
      </td>
    </tr>
  );
}

function Bar({ delta, largest, paint }: { delta: Bounds; largest: number; paint: string }) {
  const { left, width, grew, whisker } = diverge(delta, largest);
  return (
    <span aria-hidden="true" className="relative mx-2 mt-[3px] block h-[12px]">
      <span className="absolute inset-y-[-3px] left-1/2 w-px bg-edge" />
      {delta.best === 0 ? null : (
        <span
          className={`absolute inset-y-0 min-w-[2px] ${grew ? paint : 'border border-ink2'}`}
          style={grew ? { left: `${left}%`, width: `${width}%` } : { right: `${100 - left - width}%`, width: `${width}%` }}
        />
      )}
      {whisker ? (
        <span
          className="absolute top-[5px] h-[2px] min-w-[2px] bg-ink3 outline outline-1 outline-page"
          style={{ left: `${whisker.left}%`, width: `${whisker.width}%` }}
        />
      ) : null}
    </span>
  );
}

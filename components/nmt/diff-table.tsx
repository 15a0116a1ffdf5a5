'use client';
import { useState } from 'react';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { UNIT_WORDS } from '@/components/incident/page-actions';
import { formatBare } from '@/components/ui/figure-text';
import { formatCount } from '@/lib/base/bytes';
import type { NmtSheetChange } from '@/lib/model/nmt-sheet';
import type { Units } from '@/lib/view-state/incident';
import { callerOf, divergeOf } from './select';

const STEP = 20;

const signed = (bytes: number, units: Units) => `${bytes > 0 ? '+' : bytes < 0 ? '−' : ''}${formatBare(Math.abs(bytes), units)}`;

/** What changed since the baseline, growth to the right of the middle. */
export function DiffTable({ label, changes, units }: { label: string; changes: readonly NmtSheetChange[]; units: Units }) {
  const [shown, setShown] = useState(STEP);
  if (changes.length === 0) return <p className="py-1 text-ink2">Nothing changed.</p>;
  const unit = UNIT_WORDS[units];
  return (
    <div className="overflow-x-auto">
      <table className="figures w-full min-w-[560px]" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{changes[0]?.frames.length === 0 ? 'Category' : 'Asked for by'}</th>
            <th scope="col" className="w-[180px] !text-left max-sm:hidden">
              <span aria-hidden="true">less · more</span>
            </th>
            <th scope="col">Change {unit}</th>
            <th scope="col">Now {unit}</th>
            <th scope="col">Change of blocks</th>
            <th scope="col">Lines</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, shown).map((change) => {
            const { percent, grew } = divergeOf(change, changes);
            return (
              <tr key={change.lines.firstLine}>
                <th scope="row" className="!whitespace-normal !font-normal !text-ink max-w-[520px] align-top">
                  {change.frames.length === 0 ? (
                    change.category
                  ) : (
                    <>
                      <span className="mono block text-[11.5px] [overflow-wrap:anywhere]">{callerOf(change.frames)}</span>
                      <span className="text-[11.5px] text-ink3">{change.category ?? 'no category printed'}</span>
                    </>
                  )}
                </th>
                <td className="max-sm:hidden">
                  <span aria-hidden="true" className="relative block h-[12px]">
                    <span className="absolute inset-y-[-3px] left-1/2 w-px bg-edge" />
                    <span
                      className={`absolute inset-y-0 min-w-px ${grew ? 'bg-ink2' : 'border border-ink2'}`}
                      style={{ width: `${percent}%`, ...(grew ? { left: '50%' } : { right: '50%' }) }}
                    />
                  </span>
                </td>
                <td>
                  <span title={`${formatCount(change.deltaBytes)} bytes`}>{signed(change.deltaBytes, units)}</span>
                </td>
                <td>{formatBare(change.committedBytes, units)}</td>
                <td>{change.deltaCount === null ? '–' : `${change.deltaCount > 0 ? '+' : ''}${formatCount(change.deltaCount)}`}</td>
                <td>
                  <EvidenceChip lines={change.lines} text="" />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {changes.length > shown ? (
        <button type="button" className="btn btn-small mt-2" onClick={() => setShown(shown + STEP)}>
          Show {formatCount(Math.min(STEP, changes.length - shown))} more of {formatCount(changes.length)}
        </button>
      ) : null}
    </div>
  );
}

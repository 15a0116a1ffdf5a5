'use client';
import { useState } from 'react';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { useEvidence } from '@/components/incident/evidence-context';
import { UNIT_WORDS } from '@/components/incident/page-actions';
import { Figure } from '@/components/ui/figure';
import { formatCount } from '@/lib/base/bytes';
import type { NmtSheet, NmtSheetRange } from '@/lib/model/nmt-sheet';
import type { Units } from '@/lib/view-state/incident';
import { explainRange } from './explain';

const STEP = 30;

/** NMT's virtual memory map, each row with what the memory map shows in it, and the way to its region. */
export function RangeTable({ sheet, units, onRegion }: { sheet: NmtSheet; units: Units; onRegion(start: string): void }) {
  const [shown, setShown] = useState(STEP);
  const unit = UNIT_WORDS[units];
  return (
    <>
      <div className="overflow-x-auto">
        <table className="figures w-full min-w-[620px]" aria-label="NMT virtual memory map">
          <thead>
            <tr>
              <th scope="col">Range</th>
              <th scope="col" className="!text-left">
                Category
              </th>
              <th scope="col">Reserved {unit}</th>
              <th scope="col">Committed {unit}</th>
              <th scope="col">Resident {unit}</th>
              <th scope="col">Region</th>
              <th scope="col">Lines</th>
            </tr>
          </thead>
          <tbody>
            {sheet.ranges.slice(0, shown).map((range) => (
              <tr key={range.lines.firstLine}>
                <th scope="row" className="mono !font-normal !text-ink text-[11.5px]">
                  {range.start}–{range.end}
                </th>
                <td className="!text-left">{range.category}</td>
                <td>
                  <Figure bytes={range.sizeBytes} units={units} bare />
                </td>
                <td>
                  <Figure bytes={range.committedBytes} units={units} bare />
                </td>
                <td>
                  <Resident range={range} units={units} />
                </td>
                <td>
                  {range.region === null ? (
                    '–'
                  ) : (
                    <button
                      type="button"
                      className="link"
                      aria-label={`Show the region ${range.region}`}
                      onClick={() => onRegion(range.region ?? '')}
                    >
                      Show
                    </button>
                  )}
                </td>
                <td>
                  <EvidenceChip lines={range.lines} text="" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sheet.ranges.length > shown ? (
        <button type="button" className="btn btn-small mt-2" onClick={() => setShown(shown + STEP)}>
          Show {formatCount(Math.min(STEP, sheet.ranges.length - shown))} more of {formatCount(sheet.ranges.length)}
        </button>
      ) : null}
      {sheet.rangeCount > sheet.ranges.length ? (
        <p className="pt-1 text-ink3">
          The {formatCount(sheet.ranges.length)} largest of {formatCount(sheet.rangeCount)} ranges.
        </p>
      ) : null}
    </>
  );
}

function Resident({ range, units }: { range: NmtSheetRange; units: Units }) {
  const { open } = useEvidence();
  const how = explainRange(range);
  if (how === null) return <span className="text-ink3">no map</span>;
  return <Figure bytes={how.bytes ?? 0} units={units} bare how={how} onLines={open} />;
}

'use client';
import { useId, useState } from 'react';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { UNIT_WORDS } from '@/components/incident/page-actions';
import { Figure } from '@/components/ui/figure';
import { formatCount } from '@/lib/base/bytes';
import type { NmtSheet } from '@/lib/model/nmt-sheet';
import type { Units } from '@/lib/view-state/incident';
import { callerOf, filterSites, meanBlockBytes } from './select';

const STEP = 25;

/** Call sites, largest first: who asked the JVM's own allocator for memory. */
export function SiteTable({ sheet, units }: { sheet: NmtSheet; units: Units }) {
  const [text, setText] = useState('');
  const [shown, setShown] = useState(STEP);
  const fieldId = useId();
  const found = filterSites(sheet.sites, text);
  return (
    <div>
      <p className="flex flex-wrap items-center gap-2 pb-2">
        <label htmlFor={fieldId} className="text-ink2">
          Function or category
        </label>
        <input
          id={fieldId}
          className="field w-[220px]"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setShown(STEP);
          }}
        />
        <span role="status" className="text-ink3">
          {formatCount(found.length)} of {formatCount(sheet.siteCount)}
          {sheet.siteCount > sheet.sites.length ? `; the ${formatCount(sheet.sites.length)} largest are listed` : ''}
        </span>
      </p>
      <div className="overflow-x-auto">
        <table className="figures w-full min-w-[620px]" aria-label="NMT call sites">
          <thead>
            <tr>
              <th scope="col">Asked for by</th>
              <th scope="col" className="!text-left">
                Category
              </th>
              <th scope="col">malloc {UNIT_WORDS[units]}</th>
              <th scope="col">Committed {UNIT_WORDS[units]}</th>
              <th scope="col">Blocks</th>
              <th scope="col">Mean block, bytes</th>
              <th scope="col">Lines</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map((site) => {
              const caller = callerOf(site.frames);
              const mean = meanBlockBytes(site);
              return (
                <tr key={site.lines.firstLine}>
                  <th scope="row" className="!whitespace-normal !font-normal !text-ink max-w-[560px] align-top">
                    <span className="mono block text-[11.5px] [overflow-wrap:anywhere]">{caller}</span>
                    <span className="mono block text-[11px] text-ink3 [overflow-wrap:anywhere]">
                      {site.frames.filter((frame) => frame !== caller).join(' ← ')}
                    </span>
                  </th>
                  <td className="!text-left align-top">{site.category ?? '–'}</td>
                  <td className="align-top">{site.mallocBytes === 0 ? '–' : <Figure bytes={site.mallocBytes} units={units} bare />}</td>
                  <td className="align-top">
                    {site.committedBytes === 0 ? '–' : <Figure bytes={site.committedBytes} units={units} bare />}
                  </td>
                  <td className="align-top">{site.mallocCount === null ? '–' : formatCount(site.mallocCount)}</td>
                  <td className="align-top">{mean === null ? '–' : formatCount(mean)}</td>
                  <td className="align-top">
                    <EvidenceChip lines={site.lines} text="" />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {found.length > shown ? (
        <button type="button" className="btn btn-small mt-2" onClick={() => setShown(shown + STEP)}>
          Show {formatCount(Math.min(STEP, found.length - shown))} more
        </button>
      ) : null}
    </div>
  );
}

'use client';
import { Fragment, useMemo } from 'react';
import { formatFigure } from '@/components/ui/figure-text';
import { HowComputed } from '@/components/ui/how-computed';
import { Segmented } from '@/components/ui/segmented';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { Ledger } from '@/lib/model/ledger';
import { UNITS, type Units } from '@/lib/view-state/incident';
import { useEvidence } from './evidence-context';
import { LedgerBar } from './ledger-bar';
import { LedgerDetail } from './ledger-detail';
import { explainResident, explainSum } from './ledger-how';
import { LedgerLens } from './ledger-lens';
import { WithinLimit } from './ledger-limit';
import { balance, type LedgerRow, selectLedgerRows, splitUnseen } from './ledger-select';
import { LedgerTable } from './ledger-table';
import { UNIT_WORDS } from './page-actions';

/** Where the resident set went: the bar to scale, its slivers magnified, and the table that proves it. */
export function LedgerSection({
  analysis,
  part,
  onPart,
  units,
  onUnits,
}: {
  analysis: SnapshotAnalysis | null;
  part: string | null;
  onPart(part: string | null): void;
  units: Units;
  onUnits(units: Units): void;
}) {
  const ledger = analysis?.reconciliation.ledger ?? null;
  const tree = analysis?.tree ?? null;
  const rows = useMemo(() => (ledger ? selectLedgerRows(ledger, tree) : []), [ledger, tree]);
  // The coach says what is missing.
  if (!ledger) return null;
  const { sumBytes, balanced } = balance(ledger, rows);
  const selected = rows.find((row) => row.role === part) ?? null;
  const { seen, unseen } = splitUnseen(rows);
  const hasNmt = ledger.nmt !== null;
  const mallocSide = analysis?.reconciliation.mallocSide ?? null;
  const shared = { rows, rssBytes: ledger.rssBytes, selected: part, onSelect: onPart };
  return (
    <section aria-label="Where the resident memory went" className="pb-[10px]">
      <WithinLimit rssBytes={ledger.rssBytes} limit={analysis?.reconciliation.containerLimitBytes ?? null}>
        <LedgerBar {...shared} ledger={ledger} mallocSide={mallocSide} hasNmt={hasNmt} />
        <LedgerLens {...shared} />
      </WithinLimit>
      <LedgerTable {...shared} rows={seen} ledger={ledger} mallocSide={mallocSide} hasNmt={hasNmt} units={units} />
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-1 pt-[5px] text-[12px] text-ink3">
        {hasNmt ? null : (
          <span className="flex-1">
            <b className="font-semibold text-ink">No NMT report.</b> Without it the JVM’s own memory cannot be told from the rest.
          </span>
        )}
        {unseen.length > 0 ? <Unseen rows={unseen} ledger={ledger} units={units} onSelect={onPart} selected={part} /> : null}
        <span>
          Sum of the buckets{' '}
          <HowComputed computation={explainSum('Sum of the buckets', rows)} className="font-semibold text-ink">
            {formatFigure(sumBytes, units)}
          </HowComputed>{' '}
          {balanced ? '= RSS, balanced to the kilobyte' : `but RSS is ${formatFigure(ledger.rssBytes, units)}: this is a mistake of ours`}
        </span>
        <Segmented
          label="Sizes in"
          value={units}
          options={UNITS.map((value) => ({ value, label: UNIT_WORDS[value] }))}
          onChange={onUnits}
        />
      </div>
      {selected ? <LedgerDetail row={selected} ledger={ledger} onClose={() => onPart(null)} /> : null}
    </section>
  );
}

/** Parts of which nothing resident was seen: one line holds them all, each a door to its detail like a row of the table. */
function Unseen({
  rows,
  ledger,
  units,
  selected,
  onSelect,
}: {
  rows: readonly LedgerRow[];
  ledger: Ledger;
  units: Units;
  selected: string | null;
  onSelect(role: string | null): void;
}) {
  const { open } = useEvidence();
  return (
    <p className="min-w-0 flex-1 max-lg:flex-none max-lg:basis-full">
      {ledger.listingComplete ? 'Nothing resident in' : 'Nothing seen of'}{' '}
      {rows.map((row, i) => (
        <Fragment key={row.role}>
          {i > 0 ? ', ' : ''}
          <span className="whitespace-nowrap">
            <button
              type="button"
              aria-expanded={selected === row.role}
              className="text-ink2 hover:underline max-sm:py-[6px]"
              onClick={() => onSelect(selected === row.role ? null : row.role)}
            >
              <span aria-hidden="true" className={`swatch mr-[5px] translate-y-px paint-${row.role}`} />
              {row.label}
            </button>{' '}
            <HowComputed computation={explainResident(row, ledger, null)} onLines={open}>
              {row.residentBytes.max > 0 ? `(at most ${formatFigure(row.residentBytes.max, units)})` : '(0)'}
            </HowComputed>
          </span>
        </Fragment>
      ))}
    </p>
  );
}

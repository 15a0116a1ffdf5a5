'use client';
import { useMemo } from 'react';
import { Command } from '@/components/ui/command';
import { formatFigure } from '@/components/ui/figure-text';
import { Segmented } from '@/components/ui/segmented';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import { UNITS, type Units } from '@/lib/view-state/incident';
import { LedgerBar } from './ledger-bar';
import { LedgerDetail } from './ledger-detail';
import { LedgerLens } from './ledger-lens';
import { balance, selectLedgerRows } from './ledger-select';
import { LedgerTable } from './ledger-table';
import { UNIT_WORDS } from './page-actions';

/** Where the resident set went: the bar to scale, its slivers magnified, and the table that proves it. */
export function LedgerSection({
  analysis,
  pid,
  part,
  onPart,
  units,
  onUnits,
}: {
  analysis: SnapshotAnalysis | null;
  /** "107870", or "PID" where unknown. */
  pid: string;
  part: string | null;
  onPart(part: string | null): void;
  units: Units;
  onUnits(units: Units): void;
}) {
  const ledger = analysis?.reconciliation.ledger ?? null;
  const tree = analysis?.tree ?? null;
  const rows = useMemo(() => (ledger ? selectLedgerRows(ledger, tree) : []), [ledger, tree]);
  if (!ledger) return <NoLedger pid={pid} />;
  const { sumBytes, balanced } = balance(ledger, rows);
  const selected = rows.find((row) => row.role === part) ?? null;
  const hasNmt = ledger.nmt !== null;
  const shared = { rows, rssBytes: ledger.rssBytes, selected: part, onSelect: onPart };
  return (
    <section aria-label="Where the resident memory went" className="pb-[10px]">
      <LedgerBar {...shared} hasNmt={hasNmt} />
      <LedgerLens {...shared} />
      <LedgerTable {...shared} ledger={ledger} mallocSide={analysis?.reconciliation.mallocSide ?? null} hasNmt={hasNmt} units={units} />
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-1 pt-[5px] text-[12px] text-ink3">
        {hasNmt ? null : (
          <span className="flex-1">
            <b className="font-semibold text-ink">No NMT report.</b> Without it the JVM’s own memory cannot be told from the rest. It needs
            a restart with -XX:NativeMemoryTracking=detail, then jcmd {pid} VM.native_memory detail.
          </span>
        )}
        <span>
          Sum of the buckets <b className="font-semibold text-ink">{formatFigure(sumBytes, units)}</b>{' '}
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

function NoLedger({ pid }: { pid: string }) {
  return (
    <section aria-label="Where the resident memory went" className="grid gap-3 pb-[18px]">
      <p>
        <b className="font-semibold">No ledger.</b>{' '}
        <span className="text-ink2">
          It needs the memory map of the process: without it nobody can say where the resident memory went, or whether the JVM accounts for
          it.
        </span>
      </p>
      <Command command={`pmap -x ${pid} > pmap.txt`} risk="none, reads /proc." />
    </section>
  );
}

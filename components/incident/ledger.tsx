'use client';
import { useMemo } from 'react';
import { formatKib } from '@/lib/base/bytes';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import { LedgerBar } from './ledger-bar';
import { LedgerDetail } from './ledger-detail';
import { balance, selectLedgerRows } from './ledger-select';
import { LedgerTable } from './ledger-table';

/** Where the resident set went: the bar to scale, and the table that proves it. */
export function LedgerSection({
  analysis,
  part,
  onPart,
}: {
  analysis: SnapshotAnalysis | null;
  part: string | null;
  onPart(part: string | null): void;
}) {
  const ledger = analysis?.reconciliation.ledger ?? null;
  const tree = analysis?.tree ?? null;
  const rows = useMemo(() => (ledger ? selectLedgerRows(ledger, tree) : []), [ledger, tree]);
  if (!ledger) return null;
  const { sumBytes, balanced } = balance(ledger, rows);
  const selected = rows.find((row) => row.role === part) ?? null;
  return (
    <section aria-label="Where the resident memory went" className="pb-[18px]">
      <LedgerBar rows={rows} rssBytes={ledger.rssBytes} hasNmt={ledger.nmt !== null} selected={part} onSelect={onPart} />
      <LedgerTable rows={rows} rssBytes={ledger.rssBytes} hasNmt={ledger.nmt !== null} selected={part} onSelect={onPart} />
      <p className="flex flex-wrap justify-end gap-x-2 pt-[6px] text-[12px] text-ink3">
        Sum of the buckets <b className="font-semibold text-ink">{formatKib(sumBytes)} KiB</b>
        {balanced ? '= RSS, balanced to the kilobyte' : `but RSS is ${formatKib(ledger.rssBytes)} KiB: this is a mistake of ours`}
      </p>
      {selected ? <LedgerDetail row={selected} ledger={ledger} onClose={() => onPart(null)} /> : null}
    </section>
  );
}

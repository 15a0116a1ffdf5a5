'use client';
import { formatBare } from '@/components/ui/figure-text';
import { formatShare } from '@/lib/base/bytes';
import type { Units } from '@/lib/view-state/incident';
import { boundsWords, type LedgerRow } from './ledger-select';
import { UNIT_WORDS } from './page-actions';

interface Props {
  rows: readonly LedgerRow[];
  rssBytes: number;
  hasNmt: boolean;
  units: Units;
  selected: string | null;
  onSelect(role: string | null): void;
}

/** The ledger as figures, in two columns where there is room; the same order as the bar. */
export function LedgerTable(props: Props) {
  const half = Math.ceil(props.rows.length / 2);
  return (
    <div className="mt-2 grid grid-cols-2 gap-x-10 max-lg:grid-cols-1">
      <Half {...props} rows={props.rows.slice(0, half)} caption="Ledger, first half" />
      {props.rows.length > half ? <Half {...props} rows={props.rows.slice(half)} caption="Ledger, second half" continued /> : null}
    </div>
  );
}

function Half({
  rows,
  rssBytes,
  hasNmt,
  units,
  selected,
  onSelect,
  caption,
  continued = false,
}: Props & { caption: string; continued?: boolean }) {
  return (
    // Fixed columns: where the halves stand one below the other they line up.
    <table className="figures h-fit table-fixed [&_td]:py-px">
      <caption className="sr-only">{caption}</caption>
      <colgroup>
        <col />
        <col className="w-[152px] max-sm:hidden" />
        <col className="w-[104px]" />
        {hasNmt ? <col className="w-[116px] max-sm:hidden" /> : null}
        <col className="w-[62px]" />
      </colgroup>
      <thead className={continued ? 'max-lg:sr-only' : ''}>
        <tr>
          <th scope="col">Bucket</th>
          <th scope="col" className="max-sm:hidden">
            Bounds, {UNIT_WORDS[units]}
          </th>
          <th scope="col">Resident {UNIT_WORDS[units]}</th>
          {hasNmt ? (
            <th scope="col" className="max-sm:hidden">
              Committed {UNIT_WORDS[units]}
            </th>
          ) : null}
          <th scope="col">of RSS</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const words = boundsWords(row.residentBytes, units);
          return (
            <tr key={row.role} className={selected === row.role ? 'bg-select' : ''}>
              <th scope="row" className="!py-px !text-[12.5px] !font-normal !text-ink !whitespace-normal">
                <button
                  type="button"
                  aria-expanded={selected === row.role}
                  className="flex items-baseline gap-2 text-left hover:underline"
                  onClick={() => onSelect(selected === row.role ? null : row.role)}
                >
                  <span aria-hidden="true" className={`swatch translate-y-px paint-${row.role}`} />
                  <span>
                    {row.label}
                    {words.startsWith('at ') ? <span className="text-ink3 sm:hidden"> {words}</span> : null}
                  </span>
                </button>
              </th>
              <td className="text-ink3 max-sm:hidden">{words}</td>
              <td>{formatBare(row.residentBytes.best, units)}</td>
              {hasNmt ? (
                <td className="max-sm:hidden">{row.committedBytes === null ? '–' : formatBare(row.committedBytes, units)}</td>
              ) : null}
              <td>{formatShare(row.residentBytes.best, rssBytes)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

'use client';
import { formatKib, formatShare } from '@/lib/base/bytes';
import { boundsWords, type LedgerRow } from './ledger-select';

interface Props {
  rows: readonly LedgerRow[];
  rssBytes: number;
  hasNmt: boolean;
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
  selected,
  onSelect,
  caption,
  continued = false,
}: Props & { caption: string; continued?: boolean }) {
  return (
    // Fixed columns: where the halves stand one below the other they line up.
    <table className="figures h-fit table-fixed">
      <caption className="sr-only">{caption}</caption>
      <colgroup>
        <col />
        <col className="w-[168px] max-sm:hidden" />
        <col className="w-[98px]" />
        {hasNmt ? <col className="w-[112px] max-sm:hidden" /> : null}
        <col className="w-[62px]" />
      </colgroup>
      <thead className={continued ? 'max-lg:sr-only' : ''}>
        <tr>
          <th scope="col">Bucket</th>
          <th scope="col" className="max-sm:hidden">
            Bounds, KiB
          </th>
          <th scope="col">Resident KiB</th>
          {hasNmt ? (
            <th scope="col" className="max-sm:hidden">
              Committed KiB
            </th>
          ) : null}
          <th scope="col">of RSS</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const words = boundsWords(row.residentBytes);
          return (
            <tr key={row.role} className={selected === row.role ? 'bg-select' : ''}>
              <th scope="row" className="!py-[3px] !text-[12.5px] !font-normal !text-ink !whitespace-normal">
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
              <td>{formatKib(row.residentBytes.best)}</td>
              {hasNmt ? <td className="max-sm:hidden">{row.committedBytes === null ? '–' : formatKib(row.committedBytes)}</td> : null}
              <td>{formatShare(row.residentBytes.best, rssBytes)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

'use client';
import { formatBare } from '@/components/ui/figure-text';
import { Term } from '@/components/ui/glossary';
import { HowComputed } from '@/components/ui/how-computed';
import { formatShare } from '@/lib/base/bytes';
import type { TermId } from '@/lib/model/glossary';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';
import type { Units } from '@/lib/view-state/incident';
import { useEvidence } from './evidence-context';
import { explainCommitted, explainResident, explainShare } from './ledger-how';
import { boundsWords, type LedgerRow } from './ledger-select';
import { UNIT_WORDS } from './page-actions';

interface Props {
  rows: readonly LedgerRow[];
  ledger: Ledger;
  mallocSide: Reconciliation['mallocSide'];
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
  ledger,
  mallocSide,
  hasNmt,
  units,
  selected,
  onSelect,
  caption,
  continued = false,
}: Props & { caption: string; continued?: boolean }) {
  const { open } = useEvidence();
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
            <Word id="bounds" plain={continued}>
              Bounds
            </Word>
            , {UNIT_WORDS[units]}
          </th>
          <th scope="col">
            <Word id="resident" plain={continued}>
              Resident
            </Word>{' '}
            {UNIT_WORDS[units]}
          </th>
          {hasNmt ? (
            <th scope="col" className="max-sm:hidden">
              <Word id="committed" plain={continued}>
                Committed
              </Word>{' '}
              {UNIT_WORDS[units]}
            </th>
          ) : null}
          <th scope="col">
            of{' '}
            <Word id="rss" plain={continued}>
              RSS
            </Word>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const words = boundsWords(row.residentBytes, units);
          const committed = explainCommitted(row);
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
              <td>
                <HowComputed computation={explainResident(row, ledger, mallocSide)} onLines={open}>
                  {formatBare(row.residentBytes.best, units)}
                </HowComputed>
              </td>
              {hasNmt ? (
                <td className="max-sm:hidden">
                  {committed === null || row.committedBytes === null ? (
                    '–'
                  ) : (
                    <HowComputed computation={committed} onLines={open}>
                      {formatBare(row.committedBytes, units)}
                    </HowComputed>
                  )}
                </td>
              ) : null}
              <td>
                <HowComputed computation={explainShare(row, ledger)} onLines={open}>
                  {formatShare(row.residentBytes.best, ledger.rssBytes)}
                </HowComputed>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Explained once: the head of the second half is there for those who hear the table, and hidden on narrow screens. */
function Word({ id, plain, children }: { id: TermId; plain: boolean; children: string }) {
  return plain ? children : <Term id={id}>{children}</Term>;
}

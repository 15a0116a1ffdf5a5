import type { Computation, ComputedInput } from '@/components/ui/how-computed';
import { formatKib } from '@/lib/base/bytes';
import type { Bucket, Ledger, Reconciliation } from '@/lib/model/ledger';
import type { LedgerRow } from './ledger-select';

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

/** Resident memory of one row of the ledger: its buckets, how each came about, and the lines they rest on. */
export function explainResident(row: LedgerRow, ledger: Ledger, mallocSide: Reconciliation['mallocSide']): Computation {
  const { min, best, max } = row.residentBytes;
  const reasons = [...new Set(row.buckets.flatMap((bucket) => bucket.reasons))].map(sentence);
  const between = `between ${formatKib(min)} and ${formatKib(max)}`;
  const told = reasons.some((reason) => reason.toLowerCase().includes(between));
  const range = min === max ? 'Exact to the kilobyte.' : told ? '' : `Certain: ${between} KiB.`;
  return {
    label: `${row.label}, resident`,
    formula: formulaOf(row),
    inputs: row.role === 'unexplained' && mallocSide ? unexplainedInputs(row, mallocSide) : inputsOf(row, ledger),
    bytes: best,
    note: [...reasons, range].filter(Boolean).join(' '),
  };
}

/** Committed memory of the row: what NMT prints, added up. null where NMT says nothing of it. */
export function explainCommitted(row: LedgerRow): Computation | null {
  if (row.committedBytes === null) return null;
  return {
    label: `${row.label}, committed`,
    formula: row.buckets.length > 1 ? 'sum of what NMT prints for each category' : '',
    inputs: row.buckets.flatMap(({ label, committedBytes }) => (committedBytes === null ? [] : [{ label, bytes: committedBytes }])),
    bytes: row.committedBytes,
    note: 'Committed memory becomes resident only when it is first touched.',
  };
}

const rssInput = (ledger: Ledger): ComputedInput => ({
  label: `RSS, ${ledger.rssSource}`,
  bytes: ledger.rssBytes,
  lines: ledger.rssLines ? [ledger.rssLines] : [],
});

/** The RSS itself: read, not computed. */
export const explainRss = (ledger: Ledger): Computation => ({
  label: 'Resident memory',
  formula: '',
  inputs: [rssInput(ledger)],
  bytes: ledger.rssBytes,
});

/** What several rows hold together: "NMT accounts for 62.97 GiB". */
export function explainSum(label: string, rows: readonly LedgerRow[]): Computation {
  const [only] = rows;
  return {
    label,
    formula: rows.length > 1 ? 'sum of these rows of the ledger' : '',
    inputs: rows.map((row) => ({
      label: row.label,
      bytes: row.residentBytes.best,
      ...(only && rows.length === 1 ? { lines: row.buckets.flatMap(({ sources }) => sources) } : {}),
    })),
    bytes: rows.reduce((sum, row) => sum + row.residentBytes.best, 0),
    note: rows.every(({ residentBytes: { min, max } }) => min === max)
      ? 'Exact to the kilobyte.'
      : 'The best values; the table has the bounds.',
  };
}

/** The share of one row, with more digits than its cell has room for. */
export function explainShare(row: LedgerRow, ledger: Ledger): Computation {
  const percent = (bytes: number) => `${((bytes / ledger.rssBytes) * 100).toFixed(3)} %`;
  const { min, best, max } = row.residentBytes;
  return {
    label: `${row.label}, share of RSS`,
    formula: 'resident ÷ RSS',
    inputs: [
      { label: 'Resident', bytes: best },
      rssInput(ledger),
      { label: 'Share', text: min === max ? percent(best) : `${percent(best)}, between ${percent(min)} and ${percent(max)}` },
    ],
  };
}

function formulaOf({ role, buckets }: LedgerRow): string {
  if (role === 'unexplained') return 'anonymous memory outside every NMT range − what NMT counts as malloc, at least 0';
  if (role === 'not-shown-outside' || role === 'not-shown-nmt') return 'RSS of the whole map − RSS of the rows that are listed';
  if (buckets.length > 1) return 'sum of its buckets';
  return buckets[0]?.kind === 'nmt' ? 'resident part of the rows that this NMT range covers' : 'sum of the rows of the map';
}

function inputsOf({ role, buckets, residentBytes }: LedgerRow, ledger: Ledger): ComputedInput[] {
  if (role === 'not-shown-outside' || role === 'not-shown-nmt') {
    const hidden = buckets[0]?.residentBytes.best ?? residentBytes.best;
    return [
      rssInput(ledger),
      { label: 'Rows that are listed', bytes: ledger.rssBytes - hidden },
      ...(residentBytes.best < hidden ? [{ label: 'Of what is not shown, this part', bytes: residentBytes.best }] : []),
    ];
  }
  return buckets.map(inputOf);
}

const unexplainedInputs = ({ buckets }: LedgerRow, side: NonNullable<Reconciliation['mallocSide']>): ComputedInput[] => [
  { label: 'Anonymous, outside every NMT range', bytes: side.anonymousBytes.best, lines: buckets.flatMap(({ sources }) => sources) },
  { label: 'malloc that NMT counts', bytes: side.nmtMallocBytes },
];

const inputOf = ({ label, residentBytes, regionCount, sources }: Bucket): ComputedInput => ({
  label: regionCount > 1 ? `${label}, ${regionCount} regions` : label,
  bytes: residentBytes.best,
  lines: sources,
});

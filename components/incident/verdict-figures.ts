import type { Computation } from '@/components/ui/how-computed';
import { formatBytes, formatKib } from '@/lib/base/bytes';
import type { LineRef } from '@/lib/model/artifact';
import type { Verdict } from '@/lib/model/finding';
import type { TermId } from '@/lib/model/glossary';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';

export interface SupportingFigure {
  label: string;
  value: string;
  note: string;
  /** The word of the glossary that explains the label. */
  term: TermId;
  how: Computation;
  /** It misleads here, as the note says: shown crossed out. */
  misleads?: boolean;
}

/** What is put on the clipboard for a chat: the sentences, the title, the address. */
export const verdictForChat = ({ text, certainty, decided }: Verdict, title: string, address: string): string =>
  [[text, certainty].filter(Boolean).join(' '), ...(decided ? [decided] : []), title, address].join('\n');

/** How the number of the verdict came about; null where it is not a figure of this ledger. */
export function explainVerdict(verdict: Verdict, { ledger, mallocSide }: Reconciliation): Computation | null {
  if (!verdict.figure || !ledger?.nmt) return null;
  const { bytes, qualifier } = verdict.figure;
  if (qualifier === 'exact' && mallocSide && bytes === ledger.unexplainedBytes?.best) {
    const bucket = ledger.buckets.find((candidate) => candidate.kind === 'unexplained');
    return {
      label: 'Unexplained memory',
      formula: 'anonymous memory outside every NMT range − what NMT counts as malloc',
      inputs: [
        { label: 'Anonymous, outside every NMT range', bytes: mallocSide.anonymousBytes.best, lines: bucket?.sources ?? [] },
        { label: 'malloc that NMT counts', bytes: mallocSide.nmtMallocBytes },
      ],
      bytes,
    };
  }
  if (bytes !== ledger.outsideNmtBytes?.min) return null;
  const byNmt = ledger.rssBytes - bytes;
  return {
    label: 'Memory outside NMT, at least',
    formula: 'RSS − the most that NMT can account for',
    inputs: [
      { label: `RSS, ${ledger.rssSource}`, bytes: ledger.rssBytes, lines: ledger.rssLines ? [ledger.rssLines] : [] },
      { label: 'At most accounted for: its rows shown, its malloc, what it mapped and was not shown', bytes: byNmt },
    ],
    bytes,
    note: 'Rows were cut from the listing. Mapped files among them would lower the figure.',
  };
}

/** RSS, NMT committed and their difference; `nmtLines` is where the NMT report stands. Each with the note that keeps it from being misread. */
export function supportingFigures({ ledger, heapNotResidentBytes }: Reconciliation, nmtLines: LineRef | null = null): SupportingFigure[] {
  if (!ledger) return [];
  const rss = { label: `RSS, ${ledger.rssSource}`, bytes: ledger.rssBytes, lines: ledger.rssLines ? [ledger.rssLines] : [] };
  const figures: SupportingFigure[] = [
    {
      label: 'Resident (RSS)',
      value: formatBytes(ledger.rssBytes),
      note: `${formatKib(ledger.rssBytes)} KiB, ${ledger.rssSource}`,
      term: 'rss',
      how: { label: 'Resident memory', formula: '', inputs: [rss], bytes: ledger.rssBytes },
    },
  ];
  if (!ledger.nmt) return figures;
  const report = nmtLines ? [nmtLines] : [];
  const untouched = heapNotResidentBytes?.min ?? 0;
  figures.push({
    label: 'NMT committed',
    value: formatBytes(ledger.nmt.committedBytes),
    note:
      untouched > ledger.nmt.committedBytes * 0.01
        ? `${formatBytes(untouched)} of heap not resident`
        : `of ${formatBytes(ledger.nmt.reservedBytes)} reserved`,
    term: 'committed',
    how: {
      label: 'NMT committed',
      formula: '',
      inputs: [
        { label: 'committed, Total of the NMT report', bytes: ledger.nmt.committedBytes, lines: report },
        { label: 'of it malloc', bytes: ledger.nmt.mallocBytes },
        { label: 'reserved', bytes: ledger.nmt.reservedBytes },
      ],
      bytes: ledger.nmt.committedBytes,
    },
  });
  if (ledger.naiveGapBytes !== null) {
    const note = naiveNote(ledger, ledger.naiveGapBytes);
    figures.push({
      label: 'RSS − committed',
      value: formatBytes(ledger.naiveGapBytes),
      note,
      misleads: note.startsWith(MISLEADING),
      term: 'naive-gap',
      how: {
        label: 'The naive gap',
        formula: 'RSS − NMT committed',
        inputs: [rss, { label: 'NMT committed', bytes: ledger.nmt.committedBytes, lines: report }],
        bytes: ledger.naiveGapBytes,
        note: 'Committed memory that was never touched is not resident: it hides as much of what is outside NMT.',
      },
    });
  }
  return figures;
}

const MISLEADING = 'naive gap, misleading';

/** How far the naive gap is from what the ledger shows. */
function naiveNote(ledger: Ledger, naiveBytes: number): string {
  const shown = ledger.listingComplete ? ledger.unexplainedBytes?.best : ledger.outsideNmtBytes?.min;
  if (shown === undefined) return 'naive gap';
  const trivial = ledger.rssBytes * 0.02;
  if (shown <= trivial) return Math.abs(naiveBytes) <= trivial * 2 ? 'naive gap, close here' : `${MISLEADING}: a false alarm`;
  if (naiveBytes <= 0) return `${MISLEADING}: hides it all`;
  const factor = shown / naiveBytes;
  if (factor >= 1.25) return `${MISLEADING}: ${factor.toFixed(1)} times too small`;
  if (factor <= 0.8) return `${MISLEADING}: ${(1 / factor).toFixed(1)} times too large`;
  return 'naive gap, close here';
}

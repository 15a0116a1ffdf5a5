import { formatKib } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { countOf } from '../words';

/** Enough to see the pattern; the count stands in the summary. */
const ROWS_CITED = 5;

export default defineRule({
  id: 'DQ-04',
  title: 'overlapping rows',
  needs: ['reconciliation', 'ledger'],
  condition: 'Rows of one map overlap: they share a start, or one reaches into the next.',
  explanation:
    'Regions of a process cannot overlap. The process was allocating while it was listed: a region grew between two reads, so it appears again with a larger size. Counting both would invent memory.',
  advice: 'Add a memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: [],
  sources: ['lab: pmap of a growing process gave one start address three times'],
  nextSteps: (pid) => [
    {
      command: `cat /proc/${pid}/smaps_rollup`,
      why: 'The kernel adds up Rss and Pss in one pass: a total to check against.',
      risk: 'none, reads /proc',
    },
  ],
  evaluate({ reconciliation, ledger }) {
    const dropped = reconciliation.droppedRows;
    if (dropped.length === 0) return [];
    const droppedBytes = dropped.reduce((sum, row) => sum + row.rssBytes, 0);
    return [
      {
        severity: 'medium',
        confidence: 'certain',
        title: `${countOf(dropped.length, 'row')} of the map ${dropped.length === 1 ? 'is' : 'are'} listed twice`,
        summary: `With every row the sum is ${formatKib(ledger.rssBytes + droppedBytes)} KiB; without the overlapped ${dropped.length === 1 ? 'one' : 'ones'} it is ${formatKib(ledger.rssBytes)} KiB. The later row of each pair is kept.`,
        evidence: dropped.slice(0, ROWS_CITED).flatMap((row) => [
          { artifactId: row.artifactId, lines: [row.line, row.line] as [number, number], address: row.start, text: 'dropped' },
          { artifactId: row.artifactId, lines: [row.keptLine, row.keptLine] as [number, number], text: 'kept' },
        ]),
      },
    ];
  },
});

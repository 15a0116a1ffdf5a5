import { formatKib, MIB } from '@/lib/base/bytes';
import type { BoundaryNote } from '@/lib/model/ledger';
import { defineRule } from '../define';
import { countOf } from '../words';

/** Below this, page rounding and guard pages. */
const REMAINDER_BYTES = MIB;
const NOTES_CITED = 5;

export default defineRule({
  id: 'PN-05',
  title: 'merged boundaries',
  needs: ['reconciliation', 'ledger-with-nmt'],
  condition: 'A row that overlaps an NMT range is more than 1 MiB longer than it.',
  explanation:
    'The kernel merges neighbouring anonymous regions with equal flags into one row: a row is not one allocation. Such a row is split where NMT says so; how much of its residency belongs to which part is known only within bounds.',
  advice:
    'Take a memory map and an NMT report of the same process: pmap -X {pid} > pmap.txt; jcmd {pid} VM.native_memory detail > nmt.txt.',
  falsePositives: [],
  sources: ['Linux vma_merge: neighbours with equal flags become one row'],
  evaluate({ reconciliation }) {
    const notes = reconciliation.boundaries.filter((note) => note.remainderBytes > REMAINDER_BYTES);
    const [first] = [...notes].sort((a, b) => b.remainderBytes - a.remainderBytes);
    if (!first) return [];
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: `${countOf(notes.length, 'row')} of the map ${notes.length === 1 ? 'extends' : 'extend'} beyond what NMT knows there`,
        summary: `The largest, ${first.start}, is ${formatKib(first.remainderBytes)} KiB longer than its ${first.category} range${sayTable(first)}.`,
        evidence: notes.slice(0, NOTES_CITED).map((note) => ({
          artifactId: note.artifactId,
          lines: [note.line, note.line] as [number, number],
          address: note.start,
          text: `${note.category} + ${formatKib(note.remainderBytes)} KiB`,
        })),
      },
    ];
  },
});

/** Tables of G1 are H/512 each, its mark bitmaps H/64 (8/512). */
function sayTable(note: BoundaryNote): string {
  if (note.heap512ths === null) return '';
  if (note.heap512ths === 1) return ', exactly 1/512 of the heap: the size of one G1 table';
  return `, exactly ${note.heap512ths}/512 of the heap: the size of ${note.heap512ths} G1 tables`;
}

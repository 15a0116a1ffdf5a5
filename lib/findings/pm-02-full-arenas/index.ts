import { formatCount, formatKib } from '@/lib/base/bytes';
import type { Reconciliation } from '@/lib/model/ledger';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';
import { readCHeap, trimHeap } from '../next-steps';
import { at } from '../thresholds';
import { formatPart } from '../words';

export default defineRule({
  id: 'PM-02',
  title: 'full arena heaps',
  needs: ['reconciliation', 'regions'],
  condition:
    "At least {heaps} glibc arena heaps of which the median has opened {median} or more, and at least {resident} of what they opened is resident. It is a note where NMT's own malloc explains it: up to {PN-04.times} of that, plus {PN-04.bytes}.",
  explanation:
    'glibc gives busy threads pools of their own, in slots of 64 MiB. Here the pools are filled with blocks that were not freed, or were freed and not given back. MALLOC_ARENA_MAX limits the number of pools; it does not shrink what is in them.',
  advice: 'Add the whole memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: ['A volume of real demand looks the same: compare with the load.'],
  sources: ['glibc malloc/arena.c: HEAP_MAX_SIZE', 'lab: heaps of a leak hold 39,300 to 65,520 KiB each'],
  explains: ['PN-01', 'NM-01'],
  nextSteps: (pid) => [readCHeap(pid), trimHeap(pid)],
  blocked({ reconciliation }) {
    return blockedByCut(reconciliation);
  },
  evaluate({ reconciliation, regions }, context) {
    const arenas = reconciliation.arenas;
    context.measure?.('PM-02.heaps', arenas?.count ?? 0);
    context.measure?.('PM-02.median', arenas?.medianWritableBytes ?? 0);
    if (!arenas || arenas.count < at('PM-02.heaps') || arenas.medianWritableBytes < at('PM-02.median')) return [];
    if (arenas.residentBytes < at('PM-02.resident') * arenas.writableBytes) return [];
    const known = reconciliation.mallocSide?.nmtMallocBytes ?? 0;
    const explained = arenas.residentBytes <= at('PN-04.times') * known + at('PN-04.bytes');
    const heaps = regions.filter((region) => region.kind === 'glibc-arena-heap' && region.residentBytes.best > 0);
    return [
      {
        severity: explained ? 'info' : 'high',
        confidence: 'high',
        title: 'The arena heaps are full',
        summary: `${formatCount(arenas.count)} glibc arena heaps hold ${formatKib(arenas.residentBytes)} KiB; the median has opened ${formatKib(arenas.medianWritableBytes)} of its 65,536 KiB, and ${formatPart(arenas.residentBytes / arenas.writableBytes)} of what they opened is resident. This is volume, not many half-empty pools${explained ? `; NMT counts ${formatKib(known)} KiB of malloc, which explains it` : ''}.`,
        evidence: citeLargest(heaps, () => 'arena heap'),
      },
    ];
  },
});

/**
 * An arena heap is told by its neighbour, the reserved rest of its slot, and whether the heaps are full by all of them:
 * the largest rows alone would always look full.
 */
function blockedByCut(reconciliation: Reconciliation): string | null {
  if (reconciliation.ledger?.listingComplete !== false) return null;
  return 'Arena heaps are told by the reserved rest of their 64 MiB slot, and those rows were cut away. Add the whole map: pmap -X {pid} > pmap.txt (reads /proc).';
}

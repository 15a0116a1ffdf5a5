import { formatCount, formatKib, MIB } from '@/lib/base/bytes';
import type { Reconciliation } from '@/lib/model/ledger';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';
import { readCHeap, trimHeap } from '../next-steps';
import { formatPart } from '../words';

/** Fewer heaps than this are a small process's normal state. */
const HEAPS = 8;
/** Resident share of what the heaps have opened. */
const RESIDENT_SHARE = 0.9;
/** Where the JVM's own malloc, with the allocator's overhead, explains the heaps, their being full is no alarm (PN-04). */
const EXPLAINED_TIMES = 1.2;
const EXPLAINED_BYTES = 64 * MIB;
/** Half of a 64 MiB slot: idle pools stay far below it. */
const MEDIAN_WRITABLE_BYTES = 32 * MIB;

export default defineRule({
  id: 'PM-02',
  title: 'full arena heaps',
  needs: ['reconciliation', 'regions'],
  advice: 'Add the whole memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: ['A volume of real demand looks the same: compare with the load.'],
  sources: ['glibc malloc/arena.c: HEAP_MAX_SIZE', 'lab: heaps of a leak hold 39,300 to 65,520 KiB each'],
  blocked({ reconciliation }) {
    return blockedByCut(reconciliation);
  },
  evaluate({ reconciliation, regions }, { pid }) {
    const arenas = reconciliation.arenas;
    if (!arenas || arenas.count < HEAPS || arenas.medianWritableBytes < MEDIAN_WRITABLE_BYTES) return [];
    if (arenas.residentBytes < RESIDENT_SHARE * arenas.writableBytes) return [];
    const known = reconciliation.mallocSide?.nmtMallocBytes ?? 0;
    const explained = arenas.residentBytes <= EXPLAINED_TIMES * known + EXPLAINED_BYTES;
    const heaps = regions.filter((region) => region.kind === 'glibc-arena-heap' && region.residentBytes.best > 0);
    return [
      {
        severity: explained ? 'info' : 'high',
        confidence: 'high',
        title: 'The arena heaps are full',
        summary: `${formatCount(arenas.count)} glibc arena heaps hold ${formatKib(arenas.residentBytes)} KiB; the median has opened ${formatKib(arenas.medianWritableBytes)} of its 65,536 KiB, and ${formatPart(arenas.residentBytes / arenas.writableBytes)} of what they opened is resident. This is volume, not many half-empty pools${explained ? `; NMT counts ${formatKib(known)} KiB of malloc, which explains it` : ''}.`,
        explanation:
          'glibc gives busy threads pools of their own, in slots of 64 MiB. Here the pools are filled with blocks that were not freed, or were freed and not given back. MALLOC_ARENA_MAX limits the number of pools; it does not shrink what is in them.',
        evidence: citeLargest(heaps, () => 'arena heap'),
        nextSteps: [readCHeap(pid), trimHeap(pid)],
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

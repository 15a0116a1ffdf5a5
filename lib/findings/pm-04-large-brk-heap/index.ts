import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';
import { readMallocInfo } from '../next-steps';
import { exceeds } from '../thresholds';

export default defineRule({
  id: 'PM-04',
  title: 'large brk heap',
  needs: ['regions', 'ledger'],
  optional: ['reconciliation'],
  condition: 'The brk heap has more than {bytes} resident, or more than {share} of RSS.',
  explanation:
    'The main arena serves the first threads, threads that found no free arena, and everybody when MALLOC_ARENA_MAX is small. It can only shrink from its top: one live block near the end keeps all the free ones below it.',
  advice: 'Add a memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: [
    'With MALLOC_ARENA_MAX=1 or =2 the main arena carries most of malloc by design.',
    'gperftools tcmalloc grows the brk heap too.',
  ],
  sources: [],
  explains: ['PN-01'],
  nextSteps: (pid) => [readMallocInfo(pid, 'Heap nr="0" is the main arena: its free and used bytes tell slack from live memory.')],
  evaluate({ regions, ledger, reconciliation }, context) {
    const brk = regions.filter((region) => region.kind === 'brk-heap');
    const residentBytes = brk.reduce((sum, region) => sum + region.residentBytes.best, 0);
    const large = exceeds(context, 'PM-04.bytes', residentBytes);
    if (!exceeds(context, 'PM-04.share', residentBytes / Math.max(1, ledger.rssBytes)) && !large) return [];
    const other =
      reconciliation?.allocator === 'tcmalloc' || reconciliation?.allocator === 'jemalloc' || reconciliation?.allocator === 'mimalloc';
    return [
      {
        severity: 'medium',
        confidence: 'high',
        title: `The brk heap alone holds ${formatBytes(residentBytes)}`,
        summary: `${formatKib(residentBytes)} KiB resident, ${formatShare(residentBytes, ledger.rssBytes)} of RSS, sit in the heap that grows behind the program, glibc's main arena. NMT knows no range there.`,
        evidence: citeLargest(brk, () => 'brk heap'),
        ...(other && { nextSteps: [] }),
      },
    ];
  },
});

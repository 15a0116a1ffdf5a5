import { formatBytes, formatCount, formatKib } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';
import { limitArenas, trimHeap } from '../next-steps';
import { exceeds } from '../thresholds';

export default defineRule({
  id: 'PM-01',
  title: 'many idle arena heaps',
  needs: ['reconciliation', 'regions'],
  condition: 'At least {heaps} glibc arena heaps hold more than {bytes} together, and the median of them no more than {median}.',
  explanation:
    'glibc gives threads pools of memory of their own (arenas), up to eight per CPU, so that they need not wait for each other. Each keeps what it once took. With many threads that allocate now and then, little pieces in many pools add up. Fewer pools cost a little waiting and usually cure it.',
  advice: 'Add the whole memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: ['Many threads that each need a little: real demand, spread thin.'],
  sources: ['HADOOP-7154', 'JDK-8193521', 'glibc malloc/arena.c: up to 8 arenas per CPU'],
  explains: ['PN-01'],
  nextSteps: (pid) => [trimHeap(pid), limitArenas()],
  evaluate({ reconciliation, regions }, context) {
    const arenas = reconciliation.arenas;
    if (!arenas) return [];
    const many = exceeds(context, 'PM-01.heaps', arenas.count + 1);
    const idle = !exceeds(context, 'PM-01.median', arenas.medianResidentBytes);
    if (!exceeds(context, 'PM-01.bytes', arenas.residentBytes) || !many || !idle) return [];
    return [
      {
        severity: 'medium',
        confidence: 'high',
        title: `${formatCount(arenas.count)} malloc pools, mostly idle`,
        summary: `${formatCount(arenas.count)} glibc arena heaps hold ${formatKib(arenas.residentBytes)} KiB together, but the median only ${formatBytes(arenas.medianResidentBytes)}.`,
        evidence: citeLargest(
          regions.filter((region) => region.kind === 'glibc-arena-heap' && region.residentBytes.best > 0),
          () => 'arena heap',
        ),
      },
    ];
  },
});

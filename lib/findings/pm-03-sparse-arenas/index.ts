import { formatBytes, formatCount, MIB } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';
import { limitArenas } from '../next-steps';
import { at, exceeds } from '../thresholds';
import { formatPart } from '../words';

export default defineRule({
  id: 'PM-03',
  title: 'address space of sparse arenas',
  needs: ['reconciliation', 'regions'],
  condition: 'Arena heaps reserve more than {reserved} of addresses, and less than {share} of that is resident.',
  explanation:
    'VIRT counts addresses that were set aside, not memory. Reserved address space of malloc pools costs next to nothing; alarms belong on resident memory.',
  advice: 'Add the whole memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: [],
  sources: ['HADOOP-7154: alarms on virtual size'],
  nextSteps: () => [{ ...limitArenas(), why: 'Only if VIRT itself is limited (ulimit -v): fewer pools reserve less address space.' }],
  evaluate({ reconciliation, regions }, context) {
    const arenas = reconciliation.arenas;
    if (!arenas) return [];
    const reservedBytes = arenas.count * 64 * MIB;
    const share = arenas.residentBytes / Math.max(1, reservedBytes);
    context.measure?.('PM-03.share', share);
    if (!exceeds(context, 'PM-03.reserved', reservedBytes) || share >= at('PM-03.share')) return [];
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: `${formatBytes(reservedBytes)} of address space, hardly used`,
        summary: `${formatCount(arenas.count)} arena heaps reserve 64 MiB each; ${formatBytes(arenas.residentBytes)} of it, ${formatPart(share)}, is resident.`,
        evidence: citeLargest(
          regions.filter((region) => region.kind === 'glibc-arena-heap'),
          () => 'arena heap',
          3,
        ),
      },
    ];
  },
});

import { formatCount, formatKib } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLargest, findMap } from '../evidence';
import { at } from '../thresholds';

export default defineRule({
  id: 'PM-08',
  title: 'huge pages in stacks',
  needs: ['regions', 'reconciliation', 'memory-map'],
  condition: 'At least {stacks} thread stacks of {least} or more are backed by huge pages, or at least {resident} of them is resident.',
  explanation:
    'The kernel may back memory with huge pages of 2 MiB instead of 4 KiB (transparent huge pages). A stack of which a thread touched a few KiB is then resident whole, and a thousand threads cost gigabytes.',
  advice: 'Add the memory map with huge pages: cat /proc/{pid}/smaps > smaps.txt (reads /proc).',
  falsePositives: ['Threads that did recurse deeply once keep their stack resident.'],
  sources: ['JDK-8303215'],
  nextSteps: () => [
    {
      command: 'cat /sys/kernel/mm/transparent_hugepage/enabled',
      why: '"always" lets the kernel do this to any program; "madvise" only where it asks.',
      risk: 'none, reads /sys',
    },
    {
      command: '-XX:+THPStackMitigation',
      why: 'Keeps stacks out of huge pages (JDK 21 and updates of 17; it is on by default where it exists). Otherwise choose a -Xss that is no multiple of 2 MiB.',
      risk: 'needs a restart',
    },
  ],
  evaluate({ regions, reconciliation, 'memory-map': maps }, context) {
    const map = findMap(maps, reconciliation);
    const hugeLines = new Set(map?.value.rows.filter((row) => (row.anonHugePagesBytes ?? 0) > 0).map((row) => row.line));
    const inflated = regions.filter((region) => {
      if (region.kind !== 'thread-stack' || !region.mode.startsWith('rw') || region.sizeBytes < at('PM-08.least')) return false;
      return hugeLines.has(region.line) || region.residentBytes.best >= at('PM-08.resident') * region.sizeBytes;
    });
    context.measure?.('PM-08.stacks', inflated.length);
    if (inflated.length < at('PM-08.stacks')) return [];
    const residentBytes = inflated.reduce((sum, region) => sum + region.residentBytes.best, 0);
    const huge = inflated.some((region) => hugeLines.has(region.line));
    return [
      {
        severity: 'medium',
        confidence: huge ? 'high' : 'medium',
        title: `${formatCount(inflated.length)} stacks are resident to their end`,
        summary: `${formatCount(inflated.length)} thread stacks hold ${formatKib(residentBytes)} KiB${huge ? ', in huge pages' : ''}. A stack that is used normally has some tens of KiB resident.`,
        evidence: citeLargest(inflated, (region) => `stack, ${formatKib(region.residentBytes.best)} KiB`),
      },
    ];
  },
});

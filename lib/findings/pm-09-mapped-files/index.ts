import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';
import { exceeds } from '../thresholds';
import { countOf, listOf } from '../words';

// Code and class data of the program itself: /usr/lib/libz.so.1.2.13, …/server/classes.jsa, …/lib/modules (pmap -x prints base names)
const PROGRAM = /\.so(?:$|[.\s])|\.jsa\b|(?:^|\/)modules$|^\/?memfd:java_heap/;
const FILES_NAMED = 3;

export default defineRule({
  id: 'PM-09',
  title: 'mapped files',
  needs: ['regions', 'ledger'],
  condition: 'Mapped files other than libraries, class data and the heap file have more than {share} of RSS.',
  explanation:
    'These pages are the page cache of files that the program maps. The kernel drops clean ones when memory gets short, so they raise RSS without being a leak. They do count against a container until they are dropped.',
  advice: 'Add the whole memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: ['Dirty pages of a writable shared mapping (rw-s) must be written back before they can be dropped.'],
  sources: ['elastic/elasticsearch #26269: 49 of 80 GB were mapped index files'],
  nextSteps: (pid) => [
    {
      command: `grep -E '^(Rss|Pss|Private_Dirty|Shared_Dirty)' /proc/${pid}/smaps_rollup`,
      why: 'Little dirty memory means that nearly all of the file pages can be dropped.',
      risk: 'none, reads /proc',
    },
  ],
  evaluate({ regions, ledger }, context) {
    const files = regions.filter((region) => region.owner === 'file' && !PROGRAM.test(region.name));
    const residentBytes = files.reduce((sum, region) => sum + region.residentBytes.best, 0);
    if (!exceeds(context, 'PM-09.share', residentBytes / Math.max(1, ledger.rssBytes))) return [];
    const byName = new Map<string, number>();
    for (const region of files) byName.set(region.name, (byName.get(region.name) ?? 0) + region.residentBytes.best);
    const largest = [...byName].sort((a, b) => b[1] - a[1]).slice(0, FILES_NAMED);
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: `${formatBytes(residentBytes)} of RSS are mapped files`,
        summary: `${countOf(byName.size, 'file')}, ${formatKib(residentBytes)} KiB resident, ${formatShare(residentBytes, ledger.rssBytes)} of RSS: ${listOf(largest.map(([name, bytes]) => `${name} (${formatBytes(bytes)})`))}${byName.size > largest.length ? ' and smaller ones' : ''}.`,
        evidence: citeLargest(files, () => 'mapped file'),
      },
    ];
  },
});

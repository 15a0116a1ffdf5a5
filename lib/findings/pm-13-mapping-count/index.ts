import { formatCount, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeRows } from '../evidence';
import { exceeds } from '../thresholds';

/** vm.max_map_count as the kernel sets it; databases often raise it. */
const DEFAULT_LIMIT = 65_530;

export default defineRule({
  id: 'PM-13',
  title: 'number of mappings near the limit',
  needs: ['memory-map'],
  condition: 'The map has more than {rows} rows.',
  explanation:
    'The kernel limits how many pieces the address space of a process may have. At the limit the next thread, library or mapped file fails, often with a message about memory although there is plenty. Tens of thousands come from files mapped in small pieces, from threads, or from ZGC.',
  advice: 'Add the whole memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: ['vm.max_map_count was raised: many databases ask for 262144.'],
  sources: ['kernel: vm.max_map_count is 65,530 by default'],
  nextSteps: (pid) => [
    {
      command: `sysctl vm.max_map_count; wc -l < /proc/${pid}/maps`,
      why: 'The limit of this machine, and the count of this moment.',
      risk: 'none, reads /proc',
    },
    {
      command: `sed 's/.* //' /proc/${pid}/maps | sort | uniq -c | sort -rn | head`,
      why: 'Which file, or which kind of memory, has most of them.',
      risk: 'none, reads /proc',
    },
  ],
  evaluate({ 'memory-map': maps }, context) {
    const map = maps.toSorted((a, b) => b.value.rows.length - a.value.rows.length)[0];
    if (!map || !exceeds(context, 'PM-13.rows', map.value.rows.length)) return [];
    const rows = map.value.rows.length;
    return [
      {
        severity: 'high',
        confidence: 'certain',
        title: `${formatCount(rows)} mappings, and the kernel allows ${formatCount(DEFAULT_LIMIT)} by default`,
        summary: `The process has ${formatCount(rows)} mappings, ${formatShare(rows, DEFAULT_LIMIT)} of the default limit.`,
        evidence: citeRows(map, 'mappings'),
      },
    ];
  },
});

import { defineRule } from '../define';
import { citeRows, findMap } from '../evidence';

export default defineRule({
  id: 'DQ-06',
  title: 're-ordered listing',
  needs: ['reconciliation', 'memory-map'],
  condition: 'The addresses of the rows do not ascend.',
  explanation:
    'pmap prints regions by address. Neighbours matter: a thread stack and its guard page, or the used and the unused part of an arena heap, are known by standing side by side. Sorting is harmless as long as no row is missing.',
  advice: 'Add a memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: [],
  sources: [],
  evaluate({ reconciliation, 'memory-map': maps }) {
    if (!reconciliation.map || reconciliation.map.ascending) return [];
    const map = findMap(maps, reconciliation) ?? maps.find((one) => !one.value.ascending);
    if (!map) return [];
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: 'The rows were sorted by somebody',
        summary: 'Addresses do not ascend, so the rows do not stand as the kernel lists them. They are put back in order of address here.',
        evidence: citeRows(map, 'row order'),
      },
    ];
  },
});

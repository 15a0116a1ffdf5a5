import { formatBytes } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeRegion } from '../evidence';
import { restartWithNmt } from '../next-steps';
import { countOf, listOf } from '../words';

export default defineRule({
  id: 'PN-07',
  title: 'matched by size',
  needs: ['reconciliation', 'regions', 'ledger-with-nmt'],
  condition:
    'The NMT report has no addresses, and rows of the map have the sizes of the Java heap, of G1 tables, of the code cache or of thread stacks.',
  explanation:
    'A summary tells how much each category has reserved, not where. The Java heap and G1 tables have sizes so particular that a row of that size is theirs; code is told by its rwx mode and stacks by their guard pages. Everything else stays without an owner.',
  advice:
    'Take a memory map and an NMT report of the same process: pmap -X {pid} > pmap.txt; jcmd {pid} VM.native_memory detail > nmt.txt.',
  falsePositives: ['Another mapping of exactly the same size.'],
  sources: ['G1 side tables: heap/64 and heap/512'],
  nextSteps: () => [restartWithNmt()],
  evaluate({ reconciliation, regions }) {
    if (reconciliation.matching !== 'size') return [];
    const matched = regions.filter((region) => region.owner === 'nmt').sort((a, b) => b.residentBytes.best - a.residentBytes.best);
    if (matched.length === 0) return [];
    const rows = new Set(matched.map((region) => `${region.artifactId}:${region.line}`));
    const byCategory = new Map<string, number>();
    for (const region of matched)
      byCategory.set(region.category ?? 'NMT', (byCategory.get(region.category ?? 'NMT') ?? 0) + region.residentBytes.best);
    const cited = matched.filter(
      (region, at) => matched.findIndex((other) => other.line === region.line && other.artifactId === region.artifactId) === at,
    );
    return [
      {
        severity: 'info',
        confidence: 'high',
        title: `${countOf(rows.size, 'row')} matched with NMT by size`,
        summary: `This NMT report has no addresses, so sizes are compared: ${listOf([...byCategory].map(([name, bytes]) => `${name} ${formatBytes(bytes)}`))}.`,
        evidence: cited.slice(0, 5).map((region) => citeRegion(region, `${region.category ?? 'NMT'} by size`)),
      },
    ];
  },
});

import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import type { Evidence } from '@/lib/model/finding';
import { defineRule } from '../define';
import { citeLines, citeRef, citeRows, findMap } from '../evidence';
import { exceeds } from '../thresholds';

export default defineRule({
  id: 'PM-12',
  title: 'swapped memory',
  needs: ['ledger', 'reconciliation'],
  optional: ['memory-map', 'process-status', 'memory-totals'],
  condition: 'Swapped memory is more than {share} of RSS.',
  explanation:
    'When memory gets short the kernel writes pages that were not used for a while to disk. RSS falls, and nothing was freed. Every figure here is about what is resident and leaves the swapped part out. A garbage collection that walks a swapped heap takes very long.',
  advice: 'Add the status of the process: cat /proc/{pid}/status (reads /proc).',
  falsePositives: [],
  sources: ['proc(5): VmSwap'],
  nextSteps: (pid) => [
    {
      command: `grep -B20 -E '^Swap: +[1-9]' /proc/${pid}/smaps | grep -E '^[0-9a-f]+-|^Swap:'`,
      why: 'Which regions are swapped out.',
      risk: 'none to speak of, reads /proc',
    },
  ],
  blocked(facts) {
    const map = findMap(facts['memory-map'], facts.reconciliation);
    const told =
      facts['process-status']?.some(({ value }) => value.amounts.VmSwap) || facts['memory-totals']?.some(({ value }) => value.amounts.Swap);
    return told || map?.value.rows.some((row) => row.swapBytes !== null)
      ? null
      : 'Add the status of the process, which tells its swap: cat /proc/{pid}/status (reads /proc).';
  },
  evaluate(facts, context) {
    const map = findMap(facts['memory-map'], facts.reconciliation);
    const told: { bytes: number; evidence: Evidence[] }[] = [];
    for (const { artifactId, value } of facts['process-status'] ?? []) {
      const swap = value.amounts.VmSwap;
      if (swap) told.push({ bytes: swap.bytes, evidence: [citeLines(artifactId, swap.line, swap.line, 'VmSwap')] });
    }
    for (const { artifactId, value } of facts['memory-totals'] ?? []) {
      const swap = value.amounts.Swap;
      if (swap) told.push({ bytes: swap.bytes, evidence: [citeLines(artifactId, swap.line, swap.line, 'Swap')] });
    }
    if (map)
      told.push({ bytes: map.value.rows.reduce((sum, row) => sum + (row.swapBytes ?? 0), 0), evidence: citeRows(map, 'swap per row') });
    const most = told.toSorted((a, b) => b.bytes - a.bytes)[0];
    const rss = facts.ledger.rssBytes;
    if (!most || !exceeds(context, 'PM-12.share', most.bytes / Math.max(1, rss))) return [];
    return [
      {
        severity: 'medium',
        confidence: 'certain',
        title: `${formatBytes(most.bytes)} are swapped out`,
        summary: `${formatKib(most.bytes)} KiB of this process lie on the swap device, beside ${formatKib(rss)} KiB of RSS: its footprint is ${formatShare(most.bytes, rss)} larger than RSS says.`,
        evidence: [...most.evidence, ...citeRef(facts.ledger.rssLines, 'total')],
      },
    ];
  },
});

import { formatBytes, formatCount, formatKib, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeRef, citeRows, findMap } from '../evidence';
import { captureFullMap } from '../next-steps';
import { exceeds } from '../thresholds';
import { findCut } from '../words';

export default defineRule({
  id: 'DQ-05',
  title: 'cut listing',
  needs: ['reconciliation', 'ledger'],
  optional: ['memory-map'],
  condition: 'The total line counts more than the rows above it, by more than {share} of RSS.',
  explanation:
    'The total line counts the whole process, the rows above it only a part. What the missing rows are (mapped files, stacks, malloc) cannot be told, and pairs of neighbours that reveal an arena heap or a stack are torn apart.',
  advice: 'Add the memory map with its total line: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: [],
  sources: [],
  nextSteps: (pid) => [captureFullMap(pid, 'Paste the full listing to name the rest.')],
  evaluate({ reconciliation, ledger, 'memory-map': maps }, context) {
    const { pid, commands } = context;
    const map = reconciliation.map;
    if (!map || !exceeds(context, 'DQ-05.share', map.hiddenRssBytes / Math.max(1, ledger.rssBytes))) return [];
    const cut = findCut(commands?.[map.artifactId]);
    const listed = ledger.rssBytes - map.hiddenRssBytes;
    const source = findMap(maps, reconciliation);
    return [
      {
        severity: 'high',
        confidence: 'certain',
        title: `${formatBytes(map.hiddenRssBytes)} of RSS is missing from the listing`,
        summary: `${formatCount(map.rowCount)} rows show ${formatKib(listed)} of ${formatKib(ledger.rssBytes)} KiB${cut ? `; ${cut} cut the rest away` : ''}. Sums per kind are lower bounds.`,
        evidence: [...citeRef(ledger.rssLines, 'total'), ...(source ? citeRows(source, 'rows shown') : [])],
        nextSteps: [captureFullMap(pid, `Paste the full listing to name the other ${formatShare(map.hiddenRssBytes, ledger.rssBytes)}.`)],
      },
    ];
  },
});

import { formatBytes, formatKib } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLargest, citeLines, findReport } from '../evidence';
import { at, exceeds } from '../thresholds';
import { countOf } from '../words';

export default defineRule({
  id: 'PN-04',
  title: 'unmatched memory is explained',
  needs: ['ledger-with-nmt', 'reconciliation', 'regions', 'findings'],
  optional: ['nmt-report'],
  condition:
    'Anonymous memory outside every NMT range is more than {least} and at most {times} what NMT counts as malloc, plus {bytes}. Only for a whole listing that is matched by address, and where PN-01 is silent.',
  explanation:
    'NMT knows how much the JVM asked malloc for, but not where malloc put it. So blocks without an owner in NMT are normal, even when they are 64 MiB each, as long as together they are no larger than what the JVM asked for.',
  advice:
    'Take a memory map and an NMT report of the same process: pmap -X {pid} > pmap.txt; jcmd {pid} VM.native_memory detail > nmt.txt.',
  falsePositives: [],
  sources: ['NMT counts malloc without addresses: none of it can ever be matched with a row'],
  explains: ['NM-01'],
  evaluate({ 'ledger-with-nmt': ledger, reconciliation, regions, findings, 'nmt-report': reports }, context) {
    const side = reconciliation.mallocSide;
    if (!side || !ledger.listingComplete || reconciliation.matching !== 'address' || findings.some((finding) => finding.ruleId === 'PN-01'))
      return [];
    const { best } = side.anonymousBytes;
    context.measure?.('PN-04.times', best / Math.max(1, side.nmtMallocBytes));
    if (!exceeds(context, 'PN-04.least', best) || best > at('PN-04.times') * side.nmtMallocBytes + at('PN-04.bytes')) return [];
    const unmatched = regions.filter((region) => region.owner === 'unmatched' && region.residentBytes.best > 0);
    const report = findReport(reports, reconciliation);
    const total = report?.value.totalMalloc ?? report?.value.total ?? null;
    return [
      {
        severity: 'info',
        confidence: 'high',
        title: 'The unmatched blocks are malloc that NMT counts',
        summary: `${countOf(unmatched.length, 'region')} without an NMT range hold ${formatKib(best)} KiB; NMT counts ${formatKib(side.nmtMallocBytes)} KiB of malloc. They fit together.`,
        explanation: `NMT knows how much the JVM asked malloc for, but not where malloc put it. So blocks without an owner in NMT are normal, even when they are 64 MiB each: this ${formatBytes(best)} is what the JVM asked for. It is not suspicious by itself.`,
        evidence: [
          ...(report && total ? [citeLines(report.artifactId, total.line, total.line, 'NMT malloc')] : []),
          ...citeLargest(unmatched, () => 'unmatched', 3),
        ],
      },
    ];
  },
});

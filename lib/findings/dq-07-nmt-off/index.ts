import type { Evidence, NextStep } from '@/lib/model/finding';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { restartWithNmt } from '../next-steps';

const ADVICE = 'Add an NMT report: jcmd {pid} VM.native_memory detail (NMT must be on since start: -XX:NativeMemoryTracking=detail).';

const askForRanges = (pid: string): NextStep => ({
  command: `jcmd ${pid} VM.native_memory detail > nmt.txt`,
  why: 'The ranges stand under "Virtual memory map:". If the answer is "Detail tracking is not enabled", only the restart below helps.',
  risk: 'little: jcmd attaches for some milliseconds',
});

export default defineRule({
  id: 'DQ-07',
  title: 'NMT off or summary only',
  needs: [],
  optional: ['nmt-report', 'nmt-reply', 'reconciliation'],
  condition:
    'jcmd answered that tracking is not enabled, or the NMT report has no address ranges (summary, or detail without its virtual memory map).',
  explanation:
    'Native Memory Tracking (NMT) is the JVM\'s own account of the memory it takes. With "detail" it lists the address ranges too, and every row of a memory map can be given to its owner. It counts only from the start of the JVM and cannot be switched on later.',
  advice: ADVICE,
  falsePositives: ['The ranges may be in a part of the report that was not pasted.'],
  sources: ['HotSpot nmtDCmd.cpp: "Native memory tracking is not enabled"'],
  nextSteps: (pid) => [askForRanges(pid), restartWithNmt()],
  blocked(facts) {
    return facts['nmt-report'] || facts['nmt-reply'] ? null : ADVICE;
  },
  evaluate({ 'nmt-report': reports, 'nmt-reply': replies, reconciliation }, { pid }) {
    if (reports?.some(({ value }) => value.ranges.length > 0)) return [];
    const off = replies?.find(({ value }) => value.reply === 'not-enabled');
    const noDetail = replies?.find(({ value }) => value.reply === 'detail-not-enabled');
    const report = findReport(reports, reconciliation);
    const reply = report ? noDetail : (off ?? noDetail);
    if (!reply && !report) return [];
    const evidence: Evidence[] = reply ? [citeLines(reply.artifactId, reply.value.line, reply.value.line, 'answer of jcmd')] : [];
    const shown = report?.value.total ?? report?.value.categories[0];
    if (report && shown) evidence.push(citeLines(report.artifactId, shown.line, shown.line, 'NMT Total'));
    if (evidence.length === 0) return [];
    const missing = reply?.value.reply === 'not-enabled' && !report;
    // Where NMT may well be on with detail, the cheap step is to ask for it.
    const ask = reply ? null : askForRanges(pid);
    return [
      {
        severity: missing ? 'medium' : 'low',
        confidence: 'certain',
        title: missing ? 'Native Memory Tracking is off' : 'NMT without address ranges',
        summary: missing
          ? "The JVM answers that it does not track its native memory, so its own part cannot be told from anybody else's."
          : 'NMT gives amounts per category and no "Virtual memory map", so rows of the map can be matched by size and shape only.',
        evidence,
        nextSteps: ask ? [ask, restartWithNmt()] : [restartWithNmt()],
      },
    ];
  },
});

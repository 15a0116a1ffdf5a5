import { formatBytes, formatCount, formatKib } from '@/lib/base/bytes';
import type { Evidence } from '@/lib/model/finding';
import { defineRule } from '../define';
import { citeLargest, citeLines, findReport } from '../evidence';
import { exceeds } from '../thresholds';

const ADVICE = 'Add the status of the process, which counts its threads: cat /proc/{pid}/status (reads /proc).';

const EXPLANATION =
  'A thread costs little at rest and is rarely made by the thousand on purpose. Pools without a limit, an executor per request, or timers that are never shut down are the usual reasons.';

export default defineRule({
  id: 'PM-07',
  title: 'many threads',
  needs: [],
  optional: ['regions', 'nmt-report', 'process-status', 'reconciliation'],
  condition:
    'More than {threads} threads by the status of the process, by NMT or by the map; or the stacks have more than {bytes} resident.',
  explanation: EXPLANATION,
  advice: ADVICE,
  falsePositives: ['A server that is meant to hold thousands of blocking connections, one thread each.'],
  sources: [],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} Thread.print -l | grep '^"' | sed 's/[0-9][0-9]*.*//' | sort | uniq -c | sort -rn | head`,
      why: 'Counts threads by name without its number: the name that stands thousands of times is the pool to look for.',
      risk: 'one stop of all threads (a safepoint); with thousands of threads up to some seconds',
    },
  ],
  blocked(facts) {
    return facts.regions || facts['nmt-report'] || facts['process-status'] ? null : ADVICE;
  },
  evaluate(facts, context) {
    const stacks = facts.regions?.filter((region) => region.kind === 'thread-stack' && region.mode.startsWith('rw')) ?? [];
    const residentBytes = stacks.reduce((sum, region) => sum + region.residentBytes.best, 0);
    const counts: { threads: number; from: string; evidence: Evidence[] }[] = [];
    for (const { artifactId, value } of facts['process-status'] ?? []) {
      const line = value.amounts.VmRSS?.line;
      if (value.threads !== null && line)
        counts.push({ threads: value.threads, from: 'the status of the process', evidence: [citeLines(artifactId, line, line, 'status')] });
    }
    const report = findReport(facts['nmt-report'], facts.reconciliation);
    const category = report?.value.categories.find((one) => one.threadCount !== null);
    if (report && category?.threadCount)
      counts.push({
        threads: category.threadCount,
        from: 'NMT',
        evidence: [citeLines(report.artifactId, category.line, category.lastLine, 'NMT threads')],
      });
    if (stacks.length > 0) counts.push({ threads: stacks.length, from: 'the memory map', evidence: [] });
    const most = counts.toSorted((a, b) => b.threads - a.threads)[0];
    const many = exceeds(context, 'PM-07.threads', most?.threads ?? 0);
    const large = exceeds(context, 'PM-07.bytes', residentBytes);
    if (!most || (!many && !large)) return [];
    return [
      {
        severity: 'high',
        confidence: 'high',
        title: `${formatCount(most.threads)} threads`,
        summary: `${most.from.replace(/^./, (letter) => letter.toUpperCase())} counts ${formatCount(most.threads)} threads${stacks.length > 0 ? `; ${formatCount(stacks.length)} stacks hold ${formatKib(residentBytes)} KiB` : ''}. Beside its stack, each thread has a pool of malloc to itself or shares one, and structures of the JVM and the kernel.`,
        explanation: `${EXPLANATION}${residentBytes > 0 ? ` Here the stacks alone are ${formatBytes(residentBytes)}.` : ''}`,
        evidence: [...most.evidence, ...citeLargest(stacks, () => 'stack', 3)],
      },
    ];
  },
});

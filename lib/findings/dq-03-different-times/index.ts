import { formatCount, formatKib, formatShare } from '@/lib/base/bytes';
import type { Evidence } from '@/lib/model/finding';
import { defineRule, type RuleContext, type RuleFacts } from '../define';
import { citeLines, citeRef, findReport } from '../evidence';
import { captureTogether } from '../next-steps';
import { at, exceeds } from '../thresholds';
import { formatSpan } from '../words';

type Facts = Partial<Pick<RuleFacts, 'ledger' | 'process-status' | 'memory-totals' | 'nmt-report' | 'vm-clock' | 'reconciliation'>>;
interface Sign {
  text: string;
  evidence: Evidence[];
}

const ADVICE =
  'Add a second total to hold the first against, taken in the same second: cat /proc/{pid}/status /proc/{pid}/smaps_rollup (reads /proc).';

export default defineRule({
  id: 'DQ-03',
  title: 'captures of different times',
  needs: [],
  optional: ['ledger', 'process-status', 'memory-totals', 'nmt-report', 'vm-clock', 'reconciliation'],
  condition:
    'A second total differs from the map by more than {share} and {bytes}; or the thread counts of NMT and status differ by more than {threads} and {thread-share}; or two clocks in the captures are more than {seconds} apart.',
  explanation:
    'Where one capture is subtracted from another, what the process took or gave back in between is inside the result. A difference of this size does not make the figures useless; it makes them less exact.',
  advice: ADVICE,
  falsePositives: ['Threads that are not Java threads are in the status of the process and not in NMT.'],
  sources: [],
  nextSteps: (pid) => [captureTogether(pid)],
  blocked(facts) {
    const totals = facts.ledger && (facts['process-status'] || facts['memory-totals']);
    const threads = facts['nmt-report'] && facts['process-status'];
    const clocks = (facts['vm-clock']?.length ?? 0) > 1;
    return totals || threads || clocks ? null : ADVICE;
  },
  evaluate(facts, context) {
    const signs = [...otherTotals(facts, context), ...otherThreads(facts, context), ...otherClocks(facts, context)];
    if (signs.length === 0) return [];
    return [
      {
        severity: 'medium',
        confidence: 'medium',
        title: 'These captures are of different moments',
        summary: signs.map((sign) => sign.text).join(' '),
        evidence: signs.flatMap((sign) => sign.evidence),
      },
    ];
  },
});

function otherTotals({ ledger, 'process-status': statuses, 'memory-totals': totals }: Facts, context: RuleContext): Sign[] {
  if (!ledger) return [];
  const others = [
    ...(statuses ?? []).map(({ artifactId, value }) => ({ artifactId, name: 'VmRSS', amount: value.amounts.VmRSS })),
    ...(totals ?? []).map(({ artifactId, value }) => ({ artifactId, name: 'Rss', amount: value.amounts.Rss })),
  ];
  return others.flatMap(({ artifactId, name, amount }) => {
    if (!amount || amount.bytes === 0) return [];
    const offBytes = Math.abs(amount.bytes - ledger.rssBytes);
    const wide = exceeds(context, 'DQ-03.share', offBytes / Math.max(1, ledger.rssBytes));
    if (!exceeds(context, 'DQ-03.bytes', offBytes) || !wide) return [];
    return [
      {
        text: `The map says ${formatKib(ledger.rssBytes)} KiB are resident, ${name} says ${formatKib(amount.bytes)}: ${formatShare(offBytes, ledger.rssBytes)} apart.`,
        evidence: [...citeRef(ledger.rssLines, 'map'), citeLines(artifactId, amount.line, amount.line, name)],
      },
    ];
  });
}

function otherThreads(facts: Facts, context: RuleContext): Sign[] {
  const report = findReport(facts['nmt-report'], facts.reconciliation);
  const category = report?.value.categories.find((one) => one.threadCount !== null);
  const known = category?.threadCount ?? null;
  if (!report || !category || known === null) return [];
  return (facts['process-status'] ?? []).flatMap(({ artifactId, value }) => {
    if (value.threads === null) return [];
    const off = Math.abs(value.threads - known);
    const many = exceeds(context, 'DQ-03.threads', off);
    if (!exceeds(context, 'DQ-03.thread-share', off / Math.max(1, known)) || !many) return [];
    const line = value.amounts.VmRSS?.line ?? 1;
    return [
      {
        text: `NMT counts ${formatCount(known)} threads, the status of the process ${formatCount(value.threads)}.`,
        evidence: [
          citeLines(report.artifactId, category.line, category.lastLine, 'NMT threads'),
          citeLines(artifactId, line, line, 'status'),
        ],
      },
    ];
  });
}

function otherClocks({ 'vm-clock': clocks }: Facts, context: RuleContext): Sign[] {
  const told = (clocks ?? []).filter((clock) => clock.value.at !== null);
  const first = told[0];
  const last = told.find((clock) => {
    const seconds = first ? Math.abs((clock.value.at?.ms ?? 0) - (first.value.at?.ms ?? 0)) / 1000 : 0;
    return clock.value.at?.zone === first?.value.at?.zone && exceeds(context, 'DQ-03.seconds', seconds);
  });
  if (!first?.value.at || !last?.value.at) return [];
  const span = Math.abs(last.value.at.ms - first.value.at.ms) / 1000;
  return [
    {
      text: `The captures were written ${formatSpan(span)} apart (${first.value.at.text}; ${last.value.at.text}), more than ${formatSpan(at('DQ-03.seconds'))}.`,
      evidence: [first, last].map((clock) => citeLines(clock.artifactId, clock.value.line, clock.value.line, 'time')),
    },
  ];
}

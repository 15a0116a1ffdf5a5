import { formatBytes, formatCount, formatKib } from '@/lib/base/bytes';
import type { NextStep } from '@/lib/model/finding';
import { defineRule, type RuleContext, type RuleFacts } from '../define';
import { citeLines } from '../evidence';
import { findGrowth, hasGrowth } from '../nmt-growth';
import { nameSize } from '../object-sizes';
import { at, exceeds } from '../thresholds';

interface Growth {
  where: string;
  bytes: number;
  count: number;
  beforeBytes: number;
  beforeCount: number;
  evidence: ReturnType<typeof citeLines>[];
}
type Facts = Partial<Pick<RuleFacts, 'history' | 'nmt-diff'>>;

const ADVICE =
  'Let the JVM hold two moments against each other: jcmd {pid} VM.native_memory baseline; an hour later jcmd {pid} VM.native_memory detail.diff.';

const countThem = (pid: string, count: string): NextStep => ({
  command: `jcmd ${pid} GC.class_histogram -all | grep -E 'DirectByteBuffer|Cleaner|Deflater|Inflater'`,
  why: `A class with ${count} objects more than before is the owner. Keep -all: without it the JVM collects first, and may free what you want to count.`,
  risk: 'the JVM stands still (a safepoint) while the heap is walked; seconds on a large heap',
});

export default defineRule({
  id: 'ND-02',
  title: 'blocks of one size pile up',
  needs: [],
  optional: ['history', 'nmt-diff'],
  condition:
    'A call site or category gained at least {blocks} blocks and more than {bytes}, and the mean size of the new blocks is within {mean} of that of the old ones.',
  explanation:
    'Blocks of one and the same size that only get more are most likely one kind of object, made again and again and not freed. The size often names it.',
  advice: ADVICE,
  falsePositives: [
    'NMT sees only what the JVM itself asks for: blocks of a native library are never here.',
    'A cache that fills with equal entries, and then stops.',
  ],
  sources: [],
  explains: ['NM-01'],
  nextSteps: (pid) => [countThem(pid, 'that many')],
  blocked(facts) {
    return hasGrowth(facts) ? null : ADVICE;
  },
  evaluate(facts, context) {
    const found = [...bySite(facts), ...byCategory(facts)].filter((growth) => isPile(growth, context)).sort((a, b) => b.bytes - a.bytes)[0];
    if (!found) return [];
    const mean = found.bytes / found.count;
    const known = nameSize(mean);
    return [
      {
        severity: 'high',
        confidence: 'high',
        title: `${formatCount(found.count)} more blocks of ${formatBytes(mean)} each`,
        summary: `${found.where}: ${formatCount(found.count)} blocks and ${formatKib(found.bytes)} KiB more than before, ${formatKib(mean)} KiB each, as those that were there already${known ? `: the size of ${known}` : ''}.`,
        evidence: found.evidence,
        nextSteps: [countThem(context.pid, `about ${formatCount(found.count)}`)],
      },
    ];
  },
});

function isPile(growth: Growth, context: RuleContext): boolean {
  if (growth.count < at('ND-02.blocks') || growth.beforeCount <= 0 || growth.beforeBytes <= 0) return false;
  const mean = growth.bytes / growth.count;
  const was = growth.beforeBytes / growth.beforeCount;
  const large = exceeds(context, 'ND-02.bytes', growth.bytes);
  const off = Math.abs(mean - was) / was;
  context.measure?.('ND-02.mean', off);
  return large && off <= at('ND-02.mean');
}

function bySite({ 'nmt-diff': diffs = [] }: Facts): Growth[] {
  return diffs.flatMap(({ artifactId, value }) =>
    value.sites.flatMap(({ malloc, frames, line, lastLine }) => {
      if (!malloc || malloc.count === null || malloc.deltaCount === null) return [];
      return [
        {
          where: `Call site ${frames[0] ?? 'without a name'}`,
          bytes: malloc.deltaBytes,
          count: malloc.deltaCount,
          beforeBytes: malloc.bytes - malloc.deltaBytes,
          beforeCount: malloc.count - malloc.deltaCount,
          evidence: [citeLines(artifactId, line, lastLine, 'call site')],
        },
      ];
    }),
  );
}

function byCategory(facts: Facts): Growth[] {
  return findGrowth(facts).flatMap(({ name, malloc, evidence }) => (malloc ? [{ where: `Category ${name}`, ...malloc, evidence }] : []));
}

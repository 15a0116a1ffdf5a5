import { formatBytes, formatKib } from '@/lib/base/bytes';
import type { NextStep, Severity } from '@/lib/model/finding';
import { defineRule, type RuleFacts } from '../define';
import { findGrowth, grown, hasGrowth } from '../nmt-growth';
import { at, exceeds } from '../thresholds';
import { formatSpan, listOf } from '../words';

const CATEGORIES_NAMED = 3;
/** What else is known of a category: the finding that its growth belongs to. */
const STORY: Readonly<Record<string, string>> = {
  Other: 'NM-01',
  Internal: 'NM-01',
  Class: 'NM-02',
  Metaspace: 'NM-02',
  Compiler: 'NM-03',
  'Arena Chunk': 'NM-03',
  GC: 'NM-04',
  GCCardSet: 'NM-04',
  Symbol: 'NM-06',
  Thread: 'PM-07',
};

const ADVICE =
  'Let the JVM hold two moments against each other: jcmd {pid} VM.native_memory baseline; an hour later jcmd {pid} VM.native_memory summary.diff. Or add a second NMT report.';

const EXPLANATION = 'NMT counts by purpose, so the category that grows says what kind of memory it is.';

export default defineRule({
  id: 'ND-01',
  title: 'growing category',
  needs: [],
  optional: ['history', 'nmt-diff', 'container-memory', 'ledger'],
  condition:
    "A category other than Java Heap grew by more than {bytes} and more than {share} of itself between two captures or since a baseline. The confidence is high from {points} rising captures on, medium before. It is high where the container's limit would be met within {TS-01.soon}, medium otherwise.",
  explanation: EXPLANATION,
  advice: ADVICE,
  falsePositives: ['The first hour after a start: classes, code and caches fill up and stay.'],
  sources: [],
  nextSteps: (pid) => ['Other', 'Metaspace', 'Thread'].map((category) => stepFor(category, pid)),
  blocked(facts) {
    return hasGrowth(facts) ? null : ADVICE;
  },
  evaluate(facts, context) {
    const growing = findGrowth(facts).filter((growth) => {
      // The Java heap grows up to its limit by design.
      if (growth.name === 'Java Heap') return false;
      const large = exceeds(context, 'ND-01.bytes', grown(growth));
      return large && exceeds(context, 'ND-01.share', grown(growth) / Math.max(1, growth.beforeBytes));
    });
    const first = growing[0];
    if (!first) return [];
    const perHour = first.seconds === null ? null : (grown(first) / first.seconds) * 3_600;
    const rate = perHour === null ? '' : `, ${formatBytes(perHour)} per hour`;
    return [
      {
        severity: judge(perHour, facts),
        confidence: first.risingPoints >= at('ND-01.points') ? 'high' : 'medium',
        title: `${first.name} grew by ${formatBytes(grown(first))}`,
        summary: `${listOf(
          growing
            .slice(0, CATEGORIES_NAMED)
            .map((growth) => `${growth.name} went from ${formatKib(growth.beforeBytes)} to ${formatKib(growth.afterBytes)} KiB`),
        )}${rate}${first.seconds === null ? '' : ` (measured over ${formatSpan(first.seconds)})`}.`,
        explanation: `${EXPLANATION} ${
          first.risingPoints >= at('ND-01.points')
            ? 'It rose from each capture to the next.'
            : 'Two points only: warm-up looks the same. Take a third an hour later, under the same load.'
        }`,
        evidence: growing.slice(0, CATEGORIES_NAMED).flatMap((growth) => growth.evidence),
        nextSteps: [stepFor(first.name, context.pid)],
        ...storyOf(first.name),
      },
    ];
  },
});

/** High where a known limit would be met within a day. */
function judge(perHour: number | null, facts: Partial<Pick<RuleFacts, 'container-memory' | 'ledger'>>): Severity {
  const container = facts['container-memory']?.find(({ value }) => value.limit?.bytes != null)?.value;
  const limit = container?.limit?.bytes;
  const now = container?.currentBytes?.bytes ?? facts.ledger?.rssBytes;
  if (perHour === null || perHour <= 0 || limit == null || now === undefined) return 'medium';
  return ((limit - now) / perHour) * 3_600 < at('TS-01.soon') ? 'high' : 'medium';
}

function stepFor(name: string, pid: string): NextStep {
  const light = 'little: jcmd attaches for some milliseconds';
  if (name === 'Class' || name === 'Metaspace')
    return {
      command: `jcmd ${pid} VM.classloader_stats`,
      why: 'Which class loaders hold it, by type.',
      risk: 'one stop of all threads (a safepoint); with many loaders it may take seconds',
    };
  if (name === 'Thread')
    return {
      command: `jcmd ${pid} Thread.print | grep -c '^"'`,
      why: 'How many threads there are now; their names say whose they are.',
      risk: 'one stop of all threads (a safepoint)',
    };
  return {
    command: `jcmd ${pid} VM.native_memory detail.diff > nmt-diff.txt`,
    why: 'Against a baseline taken before (VM.native_memory baseline), names the functions that grew. Needs NMT with detail.',
    risk: light,
  };
}

function storyOf(name: string): { partOf?: string } {
  const partOf = STORY[name];
  return partOf ? { partOf } : {};
}

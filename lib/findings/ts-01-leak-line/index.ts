import { formatBytes, formatCount } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { rssSeries } from '../rss-series';
import { at, exceeds } from '../thresholds';
import { mannKendall, theilSen } from '../trend';
import { formatSpan } from '../words';

const ADVICE =
  'Add at least six memory maps of one process, taken over six hours or more, and say when each was taken: pmap -X {pid} > pmap-$(date -u +%Y%m%dT%H%M%SZ).txt';

export default defineRule({
  id: 'TS-01',
  title: 'RSS rises in a line',
  needs: ['history'],
  optional: ['container-memory'],
  condition:
    "Over at least {points} captures of one process and {seconds}, RSS without the Java heap has a rising Theil–Sen slope, and a Mann–Kendall test gives p below {p}. It is critical where the container's limit would be met within {soon}, high where no limit is known, medium otherwise.",
  explanation:
    'The Java heap is taken out, because it grows to its limit by design. What rises from capture to capture, for hours, at one pace, is either a leak or something that scales with time and not with load.',
  advice: ADVICE,
  falsePositives: ['The first hour after a start.', 'Page cache of mapped files, which the kernel drops when it needs memory.'],
  sources: ['Theil–Sen slope', 'Mann–Kendall test'],
  explains: ['PN-01', 'NM-01', 'NM-02'],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} VM.native_memory baseline; sleep 3600; jcmd ${pid} VM.native_memory summary.diff`,
      why: 'Does NMT grow with it? If it does, the category says what it is. If NMT is flat, native code outside the JVM grows.',
      risk: 'little: jcmd attaches twice for some milliseconds',
    },
  ],
  blocked({ history }) {
    const { points } = rssSeries(history);
    const span = points.at(-1)?.x ?? 0;
    return points.length >= at('TS-01.points') && span >= at('TS-01.seconds') ? null : ADVICE;
  },
  evaluate({ history, 'container-memory': containers }, context) {
    const { points, evidence } = rssSeries(history);
    const slope = theilSen(points);
    const { rises, p } = mannKendall(points.map((point) => point.y));
    context.measure?.('TS-01.p', p);
    if (!rises || slope <= 0 || p >= at('TS-01.p')) return [];
    const container = containers?.find(({ value }) => value.limit?.bytes != null)?.value;
    const now = container?.currentBytes?.bytes ?? points.at(-1)?.rssBytes ?? 0;
    const left = container?.limit?.bytes == null ? null : Math.max(0, container.limit.bytes - now) / slope;
    const soon = left !== null && !exceeds(context, 'TS-01.soon', left);
    return [
      {
        severity: soon ? 'critical' : left === null ? 'high' : 'medium',
        confidence: 'high',
        title: `RSS without the Java heap rises by ${formatBytes(slope * 3_600)} per hour`,
        summary: `Over ${formatSpan(points.at(-1)?.x ?? 0)} and ${points.length} captures it rose steadily (a series without a trend would look so once in ${formatCount(Math.round(1 / Math.max(p, 1e-6)))} times).${left === null ? '' : ` At this pace the limit of the container is reached in ${formatSpan(left)}.`}`,
        evidence,
      },
    ];
  },
});

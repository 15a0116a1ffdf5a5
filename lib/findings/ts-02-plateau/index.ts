import { formatBytes } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { trimHeap } from '../next-steps';
import { rssSeries } from '../rss-series';
import { at } from '../thresholds';
import { theilSen } from '../trend';
import { formatSpan } from '../words';

const ADVICE =
  'Add at least six memory maps of one process, taken over six hours or more, and say when each was taken: pmap -X {pid} > pmap-$(date -u +%Y%m%dT%H%M%SZ).txt';
const DAY = 86_400;

export default defineRule({
  id: 'TS-02',
  title: 'step, then plateau',
  needs: ['history'],
  condition:
    'Over at least {TS-01.points} captures of one process and {TS-01.seconds}, RSS without the Java heap rose by more than {jump}, and in the later half moves by less than {share} per day.',
  explanation:
    'A peak of load makes malloc take memory, and malloc keeps it after the peak: RSS stays at the mark of the highest water. A leak would go on rising under the same load.',
  advice: ADVICE,
  falsePositives: ['A leak that pauses with the load: a night, a weekend.'],
  sources: [],
  nextSteps: (pid) => [trimHeap(pid)],
  blocked({ history }) {
    const { points } = rssSeries(history);
    return points.length >= at('TS-01.points') && (points.at(-1)?.x ?? 0) >= at('TS-01.seconds') ? null : ADVICE;
  },
  evaluate({ history }, context) {
    const { points, evidence } = rssSeries(history);
    const half = (points.at(-1)?.x ?? 0) / 2;
    const later = points.filter((point) => point.x >= half);
    const first = points[0];
    const level = later[0];
    if (!first || !level || later.length < 3 || level === first) return [];
    const jump = (level.y - first.y) / Math.max(1, first.y);
    const perDay = (theilSen(later) * DAY) / Math.max(1, level.rssBytes);
    context.measure?.('TS-02.jump', jump);
    context.measure?.('TS-02.share', perDay);
    if (jump <= at('TS-02.jump') || Math.abs(perDay) >= at('TS-02.share')) return [];
    return [
      {
        severity: 'low',
        confidence: 'medium',
        title: `A high-water mark, not a line: ${formatBytes(level.y - first.y)} more, then flat`,
        summary: `RSS without the Java heap rose by ${formatBytes(level.y - first.y)} in the first half and moved by less than one percent per day in the later ${formatSpan((points.at(-1)?.x ?? 0) - half)}.`,
        evidence,
      },
    ];
  },
});

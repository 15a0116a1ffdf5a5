import { formatKib } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { at } from '../thresholds';
import { countOf } from '../words';

export default defineRule({
  id: 'DQ-08',
  title: 'NMT sum mismatch',
  needs: ['nmt-report'],
  condition:
    'The Total line of NMT and the sum of its categories differ by more printed units than there are categories, at least {categories}.',
  explanation:
    'Every category is rounded on its own, which explains one printed unit each. More means that the paste is incomplete, or that lines of two reports or two scales are mixed. The Total line is used; figures per category are lower bounds.',
  advice: 'Add a whole NMT report: jcmd {pid} VM.native_memory detail (NMT must be on since start).',
  falsePositives: ['A report printed while the JVM allocates can be off by a little more than rounding.'],
  sources: [],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} VM.native_memory summary > nmt.txt`,
      why: 'A whole report in one file.',
      risk: 'little: jcmd attaches for some milliseconds',
    },
  ],
  evaluate({ 'nmt-report': reports }) {
    return reports.flatMap(({ artifactId, value: report }) => {
      const { total, categories } = report;
      if (!total || categories.length === 0) return [];
      const sumBytes = categories.reduce((sum, category) => sum + category.committedBytes, 0);
      const offBytes = total.committedBytes - sumBytes;
      if (Math.abs(offBytes) <= Math.max(categories.length, at('DQ-08.categories')) * report.unitBytes) return [];
      const first = Math.min(...categories.map((category) => category.line));
      const last = Math.max(...categories.map((category) => category.lastLine));
      return [
        {
          subject: artifactId,
          severity: 'medium' as const,
          confidence: 'high' as const,
          title: `NMT's categories do not add up: ${formatKib(Math.abs(offBytes))} KiB ${offBytes > 0 ? 'are missing' : 'too many'}`,
          summary: `Total says ${formatKib(total.committedBytes)} KiB committed, the ${countOf(categories.length, 'category', 'categories')} say ${formatKib(sumBytes)}.`,
          evidence: [
            { artifactId, lines: [total.line, total.line] as [number, number], text: 'NMT Total' },
            { artifactId, lines: [first, last] as [number, number], text: 'categories' },
          ],
        },
      ];
    });
  },
});

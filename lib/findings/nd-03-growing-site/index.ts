import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLines } from '../evidence';
import { profileNativeMemory } from '../next-steps';
import { exceeds } from '../thresholds';

const FRAMES_NAMED = 4;

export default defineRule({
  id: 'ND-03',
  title: 'growing call site',
  needs: ['nmt-diff'],
  condition: 'One call site of a detail.diff has more than {bytes}, and more than {share} of all growth.',
  explanation:
    'With detail, NMT notes which functions of the JVM asked for each block. The innermost stands first. Unsafe_AllocateMemory means direct buffers of Java code; Metaspace functions mean classes; an Arena means the compiler.',
  advice:
    'Let the JVM hold two moments against each other, with call sites: jcmd {pid} VM.native_memory baseline; an hour later jcmd {pid} VM.native_memory detail.diff (needs NMT with detail).',
  falsePositives: ['The site is the last function inside the JVM; the Java code that led there is not in it.'],
  sources: ['HotSpot memReporter.cpp: detail.diff'],
  explains: ['ND-01', 'NM-01', 'NM-02', 'NM-03'],
  nextSteps: (pid) => [
    {
      ...profileNativeMemory(pid),
      why: 'Shows the Java code above that function. Needs async-profiler 4.0 or later and at least ten minutes under load.',
    },
  ],
  blocked({ 'nmt-diff': diffs }) {
    return diffs.some(({ value }) => value.sites.length > 0)
      ? null
      : 'The diff has no call sites. With NMT on detail: jcmd {pid} VM.native_memory detail.diff.';
  },
  evaluate({ 'nmt-diff': diffs }, context) {
    return diffs.flatMap(({ artifactId, value }) => {
      const growthOf = (site: (typeof value.sites)[number]) => (site.malloc?.deltaBytes ?? 0) + (site.mmap?.deltaCommittedBytes ?? 0);
      const total = value.total?.deltaCommittedBytes ?? value.sites.reduce((sum, site) => sum + Math.max(0, growthOf(site)), 0);
      const top = value.sites.toSorted((a, b) => growthOf(b) - growthOf(a))[0];
      if (!top || total <= 0) return [];
      const bytes = growthOf(top);
      const large = exceeds(context, 'ND-03.bytes', bytes);
      if (!exceeds(context, 'ND-03.share', bytes / total) || !large) return [];
      return [
        {
          subject: artifactId,
          severity: 'medium' as const,
          confidence: 'high' as const,
          title: `One call site took ${formatBytes(bytes)}`,
          summary: `${formatKib(bytes)} of ${formatKib(total)} KiB of growth, ${formatShare(bytes, total)}, come from one place${top.category ? ` (${top.category})` : ''}: ${top.frames.slice(0, FRAMES_NAMED).join(' ← ') || 'without names'}.`,
          evidence: [citeLines(artifactId, top.line, top.lastLine, 'call site')],
        },
      ];
    });
  },
});

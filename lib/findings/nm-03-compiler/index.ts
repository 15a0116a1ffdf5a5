import { formatBytes, formatKib } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { exceeds } from '../thresholds';

export default defineRule({
  id: 'NM-03',
  title: 'compiler memory',
  needs: ['nmt-report'],
  optional: ['reconciliation'],
  condition: 'Compiler has more than {compiler} committed, or Arena Chunk more than {arena-chunk}.',
  explanation:
    'The JIT compiler takes its working memory in chunks (NMT calls them arena chunks; they have nothing to do with glibc arenas). A single method that makes the optimiser run wild can take gigabytes within seconds, often enough for the kernel to kill the process; afterwards the memory comes back late. Several JDK updates have known faults of this kind.',
  advice: 'Add an NMT report: jcmd {pid} VM.native_memory summary (NMT must be on since start).',
  falsePositives: ['A JVM that started minutes ago compiles most of its code in its first minutes.'],
  sources: ['JDK-8291919', 'JDK-8340824', 'adoptium-support #1190'],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} Compiler.memory`,
      why: 'Names the methods whose compilation took most (JDK 22 and later; needs -XX:CompileCommand=MemStat,*.*,collect).',
      risk: 'none to speak of',
    },
    {
      command: '-XX:CompileCommand=MemLimit,*.*,1G',
      why: 'Gives up a compilation that needs more than 1 GiB, and says which (JDK 22 and later). Otherwise exclude the method by name, or change the JDK update.',
      risk: 'needs a restart; a method that is given up runs slower',
    },
  ],
  evaluate({ 'nmt-report': reports, reconciliation }, context) {
    const report = findReport(reports, reconciliation);
    if (!report) return [];
    const compiler = findCategory(report.value, 'Compiler');
    const chunk = findCategory(report.value, 'Arena Chunk');
    const large = [
      compiler && exceeds(context, 'NM-03.compiler', compiler.committedBytes) ? compiler : null,
      chunk && exceeds(context, 'NM-03.arena-chunk', chunk.committedBytes) ? chunk : null,
    ].filter((category) => category !== null);
    const first = large[0];
    if (!first) return [];
    return [
      {
        severity: 'high',
        confidence: 'high',
        title: `The compiler holds ${formatBytes(Math.max(...large.map((category) => category.committedBytes)))}`,
        summary: `${large.map((category) => `${category.name}: ${formatKib(category.committedBytes)} KiB`).join('; ')}. The compilation of one method needs some tens of MiB at most.`,
        evidence: large.map((category) => citeLines(report.artifactId, category.line, category.lastLine, category.name)),
      },
    ];
  },
});

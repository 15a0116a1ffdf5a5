import { formatKib, formatShare } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { exceeds } from '../thresholds';

export default defineRule({
  id: 'NM-09',
  title: 'code cache nearly full',
  needs: ['nmt-report'],
  optional: ['reconciliation'],
  condition: 'More than {share} of what is reserved for compiled code is committed.',
  explanation:
    'Compiled Java code lives in a space of fixed size. When it is full the JVM throws out code, compiles it again, and at last stops compiling: the service gets slow rather than large. This is no leak, and it is worth attention all the same.',
  advice: 'Add an NMT report: jcmd {pid} VM.native_memory summary (NMT must be on since start).',
  falsePositives: ['A code cache that was made small on purpose and is flushed now and then.'],
  sources: ['JEP 197: segmented code cache'],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} Compiler.codecache`,
      why: 'Shows used and free space of each part, and whether compilation was stopped.',
      risk: 'none to speak of',
    },
    {
      command: '-XX:ReservedCodeCacheSize=512m',
      why: 'More room for compiled code; choose the size from what the command above shows.',
      risk: 'needs a restart; RSS may grow by what is compiled in addition',
    },
  ],
  evaluate({ 'nmt-report': reports, reconciliation }, context) {
    const report = findReport(reports, reconciliation);
    const code = report && findCategory(report.value, 'Code');
    const mmap = code?.mmap;
    if (!report || !code || !mmap || mmap.reservedBytes === 0) return [];
    if (!exceeds(context, 'NM-09.share', mmap.committedBytes / mmap.reservedBytes)) return [];
    return [
      {
        severity: 'high',
        confidence: 'high',
        title: `The code cache is ${formatShare(mmap.committedBytes, mmap.reservedBytes)} full`,
        summary: `${formatKib(mmap.committedBytes)} of ${formatKib(mmap.reservedBytes)} KiB reserved for compiled code are committed.`,
        evidence: [citeLines(report.artifactId, code.line, code.lastLine, 'Code')],
      },
    ];
  },
});

import { formatBytes, formatKib } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { exceeds } from '../thresholds';

export default defineRule({
  id: 'NM-06',
  title: 'symbols',
  needs: ['nmt-report'],
  optional: ['reconciliation'],
  condition: 'Symbol has more than {bytes} committed.',
  explanation:
    'The JVM keeps one copy of every name, and of every string on which a program calls intern(). Hundreds of MiB mean that names are made without end: generated classes, or intern() on text that comes from outside.',
  advice: 'Add an NMT report: jcmd {pid} VM.native_memory summary (NMT must be on since start).',
  falsePositives: ['Some hundred thousand classes need that many names.'],
  sources: ['HotSpot: the string table is counted under Symbol too'],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} VM.stringtable && jcmd ${pid} VM.symboltable`,
      why: 'Tells interned strings from names of classes, with counts and bytes.',
      risk: 'short pauses while the tables are walked',
    },
  ],
  evaluate({ 'nmt-report': reports, reconciliation }, context) {
    const report = findReport(reports, reconciliation);
    const symbol = report && findCategory(report.value, 'Symbol');
    if (!report || !symbol || !exceeds(context, 'NM-06.bytes', symbol.committedBytes)) return [];
    return [
      {
        severity: 'medium',
        confidence: 'medium',
        title: `${formatBytes(symbol.committedBytes)} of names`,
        summary: `Symbol holds ${formatKib(symbol.committedBytes)} KiB: names of classes and methods, and the table of interned strings.`,
        evidence: [citeLines(report.artifactId, symbol.line, symbol.lastLine, 'Symbol')],
      },
    ];
  },
});

import { defineFormat } from '../define';
import { classifySummaryLine, detectSummary } from '../nmt/classify';
import { openNmtReader } from '../nmt/reader';

export const nmtSummary = defineFormat({
  id: 'nmt-summary',
  title: 'NMT summary',
  reads: 'JDK 8 to 25, every scale, also printed at exit: reserved and committed bytes, malloc, mmap and arenas by category',
  parserVersion: 1,
  produces: ['nmt-report'],
  capture: {
    command: 'jcmd PID VM.native_memory summary',
    risk: 'none of note, sums counters; the JVM must have been started with -XX:NativeMemoryTracking=summary or detail (5–10 % slower)',
  },
  // jcmd 107870 VM.native_memory | jcmd 1 VM.native_memory summary scale=MB
  command: /\bVM\.native_memory\b(?!.{0,80}\b(?:detail|baseline|statistics|shutdown|summary\.diff))/,
  classify: classifySummaryLine,
  detect: detectSummary,
  open: openNmtReader,
});

import { defineFormat } from '../define';
import { classifySummaryDiffLine, detectSummaryDiff } from '../nmt/diff-classify';
import { openDiffReader } from '../nmt/diff-reader';

/** `jcmd PID VM.native_memory summary.diff`: what changed since the baseline, by category. */
export const nmtSummaryDiff = defineFormat({
  id: 'nmt-summary-diff',
  title: 'NMT summary.diff',
  reads: 'JDK 8 to 25, every scale: what every category gained or lost since the baseline',
  parserVersion: 2,
  produces: ['nmt-diff'],
  capture: {
    command: 'jcmd PID VM.native_memory summary.diff',
    risk: 'none of note; needs `jcmd PID VM.native_memory baseline` some time before, and NativeMemoryTracking from the start',
  },
  command: /\bVM\.native_memory\b.{0,80}\bsummary\.diff\b/,
  classify: classifySummaryDiffLine,
  detect: detectSummaryDiff,
  open: openDiffReader,
});

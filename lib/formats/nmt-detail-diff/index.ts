import { defineFormat } from '../define';
import { classifyDetailDiffLine, detectDetailDiff } from '../nmt/diff-classify';
import { openDiffReader } from '../nmt/diff-reader';

/** `jcmd PID VM.native_memory detail.diff`: what changed since the baseline, by category and by call site. */
export const nmtDetailDiff = defineFormat({
  id: 'nmt-detail-diff',
  title: 'NMT detail.diff',
  reads: 'JDK 8 to 25, every scale: what every category and every call site gained or lost since the baseline',
  parserVersion: 2,
  produces: ['nmt-diff'],
  capture: {
    command: 'jcmd PID VM.native_memory detail.diff',
    risk: 'low: holds locks of the memory tracker while it prints; needs a baseline some time before, and NativeMemoryTracking=detail from the start',
  },
  command: /\bVM\.native_memory\b.{0,80}\bdetail\.diff\b/,
  classify: classifyDetailDiffLine,
  detect: detectDetailDiff,
  open: openDiffReader,
});

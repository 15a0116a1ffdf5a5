import { defineFormat } from '../define';
import { classifyDetailLine, detectDetail } from '../nmt/classify';
import { skimDetailLine } from '../nmt/line-bytes';
import { openNmtReader } from '../nmt/reader';

export const nmtDetail = defineFormat({
  id: 'nmt-detail',
  title: 'NMT detail',
  reads: 'JDK 8 to 25, every scale, whole or in pieces: the summary, every reserved and committed address range, malloc by call site',
  parserVersion: 1,
  produces: ['nmt-report'],
  capture: {
    command: 'jcmd PID VM.native_memory detail',
    risk: 'low: stops no threads, but holds locks of the memory tracker while it prints; needs -XX:NativeMemoryTracking=detail from the start',
  },
  // jcmd 107870 VM.native_memory detail scale=KB
  command: /\bVM\.native_memory\b.{0,80}\bdetail\b(?!\.diff)/,
  classify: classifyDetailLine,
  skim: skimDetailLine,
  detect: detectDetail,
  open: openNmtReader,
});

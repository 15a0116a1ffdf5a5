import { defineFormat, type LineClass } from '../define';
import { isMemoryKey, readKb, readStatusLine } from './line';
import { openProcStatus } from './parse';

function classify(text: string): LineClass {
  const line = text.length <= 4096 ? readStatusLine(text) : null;
  if (!line) return 'none';
  if (isMemoryKey(line.key)) return readKb(line.value) === null ? 'weak' : 'strong';
  return line.key === 'Name' ? 'head' : 'weak';
}

/** `/proc/PID/status`, whole or what grep left of it. Its memory lines are what makes it ours. */
export const procStatus = defineFormat({
  id: 'proc-status',
  title: '/proc/PID/status',
  reads: 'every kernel, whole or grepped: VmRSS and its parts, VmHWM, VmSwap, threads, pids inside namespaces',
  parserVersion: 2,
  produces: ['process-status'],
  capture: { command: 'cat /proc/PID/status', risk: 'None.' },
  command: /\/status\b/,
  classify,
  detect(lines) {
    let filled = 0;
    let memory = 0;
    let others = 0;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      const line = classify(text);
      if (line === 'strong') memory++;
      else if (line !== 'none') others++;
    }
    if (memory === 0) return { score: 0, because: 'none of VmRSS, VmSize, RssAnon, … is there' };
    return {
      score: (memory + others) / filled,
      because: `${memory + others} of ${filled} lines are of /proc/PID/status, ${memory} about memory`,
    };
  },
  open: openProcStatus,
});

import { defineFormat, type LineClass } from '../define';
import { logEnvelope } from '../vm-error/envelope';
import { readHeadLine } from '../vm-error/head-line';
import { openLogReader } from '../vm-error/reader';
import { isEnd, readRule } from '../vm-error/section';

function classify(text: string): LineClass {
  if (readRule(text) !== null) return 'strong';
  if (isEnd(text)) return 'foot';
  const head = readHeadLine(text);
  if (!head) return 'none';
  if (head.kind === 'title') return 'head';
  return head.kind === 'known' || head.kind === 'frame' ? 'weak' : 'strong';
}

/** The log that a JVM leaves behind when it dies: the last memory map and NMT report of a process that is no more. */
export const hsErr = defineFormat({
  id: 'hs-err',
  title: 'Crash log (hs_err)',
  reads:
    'hs_err_pidN.log of JDK 8 to 25, whole or cut: the error, the memory map (no residency), NMT, heap, metaspace, malloc, flags, cgroup, memory of the process',
  parserVersion: 7,
  produces: [
    'crash-summary',
    'memory-map',
    'nmt-report',
    'heap-usage',
    'metaspace-usage',
    'c-heap',
    'process-status',
    'container-memory',
    'vm-flags',
    'vm-clock',
  ],
  capture: {
    command: 'cat hs_err_pidPID.log',
    risk: 'none: the file is there; it holds environment variables, which Residue does not store as facts',
  },
  command: /\bhs_err\w{0,40}\.log\b/,
  classify,
  envelope: logEnvelope,
  detect(lines) {
    let filled = 0;
    let heads = 0;
    let crash = false;
    let rules = 0;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      const rule = readRule(text);
      const head = readHeadLine(text);
      if (head?.kind === 'title' || head?.kind === 'reason' || head?.kind === 'frame-title' || rule === 'THREAD') crash = true;
      if (rule !== null) rules++;
      if (head) heads++;
    }
    if (!crash) return { score: 0, because: 'no error, no frame, no thread: nothing crashed' };
    if (rules > 0) return { score: 1, because: `a crash log with ${rules} ruled parts` };
    return { score: heads / filled, because: `${heads} of ${filled} lines are the head of a crash log` };
  },
  open: (context) => openLogReader(context, 'hs-err', true),
});

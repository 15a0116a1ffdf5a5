import { defineFormat, type LineClass } from '../define';
import { logEnvelope } from '../vm-error/envelope';
import { readHeadLine } from '../vm-error/head-line';
import { readMemoryLine } from '../vm-error/memory-lines';
import { openLogReader } from '../vm-error/reader';
import { isEnd, readRule } from '../vm-error/section';

const PID = /^\s{0,8}\d{1,10}:\s*$/;

function classify(text: string): LineClass {
  if (readRule(text) !== null) return 'strong';
  if (text.length <= 40 && PID.test(text)) return 'head';
  if (isEnd(text)) return 'foot';
  const head = readHeadLine(text);
  if (head) return head.kind === 'version' ? 'strong' : 'weak';
  const memory = readMemoryLine(text);
  if (memory) return memory.kind === 'words' ? 'weak' : 'strong';
  return 'none';
}

/** What the JVM knows of itself and its process: its map, its C heap, NMT, flags. */
export const vmInfo = defineFormat({
  id: 'vm-info',
  title: 'VM.info',
  reads:
    'JDK 9 to 25, whole or in parts: the memory map (no residency), NMT, heap, metaspace, malloc outstanding and retained, flags, cgroup, memory of the process',
  parserVersion: 7,
  produces: [
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
    command: 'jcmd PID VM.info',
    risk: 'low: some ten milliseconds; its text holds environment variables, which Residue does not store as facts',
  },
  command: /\bVM\.info\b/,
  classify,
  envelope: logEnvelope,
  detect(lines) {
    let filled = 0;
    let known = 0;
    let strong = 0;
    let rules = 0;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      const rule = readRule(text);
      const head = readHeadLine(text);
      if (head?.kind === 'title' || head?.kind === 'reason' || head?.kind === 'frame-title' || rule === 'THREAD')
        return { score: 0, because: 'a crash log' };
      if (rule !== null) rules++;
      const line = classify(text);
      if (line !== 'none') known++;
      if (line === 'strong') strong++;
    }
    if (rules > 0) return { score: 1, because: `${rules} ruled ${rules === 1 ? 'part' : 'parts'}, and nothing of a crash` };
    if (strong === 0 || known < filled / 2) return { score: 0, because: 'neither a ruled part nor process memory' };
    return { score: known / filled, because: `${known} of ${filled} lines are lines of VM.info` };
  },
  open: (context) => openLogReader(context, 'vm-info', false),
});

import type { NmtReply } from '@/lib/model/nmt-diff';
import { defineFormat } from '../define';
import { ADVICE } from './advice';
import { readReplyLine } from './line';
import { openReplyReader } from './parse';

const CLASS = { blank: 'none', unknown: 'none', pid: 'head', reply: 'strong', rest: 'weak' } as const;

/** What `jcmd PID VM.native_memory …` answers instead of data: not enabled, no baseline, baseline taken, no such process. */
export const nmtReply = defineFormat({
  id: 'nmt-reply',
  title: 'NMT answer without data',
  reads: 'the short answers of jcmd: not enabled, summary only, no baseline, baseline taken, statistics, no such process',
  parserVersion: 2,
  produces: ['nmt-reply'],
  capture: {
    command: 'jcmd PID VM.native_memory baseline',
    risk: 'none of note: remembers the counters of this moment, for summary.diff and detail.diff later',
  },
  command: /\bVM\.native_memory\b.{0,80}\b(?:baseline|statistics|shutdown)\b/,
  classify: (text) => CLASS[readReplyLine(text).kind],
  detect(lines) {
    let filled = 0;
    let known = 0;
    let replies = 0;
    let first: NmtReply['reply'] | null = null;
    for (const text of lines) {
      const read = readReplyLine(text);
      if (read.kind === 'blank') continue;
      filled++;
      if (read.kind !== 'unknown') known++;
      if (read.kind !== 'reply') continue;
      replies++;
      first ??= read.reply;
    }
    if (first === null) return { score: 0, because: 'no line is an answer of VM.native_memory' };
    return { score: known / filled, because: `${replies} of ${filled} lines are answers without data: ${ADVICE[first]}` };
  },
  open: openReplyReader,
});

import { defineFormat } from '../define';
import { ADVICE } from './advice';
import { readReplyLine } from './line';
import { openReplyReader } from './parse';

const CLASS = { blank: 'none', unknown: 'none', pid: 'head', reply: 'strong', trim: 'strong', rest: 'weak' } as const;

/** What jcmd answers in a line: NMT not enabled, no baseline, baseline taken, no such process; and what a trim gave back. */
export const nmtReply = defineFormat({
  id: 'nmt-reply',
  title: 'Short answer of jcmd',
  reads:
    'the short answers of jcmd: not enabled, summary only, no baseline, baseline taken, statistics, no such process; System.trim_native_heap of JDK 18 and later: RSS and swap before and after',
  parserVersion: 4,
  produces: ['nmt-reply', 'trim-response'],
  capture: {
    command: 'jcmd PID VM.native_memory baseline',
    risk: 'none of note: remembers the counters of this moment, for summary.diff and detail.diff later',
  },
  command: /\bVM\.native_memory\b.{0,80}\b(?:baseline|statistics|shutdown)\b|\bSystem\.trim_native_heap\b/,
  classify: (text) => CLASS[readReplyLine(text).kind],
  detect(lines) {
    let filled = 0;
    let known = 0;
    let replies = 0;
    let first: string | null = null;
    for (const text of lines) {
      const read = readReplyLine(text);
      if (read.kind === 'blank') continue;
      filled++;
      if (read.kind !== 'unknown') known++;
      if (read.kind !== 'reply' && read.kind !== 'trim') continue;
      replies++;
      first ??= read.kind === 'trim' ? 'what a trim of the native heap gave back' : ADVICE[read.reply];
    }
    if (first === null) return { score: 0, because: 'no line is a short answer of jcmd' };
    return { score: known / filled, because: `${replies} of ${filled} lines are answers without data: ${first}` };
  },
  open: openReplyReader,
});

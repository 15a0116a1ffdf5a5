import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { isAddress, isAligned, readLine, type ScriptLine } from './line';
import { openReader } from './parse';
import { skimLine } from './skim';

/** Fewer frames than this, without any event line, prove nothing. */
const ENOUGH_FRAMES = 3;

function classOf(line: ScriptLine, text: string): LineClass {
  switch (line.kind) {
    case 'frame':
      if (isAligned(text) || ((line.dso !== null || line.inlined) && isAddress(line.address))) return 'strong';
      return line.dso !== null || isAddress(line.address) || line.symbol === '[unknown]' ? 'weak' : 'none';
    case 'event':
      if (line.proof === 'time') return line.tid !== null && (line.event !== null || line.frame !== null) ? 'strong' : 'weak';
      if (line.proof === 'name' && line.frame !== null) return 'strong';
      // "java 19983" stands alone in prose, too.
      return line.event !== null || line.pid !== null || /[ \t]$/.test(text) ? 'weak' : 'none';
    case 'header':
    case 'record':
    case 'lost':
    case 'source':
    case 'field':
      return 'weak';
    case 'status':
      return text.trimStart().startsWith("'") || text.startsWith('Samples for') ? 'weak' : 'none';
    case 'other':
      // -F comm,ip,sym: perf puts a blank behind the name. ("> > " and "web_1  | " are what quotes and logs leave of a blank line, "-- " begins a signature.)
      return /^[^\s>|][^|]{0,15} $/.test(text) && !/^-{1,2} $/.test(text) ? 'weak' : 'none';
    case 'blank':
    case 'elision':
      return 'none';
  }
}

function detect(lines: readonly string[]): Guess {
  let body = 0;
  let matching = 0;
  let events = 0;
  let frames = 0;
  for (const text of lines) {
    const line = readLine(text);
    if (line.kind === 'blank') continue;
    body++;
    if (line.kind === 'status' || line.kind === 'elision' || classOf(line, text) !== 'none') matching++;
    if (line.kind === 'event' && line.proof !== 'numbers') events++;
    if (line.kind === 'frame' && classOf(line, text) === 'strong') frames++;
  }
  const because = `${matching} of ${body} lines are perf's: ${events} samples, ${frames} frames`;
  if (events === 0 && frames < ENOUGH_FRAMES) return { score: 0, because };
  return { score: matching / body, because };
}

/** `perf script` in any choice of fields: perf 3.13 to 6.x. */
export const perfScript = defineFormat({
  id: 'perf-script',
  title: 'perf script',
  reads: 'perf 3.13 to 6.x in any choice of -F fields, several events, dwarf and page-fault captures: stacks, one profile per event',
  parserVersion: 4,
  produces: ['profile'],
  capture: {
    command: 'perf record -e page-faults -c 20 -g -p {pid} -- sleep 30 && jcmd {pid} Compiler.perfmap && perf script',
    risk: 'Samples the process for 30 s: below 1 % CPU at this rate; Compiler.perfmap (JDK 17+) writes /tmp/perf-PID.map and names Java frames.',
  },
  command: /\bperf\s+script\b/,
  classify: (text) => classOf(readLine(text), text),
  skim: skimLine,
  detect,
  open: openReader,
});

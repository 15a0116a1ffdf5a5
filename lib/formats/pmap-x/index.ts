import { defineFormat, type LineClass } from '../define';
import { isHeader, isRuler, isSolaris, judgeFragment, readProcessLine, readTotal } from './frame-lines';
import { openPmapX } from './parse';
import { judgeRow } from './row';
import { emptyRow, readRowBytes } from './row-bytes';

/** Lines longer than this are rows at most (names of files end at 4,096 bytes); nothing else of pmap comes near. */
const LONGEST_FRAME_LINE = 8192;

function classify(text: string): LineClass {
  const row = judgeRow(text);
  if (row) return row === 'strong' ? 'strong' : 'weak';
  if (text.length > LONGEST_FRAME_LINE) return readProcessLine(text) === null ? 'none' : 'head';
  if (readTotal(text)) return 'foot';
  if (readProcessLine(text) !== null || isHeader(text)) return 'head';
  return isRuler(text) || judgeFragment(text) ? 'weak' : 'none';
}

/** Of the line that was looked at last; nobody reads it later. */
const skimmed = emptyRow();

/** `pmap -x PID` of procps 3.2 to 4, BusyBox and toybox. Not plain pmap, -d, -X, -XX, nor Solaris. */
export const pmapX = defineFormat({
  id: 'pmap-x',
  title: 'pmap -x',
  reads:
    'procps 3.2 to 4.x, BusyBox and toybox, whole, sorted or headed: range, size, Rss, dirty, rights and name of every mapping, and the total',
  parserVersion: 4,
  produces: ['memory-map'],
  capture: {
    command: 'pmap -x PID > pmap-x.txt',
    risk: 'None for the JVM; reading smaps of a process with tens of thousands of mappings may take seconds and holds its mmap lock.',
  },
  // Every repetition is bounded: a prompt may carry a command of any length.
  command: /\bpmap\s{1,8}(?:[\w/-]{1,24}\s{1,8}){0,8}(?:-[A-Za-z]{0,8}x|--extended)/,
  classify,
  // What readRowBytes knows is what procps prints today: strong.
  skim: (bytes, from, to) => (readRowBytes(bytes, from, to, skimmed) ? skimmed.end : 0),
  detect(lines) {
    let filled = 0;
    let rows = 0;
    let doubtful = 0;
    let others = 0;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      if (isSolaris(text)) return { score: 0, because: 'this is pmap of Solaris, which is not read' };
      const row = judgeRow(text);
      if (row === 'strong') rows++;
      else if (row) doubtful++;
      else if (classify(text) !== 'none') others++;
    }
    if (rows === 0) return { score: 0, because: 'no line is a row of pmap -x' };
    return { score: (rows + doubtful + others) / filled, because: `${rows + doubtful} of ${filled} lines are mapping rows of pmap -x` };
  },
  open: openPmapX,
});

import type { Guess } from '@/lib/model/artifact';
import type { LineClass } from '../define';
import { isCut } from './cut';
import type { NmtLine } from './line';
import { readNmtLine } from './read-line';

/** What a line is to a summary. Lines of a difference report are weak, so that they stay in one piece and `detect` sees them. */
export function classifySummaryLine(text: string): LineClass {
  return classOf(readNmtLine(text), text, false);
}

// Four of five lines of a detail report, told without reading what they say:
// [0x00007fe98c9599d2] PerfMemory::create_memory_region(unsigned long)+0xac2
//                             (malloc=93KB type=Class #1024)
const SYMBOL_FRAME = /^\s*\[0x[0-9a-fA-F]{1,16}\]\s*[^\s(]/;
const PLAIN_SITE = /^\s*\(malloc=\d{1,9}KB type=[A-Za-z][A-Za-z ]{0,30} #\d{1,9}\)\s*$/;

/** What a line is to a detail report: everything of a summary, and ranges, stacks and call sites. */
export function classifyDetailLine(text: string): LineClass {
  if (SYMBOL_FRAME.test(text)) return 'weak';
  if (PLAIN_SITE.test(text)) return 'strong';
  return classOf(readNmtLine(text), text, true);
}

function classOf(line: NmtLine, text: string, detail: boolean): LineClass {
  switch (line.kind) {
    case 'pid':
    case 'title':
      return 'head';
    case 'total':
    case 'total-malloc':
    case 'category':
      return 'strong';
    case 'counted':
      if (line.doubled && !detail) return 'none';
      // "(malloc=5296401KB) is what worries us" may be a sentence.
      return line.annotated ? 'weak' : 'strong';
    case 'pair':
      if (line.type !== null) return detail ? 'strong' : 'none';
      return line.annotated || line.what === 'bare' ? 'weak' : 'strong';
    case 'known':
    case 'count':
    case 'diff':
      return 'weak';
    case 'range':
      return detail ? 'strong' : 'none';
    case 'section':
      return detail ? 'weak' : 'none';
    case 'frame':
      return detail ? (line.value ? 'strong' : 'weak') : 'none';
    case 'unknown':
      return isCut(text.slice(0, 400).trim()) && (detail || !text.includes('[0x')) ? 'weak' : 'none';
    case 'blank':
    case 'elision':
      return 'none';
  }
}

interface Tally {
  lines: number;
  known: number;
  strong: number;
  /** Ranges, call sites, the heading of the map. */
  detail: number;
  diff: boolean;
}

function tally(lines: readonly string[], detail: boolean): Tally {
  const sum: Tally = { lines: 0, known: 0, strong: 0, detail: 0, diff: false };
  let afterFrame = false;
  for (const text of lines) {
    const line = readNmtLine(text);
    if (line.kind === 'blank' || line.kind === 'elision') continue;
    const lineClass = classOf(line, text, detail);
    sum.lines++;
    if (lineClass !== 'none') sum.known++;
    if (lineClass === 'strong') sum.strong++;
    if (line.kind === 'diff') sum.diff = true;
    if (isDetail(line, afterFrame)) sum.detail++;
    afterFrame = line.kind === 'frame';
  }
  return sum;
}

/** True for what only a detail report prints. An amount below a frame is a call site's; so is one with a type, if not of 24 and later. */
function isDetail(line: NmtLine, afterFrame: boolean): boolean {
  switch (line.kind) {
    case 'range':
      return true;
    case 'section':
      return line.section === 'map';
    case 'frame':
      return line.value !== null;
    case 'counted':
      return afterFrame || line.doubled || (line.type !== null && line.releases.since < 25);
    case 'pair':
      return afterFrame || line.type !== null;
    default:
      return false;
  }
}

const DIFF: Guess = { score: 0, because: 'values are followed by deltas: a difference report (summary.diff, detail.diff)' };

/** How well a summary fits. A detail report scores by its summary lines alone, so nmt-detail explains more of it. */
export function detectSummary(lines: readonly string[]): Guess {
  const { lines: all, known, strong, diff } = tally(lines, false);
  if (diff) return DIFF;
  if (strong === 0) return { score: 0, because: 'no total, category or amount of NMT' };
  return { score: known / all, because: `${known} of ${all} lines are NMT summary lines` };
}

/** How well a detail report fits: 0 without a range, a call site or the heading of the map. */
export function detectDetail(lines: readonly string[]): Guess {
  const { lines: all, known, strong, detail, diff } = tally(lines, true);
  if (diff) return DIFF;
  if (strong === 0 || detail === 0) return { score: 0, because: 'no range of a virtual memory map and no call site' };
  return { score: known / all, because: `${known} of ${all} lines are NMT lines, ${detail} of them of ranges and call sites` };
}

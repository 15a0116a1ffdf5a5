import type { Guess } from '@/lib/model/artifact';
import type { LineClass } from '../define';
import { isCut } from './cut';
import { type DiffLine, readDiffLine, showsChange } from './diff-line';

/** What a line is to summary.diff. Lines without a delta are weak: a plain report prints the same. */
export const classifySummaryDiffLine = (text: string): LineClass => classOf(readDiffLine(text), text, false);

/** What a line is to detail.diff: everything of a summary.diff, and stacks and call sites. */
export const classifyDetailDiffLine = (text: string): LineClass => classOf(readDiffLine(text), text, true);

function classOf(line: DiffLine, text: string, detail: boolean): LineClass {
  switch (line.kind) {
    case 'pid':
    case 'title':
      return 'head';
    case 'frame':
      if (!detail) return 'none';
      return line.value ? 'strong' : 'weak';
    case 'counted':
    case 'pair':
      if (line.type !== null && !detail) return 'none';
      // "(1KB +1KB #1 +1)" of a thread says too little by itself.
      return showsChange(text) && /=/.test(text.slice(0, 40)) ? 'strong' : 'weak';
    case 'total':
    case 'total-malloc':
    case 'category':
    case 'known':
    case 'count':
      return showsChange(text) ? 'strong' : 'weak';
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
  changes: number;
  sites: number;
}

function tally(lines: readonly string[], detail: boolean): Tally {
  const sum: Tally = { lines: 0, known: 0, changes: 0, sites: 0 };
  let afterFrame = false;
  for (const text of lines) {
    const line = readDiffLine(text);
    if (line.kind === 'blank' || line.kind === 'elision') continue;
    const lineClass = classOf(line, text, detail);
    sum.lines++;
    if (lineClass !== 'none') sum.known++;
    if (lineClass === 'strong') sum.changes++;
    if (isSite(line, afterFrame)) sum.sites++;
    afterFrame = line.kind === 'frame';
  }
  return sum;
}

function isSite(line: DiffLine, afterFrame: boolean): boolean {
  if (line.kind === 'frame') return line.value !== null;
  return (line.kind === 'counted' || line.kind === 'pair') && (afterFrame || line.type !== null);
}

const NO_CHANGE: Guess = { score: 0, because: 'no value of NMT is followed by a delta' };

/** How well a summary.diff fits. A detail.diff scores by its summary lines alone, so nmt-detail-diff explains more of it. */
export function detectSummaryDiff(lines: readonly string[]): Guess {
  const { lines: all, known, changes } = tally(lines, false);
  if (changes === 0) return NO_CHANGE;
  return {
    score: known / all,
    because: `${known} of ${all} lines are lines of an NMT difference report, ${changes} of them show a change`,
  };
}

/** How well a detail.diff fits: 0 without a call site. */
export function detectDetailDiff(lines: readonly string[]): Guess {
  const { lines: all, known, changes, sites } = tally(lines, true);
  if (changes === 0) return NO_CHANGE;
  if (sites === 0) return { score: 0, because: 'no call site' };
  return { score: known / all, because: `${known} of ${all} lines are lines of an NMT difference report, with ${sites} call sites` };
}

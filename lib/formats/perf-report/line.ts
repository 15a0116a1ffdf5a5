import { readLine as readScriptLine } from '../perf-script/line';

// What `perf report --stdio` prints (tools/perf/ui/stdio/hist.c), and what is left of its interactive screen when it is pasted:
//
//   # Samples: 1K of event 'cpu-clock'                       Samples: 41K of event 'cycles', Event count (approx.): 33730232557
//   # Event count (approx.): 18797979610
//   # Children      Self  Command          Shared Object      Symbol
//   # ........  ........  ...............  .................  ..................
//       61.01%     0.00%  deflate worker   libz.so.1.2.13     [.] 0x00007fa91863ea26
//               |
//               ---start_thread                              the first chain; it has all of the row
//                  thread_native_entry                       goes on with it, one frame a line
//                  |
//                  |--92.78%--longest_match                  branches (-g graph, fractal, caller, callee)
//                   --1.14%--_tr_flush_block
//              1.82%                                         -g flat: a weight, then its frames
//                   longest_match
//   59.79% 0x7fa91863ea26;start_thread                       -g folded
//   + 97.76%     0.06%  conn10  mongod  [.] mongo::insert ▒  interactive: rows and branches that can be opened
//      - 85.21% asm_exc_page_fault

/** What a branch or chain weighs as printed; `percent` tells from `--12--` (-g count, -g period). */
export interface PrintedWeight {
  value: number;
  percent: boolean;
}

export type ReportLine =
  | { kind: 'samples'; count: number; event: string; eventCount: number | null }
  | { kind: 'event-count'; count: number }
  | { kind: 'lost'; count: number }
  | { kind: 'header'; key: string; value: string }
  | { kind: 'columns'; text: string }
  | { kind: 'dots'; text: string }
  /** `percents` begin the row; `percentEnd` is the column behind the first. `marker`: "[.]", at `markerAt`; -1 where there is none. */
  | { kind: 'row'; percents: number[]; percentEnd: number; restAt: number; markerAt: number; text: string; column: number }
  /** "---f": the chain without a weight. */
  | { kind: 'root'; name: string; column: number }
  | { kind: 'branch'; weight: PrintedWeight; name: string; column: number }
  /** A weight alone on its line (-g flat). */
  | { kind: 'flat'; weight: PrintedWeight; column: number }
  /** Left of the row it is a folded chain; right of it, a branch of the interactive screen that cannot be opened further. */
  | { kind: 'folded'; weight: PrintedWeight; chain: string; column: number }
  /** A frame that goes on with the chain above; `indented` tells it from prose. */
  | { kind: 'frame'; name: string; column: number; indented: boolean }
  | { kind: 'bars' | 'comment' | 'blank' | 'elision' | 'foreign' };

const NUMBER = String.raw`(\d{1,3}[.,]\d{1,4})%`;
const SAMPLES = /^#?\s{0,4}Samples:\s{1,8}(\d{1,15}(?:\.\d{1,3})?)([KMGT]?)\s{1,8}of events? '([^']{1,500})'(.{0,500})$/;
const EVENT_COUNT = /Event count \(approx\.\): (\d{1,20})/;
const LOST = /^#?\s{0,4}Total Lost Samples: (\d{1,15})/;
const COLUMNS =
  /^#?\s{0,60}(?:Children\s{1,20}(?:Self|Overhead)|(?:Children|Self|Overhead)\s{0,20}[,;|\t]|Overhead|Baseline)(?=\s|[,;|]|$)/;
const DOTS = /^#?\s{0,8}\.{4,1000}(?:\s{1,4}\.{2,1000})*\s*$/;
// (Two blanks at least stand before the next column; "59.79% a;b" is a folded chain.)
const ROW = new RegExp(String.raw`${NUMBER}(?=\s{2}|\s*[,;|\t]|\s+${NUMBER}|\s*$)`, 'y');
const NEXT_PERCENT = new RegExp(String.raw`[\s,;|]{1,40}${NUMBER}(?=[\s,;|]|$)`, 'y');
const MARKER = /\[[.kguH]\] /;
const BRANCH = new RegExp(String.raw`^--(?:${NUMBER}|(\d{1,20}))--(?=\S)`);
const FLAT = new RegExp(String.raw`^(?:${NUMBER}|(\d{1,20}))$`);
const FOLDED = new RegExp(String.raw`^(?:${NUMBER}|(\d{1,20})) (?=\S)`);
const TOGGLE = new RegExp(String.raw`^[+-]\s{0,4}${NUMBER} (?=\S)`);
const ELISION = /^(?:\.{3,12}|…|\[…\]|<?snip>?|[(（]省略[)）])$/i;
/** perf top, perf annotate, perf stat, perf diff, perf mem: tables of another meaning. */
const FOREIGN = /^\s{0,8}(?:PerfTop:|Percent\s*[|│]|Performance counter stats for)|seconds time elapsed|^#\s*Baseline\s/;
const SCALE: Record<string, number> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

const number = (text: string | undefined): number => Number((text ?? '0').replace(',', '.'));
const weightOf = (percent: string | undefined, count: string | undefined): PrintedWeight =>
  percent === undefined ? { value: Number(count), percent: false } : { value: number(percent), percent: true };

/** The scroll bar of the interactive screen. */
export function stripScrollBar(text: string): string {
  const last = text.trimEnd().at(-1);
  return last !== undefined && '◆▒░█▓'.includes(last) ? text.trimEnd().slice(0, -1).trimEnd() : text;
}

/** Where blanks became tabs on the way, depth would be lost: tabs in front are eight columns wide. */
export function straighten(raw: string): string {
  const text = stripScrollBar(raw);
  const end = skipBlanks(text, 0);
  if (end > LONGEST_STRUCTURE || !text.slice(0, end).includes('\t')) return text;
  let column = 0;
  for (let at = 0; at < end; at++) column = text[at] === '\t' ? column - (column % 8) + 8 : column + 1;
  return ' '.repeat(column) + text.slice(end);
}

/** Structured lines are shorter; rows may hold a symbol of some KiB. */
const LONGEST_STRUCTURE = 2_000;

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

function readRow(text: string): ReportLine | null {
  // "+   97.76%": rows of the interactive screen that can be opened.
  let column = skipBlanks(text, 0);
  if (text[column] === '+' || text[column] === '-') column = skipBlanks(text, column + 1);
  ROW.lastIndex = column;
  const match = ROW.exec(text);
  if (!match) return null;
  const percents = [number(match[1])];
  const percentEnd = column + match[0].length;
  let at = percentEnd;
  for (;;) {
    NEXT_PERCENT.lastIndex = at;
    const next = NEXT_PERCENT.exec(text);
    if (!next || percents.length >= 64) break;
    percents.push(number(next[1]));
    at = NEXT_PERCENT.lastIndex;
  }
  const marker = MARKER.exec(text.slice(at, at + LONGEST_STRUCTURE));
  return { kind: 'row', percents, percentEnd, restAt: at, markerAt: marker ? at + marker.index : -1, text, column };
}

function readComment(text: string): ReportLine {
  // (Where the columns stand is told from the untouched text.)
  const trimmed = text.trim();
  const head = trimmed.slice(0, LONGEST_STRUCTURE);
  const samples = readSamples(head);
  if (samples) return samples;
  const count = EVENT_COUNT.exec(head);
  if (count) return { kind: 'event-count', count: Number(count[1]) };
  const lost = LOST.exec(head);
  if (lost) return { kind: 'lost', count: Number(lost[1]) };
  if (FOREIGN.test(head)) return { kind: 'foreign' };
  if (COLUMNS.test(head)) return { kind: 'columns', text };
  if (DOTS.test(trimmed.length < 20_000 ? trimmed : head)) return { kind: 'dots', text };
  const header = readScriptLine(head);
  return header.kind === 'header' ? header : { kind: 'comment' };
}

function readSamples(head: string): ReportLine | null {
  const match = SAMPLES.exec(head.trim());
  if (!match) return null;
  const count = Math.round(Number(match[1]) * (SCALE[match[2] ?? ''] ?? 1));
  const eventCount = EVENT_COUNT.exec(match[4] ?? '');
  return { kind: 'samples', count, event: match[3] ?? '', eventCount: eventCount ? Number(eventCount[1]) : null };
}

/** Recognises one line by its text alone. */
export function readLine(raw: string): ReportLine {
  const text = straighten(raw);
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'blank' };
  if (trimmed.startsWith('#')) return readComment(text);
  const head = text.slice(0, LONGEST_STRUCTURE);
  const row = readRow(text);
  if (row) {
    const alone = row.kind === 'row' && row.percents.length === 1 && row.restAt >= text.trimEnd().length;
    return alone && row.kind === 'row' ? { kind: 'flat', weight: { value: row.percents[0] ?? 0, percent: true }, column: row.column } : row;
  }
  if (/^\s{0,8}(?:Samples|Children|Overhead|Total Lost)/.test(head)) {
    const found = readSamples(head);
    if (found) return found;
    if (COLUMNS.test(head)) return { kind: 'columns', text };
  }
  if (FOREIGN.test(head)) return { kind: 'foreign' };
  return readTreeLine(text);
}

function readTreeLine(text: string): ReportLine {
  let column = 0;
  while (column < text.length && (text[column] === ' ' || text[column] === '\t' || text[column] === '|')) column++;
  const content = text.slice(column).trimEnd();
  if (content === '') return { kind: 'bars' };
  if (content.startsWith('---') && content.length > 3 && content[3] !== '-') return { kind: 'root', name: content.slice(3), column };
  const branch = BRANCH.exec(content.slice(0, 64));
  if (branch) return { kind: 'branch', weight: weightOf(branch[1], branch[2]), name: content.slice(branch[0].length), column };
  const flat = content.length < 32 ? FLAT.exec(content) : null;
  if (flat) return { kind: 'flat', weight: weightOf(flat[1], flat[2]), column };
  const head = content.slice(0, 64);
  const folded = FOLDED.exec(head);
  if (folded && (folded[1] !== undefined || column === 0)) {
    return { kind: 'folded', weight: weightOf(folded[1], folded[2]), chain: content.slice(folded[0].length), column };
  }
  const toggle = TOGGLE.exec(head);
  if (toggle) return { kind: 'branch', weight: { value: number(toggle[1]), percent: true }, name: content.slice(toggle[0].length), column };
  if (content.length <= 40 && ELISION.test(content)) return { kind: 'elision' };
  return { kind: 'frame', name: content, column, indented: column >= 11 };
}

/**
 * A function on a line of its own, as it stands where a page took the indentation away: "start_thread", "deflate", "Thread::call_run",
 * "void demo.A.b(java.lang.String, int)", "0x7fa91863ea26".
 */
export function looksLikeSymbol(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length > 1_000) return false;
  if (/^[a-z][a-z0-9]{2,30}$|^Interpreter$|^StubRoutines \(|^0x[0-9a-f]{5,16}$/.test(trimmed)) return true;
  if (/^[\w$.:@~<>*&,+-]+$/.test(trimmed)) return /_\w|\w_|::\w|\w\.\w+\.\w/.test(trimmed) && !/[.:,]$/.test(trimmed);
  return /^(?:[\w$.[\]<>]{1,200} )?[\w$.:~<>/]{3,400}\([\w$.[\], <>:*&]{0,500}\)(?: const)?$/.test(trimmed) && /[.:_]/.test(trimmed);
}

import { readAddressLine } from './address-lines';
import { AMOUNT, type Amount, COUNT, parseAmount, parseCount } from './amount';
import { DELTA } from './line';
import { isElidedLine } from './read-line';
import { ANY, isKnownCategory, type Releases, since, until } from './release';

// Printed by HotSpot: memReporter.cpp, MemSummaryDiffReporter and MemDetailDiffReporter. As in a report, every line may carry
// deltas: behind an amount "+170KB", behind a count "+1790"; a delta of zero is not printed. From 8 to 17 and later the delta
// of an arena has no unit ("arena=2897KB +2813 #4946 +4800"): it is in the unit of its amount.

/** An amount and how much it changed. */
export interface Change {
  amount: Amount;
  deltaBytes: number;
}

/** `reserved=A +A, committed=A +A`. */
export interface PairChange {
  reserved: Change;
  committed: Change;
}

/** What one line of a difference report says, by itself. */
export type DiffLine =
  | { kind: 'blank' }
  | { kind: 'elision' }
  | { kind: 'pid'; pid: number }
  | { kind: 'title' }
  | { kind: 'unknown' }
  /** Known, and no value of it is kept. `instances` marks "(  instance classes #…)", which 8 does not print. */
  | { kind: 'known'; instances: boolean; releases: Releases }
  /** `Total: …`, and of 25 `mmap: …` below it. `open`: nothing behind the last digit says that the number is whole. */
  | { kind: 'total'; of: 'all' | 'mmap'; pair: PairChange; open: boolean; releases: Releases }
  /** `malloc=21452KB +170KB #12661 +1790` below Total (25). */
  | { kind: 'total-malloc'; change: Change; count: number | null; deltaCount: number | null; open: boolean; releases: Releases }
  | { kind: 'category'; name: string; pair: PairChange; releases: Releases }
  | {
      kind: 'counted';
      what: 'malloc' | 'arena' | 'overhead';
      change: Change;
      count: number | null;
      deltaCount: number | null;
      type: string | null;
      releases: Releases;
    }
  | { kind: 'pair'; what: 'mmap' | 'stack' | 'bare'; pair: PairChange; type: string | null; releases: Releases }
  | { kind: 'count'; what: 'classes' | 'threads'; count: number; delta: number; releases: Releases }
  /** A stack frame; `text` is "" for [BOOTSTRAP]. `value`: what old 8 prints behind a frame without a symbol. */
  | { kind: 'frame'; text: string; value: DiffSiteValue | null; releases: Releases };

export type DiffLineOf<K extends DiffLine['kind']> = Extract<DiffLine, { kind: K }>;
/** What stands below the stack of a call site. */
export type DiffSiteValue = DiffLineOf<'counted'> | DiffLineOf<'pair'>;

// " +170KB", " -32KB", " +2813": groups: sign and digits, unit.
const CHANGE = String.raw`(?: {1,4}([+-]\d{1,18})([KMG]?B)?(?!\w|[.,]\d))?`;
const AMOUNT_CHANGE = AMOUNT + CHANGE;
// " #12661 +1790": groups: count, delta.
const COUNT_CHANGE = String.raw`(?:${COUNT}(?: {1,4}([+-]\d{1,15})(?!\w|[.,]\d))?)?`;
const PAIR = String.raw`reserved=${AMOUNT_CHANGE},\s{0,8}committed=${AMOUNT_CHANGE}`;
const TYPE = String.raw` (?:[Tt]ype|[Tt]ag)=([A-Za-z][\w ./&+-]{0,60}?)`;

// Total: reserved=2007559KB +3759KB, committed=490435KB +3779KB
const TOTAL = new RegExp(`^Total:\\s{0,8}${PAIR}`);
// mmap: reserved=1700828KB, committed=192260KB                     (25)
const TOTAL_MMAP = new RegExp(`^mmap:\\s{0,8}${PAIR}`);
// malloc=21452KB +170KB #12661 +1790                               (25)
const TOTAL_MALLOC = new RegExp(`^malloc[=:]\\s{0,8}${AMOUNT_CHANGE}${COUNT_CHANGE}`);
// -                    Thread (reserved=20533KB, committed=1017KB +20KB)
const CATEGORY_AMOUNTS = new RegExp(`^\\(${PAIR}(?:,\\s{0,8}readonly=${AMOUNT_CHANGE})?\\)`);
const CATEGORY_NAME = /^([-–—*•]\s{0,60})?([A-Za-z][\w ./&+-]{0,47})$/;
const PID = /^(\d{1,10}):$/;

// (malloc=4187KB +4003KB #1849 +24)    (malloc=0KB type=Arena Chunk -32KB)
const MALLOC = new RegExp(`^malloc=${AMOUNT}(?:${TYPE})?${CHANGE}${COUNT_CHANGE}$`);
// (1KB +1KB #1 +1): a call site of Thread, which 17 and later print without "malloc=" and type
const THREAD_MALLOC = new RegExp(`^${AMOUNT_CHANGE}${COUNT_CHANGE}$`);
// (arena=2897KB +2813 #4946 +4800)
const ARENA = new RegExp(`^arena=${AMOUNT_CHANGE}${COUNT_CHANGE}$`);
// (tracking overhead=222KB +29KB)
const OVERHEAD = new RegExp(`^tracking overhead=${AMOUNT_CHANGE}$`);
// (mmap: reserved=53248KB, committed=4660KB +28KB Type=Thread Stack)    (stack: reserved=20480KB, committed=964KB +20KB)
const MMAP = new RegExp(`^(?:(mmap|stack):\\s{0,8})?${PAIR}(?:${TYPE})?$`);
// (classes #49407 +306)    (threads #22)
const CLASSES = new RegExp(`^(classes|threads?)${COUNT}(?: {1,4}([+-]\\d{1,15}))?$`);
// (    used=2510KB +485KB)    (    waste=50KB =1.97% -37KB)    (    free=8539KB +2675KB)
const METASPACE = new RegExp(`^(used|free|waste)=${AMOUNT_CHANGE}(?: ?=[-\\w.,]{1,12}%${CHANGE})?$`);

// Longest of the lines that are matched by pattern, and of what is looked at inside parentheses.
const LONGEST = 1000;
const LONGEST_INSIDE = 240;

const UNKNOWN: DiffLine = { kind: 'unknown' };
const known = (releases: Releases, instances = false): DiffLine => ({ kind: 'known', instances, releases });

/** Reads one cleaned line of a difference report; "unknown" where it is none of its lines. Lines without deltas read as in a report. */
export function readDiffLine(raw: string): DiffLine {
  const text = raw.trim();
  if (text === '') return { kind: 'blank' };
  if (isElidedLine(text)) return { kind: 'elision' };
  const first = text.charCodeAt(0);
  if (first === 0x5b) return readFrame(text); // [
  if (text.length > LONGEST) return UNKNOWN;
  if (first === 0x28) return readInside(text) ?? UNKNOWN; // (
  if (first >= 0x30 && first <= 0x39) {
    const [, pid] = PID.exec(text) ?? [];
    return pid === undefined ? UNKNOWN : { kind: 'pid', pid: Number(pid) };
  }
  return readPlain(text) ?? UNKNOWN;
}

/** True for what only a difference report prints: a delta, "malloc=… #…" outside parentheses, "(  Metadata)" without its colon. */
export function showsChange(text: string): boolean {
  const head = text.slice(0, LONGEST).trim();
  return DELTA.test(head) || /% [+-]\d/.test(head) || /^malloc=\d/.test(head) || /^(?:: )?\( {1,4}(?:Metadata|Class space)\)$/.test(head);
}

function readFrame(text: string): DiffLine {
  const line = readAddressLine(text);
  if (line?.kind !== 'frame') return UNKNOWN;
  const { releases } = line;
  // "[0x00007f0486546f74]                  (malloc=5KB type=Class +1KB #3 +1)"
  const value = line.text.startsWith('(') ? readInside(line.text) : null;
  if (value?.kind === 'counted' || value?.kind === 'pair') return { kind: 'frame', text: shortFrame(text), value, releases };
  return line.value ? UNKNOWN : { kind: 'frame', text: line.text, value: null, releases };
}

const shortFrame = (text: string) => `0x${/^\[0x0*([0-9a-f]+)/i.exec(text)?.[1]?.toLowerCase() ?? '0'}`;

function readPlain(text: string): DiffLine | null {
  // BiSheng 8: "Native Memory Tracking: end time is …, elapsed time is N secs".
  if (text === 'Native Memory Tracking:' || text.startsWith('Native Memory Tracking: end time')) return { kind: 'title' };
  if (text.startsWith('Total:')) return readTotal(text, TOTAL, 'all');
  if (text.startsWith('mmap:')) return readTotal(text, TOTAL_MMAP, 'mmap');
  if (text.startsWith('malloc')) return readTotalMalloc(text);
  if (/^: \(\s{1,4}(?:Metadata|Class space)\)$/.test(text)) return known({ since: 17, until: 21 });
  return readCategory(text);
}

function readTotal(text: string, pattern: RegExp, of: 'all' | 'mmap'): DiffLine | null {
  const match = pattern.exec(text);
  const pair = match && toPair(match.slice(1, 9));
  if (!match || !pair) return null;
  const open = text.length === match[0].length && !/B$/.test(text);
  return { kind: 'total', of, pair, open, releases: of === 'mmap' ? since(25) : ANY };
}

function readTotalMalloc(text: string): DiffLine | null {
  const match = TOTAL_MALLOC.exec(text);
  const change = match && toChange(match.slice(1, 5));
  if (!match || !change) return null;
  const open = text.length === match[0].length && !/B$/.test(text);
  return {
    kind: 'total-malloc',
    change,
    count: parseCount(match[5]),
    deltaCount: toDeltaCount(match[5], match[6]),
    open,
    releases: since(25),
  };
}

function readCategory(text: string): DiffLine | null {
  const at = text.indexOf('(reserved=');
  if (at <= 0) return null;
  const [, dash, name] = CATEGORY_NAME.exec(text.slice(0, at).trim()) ?? [];
  const match = CATEGORY_AMOUNTS.exec(text.slice(at));
  const pair = match && toPair(match.slice(1, 9));
  if (name === undefined || !match || !pair) return null;
  // A sentence ("The pool (reserved=…) grew"), unless name or dash say otherwise.
  if (dash === undefined && !isKnownCategory(name) && text.length > at + match[0].length) return null;
  return { kind: 'category', name, pair, releases: match[9] === undefined ? ANY : since(21) };
}

/** "(…)" and whatever its author wrote behind it. */
function readInside(text: string): DiffLine | null {
  const to = text.indexOf(')');
  if (to < 0 || to > LONGEST_INSIDE) return null;
  const inside = text.slice(1, to).trim().replace(/\s+/g, ' ');
  return readCounted(inside) ?? readPair(inside) ?? readWords(inside);
}

function readCounted(inside: string): DiffLine | null {
  let match = MALLOC.exec(inside);
  if (match) {
    const change = toChange([match[1], match[2], match[4], match[5]]);
    const counts = { count: parseCount(match[6]), deltaCount: toDeltaCount(match[6], match[7]) };
    return change && { kind: 'counted', what: 'malloc', change, ...counts, type: match[3] ?? null, releases: ANY };
  }
  match = ARENA.exec(inside);
  if (match) {
    const change = toChange(match.slice(1, 5), true);
    const counts = { count: parseCount(match[5]), deltaCount: toDeltaCount(match[5], match[6]) };
    return change && { kind: 'counted', what: 'arena', change, ...counts, type: null, releases: ANY };
  }
  match = THREAD_MALLOC.exec(inside);
  if (match && /[#+-]/.test(inside)) {
    const change = toChange(match.slice(1, 5));
    const counts = { count: parseCount(match[5]), deltaCount: toDeltaCount(match[5], match[6]) };
    return change && { kind: 'counted', what: 'malloc', change, ...counts, type: 'Thread', releases: since(17) };
  }
  match = OVERHEAD.exec(inside);
  const change = match && toChange(match.slice(1, 5));
  return change && { kind: 'counted', what: 'overhead', change, count: null, deltaCount: null, type: null, releases: ANY };
}

function readPair(inside: string): DiffLine | null {
  const match = MMAP.exec(inside);
  const pair = match && toPair(match.slice(2, 10));
  if (!match || !pair) return null;
  const what = match[1] === 'mmap' || match[1] === 'stack' ? match[1] : 'bare';
  return { kind: 'pair', what, pair, type: match[10] ?? null, releases: ANY };
}

function readWords(inside: string): DiffLine | null {
  const [, word, digits, delta] = CLASSES.exec(inside) ?? [];
  const count = parseCount(digits);
  if (count !== null) {
    const change = delta === undefined ? 0 : Number(delta);
    if (word === 'classes') return { kind: 'count', what: 'classes', count, delta: change, releases: ANY };
    return { kind: 'count', what: 'threads', count, delta: change, releases: word === 'threads' ? since(21) : until(17) };
  }
  if (inside.startsWith('instance classes #')) return known(since(11), true);
  if (METASPACE.test(inside)) return known(inside.startsWith('free') ? { since: 11, until: 11 } : since(11));
  if (inside === 'Metadata:' || inside === 'Class space:') return known({ since: 11, until: 11 });
  if (inside === 'Metadata' || inside === 'Class space') return known(since(21));
  // (Omitting categories weighting less than 1KB)
  if (/^(?:Omitting categories|\d{1,9} call sites) weighting less than /.test(inside)) return known(since(17));
  return null;
}

/** Digits, unit, delta digits, delta unit. Only an arena's delta may lack the unit that its amount has; else the text is cut there. */
function toChange(groups: readonly (string | undefined)[], unitMayLack = false): Change | null {
  const amount = parseAmount(groups[0], groups[1]);
  if (!amount) return null;
  if (groups[2] === undefined) return { amount, deltaBytes: 0 };
  if (!unitMayLack && groups[1] !== groups[3]) return null;
  const delta = parseAmount(groups[2].slice(1), groups[3] ?? groups[1]);
  return delta && { amount, deltaBytes: groups[2].startsWith('-') ? -delta.bytes : delta.bytes };
}

function toPair(groups: readonly (string | undefined)[]): PairChange | null {
  const reserved = toChange(groups.slice(0, 4));
  const committed = toChange(groups.slice(4, 8));
  return reserved && committed && { reserved, committed };
}

/** Where a count is printed and no delta, it did not change. */
const toDeltaCount = (count: string | undefined, delta: string | undefined): number | null =>
  count === undefined ? null : delta === undefined ? 0 : Number(delta);

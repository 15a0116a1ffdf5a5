import { readAddressLine } from './address-lines';
import { AMOUNT, COUNT, parseAmount, parseCount, parsePair } from './amount';
import { DELTA, type NmtLine } from './line';
import { ANY, isKnownCategory, type Releases, since } from './release';
import { readSubLine } from './sub-lines';

const BLANK: NmtLine = { kind: 'blank' };
const UNKNOWN: NmtLine = { kind: 'unknown' };
const DIFF: NmtLine = { kind: 'diff' };
const ELISION: NmtLine = { kind: 'elision' };
const TITLE: NmtLine = { kind: 'title' };

// Longest of the lines that are matched by pattern; only stack frames are longer (C++ symbols of some KiB).
const LONGEST = 1000;

// Total: reserved=2003798KB, committed=486650KB
const TOTAL = new RegExp(`^Total:\\s*reserved=${AMOUNT},\\s*committed=${AMOUNT}`);
//        mmap:   reserved=1975292KB, committed=458144KB
const TOTAL_MMAP = new RegExp(`^mmap:\\s*reserved=${AMOUNT},\\s*committed=${AMOUNT}`);
//        malloc: 28506KB #12341
//        malloc: 23910KB #10277, peak=30420KB #10205          (24 and later)
const TOTAL_MALLOC = new RegExp(`^malloc:\\s*${AMOUNT}(?:${COUNT})?(,\\s*peak=${AMOUNT}(?:${COUNT})?)?`);
// -                 Java Heap (reserved=524288KB, committed=389120KB)
// -        Shared class space (reserved=16384KB, committed=13908KB, readonly=0KB)
const CATEGORY_AMOUNTS = new RegExp(`^\\(reserved=${AMOUNT},\\s*committed=${AMOUNT}(,\\s*readonly=${AMOUNT})?\\)`);
// The dash is lost in Markdown, and rendered lists turn it into a bullet.
const CATEGORY_NAME = /^([-–—*•]\s*)?([A-Za-z][\w ./&+-]{0,47})$/;
// 107870:
const PID = /^(\d{1,10}):$/;

// ... | …… | <snip> | [... 40 lines omitted] | (省略)
const ELIDED = /^[([<{]?\s?(?:\.{2,12}|…{1,6}|省略|snip|omitted|truncated|skipped)/i;

/** True for a trimmed line by which somebody says that lines were left out here. */
export const isElidedLine = (text: string): boolean => text.length <= 60 && ELIDED.test(text);

/** Reads one cleaned line. Linear, and quick to say "unknown" to prose. */
export function readNmtLine(raw: string): NmtLine {
  const text = raw.trim();
  if (text === '') return BLANK;
  // (Most lines of a detail report, and none of them says that lines were left out.)
  if (text.startsWith('[0x')) return readAddressLine(text) ?? UNKNOWN;
  if (isElidedLine(text)) return ELISION;
  const first = text.charCodeAt(0);
  if (first === 0x5b) return readAddressLine(text) ?? UNKNOWN; // [
  if (text.length > LONGEST) return UNKNOWN;
  if (first === 0x28) return readSubLine(text) ?? UNKNOWN; // (
  if (first >= 0x30 && first <= 0x39) return readPid(text) ?? UNKNOWN; // 0–9
  return readPlainLine(text) ?? UNKNOWN;
}

function readPid(text: string): NmtLine | null {
  const [, pid] = PID.exec(text) ?? [];
  return pid === undefined ? null : { kind: 'pid', pid: Number(pid) };
}

function readPlainLine(text: string): NmtLine | null {
  if (text === 'Native Memory Tracking:') return TITLE;
  if (text === 'Virtual memory map:') return { kind: 'section', section: 'map', releases: ANY };
  if (text === 'Details:') return { kind: 'section', section: 'sites', releases: ANY };
  if (text === 'Memory file details' || text.startsWith('Memory map of '))
    return { kind: 'section', section: 'files', releases: since(25) };
  if (text.startsWith('Total:')) return readTotal(text, 'all');
  if (text.startsWith('mmap:')) return readTotal(text, 'mmap');
  if (text.startsWith('malloc:')) return readTotalMalloc(text);
  // "malloc=28987KB +5076KB #11834 +1542" below Total, and ": (  Metadata)": only diffs print these.
  if (/^malloc=\d+[KMG]?B?(?: [+#]|$)/.test(text) || /^: \(\s{1,4}(?:Metadata|Class space)\)$/.test(text)) return DIFF;
  // The title of BiSheng 8's diff.
  if (text.startsWith('Native Memory Tracking: end time')) return DIFF;
  return readCategory(text);
}

function readTotal(text: string, of: 'all' | 'mmap'): NmtLine | null {
  const match = (of === 'all' ? TOTAL : TOTAL_MMAP).exec(text);
  const pair = match && parsePair(match.slice(1, 5));
  if (!match || !pair) return /^\w+:\s*reserved=/.test(text) && DELTA.test(text) ? DIFF : null;
  const rest = text.slice(match[0].length);
  if (/^ {1,2}[+-]\d/.test(rest)) return DIFF;
  return { kind: 'total', of, pair, open: rest === '' && pair.committed.unitBytes === null, releases: of === 'mmap' ? since(17) : ANY };
}

function readTotalMalloc(text: string): NmtLine | null {
  const match = TOTAL_MALLOC.exec(text);
  const amount = match && parseAmount(match[1], match[2]);
  if (!match || !amount) return null;
  const rest = text.slice(match[0].length);
  if (/^ {1,2}[+-]\d/.test(rest)) return DIFF;
  const count = parseCount(match[3]);
  const peak = match[4] !== undefined;
  // Where a peak follows, amount and count are whole in any case.
  const open = rest === '' && !peak && (count !== null || amount.unitBytes === null);
  const releases: Releases = peak ? since(25) : open ? since(17) : { since: 17, until: 21 };
  return { kind: 'total-malloc', amount, count, open, releases };
}

function readCategory(text: string): NmtLine | null {
  const at = text.indexOf('(reserved=');
  if (at <= 0) return null;
  const [, dash, name] = CATEGORY_NAME.exec(text.slice(0, at).trim()) ?? [];
  if (name === undefined) return null;
  const amounts = text.slice(at);
  const match = CATEGORY_AMOUNTS.exec(amounts);
  const pair = match && parsePair(match.slice(1, 5));
  if (!match || !pair) return DELTA.test(amounts.slice(0, 200)) ? DIFF : null;
  // "The Internal pool (reserved=…, committed=…) grew": a sentence, unless name or dash say otherwise.
  if (dash === undefined && !isKnownCategory(name) && amounts.length > match[0].length) return null;
  return { kind: 'category', name, pair, releases: match[5] === undefined ? ANY : since(21) };
}

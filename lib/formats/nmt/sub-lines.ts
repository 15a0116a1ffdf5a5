import { KIB } from '@/lib/base/bytes';
import { AMOUNT, COUNT, parseAmount, parseCount, parsePair } from './amount';
import { DELTA, type NmtLine } from './line';
import { ANY, BEFORE_TAGS, narrow, type Releases, since, until } from './release';

// Lines in parentheses: below a category, or the value of a call site. Patterns are matched against the text inside.
const PEAK = `,\\s*(at peak|(?:peak|largest_committed)=${AMOUNT})`;
// "type=" in 8–23, "tag=" from 24 on; with a capital in the sites of mapped memory. Names hold blanks.
const TYPE = String.raw` ([Tt]ype|[Tt]ag)=([A-Za-z][\w ./&+-]*?)`;

// malloc=93KB #1024 | malloc=95KB tag=Class #1449 | malloc=14191KB | 1024KB type=Thread Stack #5 (AIX)
const MALLOC = new RegExp(`^(malloc=)?${AMOUNT}(?:${TYPE})?(?:${COUNT})?$`);
// arena=22KB #38
const ARENA = new RegExp(`^arena=${AMOUNT}(?:${COUNT})?$`);
// tracking overhead=193KB
const OVERHEAD = new RegExp(`^tracking overhead=${AMOUNT}$`);
// mmap: reserved=524288KB, committed=387072KB, at peak | stack: reserved=14336KB, committed=940KB, peak=940KB
const PAIR = new RegExp(`^(mmap|stack):\\s*reserved=${AMOUNT},\\s*committed=${AMOUNT}(?:${PEAK})?$`);
// reserved=72KB, committed=72KB Type=GC | "    reserved=8192KB, committed=5120KB" of Metadata
const BARE = new RegExp(`^reserved=${AMOUNT},\\s*committed=${AMOUNT}(?:${TYPE})?$`);
// Stack: 4160KB (builds that count stacks as malloc)
const STACK = new RegExp(`^Stack:\\s*${AMOUNT}$`);
// classes #24712 | thread #447 | threads #14 (21 and later)
const CLASSES = new RegExp(`^(classes|threads?)\\s*${COUNT}$`);
// instance classes #739, array classes #123
const INSTANCES = /^instance classes #/;
// used=1311KB | free=3809KB | waste=0KB =0,00% (comma locale)
const METASPACE = new RegExp(`^(used|free|waste)=${AMOUNT}(?: ?=[-\\w.,]{1,12}%)?$`);

const known = (releases: Releases): NmtLine => ({ kind: 'known', releases, instances: false });

// The longest text inside the parentheses; names are padded to 26 columns.
const LONGEST = 200;

// The site of a report up to 23, as it comes by the ten thousand: (malloc=93KB type=Class #1024)
const PLAIN_SITE = /^\(malloc=(\d{1,9})KB type=([A-Za-z][A-Za-z ]{0,30}) #(\d{1,9})\)$/;

/** Reads "(…)" with whatever its author wrote behind it; null where it is none of NMT's. */
export function readSubLine(text: string): NmtLine | null {
  const site = PLAIN_SITE.exec(text);
  if (site) {
    const amount = { bytes: Number(site[1]) * KIB, unitBytes: KIB };
    const plain = { type: site[2] ?? null, doubled: false, annotated: false, releases: BEFORE_TAGS };
    return { kind: 'counted', what: 'malloc', amount, count: Number(site[3]), ...plain };
  }
  const doubled = text.startsWith('((');
  const from = doubled ? 2 : 1;
  const to = text.indexOf(')', from);
  if (to < 0 || to - from > LONGEST) return null;
  const inside = text.slice(from, to).trim().replace(/\s+/g, ' ');
  if (DELTA.test(inside)) return { kind: 'diff' };
  const { peak, annotated } = readBehind(text.slice(to + 1));
  return readAmounts(inside, doubled, peak ? since(17) : until(17), annotated) ?? readWords(inside);
}

// Behind the value: " (at peak)", " (peak=40KB #128)", the second parenthesis, or what its author wrote.
function readBehind(text: string): { peak: boolean; annotated: boolean } {
  const behind = text.trim();
  const peak = behind.startsWith('(at peak)') || behind.startsWith('(peak=');
  const rest = peak ? behind.slice(behind.indexOf(')') + 1) : behind;
  return { peak, annotated: rest !== '' && rest !== ')' };
}

function readAmounts(inside: string, doubled: boolean, peak: Releases, annotated: boolean): NmtLine | null {
  let match = MALLOC.exec(inside);
  if (match) {
    const amount = parseAmount(match[2], match[3]);
    const type = match[5] ?? null;
    if (!amount || (match[1] === undefined && type === null)) return null;
    const releases = narrow(peak, doubled || match[4]?.toLowerCase() === 'tag' ? since(25) : until(21));
    return { kind: 'counted', what: 'malloc', amount, count: parseCount(match[6]), type, doubled, annotated, releases };
  }
  match = PAIR.exec(inside);
  if (match) {
    const pair = parsePair(match.slice(2, 6));
    const what = match[1] === 'stack' ? 'stack' : 'mmap';
    return pair && { kind: 'pair', what, pair, type: null, annotated, releases: match[6] === undefined ? until(17) : since(21) };
  }
  match = BARE.exec(inside);
  if (match) {
    const pair = parsePair(match.slice(1, 5));
    const word = match[5]?.toLowerCase();
    const releases = word === 'tag' ? since(25) : word === 'type' ? until(21) : ANY;
    return pair && { kind: 'pair', what: 'bare', pair, type: match[6] ?? null, annotated, releases };
  }
  match = STACK.exec(inside);
  if (match) {
    const amount = parseAmount(match[1], match[2]);
    const pair = amount && { reserved: amount, committed: amount };
    return pair && { kind: 'pair', what: 'stack', pair, type: null, annotated, releases: since(21) };
  }
  match = ARENA.exec(inside) ?? OVERHEAD.exec(inside);
  if (!match) return null;
  const what = inside.startsWith('arena') ? 'arena' : 'overhead';
  const amount = parseAmount(match[1], match[2]);
  if (!amount) return null;
  // The overhead has no peak in any release.
  const releases = what === 'arena' ? peak : ANY;
  return { kind: 'counted', what, amount, count: parseCount(match[3]), type: null, doubled: false, annotated, releases };
}

function readWords(inside: string): NmtLine | null {
  const [, word, digits] = CLASSES.exec(inside) ?? [];
  const count = parseCount(digits);
  if (count !== null) {
    if (word === 'classes') return { kind: 'count', what: 'classes', count, releases: ANY };
    return { kind: 'count', what: 'threads', count, releases: word === 'threads' ? since(21) : until(17) };
  }
  if (INSTANCES.test(inside)) return { kind: 'known', releases: since(11), instances: true };
  // Gone with the metaspace of 16.
  if (METASPACE.test(inside)) return known(inside.startsWith('free') ? { since: 11, until: 11 } : since(11));
  if (inside === 'Metadata:' || inside === 'Class space:') return known(since(11));
  // Without the colon only diffs print them.
  if (inside === 'Metadata' || inside === 'Class space') return { kind: 'diff' };
  // (Omitting categories weighting less than 1KB)   (1483 call sites weighting less than 1KB each omitted.)
  if (/^(?:Omitting categories|\d+ call sites) weighting less than /.test(inside)) return known(since(17));
  return null;
}

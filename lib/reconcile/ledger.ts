import { addBounds, type Bounds, exactly, sumBounds, ZERO_BOUNDS } from '@/lib/base/bounds';
import { formatBytes, formatKib, KIB } from '@/lib/base/bytes';
import type { Ledger } from '@/lib/model/ledger';
import { collectDrafts, type Draft, emptyDraft, finishBuckets } from './buckets';
import type { ChosenMap } from './choose-map';
import { ANONYMOUS } from './cut-rows';
import type { MergedNmt } from './merge-nmt';
import { bucketOfCategory } from './nmt-amounts';
import { boundPart, divideBytes, raiseBest, type SharedRow } from './share-residency';
import type { Unplaced } from './unplaced';

/** What the ledger is made of, all figures in bytes. */
export interface LedgerParts {
  chosen: ChosenMap;
  nmt: MergedNmt | null;
  rows: readonly SharedRow[];
  matching: 'address' | 'size' | 'none';
  /** False where NMT is of another process or run: nothing it says bounds anything then. */
  trusted: boolean;
  /** False where rows are missing, by the total or by where the map ends. */
  complete: boolean;
  unplaced: readonly Unplaced[];
  remainderBytes: number;
}

export interface LedgerResult {
  ledger: Ledger;
  /** A: anonymous memory outside NMT ranges. Null without NMT. */
  anonymousBytes: Bounds | null;
  /** Of the hidden rows, what is outside NMT at least. */
  hiddenOutsideBytes: number;
}

const clip = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
const OUTSIDE = ['file-library', 'file-jar', 'file-mapped', 'shared-memory', 'kernel', 'stack-untracked'];

/** Balances the resident set: Σ best of the buckets is the RSS to the byte. Raises best figures of `rows` where M asks for it (design, step 5). */
export function balanceLedger(parts: LedgerParts): LedgerResult {
  return parts.nmt ? balanceWithNmt(parts, parts.nmt) : balanceWithoutNmt(parts);
}

function describeRss({ chosen, complete }: LedgerParts): Pick<Ledger, 'rssBytes' | 'rssSource' | 'rssLines' | 'listingComplete'> {
  return { rssBytes: chosen.rssBytes, rssSource: chosen.rssSource, rssLines: chosen.rssLines, listingComplete: complete };
}

function balanceWithoutNmt(parts: LedgerParts): LedgerResult {
  const drafts = collectDrafts(parts.rows);
  drafts.get(ANONYMOUS)?.reasons.push('No NMT report in this snapshot: nothing says what of it the JVM accounts for.');
  const all = [...drafts.values(), ...hiddenDraft(parts)];
  const ledger: Ledger = {
    ...describeRss(parts),
    buckets: finishBuckets(all, parts.chosen.artifactId, null),
    unexplainedBytes: null,
    outsideNmtBytes: null,
    naiveGapBytes: null,
    nmt: null,
  };
  return { ledger, anonymousBytes: null, hiddenOutsideBytes: 0 };
}

function balanceWithNmt(parts: LedgerParts, nmt: MergedNmt): LedgerResult {
  const { chosen, rows, trusted, complete } = parts;
  const before = anonymousBounds(rows);
  // What the JVM malloc-ed is resident somewhere outside its ranges: where the even split gives less, split rows give more.
  if (nmt.mallocKnown && trusted) raiseBest(rows, ANONYMOUS, Math.min(before.max, nmt.malloc.best) - before.best);
  const drafts = collectDrafts(rows);
  const anonymous = drafts.get(ANONYMOUS) ?? emptyDraft(ANONYMOUS);
  drafts.delete(ANONYMOUS);
  const a = anonymous.resident;
  // A fragment without any total leaves M open.
  const m = nmt.mallocKnown ? nmt.malloc : { min: 0, best: a.best, max: Math.max(a.max, nmt.malloc.max) };

  // Memory that NMT maps, but that no row could be found for. By address there is none; a summary leaves some.
  const floating = parts.matching === 'address' ? [] : parts.unplaced;
  const floatingBytes = floating.reduce((sum, { bytes }) => sum + bytes, 0) + (parts.matching === 'address' ? 0 : parts.remainderBytes);

  const unexplained: Bounds = {
    min: trusted ? Math.max(0, a.min - m.max - floatingBytes) : 0,
    best: Math.max(0, a.best - m.best - floatingBytes),
    max: trusted ? Math.max(0, a.max - m.min) : a.max,
  };
  const mallocBest = Math.min(a.best, m.best);
  const malloc: Bounds = {
    min: trusted ? Math.min(Math.max(0, a.min - floatingBytes), m.min, mallocBest) : 0,
    best: mallocBest,
    max: Math.max(Math.min(a.max, m.max), mallocBest),
  };
  const rest = a.best - malloc.best - unexplained.best;
  // What NMT's Total has beyond its categories has no name of its own; it stays with malloc, so that the ledger balances.
  malloc.best += rest - placeFloating(drafts, floating, rest, a.max);
  malloc.max = Math.max(malloc.max, malloc.best);

  const mallocDraft: Draft = {
    ...anonymous,
    key: 'malloc-nmt',
    resident: malloc,
    reasons: [
      nmt.mallocKnown
        ? `NMT counts ${formatKib(m.best)} KiB of malloc, arenas and its own overhead; it has no addresses, so it is held against all ${formatKib(a.best)} KiB of anonymous memory outside NMT ranges`
        : 'the NMT paste is a fragment without totals: how much of this is malloc that NMT knows is open',
    ],
  };
  const unexplainedDraft: Draft = {
    ...anonymous,
    key: 'unexplained',
    resident: unexplained,
    reasons: unexplainedReasons(parts, unexplained, floatingBytes),
  };
  const all = [...drafts.values(), mallocDraft, unexplainedDraft, ...hiddenDraft(parts)];
  for (const draft of drafts.values()) if (draft.resident.min !== draft.resident.max) draft.reasons.push(splitReason(draft));
  const known = addBounds(sumBounds(OUTSIDE.map((key) => drafts.get(key)?.resident ?? ZERO_BOUNDS)), unexplained);
  const outside = complete ? addHidden(known, chosen.hiddenRssBytes) : boundOutside(parts, known, m, a);
  const ledger: Ledger = {
    ...describeRss(parts),
    buckets: finishBuckets(all, chosen.artifactId, nmt),
    unexplainedBytes: { ...unexplained },
    outsideNmtBytes: trusted ? outside : { ...outside, min: Math.min(known.min, outside.best), max: chosen.rssBytes },
    naiveGapBytes: chosen.rssBytes - nmt.committedBytes,
    nmt: { reservedBytes: nmt.reservedBytes, committedBytes: nmt.committedBytes, mallocBytes: nmt.malloc.best },
  };
  return {
    ledger,
    anonymousBytes: { ...a },
    hiddenOutsideBytes: complete ? chosen.hiddenRssBytes : clip(outside.min - known.best, 0, chosen.hiddenRssBytes),
  };
}

function anonymousBounds(rows: readonly SharedRow[]): Bounds {
  return sumBounds(
    rows.flatMap(({ overlaps }) => overlaps.filter((overlap) => overlap.bucket === ANONYMOUS).map((overlap) => overlap.resident)),
  );
}

/** Rows that the listing hides, known by its printed total. */
function hiddenDraft({ chosen }: LedgerParts): Draft[] {
  if (chosen.hiddenRssBytes === 0) return [];
  const total = chosen.map.printedTotal;
  const reasons = [
    `${total ? 'the printed total' : `the ${chosen.rssSource}`} is ${formatKib(chosen.rssBytes)} KiB, the rows listed hold ${formatKib(chosen.listedRssBytes)} KiB`,
  ];
  if (chosen.hiddenAnonymousBytes !== undefined)
    reasons.push(
      `at most ${formatKib(chosen.hiddenAnonymousBytes)} KiB of it is anonymous, by what the kernel counts for the whole process; the rest is of files and shared memory`,
    );
  const rows = total ? [{ line: total.line, lastLine: total.line, bytes: chosen.hiddenRssBytes }] : [];
  return [{ key: 'not-shown', resident: exactly(chosen.hiddenRssBytes), regionCount: 0, rows, reasons }];
}

/** A summary's categories that no row was found for share what is left of A after malloc; their bounds say how little is known. Answers what was placed. */
function placeFloating(drafts: Map<string, Draft>, floating: readonly Unplaced[], bytes: number, most: number): number {
  const weights = floating.map((entry) => entry.bytes);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const placed = Math.min(Math.max(0, bytes), whole);
  const shares = divideBytes(placed, weights);
  floating.forEach(({ amount, bytes: committed }, i) => {
    if (committed === 0) return;
    const key = bucketOfCategory(amount.category);
    const draft = drafts.get(key) ?? emptyDraft(key);
    const share = shares[i] ?? 0;
    draft.resident = addBounds(draft.resident, { min: 0, best: share, max: Math.max(share, Math.min(committed, most)) });
    draft.reasons.push(`no row could be found for ${formatKib(committed)} KiB that NMT has committed for ${amount.category}`);
    drafts.set(key, draft);
  });
  return placed;
}

function splitReason({ resident }: Draft): string {
  return `between ${formatKib(resident.min)} and ${formatKib(resident.max)} KiB: rows that hold other memory too have one RSS for all of it`;
}

function unexplainedReasons({ matching, trusted, complete }: LedgerParts, unexplained: Bounds, floatingBytes: number): string[] {
  const reasons = ['anonymous memory outside every NMT range, less what NMT counts as malloc'];
  if (matching !== 'address' && floatingBytes > 0)
    reasons.push(`less ${formatBytes(floatingBytes)} that NMT has mapped and no row could be found for`);
  if (unexplained.min !== unexplained.max && matching === 'address' && trusted)
    reasons.push('bounds: what the RSS of rows that NMT covers in part allows');
  if (!trusted) reasons.push('map and NMT do not belong together: the figure is no more than a guess');
  if (!complete) reasons.push('of the rows listed only');
  return reasons;
}

const PERF_DATA = 64 * KIB;
const isBacked = (category: string) => category === 'Shared class space' || category === 'Java Heap';

function addHidden(known: Bounds, hiddenBytes: number): Bounds {
  return { min: known.min, best: known.best + hiddenBytes, max: known.max + hiddenBytes };
}

/**
 * A listing that was cut still bounds what NMT cannot own: at most what the rows matched hold, what NMT has committed
 * elsewhere (it may be in the hidden rows), and M. A row that only looks like its category counts with all the category
 * has committed. The least stands as best: it is the claim that holds.
 */
function boundOutside({ chosen, rows, matching, unplaced, remainderBytes }: LedgerParts, known: Bounds, m: Bounds, a: Bounds): Bounds {
  const loose = new Set(unplaced.filter((entry) => entry.byShapeOnly).map(({ amount }) => bucketOfCategory(amount.category)));
  let most = 0;
  let least = 0;
  for (const { row, pieces, sizeBytes } of rows) {
    let firm = 0;
    let all = 0;
    for (const piece of pieces) {
      const { match, bucket } = piece.naming;
      if (match === null) continue;
      all += piece.sizeBytes;
      if (match !== 'shape' && !loose.has(bucket)) firm += piece.sizeBytes;
    }
    if (firm > 0) most += boundPart(row.rssBytes, sizeBytes, firm).max;
    if (all > 0) least += boundPart(row.rssBytes, sizeBytes, all).min;
  }
  // Hidden rows cannot hold more than they have; rows shown can hold what a summary could not place.
  const room = chosen.hiddenRssBytes + (matching === 'address' ? 0 : a.max);
  const elsewhere = Math.min(
    room,
    unplaced.reduce((sum, entry) => sum + entry.bytes, remainderBytes),
  );
  const looseBytes = unplaced.reduce((sum, entry) => sum + (entry.byShapeOnly ? entry.amount.committedBytes - entry.bytes : 0), 0);
  const malloc = Math.min(m.max, a.max + chosen.hiddenRssBytes);
  // What the JVM has of its own is anonymous, but for archives of class data, a heap in a memfd, and its counters (hsperfdata).
  const backed = unplaced.reduce((sum, { amount, bytes }) => (isBacked(amount.category) ? sum + bytes : sum), PERF_DATA);
  const inHidden = Math.min(chosen.hiddenRssBytes, (chosen.hiddenAnonymousBytes ?? chosen.hiddenRssBytes) + backed);
  const byNmt = Math.min(elsewhere + malloc, inHidden + a.max);
  const max = Math.max(known.min, chosen.rssBytes - least - Math.min(m.min, a.min));
  const min = clip(chosen.rssBytes - most - looseBytes - byNmt, Math.max(0, known.min), max);
  return { min, best: min, max };
}

import { formatAddress } from '@/lib/base/address';
import type { Bounds } from '@/lib/base/bounds';
import { NOTHING_BESIDE } from '@/lib/model/beside';
import type { SnapshotFacts } from '@/lib/model/facts';
import type { BoundaryNote, Ledger, Reconciliation } from '@/lib/model/ledger';
import type { MemoryNode } from '@/lib/model/memory-tree';
import type { Region } from '@/lib/model/region';
import { findAllocator } from './allocator';
import { explainUnexplained, judgeAllocator } from './allocator-state';
import { countArenas } from './arenas';
import { bestMap } from './best-map';
import { readClock } from './capture-clock';
import { type ChosenMap, showsResidency } from './choose-map';
import { type Coherence, judgeCoherence } from './coherence';
import { collectDoubts } from './collect-doubts';
import { mergeContainers } from './container';
import { crossCheck } from './cross-checks';
import { cutRows, type Piece } from './cut-rows';
import { fitG1 } from './g1';
import { describeHeap, findHeapRange, orderHeapUsages, placeHeap } from './heap-range';
import { balanceLedger } from './ledger';
import { growMemoryTree } from './memory-tree';
import { type MergedNmt, mergeNmt } from './merge-nmt';
import { arenaContext, nameByRecord, nameByShape } from './name-region';
import { standIns } from './nmt-of-diff';
import { maybeSameProcess } from './same-process';
import { type SharedRow, shareRows } from './share-residency';
import { matchBySize } from './size-match';
import { findUnplaced } from './unplaced';

export interface Reconciled {
  reconciliation: Reconciliation;
  /** Sorted by address. */
  regions: Region[];
  /** null without a memory map. */
  tree: MemoryNode | null;
}

const MOST_BOUNDARIES = 100;
const COHERENT: Coherence = { trusted: true, mapWhole: true, committedInside: new Map(), doubts: [] };

/**
 * Reconciles the facts of one snapshot: which piece of the address space belongs to whom, and where the resident set
 * went. Pure; the order of facts and of rows does not matter. See README.md for the equation.
 */
export function reconcile(facts: SnapshotFacts): Reconciled {
  const { chosen, totals, taken } = bestMap(facts);
  const pid = chosen?.map.pid ?? null;
  const ofDiffs = standIns(facts['nmt-report'], facts['nmt-diff']);
  const nmt = mergeNmt([...facts['nmt-report'], ...ofDiffs], pid);
  if (nmt && ofDiffs.some(({ value }) => value === nmt.base))
    taken.push({ artifactId: nmt.artifactId, text: 'what NMT counts now, from the values that its diff prints beside the changes' });
  const usages = orderHeapUsages(facts['heap-usage'].filter(({ value }) => maybeSameProcess(value.pid, pid)));
  const said = {
    container: mergeContainers(facts['container-memory']),
    heap: describeHeap(usages),
    clock: readClock(facts['vm-clock'], pid),
  };
  if (!chosen || !showsResidency(chosen.map)) {
    const reconciliation = withoutMap(nmt, chosen);
    const allocator = judgeAllocator(facts['c-heap'], {
      allocator: null,
      complete: false,
      nmtMallocBytes: countedMalloc(nmt, true),
      pieces: [],
    });
    return {
      reconciliation: {
        ...reconciliation,
        containerLimitBytes: said.container?.limit ?? null,
        beside: { ...said, checks: [], allocator, taken },
      },
      regions: [],
      tree: null,
    };
  }

  const coherence = nmt ? judgeCoherence(chosen, nmt) : COHERENT;
  const complete = chosen.complete && coherence.mapWhole;
  const byAddress = nmt !== null && coherence.trusted && nmt.rangesComplete;
  const pieces = cutRows(chosen.rows, nmt && coherence.trusted ? nmt.ranges : []);
  nameByRecord(pieces, chosen.map.kernelNames);
  const known = { neighboursKnown: complete, jvmRangesKnown: byAddress };
  const heapRange = findHeapRange(usages);
  const hasHeap = nmt !== null && coherence.trusted && nmt.ranges.some((range) => range.category === 'Java Heap');
  const gcBytes = (coherence.trusted && nmt?.amounts.find(({ category }) => category === 'GC')?.reservedBytes) || 0;
  const heapPlaced = heapRange !== null && !hasHeap && placeHeap(pieces, heapRange, gcBytes);
  if (heapPlaced) taken.push({ artifactId: heapRange.artifactId, text: 'the addresses of the Java heap, from what the JVM prints of it' });
  const sized = nmt !== null && coherence.trusted && !byAddress && matchBySize(pieces, nmt, arenaContext(pieces, known));
  const bySize = sized || (heapPlaced && nmt !== null && coherence.trusted && !byAddress);
  const matching = byAddress ? 'address' : bySize ? 'size' : 'none';
  const allocator = findAllocator(chosen.rows);
  nameByShape(pieces, { ...known, allocator, kernelNames: chosen.map.kernelNames, nmtPresent: nmt !== null, heapKnown: heapPlaced });

  const rows = shareRows(pieces);
  const { unplaced, remainderBytes } = nmt ? findUnplaced(pieces, nmt, coherence) : { unplaced: [], remainderBytes: 0 };
  const balanced = balanceLedger({ chosen, nmt, rows, matching, trusted: coherence.trusted, complete, unplaced, remainderBytes });
  const { ledger, anonymousBytes } = balanced;
  const regions = pieces.map((piece) => toRegion(piece, chosen.artifactId));
  const heapHiddenBytes = unplaced.find(({ amount }) => amount.category === 'Java Heap')?.bytes ?? 0;

  const checks = crossCheck(ledger, chosen, facts['memory-map'], totals, said.heap);
  const account = judgeAllocator(
    facts['c-heap'].filter(({ value }) => maybeSameProcess(value.pid, pid)),
    { allocator, complete, nmtMallocBytes: countedMalloc(nmt, coherence.trusted), pieces },
  );
  if (account) explainUnexplained(ledger, account);
  const reconciliation: Reconciliation = {
    ledger,
    matching,
    map: describeMap(chosen),
    nmt: describeNmt(nmt),
    droppedRows: chosen.dropped,
    g1Fit: nmt ? fitG1(nmt) : null,
    boundaries: nmt ? noteBoundaries(rows, nmt, chosen.artifactId) : [],
    allocator,
    heapNotResidentBytes:
      nmt && matching !== 'none' ? heapNotResident(ledger, pieces, Math.min(heapHiddenBytes, chosen.hiddenRssBytes)) : null,
    mallocSide: nmt && anonymousBytes ? { anonymousBytes, nmtMallocBytes: nmt.malloc.best } : null,
    arenas: countArenas(pieces),
    containerLimitBytes: said.container?.limit ?? null,
    beside: { ...said, checks, allocator: account, taken },
    doubts: collectDoubts(chosen, nmt, coherence, matching, { totals, container: said.container }),
  };
  const tree = growMemoryTree(regions, mostlyUnexplained(ledger) ? 'unexplained' : 'malloc', {
    bytes: chosen.hiddenRssBytes,
    outsideBytes: balanced.hiddenOutsideBytes,
  });
  return { reconciliation, regions, tree };
}

/** M, where NMT of this process counts it. */
const countedMalloc = (nmt: MergedNmt | null, trusted: boolean): number | null => (nmt?.mallocKnown && trusted ? nmt.malloc.best : null);

/** No map, or only one of sizes (`sizesOnly`): a ledger of zeros would look like an answer. */
function withoutMap(nmt: MergedNmt | null, sizesOnly: ChosenMap | null): Reconciliation {
  const doubts = [...(nmt?.doubts ?? [])];
  if (sizesOnly) {
    const pid = sizesOnly.map.pid ?? 'PID';
    doubts.unshift(
      `The only memory map (${sizesOnly.map.source}) prints sizes, not what is resident: no ledger can rest on it. Take pmap -X ${pid} or /proc/${pid}/smaps.`,
    );
  }
  return {
    ledger: null,
    matching: 'none',
    map: null,
    nmt: describeNmt(nmt),
    droppedRows: [],
    g1Fit: nmt ? fitG1(nmt) : null,
    boundaries: [],
    allocator: null,
    heapNotResidentBytes: null,
    mallocSide: null,
    arenas: null,
    containerLimitBytes: null,
    beside: NOTHING_BESIDE,
    doubts,
  };
}

function describeMap(chosen: ChosenMap): Reconciliation['map'] {
  const { artifactId, map, listedRssBytes, hiddenRssBytes } = chosen;
  return { artifactId, format: map.source, rowCount: map.rows.length, listedRssBytes, hiddenRssBytes, ascending: map.ascending };
}

function describeNmt(nmt: MergedNmt | null): Reconciliation['nmt'] {
  return nmt && { artifactId: nmt.artifactId, level: nmt.base.level, hasRanges: nmt.ranges.length > 0 };
}

function toRegion(piece: Piece, artifactId: string): Region {
  const { start, end, sizeBytes, row, resident, range } = piece;
  const { owner, category, kind, grade, why } = piece.naming;
  return {
    start,
    end,
    sizeBytes,
    rssBytes: row.rssBytes,
    residentBytes: resident,
    mode: row.mode,
    name: row.name,
    owner,
    category,
    kind,
    grade,
    reasons: why(piece),
    artifactId,
    line: row.line,
    nmt: range && { artifactId: range.artifactId, line: range.line },
  };
}

/** Whether the unmatched memory is for the larger part more than NMT's malloc can own. */
function mostlyUnexplained({ buckets, unexplainedBytes }: Ledger): boolean {
  if (!unexplainedBytes) return false;
  const malloc = buckets.find((bucket) => bucket.key === 'malloc-nmt')?.residentBytes.best ?? 0;
  return unexplainedBytes.best > malloc;
}

/** Rows that hold an NMT category and more: the kernel merges neighbours. Largest remainder first. */
function noteBoundaries(rows: readonly SharedRow[], nmt: MergedNmt, artifactId: string): BoundaryNote[] {
  const heap = nmt.amounts.find(({ category }) => category === 'Java Heap')?.reservedBytes ?? 0;
  const notes: BoundaryNote[] = [];
  for (const { row, overlaps, sizeBytes } of rows) {
    if (overlaps.length < 2) continue;
    const [main] = overlaps.filter(({ pieces }) => pieces[0]?.naming.match).sort((a, b) => b.sizeBytes - a.sizeBytes);
    const category = main?.pieces[0]?.naming.category;
    if (!main || !category) continue;
    const remainderBytes = sizeBytes - main.sizeBytes;
    const n = heap > 0 ? (remainderBytes * 512) / heap : Number.NaN;
    notes.push({
      artifactId,
      line: row.line,
      start: formatAddress(row.start),
      category,
      remainderBytes,
      heap512ths: Number.isInteger(n) ? n : null,
    });
  }
  return notes.sort((a, b) => b.remainderBytes - a.remainderBytes || a.line - b.line).slice(0, MOST_BOUNDARIES);
}

/** Committed heap that is not resident. With ZGC's three views RSS may count a page three times, so it proves only a third; Pss counts each once. */
function heapNotResident(ledger: Ledger, pieces: readonly Piece[], hiddenBytes: number): Bounds | null {
  const heap = ledger.buckets.find((bucket) => bucket.key === 'java-heap');
  if (!heap || heap.committedBytes === null) return null;
  const committed = heap.committedBytes;
  const views = pieces.filter(({ naming }) => naming.kind === 'zgc-heap-view');
  const multiMapped = views.length > 1 && heap.reservedBytes !== null && heap.reservedBytes >= 3 * committed;
  const once = multiMapped ? 3 : 1;
  const pss = views.reduce((sum, piece) => sum + (piece.row.pssBytes ?? 0), 0);
  const missing = (resident: number) => Math.max(0, committed - resident);
  const { min, best, max } = heap.residentBytes;
  const low = missing(max + hiddenBytes);
  const high = missing(Math.floor(min / once));
  return { min: low, best: Math.min(high, Math.max(low, missing(multiMapped && pss > 0 ? pss : best))), max: high };
}

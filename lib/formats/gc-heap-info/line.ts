import { type Address, parseAddress } from '@/lib/base/address';
import { KIB, MIB } from '@/lib/base/bytes';

// Printed by HotSpot: CollectedHeap::print_on of each collector (g1CollectedHeap.cpp, generation.cpp, psYoungGen.cpp,
// zCollectedHeap.cpp, shenandoahHeap.cpp) and MetaspaceUtils::print_on; by GC.heap_info, by VM.info and crash logs ("Heap:"), at exit.

/** `[start, end)`, or `[start, committed end, reserved end)`. */
export interface HeapRange {
  start: Address;
  committedEnd: Address | null;
  end: Address;
}

export type HeapLine =
  | { kind: 'blank' | 'unknown' }
  | { kind: 'pid'; pid: number }
  /** "garbage-first heap   total 264192K, used 68247K [0x…, 0x…)"; reserved: as printed from 24 on. */
  | { kind: 'heap'; collector: string; reserved: number | null; total: number; used: number; range: HeapRange | null }
  /** "PSYoungGen      total 244736K, used 103751K [0x…, 0x…, 0x…)" */
  | { kind: 'generation'; name: string; collector: string | null; total: number; used: number; range: HeapRange | null }
  /** "ZHeap           used 8M, capacity 512M, max capacity 512M" */
  | { kind: 'zheap'; used: number; capacity: number; max: number }
  /** "Shenandoah Heap", "Epsilon Heap" */
  | { kind: 'title'; collector: string }
  /** "512M max, 512M soft max, 256M committed, 10M used" of Shenandoah */
  | { kind: 'shenandoah'; max: number | null; committed: number; used: number }
  /** "region size 1024K, 52 young (53248K), 2 survivors (2048K)", "2048 x 256K regions" */
  | { kind: 'regions'; bytes: number }
  /** "Metaspace       used 2594K, committed 2752K, reserved 1114112K", "class space    used …" */
  | { kind: 'metaspace'; name: string; used: number; capacity: number | null; committed: number; reserved: number }
  /** " - [0x…, 0x…) " below "Reserved region:" of Shenandoah */
  | { kind: 'reserved-region'; range: HeapRange }
  /** " space 262144K,   8% used [0x00000000f0000000, 0x00000000f15f4828, 0x0000000100000000)": the whole heap, where it is Epsilon's */
  | { kind: 'space'; total: number; range: HeapRange }
  /** Spaces of a generation (their sums are the generation's), and words. */
  | { kind: 'known' }
  /** "{Heap before GC invocations=1 (full 0):": one of many moments, in a log of collections. */
  | { kind: 'history' };

const HEX = '0x([0-9A-Fa-f]{1,16})';
const RANGE = String.raw`\[${HEX}, ?${HEX}(?:, ?${HEX})?\)`;
const TOTAL = String.raw`\s{1,20}total (\d{1,13})K, used (\d{1,13})K(?: {1,4}${RANGE})?`;

const G1 = new RegExp(
  String.raw`^garbage-first heap\s{1,20}total (?:reserved (\d{1,13})K, committed )?(\d{1,13})K, used (\d{1,13})K(?: {1,4}${RANGE})?`,
);
const GENERATIONS: readonly [name: RegExp, collector: string | null][] = [
  [/^(?:PSYoungGen|PSOldGen|ParOldGen)(?=\s)/, 'Parallel'],
  [/^(?:par new generation|concurrent mark-sweep generation)(?=\s)/, 'CMS'],
  [/^(?:def new generation|tenured generation|DefNew|Tenured)(?=\s)/, 'Serial'],
  // 7: no part of the Java heap's own.
  [/^(?:PSPermGen|compacting perm gen|concurrent-mark-sweep perm gen)(?=\s)/, null],
];
const AFTER_NAME = new RegExp(`^${TOTAL}`);
const ZHEAP = /^ZHeap\s{1,20}used (\d{1,9})M, capacity (\d{1,9})M, max capacity (\d{1,9})M/;
const SHENANDOAH =
  /^(?:(\d{1,13})([BKMGT]) (?:max|total), (?:\d{1,13}[BKMGT] soft max, )?)(\d{1,13})([BKMGT]) committed, (\d{1,13})([BKMGT]) used/;
const REGION_SIZE = /^region size (\d{1,9})K, /;
const REGIONS = /^\d{1,9} x (\d{1,9})\s?([BKMG]) regions/;
const METASPACE =
  /^(Metaspace|class space)\s{1,20}used (\d{1,13})K, (?:capacity (\d{1,13})K, )?committed (\d{1,13})K, reserved (\d{1,13})K/;
// "lgrp 0 space …": the parts of eden on each NUMA node
const SPACE = /^(?:eden|from|to|the|object|rw|ro|lgrp \d{1,4})?\s{0,4}space \d{1,13}K,\s{1,4}\d{1,3}(?:\.\d{1,2})?% used \[0x/;
const SPACE_ALONE = new RegExp(String.raw`^space (\d{1,13})K,\s{1,4}\d{1,3}(?:\.\d{1,2})?% used ${RANGE}$`);
// ZGC of 25 with several NUMA nodes: "Partition 0      used 14M, capacity 128M, max capacity 256M" for each, below their sum
const PARTITION = /^Partition \d{1,4}\s{1,20}used \d{1,9}M, capacity \d{1,9}M, max capacity \d{1,9}M/;
const RESERVED_REGION = new RegExp(`^- ${RANGE}`);
const WORDS =
  /^(?:Heap|Heap:|No shared spaces configured\.|Allocation space:|Reserved region:|Collection set:|remaining free region\(s\) on each NUMA node:(?: \d{1,4}=(?:\d{1,9}|-)){1,64}|local\/remote\/unbiased\/uncommitted: .{1,120}|(?:Young|Old) [Gg]eneration: .{1,120}|- map \((?:vanilla|biased)\)\s?:.{0,60}|Status: .{1,200}|(?:Cache|size classes)\s{1,20}\d.{0,120})$/;
// 25, in VM.events and crash logs: "Event: 0.045 {heap Before GC invocations=0 (full 0):"
const HISTORY = /^(?:Event: \d[\d.]{0,20} )?\{?(?:heap|metaspace) (?:before|after) GC invocations=/i;
const PID = /^(\d{1,10}):$/;
// Every line of every document is asked: nearly all are rejected by their beginning.
const BEGINNING =
  /^\s*(?:garbage-first|PS|Par|par |concurrent|def |tenured|DefNew|Tenured|compacting|ZHeap|Partition |Shenandoah|Epsilon|region|Metaspace|class space|eden |from |to |the |object |rw |ro |space |Heap|\{Heap|Event: |No shared|Allocation |Reserved |Collection |- |Status: |remaining |lgrp |local\/remote|Young |Old |Cache |size classes|\d{1,13}(?::|[BKMGT ]))/;
const LONGEST = 400;
const UNITS: Readonly<Record<string, number>> = { B: 1, K: KIB, M: MIB, G: 1024 * MIB, T: 1024 * 1024 * MIB };

/** Reads one cleaned line. */
export function readHeapLine(raw: string): HeapLine {
  if (raw.length > 4 * LONGEST) return { kind: 'unknown' };
  // Columns copied through a spreadsheet or a wiki are parted by TABs.
  const line = raw.includes('\t') ? raw.replaceAll('\t', ' ') : raw;
  if (!BEGINNING.test(line)) return { kind: line.trim() === '' ? 'blank' : 'unknown' };
  const text = line.trim();
  if (text.length > LONGEST) return { kind: 'unknown' };
  const pid = PID.exec(text)?.[1];
  if (pid !== undefined) return { kind: 'pid', pid: Number(pid) };
  return readG1(text) ?? readGeneration(text) ?? readZ(text) ?? readShenandoah(text) ?? readMetaspace(text) ?? readWords(text);
}

function readG1(text: string): HeapLine | null {
  const match = G1.exec(text);
  if (!match) return null;
  const reserved = match[1] === undefined ? null : Number(match[1]) * KIB;
  return { kind: 'heap', collector: 'G1', reserved, total: kib(match[2]), used: kib(match[3]), range: toRange(match.slice(4, 7)) };
}

function readGeneration(text: string): HeapLine | null {
  for (const [pattern, collector] of GENERATIONS) {
    const name = pattern.exec(text)?.[0];
    const match = name === undefined ? null : AFTER_NAME.exec(text.slice(name.length));
    if (name === undefined || !match) continue;
    return { kind: 'generation', name, collector, total: kib(match[1]), used: kib(match[2]), range: toRange(match.slice(3, 6)) };
  }
  return null;
}

function readZ(text: string): HeapLine | null {
  const match = ZHEAP.exec(text);
  if (!match) return null;
  return { kind: 'zheap', used: Number(match[1]) * MIB, capacity: Number(match[2]) * MIB, max: Number(match[3]) * MIB };
}

function readShenandoah(text: string): HeapLine | null {
  const match = SHENANDOAH.exec(text);
  if (match) {
    const [max, committed, used] = [sized(match[1], match[2]), sized(match[3], match[4]), sized(match[5], match[6])];
    return { kind: 'shenandoah', max, committed, used };
  }
  const regions = REGIONS.exec(text);
  if (regions) return { kind: 'regions', bytes: sized(regions[1], regions[2]) };
  const region = RESERVED_REGION.exec(text);
  const range = region && toRange(region.slice(1, 4));
  if (range) return { kind: 'reserved-region', range };
  if (text === 'Shenandoah Heap') return { kind: 'title', collector: 'Shenandoah' };
  return text === 'Epsilon Heap' ? { kind: 'title', collector: 'Epsilon' } : null;
}

function readMetaspace(text: string): HeapLine | null {
  const size = REGION_SIZE.exec(text)?.[1];
  if (size !== undefined) return { kind: 'regions', bytes: kib(size) };
  const match = METASPACE.exec(text);
  if (!match) return null;
  const [, name = '', used, capacity, committed, reserved] = match;
  const kept = { used: kib(used), committed: kib(committed), reserved: kib(reserved) };
  return { kind: 'metaspace', name, capacity: capacity === undefined ? null : kib(capacity), ...kept };
}

function readWords(text: string): HeapLine {
  if (HISTORY.test(text)) return { kind: 'history' };
  const space = SPACE_ALONE.exec(text);
  const range = space && toRange(space.slice(2, 5));
  if (range) return { kind: 'space', total: kib(space?.[1]), range };
  return SPACE.test(text) || PARTITION.test(text) || WORDS.test(text) ? { kind: 'known' } : { kind: 'unknown' };
}

const kib = (digits: string | undefined) => Number(digits) * KIB;
const sized = (digits: string | undefined, unit: string | undefined) => Number(digits) * (UNITS[unit ?? 'B'] ?? 1);

function toRange([start, second, third]: readonly (string | undefined)[]): HeapRange | null {
  if (start === undefined || second === undefined) return null;
  const from = parseAddress(start);
  const middle = parseAddress(second);
  const end = third === undefined ? middle : parseAddress(third);
  if (middle < from || end < middle || end === from) return null;
  return { start: from, committedEnd: third === undefined ? null : middle, end };
}

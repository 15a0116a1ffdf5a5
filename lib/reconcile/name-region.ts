import { formatKib, KIB, MIB } from '@/lib/base/bytes';
import type { Mapping } from '@/lib/model/memory-map';
import type { Owner, RegionKind } from '@/lib/model/region';
import type { Allocator } from './allocator';
import { type ArenaContext, markArenas } from './arenas';
import { ANONYMOUS, type CutRow, type Piece } from './cut-rows';
import { createBackingNames, executableNames, type NamedBacking } from './file-kinds';
import { bucketOfCategory } from './nmt-amounts';
import { markStacks } from './stacks';

export interface NamingContext {
  allocator: Allocator | null;
  /** False for `pmap -x`, which prints the kernel's names as "[ anon ]". */
  kernelNames: boolean;
  /** False where rows were cut away. */
  neighboursKnown: boolean;
  /** NMT ranges were matched by address. */
  jvmRangesKnown: boolean;
  /** There is some NMT, or the addresses of the heap are known: then nothing unmatched is called Java heap by its looks. */
  nmtPresent: boolean;
  heapKnown?: boolean;
}

const KIND_OF_CATEGORY: Record<string, RegionKind> = {
  'Java Heap': 'java-heap',
  GC: 'gc',
  Code: 'code-cache',
  Thread: 'thread-stack',
  'Thread Stack': 'thread-stack',
  Metaspace: 'metaspace',
  'Shared class space': 'cds-archive',
};

// x86-64 programs built position-independent load at 0x55… or 0x56…, aarch64 ones at 0xaaaa…; others below 256 MiB. Only
// the program, its data and its brk heap live there.
const PROGRAM_AREAS: [from: number, to: number][] = [
  [0, 0x10000000],
  [0x550000000000, 0x570000000000],
  [0xaaaa00000000, 0xab0000000000],
];
const VSYSCALL = 0xffffffffff600000n;
const COMPRESSED_HEAP_BELOW = 32n << 30n;
// M_MMAP_THRESHOLD of glibc: requests from 128 KiB on may get a mapping of their own (plus a page for the header).
const SMALLEST_MMAPPED = 132 * KIB;

const OWNER_OF_BUCKET: Record<NamedBacking['bucket'], Owner> = {
  'file-library': 'file',
  'file-jar': 'file',
  'file-mapped': 'file',
  'shared-memory': 'shared',
  kernel: 'kernel',
  'stack-untracked': 'stack',
};

/** First step: what NMT or a row's own name says. Everything else stays in the bucket `anonymous`. */
export function nameByRecord(rows: readonly CutRow[], kernelNames: boolean): void {
  const executables = executableNames(rows.map(({ row }) => row));
  const nameOf = createBackingNames(executables);
  for (const { row, pieces } of rows) {
    const backing = nameOf(row);
    for (const piece of pieces) {
      if (piece.match === 'address') nameNmtPiece(piece);
      else if (backing) {
        piece.bucket = backing.bucket;
        piece.owner = OWNER_OF_BUCKET[backing.bucket];
        piece.kind = backing.kind;
        piece.grade = 'proven';
        piece.reasons = [backing.reason];
      }
    }
  }
  if (!kernelNames) nameKernelPages(rows);
}

/** An NMT range beats a file name: CDS archives lie in the heap, ZGC's heap is a memfd. */
export function nameNmtPiece(piece: Piece): void {
  const category = piece.category ?? '';
  piece.bucket = bucketOfCategory(category);
  piece.owner = 'nmt';
  piece.grade = 'proven';
  piece.kind = KIND_OF_CATEGORY[category] ?? (category === 'Class' ? classKind(piece) : 'nmt-other');
  piece.reasons = [`inside an NMT range of ${category}`];
  const named = piece.row.name !== '' && !piece.row.name.startsWith('[');
  if (category === 'Java Heap' && /java_heap/.test(piece.row.name)) {
    piece.kind = 'zgc-heap-view';
    piece.reasons.push('ZGC maps its heap at several addresses (memfd:java_heap): RSS counts a page once per view that touched it');
  } else if (named) piece.reasons.push(`backed by ${piece.row.name}`);
  if (piece.kind === 'thread-stack' && piece.row.mode === '---p') {
    piece.kind = 'guard';
    piece.reasons.push('no access: guard pages of the stack');
  }
}

/** JDK 16 and later reserve 1 GiB (or what is left below CDS) as class space; before, Class was all of metaspace, in small pieces. */
const classKind = (piece: Piece): RegionKind =>
  piece.range && piece.range.end - piece.range.start >= BigInt(128 * MIB) ? 'class-space' : 'metaspace';

/** pmap -x: [vvar] is read-only, [vdso] executable, side by side and tiny; vsyscall has a fixed address. */
function nameKernelPages(rows: readonly CutRow[]): void {
  const name = (piece: Piece, reason: string) => {
    piece.bucket = 'kernel';
    piece.owner = 'kernel';
    piece.kind = 'kernel';
    piece.grade = 'consistent';
    piece.reasons = [reason];
  };
  rows.forEach(({ row, pieces }, i) => {
    const [piece] = pieces;
    if (!piece || piece.bucket !== ANONYMOUS || piece.match !== null || row.name !== '') return;
    if (row.start === VSYSCALL) name(piece, 'fixed address of the vsyscall page');
    if (row.mode !== 'r-xp' || row.sizeBytes > 16 * KIB) return;
    let below = i - 1;
    let found = false;
    for (let next: CutRow = { row, pieces }; below >= 0; below--) {
      const candidate = rows[below];
      const [first] = candidate?.pieces ?? [];
      if (!candidate || !first || candidate.row.end !== next.row.start || candidate.row.mode !== 'r--p') break;
      if (candidate.row.name !== '' || candidate.row.sizeBytes > 32 * KIB || first.match !== null) break;
      name(first, 'small read-only page below the vdso: [vvar]');
      found = true;
      next = candidate;
    }
    if (found) name(piece, 'small executable page above read-only ones: [vdso]');
  });
}

/** Second step, after matching by size: shape and neighbours of what nothing has named. */
export function nameByShape(rows: readonly CutRow[], context: NamingContext): void {
  const pieces: Piece[] = [];
  for (const row of rows) for (const piece of row.pieces) pieces.push(piece);
  const free = (piece: Piece) => piece.bucket === ANONYMOUS && piece.match === null;
  const glibc = context.allocator === null;
  for (const piece of pieces) if (free(piece)) nameBrkHeap(piece);
  nameUnnamedBrk(rows, context.kernelNames);
  if (glibc) markArenas(pieces, arenaContext(rows, context));
  markStacks(pieces);
  rows.forEach(({ pieces: own }, i) => {
    for (const piece of own) if (free(piece) && piece.kind === 'anonymous') nameRemainder(piece, rows[i - 1]?.row ?? null, context);
  });
}

export function arenaContext(rows: readonly CutRow[], context: Pick<NamingContext, 'neighboursKnown' | 'jvmRangesKnown'>): ArenaContext {
  return {
    neighboursKnown: context.neighboursKnown,
    jvmRangesKnown: context.jvmRangesKnown,
    noReserveMarked: rows.some(({ row }) => row.vmFlags?.includes('nr')),
  };
}

function nameBrkHeap(piece: Piece): void {
  if (piece.row.name !== '[heap]') return;
  piece.kind = 'brk-heap';
  piece.grade = 'proven';
  piece.reasons = ['named [heap] by the kernel: the main arena of malloc'];
}

function inProgramArea(row: Mapping): boolean {
  // As a number, an address is compared in no time; what it loses above 2^53 is far beyond these areas.
  const start = Number(row.start);
  for (const [from, to] of PROGRAM_AREAS) if (start >= from && start < to) return true;
  return false;
}

/** pmap -x prints the brk heap as "[ anon ]". It is the largest writable anonymous row beside the program; smaller ones are the program's own data. */
function nameUnnamedBrk(rows: readonly CutRow[], kernelNames: boolean): void {
  if (kernelNames) return;
  let heap: Piece | null = null;
  for (const { row, pieces } of rows) {
    const [piece] = pieces;
    if (!piece || pieces.length > 1 || piece.bucket !== ANONYMOUS || piece.match !== null) continue;
    if (row.name === '' && row.mode === 'rw-p' && inProgramArea(row) && (!heap || row.sizeBytes > heap.sizeBytes)) heap = piece;
  }
  if (!heap) return;
  heap.kind = 'brk-heap';
  heap.grade = 'consistent';
  heap.reasons = ['writable memory at the addresses of the program itself: the brk heap, main arena of malloc'];
}

interface Name {
  kind: RegionKind;
  grade: Piece['grade'];
  reason: string;
}

/** What neither names nor pairs have told. */
function nameRemainder(piece: Piece, before: Mapping | null, context: NamingContext): void {
  const { kind, grade, reason } = judgeRemainder(piece, before, context);
  piece.kind = kind;
  piece.grade = grade;
  piece.reasons = [reason];
}

function judgeRemainder(piece: Piece, before: Mapping | null, context: NamingContext): Name {
  const { row, sizeBytes } = piece;
  const { allocator, nmtPresent, heapKnown, neighboursKnown, jvmRangesKnown } = context;
  const large = row.mode === 'rw-p' && sizeBytes >= SMALLEST_MMAPPED;
  if (row.mode.startsWith('---')) {
    if (sizeBytes <= MIB) return { kind: 'guard', grade: 'guess', reason: 'no access: a guard, or reserved and never used' };
    return { kind: 'anonymous', grade: 'consistent', reason: 'address space without access: reserved, never resident' };
  }
  if (row.name.startsWith('[anon:')) return { kind: 'anonymous', grade: 'proven', reason: `named by the program: ${row.name}` };
  if (row.mode.includes('x')) {
    const reason = 'executable: a JIT compiler, closures of libffi, or the code cache';
    return { kind: nmtPresent ? 'anonymous' : 'code-cache', grade: 'guess', reason };
  }
  const behindFile = before !== null && before.end === piece.start && before.name !== '' && !before.name.startsWith('[');
  if (behindFile && sizeBytes <= MIB) return { kind: 'anonymous', grade: 'consistent', reason: `data of ${before.name}, right behind it` };
  if (!nmtPresent && !heapKnown && large && !inProgramArea(row) && row.start < COMPRESSED_HEAP_BELOW) {
    const reason = 'writable memory below 32 GiB, where compressed heaps are placed; no NMT to confirm it';
    return { kind: 'java-heap', grade: 'guess', reason };
  }
  if (allocator !== null && allocator !== 'musl' && large) {
    // jemalloc grows by whole 2 MiB extents.
    const grade = allocator === 'jemalloc' && sizeBytes % (2 * MIB) === 0 ? 'consistent' : 'guess';
    return { kind: allocator, grade, reason: `writable memory outside NMT, in a process that runs on ${allocator}` };
  }
  if (allocator === null && large && neighboursKnown && jvmRangesKnown) {
    const reason = `${formatKib(sizeBytes)} KiB outside every NMT range and every arena: large malloc blocks, or a library's own mmap`;
    return { kind: 'malloc-mmapped', grade: 'guess', reason };
  }
  return { kind: 'anonymous', grade: 'guess', reason: unknownReason(context) };
}

function unknownReason({ nmtPresent, neighboursKnown, jvmRangesKnown }: NamingContext): string {
  if (!neighboursKnown) return 'neighbouring rows are not in this listing, so its shape tells nothing';
  if (!nmtPresent) return 'no NMT report to match it with; nothing tells what it is';
  return jvmRangesKnown ? 'outside every NMT range; nothing tells what it is' : 'no NMT ranges to match it with; nothing tells what it is';
}

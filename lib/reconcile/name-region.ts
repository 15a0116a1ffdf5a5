import { type Address, roughNumber } from '@/lib/base/address';
import { formatKib, KIB, MIB } from '@/lib/base/bytes';
import type { Mapping } from '@/lib/model/memory-map';
import type { Grade, Owner, RegionKind } from '@/lib/model/region';
import type { Allocator } from './allocator';
import { type ArenaContext, markArenas } from './arenas';
import { type Naming, type Piece, UNNAMED, withReason } from './cut-rows';
import { createBackingNames, executableNames, type NamedBacking } from './file-kinds';
import type { OwnedRange } from './flatten-ranges';
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
export function nameByRecord(pieces: readonly Piece[], kernelNames: boolean): void {
  const executables = executableNames(pieces);
  const nmtNaming = createNmtNamings();
  const backingNaming = createBackingNamings(executables);
  const executable: number[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (piece === undefined) break;
    if (piece.range) piece.naming = nmtNaming(piece, piece.range);
    else piece.naming = backingNaming(piece.row) ?? UNNAMED;
    if (piece.naming === UNNAMED && piece.row.mode.includes('x')) executable.push(i);
  }
  if (!kernelNames) for (const i of executable) nameKernelPages(pieces, i);
}

/** An NMT range beats a file name: CDS archives lie in the heap, ZGC's heap is a memfd. */
function createNmtNamings(): (piece: Piece, range: OwnedRange) => Naming {
  const known = new Map<string, Naming[]>();
  return (piece, { category, start, end }) => {
    let namings = known.get(category);
    if (!namings) {
      namings = [];
      known.set(category, namings);
    }
    const kind = kindOfCategory(piece, category, start, end);
    for (const naming of namings) if (naming.kind === kind) return naming;
    const naming: Naming = {
      category,
      match: 'address',
      bucket: bucketOfCategory(category),
      owner: 'nmt',
      kind,
      grade: 'proven',
      why: tellNmt,
    };
    namings.push(naming);
    return naming;
  };
}

function kindOfCategory({ row }: Piece, category: string, start: Address, end: Address): RegionKind {
  if (category === 'Java Heap' && row.name !== '' && ZGC_VIEW.test(row.name)) return 'zgc-heap-view';
  if (category === 'Class') return classKind(start, end);
  const kind = KIND_OF_CATEGORY[category] ?? 'nmt-other';
  return kind === 'thread-stack' && row.mode === '---p' ? 'guard' : kind;
}

const ZGC_VIEW = /java_heap/;

/** JDK 16 and later reserve 1 GiB (or what is left below CDS) as class space; before, Class was all of metaspace, in small pieces. */
const classKind = (start: Address, end: Address): RegionKind => (end - start >= BigInt(128 * MIB) ? 'class-space' : 'metaspace');

function tellNmt({ row, naming: { category, kind } }: Piece): string[] {
  const reasons = [`inside an NMT range of ${category}`];
  if (kind === 'zgc-heap-view')
    reasons.push('ZGC maps its heap at several addresses (memfd:java_heap): RSS counts a page once per view that touched it');
  else if (row.name !== '' && !row.name.startsWith('[')) reasons.push(`backed by ${row.name}`);
  if (kind === 'guard') reasons.push('no access: guard pages of the stack');
  return reasons;
}

/** One naming for each name: a library has five rows, a process a thousand libraries. */
function createBackingNamings(executables: ReadonlySet<string>): (row: Mapping) => Naming | null {
  const known = new Map<NamedBacking, Naming>();
  const backingOf = createBackingNames(executables);
  return (row) => {
    const backing = backingOf(row);
    if (!backing) return null;
    const before = known.get(backing);
    if (before) return before;
    const { bucket, kind, reason } = backing;
    const naming = withReason({ category: null, match: null, bucket, owner: OWNER_OF_BUCKET[bucket], kind, grade: 'proven' }, reason);
    known.set(backing, naming);
    return naming;
  };
}

const kernelPage = (reason: string): Naming =>
  withReason({ category: null, match: null, bucket: 'kernel', owner: 'kernel', kind: 'kernel', grade: 'consistent' }, reason);
const VSYSCALL_PAGE = kernelPage('fixed address of the vsyscall page');
const VVAR_PAGE = kernelPage('small read-only page below the vdso: [vvar]');
const VDSO_PAGE = kernelPage('small executable page above read-only ones: [vdso]');

/**
 * pmap -x: [vvar] is read-only, [vdso] executable, side by side and tiny; vsyscall has a fixed address. `at` is the place of an
 * executable piece that nothing names.
 */
function nameKernelPages(pieces: readonly Piece[], at: number): void {
  const piece = pieces[at];
  if (piece?.row.name !== '') return;
  const { row } = piece;
  if (row.start === VSYSCALL) piece.naming = VSYSCALL_PAGE;
  if (row.mode !== 'r-xp' || row.sizeBytes > 16 * KIB) return;
  let above = piece;
  for (let i = at - 1; above.adjoins; i--) {
    const page = pieces[i];
    if (!page?.whole || page.row.mode !== 'r--p' || page.row.name !== '' || page.row.sizeBytes > 32 * KIB) break;
    if (page.naming !== UNNAMED) break;
    page.naming = VVAR_PAGE;
    piece.naming = VDSO_PAGE;
    above = page;
  }
}

/** Second step, after matching by size: shape and neighbours of what nothing has named. */
export function nameByShape(pieces: readonly Piece[], context: NamingContext): void {
  nameBrkHeap(pieces, context.kernelNames);
  if (context.allocator === null) markArenas(pieces, arenaContext(pieces, context));
  markStacks(pieces);
  let before: Piece | null = null;
  for (const piece of pieces) {
    // (Only the first piece of a row has another row right before it.)
    if (piece.naming === UNNAMED)
      piece.naming = judgeRemainder(piece, before && before.row !== piece.row && piece.adjoins ? before.row : null, context);
    before = piece;
  }
}

export function arenaContext(pieces: readonly Piece[], context: Pick<NamingContext, 'neighboursKnown' | 'jvmRangesKnown'>): ArenaContext {
  return {
    neighboursKnown: context.neighboursKnown,
    jvmRangesKnown: context.jvmRangesKnown,
    noReserveMarked: pieces.some(({ row }) => row.vmFlags?.includes('nr')),
  };
}

const unmatched = (kind: RegionKind, grade: Grade, why: string | ((piece: Piece) => string)): Naming => ({
  ...UNNAMED,
  kind,
  grade,
  why: typeof why === 'string' ? () => [why] : (piece) => [why(piece)],
});

const BRK_HEAP = unmatched('brk-heap', 'proven', 'named [heap] by the kernel: the main arena of malloc');
const UNNAMED_BRK_HEAP = unmatched(
  'brk-heap',
  'consistent',
  'writable memory at the addresses of the program itself: the brk heap, main arena of malloc',
);

function inProgramArea(row: Mapping): boolean {
  // (What it loses above 2^53 is far beyond these areas.)
  const start = roughNumber(row.start);
  for (const [from, to] of PROGRAM_AREAS) if (start >= from && start < to) return true;
  return false;
}

/**
 * smaps names the brk heap [heap]; pmap -x prints "[ anon ]". There it is the largest writable anonymous row beside the program;
 * smaller ones are the program's own data.
 */
function nameBrkHeap(pieces: readonly Piece[], kernelNames: boolean): void {
  let largest: Piece | null = null;
  let largestBytes = 0;
  for (const piece of pieces) {
    if (piece.naming !== UNNAMED) continue;
    const { row } = piece;
    if (row.name === '[heap]') piece.naming = BRK_HEAP;
    if (kernelNames || row.name !== '' || row.sizeBytes <= largestBytes || row.mode !== 'rw-p') continue;
    if (!piece.whole || !inProgramArea(row)) continue;
    largest = piece;
    largestBytes = row.sizeBytes;
  }
  if (largest) largest.naming = UNNAMED_BRK_HEAP;
}

const NO_ACCESS = unmatched('guard', 'guess', 'no access: a guard, or reserved and never used');
const RESERVED = unmatched('anonymous', 'consistent', 'address space without access: reserved, never resident');
const NAMED_BY_PROGRAM = unmatched('anonymous', 'proven', ({ row }) => `named by the program: ${row.name}`);
const EXECUTABLE_WORDS = 'executable: a JIT compiler, closures of libffi, or the code cache';
const EXECUTABLE = unmatched('anonymous', 'guess', EXECUTABLE_WORDS);
const PERHAPS_CODE = unmatched('code-cache', 'guess', EXECUTABLE_WORDS);
const PERHAPS_HEAP = unmatched(
  'java-heap',
  'guess',
  'writable memory below 32 GiB, where compressed heaps are placed; no NMT to confirm it',
);
const LARGE_BLOCKS = unmatched(
  'malloc-mmapped',
  'guess',
  ({ sizeBytes }) => `${formatKib(sizeBytes)} KiB outside every NMT range and every arena: large malloc blocks, or a library's own mmap`,
);
const UNKNOWN = {
  cut: unmatched('anonymous', 'guess', 'neighbouring rows are not in this listing, so its shape tells nothing'),
  noNmt: unmatched('anonymous', 'guess', 'no NMT report to match it with; nothing tells what it is'),
  outside: unmatched('anonymous', 'guess', 'outside every NMT range; nothing tells what it is'),
  noRanges: unmatched('anonymous', 'guess', 'no NMT ranges to match it with; nothing tells what it is'),
};

function unknown({ nmtPresent, neighboursKnown, jvmRangesKnown }: NamingContext): Naming {
  if (!neighboursKnown) return UNKNOWN.cut;
  if (!nmtPresent) return UNKNOWN.noNmt;
  return jvmRangesKnown ? UNKNOWN.outside : UNKNOWN.noRanges;
}

/** What neither names nor pairs have told. `before`: the row that ends where the piece begins. */
function judgeRemainder({ row, sizeBytes }: Piece, before: Mapping | null, context: NamingContext): Naming {
  const { allocator, nmtPresent, heapKnown, neighboursKnown, jvmRangesKnown } = context;
  const { mode } = row;
  if (mode.startsWith('---')) return sizeBytes <= MIB ? NO_ACCESS : RESERVED;
  if (row.name.startsWith('[anon:')) return NAMED_BY_PROGRAM;
  if (mode.includes('x')) return nmtPresent ? EXECUTABLE : PERHAPS_CODE;
  if (sizeBytes <= MIB && before !== null && before.name !== '' && !before.name.startsWith('['))
    return unmatched('anonymous', 'consistent', `data of ${before.name}, right behind it`);
  if (mode !== 'rw-p' || sizeBytes < SMALLEST_MMAPPED) return unknown(context);
  if (!nmtPresent && !heapKnown && !inProgramArea(row) && row.start < COMPRESSED_HEAP_BELOW) return PERHAPS_HEAP;
  if (allocator !== null && allocator !== 'musl') {
    // jemalloc grows by whole 2 MiB extents.
    const grade = allocator === 'jemalloc' && sizeBytes % (2 * MIB) === 0 ? 'consistent' : 'guess';
    return unmatched(allocator, grade, `writable memory outside NMT, in a process that runs on ${allocator}`);
  }
  return allocator === null && neighboursKnown && jvmRangesKnown ? LARGE_BLOCKS : unknown(context);
}

import { closeSync, openSync, writeSync } from 'node:fs';

/** One made process: mappings, and the ranges that NMT has of them. Sizes in KiB. The same for the same counts. */
export interface MadeSpace {
  maps: { start: number; kib: number; rssKib: number; mode: string; name: string }[];
  ranges: { start: number; kib: number; committedKib: number; category: string }[];
  upTo(most: number): number;
}

const LIBRARIES = ['libjvm.so', 'libzip.so', 'libc-2.17.so', 'libpthread-2.17.so', 'native-hadoop.so', 'jackson-databind-2.10.0.jar'];
const CATEGORIES = ['Class', 'Thread', 'Code', 'GC', 'Compiler', 'Internal', 'Symbol', 'Native Memory Tracking', 'Arena Chunk'];
const ARENA = 64 * 1024 * 1024;
const HEAP_KIB = 75_497_472;

/** A heap of 72 GiB, arena heaps, stacks with their guards, libraries in three rows, other anonymous rows; every so-many-th row is NMT's. */
export function makeSpace(mappings: number, ranges: number): MadeSpace {
  let seed = 7;
  const upTo = (most: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 1;
    return Math.floor((seed / 2 ** 31) * most);
  };
  const maps: MadeSpace['maps'] = [];
  let at = 0x7f00_0000_0000 - HEAP_KIB * 1024;
  const put = (kib: number, mode: string, name: string, residentOf100: number, gapPages = 0) => {
    maps.push({ start: at, kib, rssKib: Math.floor((kib * residentOf100) / 400) * 4, mode, name });
    at += kib * 1024 + gapPages * 4096;
  };
  put(HEAP_KIB, 'rw---', '[ anon ]', 81, 16);
  while (maps.length < mappings) {
    const kind = upTo(100);
    if (kind < 35) {
      const used = Math.min(65_532, 132 + 4 * upTo(16_000));
      at = Math.ceil(at / ARENA) * ARENA;
      put(used, 'rw---', '[ anon ]', 60 + upTo(40));
      put(65_536 - used, '-----', '[ anon ]', 0);
    } else if (kind < 75) {
      put(12, '-----', '[ anon ]', 0);
      put(1_016, 'rw---', '[ anon ]', 5 + upTo(20), upTo(3));
    } else if (kind < 90) {
      const name = LIBRARIES[upTo(LIBRARIES.length)] ?? '';
      put(4 * (1 + upTo(900)), 'r-x--', name, 70);
      put(2_044, '-----', name, 0);
      put(4 * (1 + upTo(30)), 'rw---', name, 100, upTo(9));
    } else put(4 * (1 + upTo(4_000)), 'rw---', '[ anon ]', upTo(100), upTo(64));
  }
  maps.length = mappings;
  const step = mappings / ranges;
  const owned = Array.from({ length: ranges }, (_, i) => {
    const map = maps[Math.floor(i * step)] ?? { start: 0, kib: 4, rssKib: 0, mode: '' };
    // Some begin later or end earlier than the row: the kernel merges neighbours.
    const less = upTo(10) < 3 && map.kib > 16 ? 4 * upTo(map.kib / 8) : 0;
    const start = map.start + (upTo(10) < 1 ? less * 1024 : 0);
    const category = i === 0 ? 'Java Heap' : (CATEGORIES[upTo(CATEGORIES.length)] ?? '');
    return { start, kib: map.kib - less, committedKib: Math.min(map.rssKib, map.kib - less), category };
  });
  return { maps, ranges: owned, upTo };
}

const pad = (value: number | string, width: number) => String(value).padStart(width);
const hex = (value: number) => value.toString(16).padStart(16, '0');

/** `pmap -x` */
export function* printPmap({ maps }: MadeSpace): Generator<string> {
  yield '107870:   /usr/java/bin/java -Xmx72G made.Server\nAddress           Kbytes     RSS   Dirty Mode  Mapping\n';
  let size = 0;
  let resident = 0;
  let dirty = 0;
  for (const { start, kib, rssKib, mode, name } of maps) {
    const written = mode[1] === 'w' ? rssKib : 0;
    size += kib;
    resident += rssKib;
    dirty += written;
    yield `${hex(start)} ${pad(kib, 7)} ${pad(rssKib, 7)} ${pad(written, 7)} ${mode} ${name.startsWith('[') ? `  ${name}` : name}\n`;
  }
  yield `---------------- ------- ------- ------- \ntotal kB         ${pad(size, 7)} ${pad(resident, 7)} ${pad(dirty, 7)}\n`;
}

const SMAPS_KEYS =
  'Size KernelPageSize MMUPageSize Rss Pss Shared_Clean Shared_Dirty Private_Clean Private_Dirty Referenced Anonymous LazyFree AnonHugePages ShmemPmdMapped FilePmdMapped Shared_Hugetlb Private_Hugetlb Swap SwapPss Locked'.split(
    ' ',
  );

/** `/proc/PID/smaps` */
export function* printSmaps({ maps }: MadeSpace): Generator<string> {
  for (const { start, kib, rssKib, mode, name } of maps) {
    const file = !name.startsWith('[');
    const end = (start + kib * 1024).toString(16);
    const dirty = mode[1] === 'w' ? rssKib : 0;
    yield `${start.toString(16)}-${end} ${mode.slice(0, 3)}p 00000000 ${file ? 'fd:01 1074412' : '00:00 0'} ${file ? `${' '.repeat(25)}/usr/lib64/${name}` : ''}\n`;
    const values = [kib, 4, 4, rssKib, rssKib, 0, 0, rssKib - dirty, dirty, rssKib, file ? 0 : rssKib];
    yield SMAPS_KEYS.map((key, i) => `${`${key}:`.padEnd(16)}${pad(values[i] ?? 0, 8)} kB\n`).join('');
    yield 'THPeligible:    0\nVmFlags: rd wr mr mw me ac sd \n';
  }
}

const CLASSES = [
  'Unsafe',
  'Arena',
  'CodeHeap',
  'G1',
  'Metaspace',
  'SymbolTable',
  'JavaThread',
  'Method',
  'GenericGrowableArray',
  'JvmtiEnv',
];
const METHODS = ['allocate', 'grow', 'initialize', 'raw_allocate', 'resize', 'commit_memory', 'reserve_memory', 'new_entry', 'run'];
const ARGUMENTS = ['', 'unsigned long', 'int, Thread*', 'char const*, unsigned long, bool', 'JavaVMInitArgs*, bool*'];

/** `jcmd PID VM.native_memory detail`; nearly every frame differs from all others, which no JVM prints: the worst there is. */
export function* printNmtDetail({ ranges, upTo }: MadeSpace, sites: number): Generator<string> {
  const pick = (words: readonly string[]) => words[upTo(words.length)] ?? '';
  const frame = () =>
    `[0x${hex(0x7fe98c000000 + upTo(0xf00000))}] ${pick(CLASSES)}${upTo(99)}::${pick(METHODS)}${upTo(99)}(${pick(ARGUMENTS)})+0x${upTo(4_000).toString(16)}\n`;
  const sums = new Map<string, { reserved: number; committed: number }>();
  for (const { category, kib, committedKib } of ranges) {
    const sum = sums.get(category) ?? { reserved: 0, committed: 0 };
    sums.set(category, { reserved: sum.reserved + kib, committed: sum.committed + committedKib });
  }
  const amounts = ({ reserved, committed }: { reserved: number; committed: number }) => `reserved=${reserved}KB, committed=${committed}KB`;
  const all = [...sums.values()].reduce((a, b) => ({ reserved: a.reserved + b.reserved, committed: a.committed + b.committed }));
  yield `107870:\n\nNative Memory Tracking:\n\nTotal: ${amounts(all)}\n`;
  const inset = ' '.repeat(28);
  for (const [category, sum] of sums)
    yield `-${pad(category, 26)} (${amounts(sum)})\n${inset}(malloc=0KB #${1 + upTo(90_000)}) \n${inset}(mmap: ${amounts(sum)}) \n \n`;
  yield 'Virtual memory map:\n \n';
  for (const { start, kib, committedKib, category } of ranges) {
    yield `[0x${hex(start)} - 0x${hex(start + kib * 1024)}] reserved ${kib}KB for ${category} from\n`;
    for (let i = 0; i < 4; i++) yield `    ${frame()}`;
    if (committedKib > 0) {
      yield `\n\t[0x${hex(start)} - 0x${hex(start + committedKib * 1024)}] committed ${committedKib}KB from\n`;
      for (let i = 0; i < 4; i++) yield `            ${frame()}`;
    }
    yield '\n';
  }
  yield 'Details:\n\n';
  for (let i = 0; i < sites; i++)
    yield `${frame()}${frame()}${frame()}${frame()}${' '.repeat(29)}(malloc=${1 + upTo(4_000)}KB type=${pick(CATEGORIES)} #${1 + upTo(5_000)})\n\n`;
}

/** Writes pieces of text until they are over, or so many bytes are there. */
export function writePieces(file: string, pieces: Iterable<string>, most = Number.POSITIVE_INFINITY): number {
  const handle = openSync(file, 'w');
  let bytes = 0;
  let waiting: string[] = [];
  let length = 0;
  const flush = () => {
    bytes += writeSync(handle, waiting.join(''));
    waiting = [];
    length = 0;
  };
  try {
    for (const piece of pieces) {
      waiting.push(piece);
      length += piece.length;
      if (length < 1024 * 1024) continue;
      flush();
      if (bytes >= most) break;
    }
    flush();
  } finally {
    closeSync(handle);
  }
  return bytes;
}

import { type Reach, reachOf } from '@/components/views/frame-reach';
import type { CallColumns } from '@/lib/model/call-columns';
import { isGapFrame } from '@/lib/model/frame-type';
import { isOfJdk, tidyJavaName } from '../java-name';

/** More paths are counted and not kept. */
const MOST = 500;

/** How a stack comes to memory. */
export type AllocatorWay = 'malloc' | 'calloc' | 'realloc' | 'new' | 'mmap' | 'brk' | 'free' | 'page fault';

/** A way to memory: who asks, by which call, for which Java code. Weight in the unit of the profile. */
export interface AllocatorPath {
  way: AllocatorWay;
  /** Frame next to the allocator, or that touched the page first. */
  taker: number;
  /** False where the stack ends in what only copies, clears or allocates: `taker` is the last of that, its caller is not known. */
  isKnown: boolean;
  /** Nearest Java method above it; "" where the stack holds none. */
  javaName: string;
  /** Frame of the nearest Java method outside the JDK; -1. */
  owner: number;
  ownerName: string;
  weight: number;
}

export interface AllocatorPaths {
  /** The heaviest, first so; at most 500 of them. */
  paths: AllocatorPath[];
  /** How many there are. */
  count: number;
  /** Weight of all stacks that pass through an allocator, each once. */
  weight: number;
  /** True where the event itself is an allocation or a page fault: then every stack is one, whatever frames it shows. */
  byEvent: boolean;
}

/** Of an event: "page-faults:u", "syscalls:sys_enter_mmap", "probe_libc:malloc". nativemem mixes malloc, calloc and realloc. */
const EVENT_WAYS: readonly [pattern: RegExp, way: AllocatorWay][] = [
  [/faults|page_fault/, 'page fault'],
  [/\bcalloc\b/, 'calloc'],
  [/\brealloc\b/, 'realloc'],
  [/mmap|mremap/, 'mmap'],
  [/brk\b/, 'brk'],
  [/malloc|memalign|aligned_alloc|nativemem/, 'malloc'],
];
/** The kernel's way into a page fault; what it does below belongs to it. */
const FAULT =
  /^(?:asm_)?exc_page_fault|^(?:async_)?page_fault$|^do_(?:user_addr|page)_fault|^do_page_fault|^el0_(?:da|ia)\b|^do_mem_abort|^handle_mm_fault/;
const KERNEL_MMAP = /^(?:__x64_|__arm64_|__ia32_)?sys_(?:mmap|mremap)|^ksys_mmap|^do_mmap\b/;
const KERNEL_BRK = /^(?:__x64_|__arm64_|__ia32_)?sys_brk|^do_brk/;

/** "malloc_hook", "__libc_calloc", "operator new(unsigned long)", "_Znwm", "sbrk", "asm_exc_page_fault". */
function wayOf(name: string, type: string): AllocatorWay | null {
  if (type === 'kernel') return FAULT.test(name) ? 'page fault' : KERNEL_MMAP.test(name) ? 'mmap' : KERNEL_BRK.test(name) ? 'brk' : null;
  if (type !== 'native' || reachOf(name, 'native') !== 'allocator') return null;
  if (/calloc/.test(name)) return 'calloc';
  if (/realloc/.test(name)) return 'realloc';
  if (/free|delete|_Zd|trim|unlink|consolidate|shrink|munmap/.test(name)) return 'free';
  if (/^operator new|^_Zn/.test(name)) return 'new';
  if (/mmap|mremap/.test(name)) return 'mmap';
  return /brk|morecore/.test(name) ? 'brk' : 'malloc';
}

/** What a stack passes on its way from the allocator up to whoever wants the memory. */
const PASSED_OVER: ReadonlySet<Reach> = new Set(['passive', 'kernel', 'unknown', 'allocator']);

/** The stacks through an allocator, by who asks it: the machine code next to it, and the Java code above. One pass over the tree. */
export function findAllocatorPaths(tree: CallColumns, event: string | null): AllocatorPaths {
  const { names, types } = tree.frames;
  const eventWay = EVENT_WAYS.find(([pattern]) => pattern.test(event?.toLowerCase() ?? ''))?.[1] ?? null;
  const ways = names.map((name, i) => wayOf(name, types[i] ?? 'unknown'));
  const reaches = names.map((name, i) => reachOf(name, types[i] ?? 'unknown'));
  /** What stands below an allocator without being the reason: its own helpers, the kernel, copying and clearing. */
  const isInner = reaches.map(
    (reach, i) => ways[i] !== null || reach === 'allocator' || reach === 'kernel' || reach === 'passive' || reach === 'unknown',
  );
  const count = tree.frame.length;
  /** Per node: the outermost allocator of the run it is in; 0: none. */
  const gate = new Int32Array(count);
  const java = new Int32Array(count).fill(-1);
  const owner = new Int32Array(count).fill(-1);
  const paths = new Map<string, AllocatorPath>();
  let weight = 0;
  for (let node = 1; node < count; node++) {
    const frame = tree.frame[node] ?? 0;
    const parent = tree.parent[node] ?? 0;
    const name = names[frame] ?? '';
    const isGap = isGapFrame(name);
    const isJava = types[frame] === 'java';
    java[node] = isGap ? -1 : isJava ? frame : (java[parent] ?? -1);
    owner[node] = isGap ? -1 : isJava && !isOfJdk(name) ? frame : (owner[parent] ?? -1);
    const around = gate[parent] ?? 0;
    gate[node] = isInner[frame] && !isGap ? around || (ways[frame] === null ? 0 : node) : 0;
    const self = tree.self[node] ?? 0;
    if (self <= 0) continue;
    const at = gate[node] ?? 0;
    const way = at > 0 ? (ways[tree.frame[at] ?? 0] ?? 'malloc') : eventWay;
    if (way === null) continue;
    // Above the allocator, past what only copies or clears; a page is touched by the code itself.
    let taker = at > 0 ? (tree.parent[at] ?? 0) : node;
    let last = at > 0 ? at : node;
    while (taker > 0 && PASSED_OVER.has(reaches[tree.frame[taker] ?? 0] ?? 'unknown')) {
      last = taker;
      taker = tree.parent[taker] ?? 0;
    }
    const isKnown = taker > 0 && types[tree.frame[taker] ?? 0] !== 'thread';
    const found = tree.frame[isKnown ? taker : last] ?? 0;
    const from = java[node] ?? -1;
    const by = owner[node] ?? -1;
    weight += self;
    const key = `${way} ${found} ${isKnown} ${from} ${by}`;
    const path = paths.get(key);
    if (path) path.weight += self;
    else
      paths.set(key, {
        way,
        taker: found,
        isKnown,
        javaName: from < 0 ? '' : tidyJavaName(names[from] ?? ''),
        owner: by,
        ownerName: by < 0 ? '' : tidyJavaName(names[by] ?? ''),
        weight: self,
      });
  }
  return {
    paths: [...paths.values()].sort((a, b) => b.weight - a.weight || a.taker - b.taker).slice(0, MOST),
    count: paths.size,
    weight,
    byEvent: eventWay !== null,
  };
}

import { formatBytes, GIB } from '@/lib/base/bytes';
import type { NextStep } from '@/lib/model/finding';

// Commands that several rules advise, each with its risk in production as it is (not as one would like it).

/** `pmap -X` reads /proc/PID/smaps: the kernel walks the page tables under the mmap lock, the process keeps running. */
export const captureFullMap = (pid: string, why: string): NextStep => ({
  command: `pmap -X ${pid} > pmap.txt`,
  why,
  risk: 'none, reads /proc',
});

/** `-all` counts unreachable objects too and so needs no full GC; without it the JVM collects first and may cure what it measures. */
export function countObjects(pid: string, pattern: string, why: string, heapBytes: number): NextStep {
  const slow = heapBytes >= 8 * GIB ? `; on a ${formatBytes(heapBytes)} heap it may take seconds` : ' while the heap is walked';
  return {
    command: `jcmd ${pid} GC.class_histogram -all | grep -E '${pattern}'`,
    why: `${why} Keep -all: without it the JVM runs a full GC first, which can free what you want to count.`,
    risk: `the JVM stands still (a safepoint)${slow}`,
  };
}

/** The C-Heap line is printed by VM.info of JDK 11 and later, on glibc. */
export const readCHeap = (pid: string): NextStep => ({
  command: `jcmd ${pid} VM.info | grep C-Heap`,
  why: 'glibc says how much malloc memory is live (outstanding) and how much it merely keeps (retained). Outstanding far above what NMT counts means live memory of native libraries; a large retained part means allocator slack. Needs JDK 11 or later; 0K means another allocator.',
  risk: 'none to speak of: one report is printed, and no thread has to stop for it',
});

/** For JDK 8, which has no VM.info: the same from glibc itself. */
export const readMallocInfo = (pid: string, why: string): NextStep => ({
  command: `gdb -batch -p ${pid} -ex 'call (int)malloc_info(0,(void*)stderr)'`,
  why: `${why} The XML goes to the standard error of the JVM.`,
  risk: 'stops the process while gdb is attached and runs a function inside it (seconds; a deadlock if a thread holds the malloc lock): take it out of the load balancer first',
});

export const profileNativeMemory = (pid: string): NextStep => ({
  command: `asprof -e nativemem -d 600 -f nativemem.jfr ${pid} && jfrconv --total --nativemem --leak nativemem.jfr leak.html`,
  why: 'Shows which stacks call malloc and never free. Needs async-profiler 4.0 or later and at least ten minutes under load.',
  risk: 'every malloc and free is hooked: a few percent of CPU while it runs; not under jemalloc, where crashes are reported',
});

/** NMT counts only since start and cannot be switched on later. */
export const restartWithNmt = (): NextStep => ({
  command: '-XX:NativeMemoryTracking=detail',
  why: 'With detail, regions are matched by address instead of by size. Add it to the JVM options.',
  risk: 'needs a restart, which also hides the problem for a while; 5 to 10 % slower while it is on',
});

export const trimHeap = (pid: string): NextStep => ({
  command: `jcmd ${pid} System.trim_native_heap`,
  why: 'If RSS falls by a fifth or more, the memory was allocator slack; if it hardly moves, it is live, or waits for a garbage collection.',
  risk: 'malloc calls wait while glibc returns pages, milliseconds to seconds. In JDK 18 and later and in current updates of 11 and 17 (JDK-8268893)',
});

export const trimRegularly = (): NextStep => ({
  command: '-XX:TrimNativeHeapInterval=60000',
  why: 'The JVM then trims every minute by itself (JDK 22 and later, and updates of 17 and 21, where it may need -XX:+UnlockExperimentalVMOptions).',
  risk: 'needs a restart; a trim of a large heap takes some milliseconds to seconds of one thread',
});

export const captureTogether = (pid: string): NextStep => ({
  command: `jcmd ${pid} VM.native_memory detail > nmt.txt; pmap -X ${pid} > pmap.txt; cat /proc/${pid}/status > status.txt`,
  why: 'Take map, NMT and status of one process in one go.',
  risk: 'little: jcmd attaches for some milliseconds, the rest reads /proc',
});

export const limitArenas = (): NextStep => ({
  command: 'MALLOC_ARENA_MAX=2',
  why: 'In the environment of the JVM: at most two pools. Helps where many pools are nearly empty; it does not shrink what fills them.',
  risk: 'needs a restart; threads that allocate natively at the same time may wait for each other',
});

export const runCollection = (pid: string): NextStep => ({
  command: `jcmd ${pid} VM.info | grep C-Heap; jcmd ${pid} GC.run; sleep 10; jcmd ${pid} VM.info | grep C-Heap`,
  why: 'If the outstanding bytes fall by a fifth or more, Java objects that nobody closes own the memory, and it only waits for the collector. If they stay, it is live: needed or leaked. Compare outstanding, not RSS. VM.info prints this from JDK 11 on.',
  risk: 'one full collection: a pause of seconds on a large heap; take the instance out of the load balancer first',
});

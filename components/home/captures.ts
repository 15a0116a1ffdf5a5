export interface Capture {
  command: string;
  tells: string;
  /** Risk in production, plainly. */
  risk: string;
}

/** What to run, best first. PID is the reader's to fill in. */
export const CAPTURES: readonly Capture[] = [
  {
    command: 'pmap -x PID > pmap.txt',
    tells: 'Every mapping with its resident memory. The start of everything.',
    risk: 'none, reads /proc; a second or two on a large process.',
  },
  {
    command: 'cat /proc/PID/smaps > smaps.txt',
    tells: 'The same with flags and shares: tells arena heaps from other memory for certain.',
    risk: 'low: holds the lock of the address space while it is read, some hundred ms on a large process.',
  },
  {
    command: 'jcmd PID VM.native_memory detail > nmt.txt',
    tells: 'What the JVM itself accounts for, with address ranges.',
    risk: 'low; needs a start with -XX:NativeMemoryTracking=detail, which costs 5 to 10 %.',
  },
  {
    command: 'asprof -d 600 -e nativemem -o collapsed -f malloc.txt PID',
    tells: 'Who calls malloc, and from which Java code.',
    risk: 'low: async-profiler 4.0 or later attaches to the process; not under jemalloc.',
  },
];

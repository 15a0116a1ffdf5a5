import type { Address } from '@/lib/base/address';
import type { Sourced } from '@/lib/model/facts';
import type { HeapUsage, ProcessStatus } from '@/lib/model/process-facts';

/** GC.heap_info that prints the addresses of the heap. */
export const makeHeapUsage = (start: Address, end: Address): HeapUsage => ({
  pid: 4711,
  collector: 'G1',
  maxHeap: null,
  reserved: { line: 1, bytes: Number(end - start) },
  committed: { line: 1, bytes: Number(end - start) },
  used: { line: 1, bytes: 0 },
  regionBytes: null,
  range: { line: 1, start, end },
  parts: [],
});

/** /proc/PID/status with these amounts, in bytes. */
export const makeStatus = (amounts: Record<string, number>): Sourced<ProcessStatus> => ({
  artifactId: 'status',
  value: {
    pid: 4711,
    nsPids: [],
    name: 'java',
    threads: null,
    amounts: Object.fromEntries(Object.entries(amounts).map(([key, bytes], i) => [key, { line: i + 1, bytes }])),
  },
});

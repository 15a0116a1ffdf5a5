import { formatBytes, formatCount, KIB } from '@/lib/base/bytes';
import type { MemoryRole } from '@/lib/model/memory-tree';
import type { FrameType } from '@/lib/model/profile';
import type { Grade } from '@/lib/model/region';

export { KIND_WORDS } from '@/lib/model/region-words';

/** How sure a kind is: a sign and a word, never the sign alone. */
export const GRADE_WORDS: Record<Grade, { sign: string; word: string }> = {
  proven: { sign: '●', word: 'proven' },
  consistent: { sign: '◐', word: 'consistent' },
  guess: { sign: '○', word: 'guess' },
};

/** Names of the colour roles, as the ledger and the treemap print them. */
export const ROLE_WORDS: Record<MemoryRole, string> = {
  heap: 'Java heap',
  gc: 'GC structures',
  meta: 'Class data and other JVM memory',
  code: 'Code cache',
  stack: 'Thread stacks',
  malloc: 'malloc known to NMT',
  file: 'Files, shared memory, kernel',
  'not-shown-nmt': 'Not shown, NMT may own',
  'not-shown-outside': 'Not shown, outside NMT',
  unexplained: 'Unexplained',
};

export const FRAME_WORDS: Record<FrameType, string> = {
  java: 'Java',
  native: 'native',
  vm: 'JVM',
  kernel: 'kernel',
  thread: 'thread',
  unknown: 'unknown',
};

/** A weight in words: "120 ms", "1.52 s", "188.5 MiB", "12 samples", "7,550". */
export function formatWeight(weight: number, unit: string): string {
  switch (unit) {
    case 'ns':
      return formatNanoseconds(weight);
    case 'bytes':
      // A profile counts single mallocs: "0 KiB" would say there was none.
      return weight !== 0 && Math.abs(weight) < KIB ? `${formatCount(weight)} ${weight === 1 ? 'byte' : 'bytes'}` : formatBytes(weight);
    case 'samples':
      return `${formatCount(weight)} ${weight === 1 ? 'sample' : 'samples'}`;
    case 'count':
    case 'unknown':
      return formatCount(weight);
    default:
      return `${formatCount(weight)} ${unit}`;
  }
}

function formatNanoseconds(ns: number): string {
  if (ns >= 60e9) return `${(ns / 60e9).toFixed(1)} min`;
  if (ns >= 1e9) return `${(ns / 1e9).toFixed(2)} s`;
  if (ns >= 1e6) return `${(ns / 1e6).toFixed(0)} ms`;
  return ns === 0 ? '0 s' : `${formatCount(ns / 1e3)} µs`;
}

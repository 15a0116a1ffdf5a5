import type { Evidence } from '@/lib/model/finding';
import { citeLines } from './evidence';
import { type Moment, sameProcess } from './moment';

/** glibc's count of live malloc and the Java heap in use, at one moment. */
export interface GcMoment {
  out: number;
  used: number;
  cite: Evidence[];
}

/** Two such moments of one process that follow each other. */
export interface GcPair {
  before: GcMoment;
  after: GcMoment;
}

/** Every two neighbouring looks at the C heap that also tell how much of the Java heap was in use. */
export function gcPairs(history: readonly Moment[]): GcPair[] {
  const told = sameProcess(history).flatMap(({ cHeap, heap, label }): GcMoment[] => {
    const used = heap?.value.used;
    if (!cHeap || !heap || !used || cHeap.value.outstandingBytes === 0) return [];
    const cite = [
      citeLines(cHeap.artifactId, cHeap.value.line, cHeap.value.line, label ? `C-Heap at ${label}` : 'C-Heap'),
      citeLines(heap.artifactId, used.line, used.line, 'heap used'),
    ];
    return [{ out: cHeap.value.outstandingBytes, used: used.bytes, cite }];
  });
  return told.slice(1).flatMap((after, at) => {
    const before = told[at];
    return before ? [{ before, after }] : [];
  });
}

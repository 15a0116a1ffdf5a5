import { KIB, MIB } from '@/lib/base/bytes';
import type { G1Fit } from '@/lib/model/ledger';
import { findCategory } from '@/lib/model/nmt';
import type { MergedNmt } from './merge-nmt';

const MARK_STACK = 32 * MIB;
// Beyond the tables NMT counts a few task queues and their like; 72 to 140 KiB were seen on JDK 17 and 25.
const SLACK = 140 * KIB;

/**
 * G1's side tables for a heap of H, all mmap: mark bitmaps of H/64 each; block offsets, cards and card counts of H/512
 * each; a mark stack of 32 MiB.  JDK 8 to 19: 2·H/64 + 3·H/512 + 32 MiB; from 20 (JDK-8210708) 1·H/64 + 2·H/512 + 32 MiB
 * (measured on 25). Null where what NMT prints for GC fits neither.
 */
export function fitG1(nmt: MergedNmt): (G1Fit & { bitmaps: 1 | 2 }) | null {
  const heap = findCategory(nmt.base, 'Java Heap');
  const gc = findCategory(nmt.base, 'GC')?.mmap;
  const heapBytes = heap?.mmap?.reservedBytes ?? heap?.reservedBytes ?? 0;
  if (!gc || heapBytes === 0) return null;
  const tolerance = SLACK + (nmt.base.unitBytes > KIB ? nmt.base.unitBytes : 0);
  const layouts = [
    {
      bitmaps: 2,
      layout: 'JDK 8 to 19 layout (two mark bitmaps)',
      formulaBytes: (2 * heapBytes) / 64 + (3 * heapBytes) / 512 + MARK_STACK,
    },
    { bitmaps: 1, layout: 'JDK 20 and later (one)', formulaBytes: heapBytes / 64 + (2 * heapBytes) / 512 + MARK_STACK },
  ] as const;
  for (const { bitmaps, layout, formulaBytes } of layouts) {
    if (Math.abs(gc.reservedBytes - formulaBytes) > tolerance) continue;
    return { bitmaps, heapBytes, gcMmapBytes: gc.reservedBytes, formulaBytes, layout, line: gc.line, artifactId: nmt.artifactId };
  }
  return null;
}

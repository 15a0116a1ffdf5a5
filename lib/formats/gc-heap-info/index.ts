import { defineFormat, type LineClass } from '../define';
import { type HeapLine, readHeapLine } from './line';
import { openHeapInfoReader } from './parse';

const CLASS: Record<HeapLine['kind'], LineClass> = {
  blank: 'none',
  unknown: 'none',
  pid: 'head',
  heap: 'strong',
  generation: 'strong',
  zheap: 'strong',
  title: 'weak',
  shenandoah: 'strong',
  regions: 'weak',
  metaspace: 'strong',
  'reserved-region': 'weak',
  space: 'strong',
  known: 'weak',
  history: 'weak',
};

/** Size, use and addresses of the Java heap and metaspace. */
export const gcHeapInfo = defineFormat({
  id: 'gc-heap-info',
  title: 'GC.heap_info',
  reads: 'JDK 7 to 25, every collector, also printed at exit: capacity and use of the heap, region size, metaspace',
  parserVersion: 3,
  produces: ['heap-usage'],
  capture: { command: 'jcmd PID GC.heap_info', risk: 'none of note: prints a few counters at the next safepoint' },
  command: /\bGC\.heap_info\b/,
  classify: (text) => CLASS[readHeapLine(text).kind],
  detect(lines) {
    let filled = 0;
    let known = 0;
    let figures = 0;
    for (const text of lines) {
      const { kind } = readHeapLine(text);
      if (kind === 'history') return { score: 0, because: 'heaps before and after collections: a log of the collector' };
      if (kind === 'blank') continue;
      filled++;
      if (kind !== 'unknown') known++;
      if (CLASS[kind] === 'strong') figures++;
    }
    // One line of it is quoted by jmap, many by crash logs.
    if (figures === 0 || known < filled / 2) return { score: 0, because: `${figures} of ${filled} lines tell the size of a heap` };
    return { score: known / filled, because: `${known} of ${filled} lines are lines of GC.heap_info` };
  },
  open: openHeapInfoReader,
});

import { spanBytes } from '@/lib/base/address';
import type { HeapUsage } from '@/lib/model/process-facts';
import type { HeapLine, HeapRange } from './line';

type Of<K extends HeapLine['kind']> = Extract<HeapLine, { kind: K }>;

/** The text of one heap, line by line: what GC.heap_info prints, and VM.info and crash logs below "Heap:". */
export class HeapInfoDraft {
  readonly usage: HeapUsage = {
    pid: null,
    collector: null,
    maxHeap: null,
    reserved: null,
    committed: null,
    used: null,
    regionBytes: null,
    range: null,
    parts: [],
  };
  private readonly names = new Set<string>();
  private begun = false;

  /** True where nothing but metaspace, or nothing, was read. */
  get isEmpty(): boolean {
    return this.usage.used === null && this.usage.parts.length === 0;
  }

  /** True where the line begins another heap: a second heap, or a second generation or metaspace of the same name. */
  beginsAnother(line: HeapLine): boolean {
    if (line.kind === 'generation' || line.kind === 'metaspace') return this.names.has(line.name);
    return (line.kind === 'heap' || line.kind === 'zheap' || line.kind === 'title') && this.begun;
  }

  /** Takes a line; false where it holds no value that is kept. */
  read(line: HeapLine, at: number): boolean {
    switch (line.kind) {
      case 'heap':
        this.addHeap(line, at);
        return true;
      case 'generation':
        this.addGeneration(line, at);
        return true;
      case 'zheap':
        this.begin('Z');
        this.usage.used = { line: at, bytes: line.used };
        this.usage.committed = { line: at, bytes: line.capacity };
        this.usage.maxHeap = { line: at, bytes: line.max };
        return true;
      case 'title':
        this.begin(line.collector);
        return true;
      case 'space': {
        // The heap of Epsilon is one space, filled from its start.
        if (this.usage.collector !== 'Epsilon' || this.usage.used !== null) return false;
        const { start, committedEnd, end } = line.range;
        this.usage.used = { line: at, bytes: spanBytes(start, committedEnd ?? end) };
        this.usage.committed = { line: at, bytes: line.total };
        this.addRange(line.range, at);
        return true;
      }
      case 'shenandoah':
        this.usage.used = { line: at, bytes: line.used };
        this.usage.committed = { line: at, bytes: line.committed };
        if (line.max !== null) this.usage.maxHeap = { line: at, bytes: line.max };
        return true;
      case 'regions':
        this.usage.regionBytes = line.bytes;
        return true;
      case 'reserved-region':
        this.addRange(line.range, at);
        this.usage.reserved ??= { line: at, bytes: spanBytes(line.range.start, line.range.end) };
        return true;
      case 'metaspace':
        this.names.add(line.name);
        this.usage.parts.push({
          name: line.name,
          line: at,
          capacityBytes: line.capacity,
          usedBytes: line.used,
          committedBytes: line.committed,
          reservedBytes: line.reserved,
        });
        return true;
      default:
        return false;
    }
  }

  private begin(collector: string): void {
    this.begun = true;
    this.usage.collector = collector;
  }

  private addHeap({ collector, reserved, total, used, range }: Of<'heap'>, at: number): void {
    this.begin(collector);
    this.usage.used = { line: at, bytes: used };
    this.usage.committed = { line: at, bytes: total };
    if (range) this.addRange(range, at);
    const reservedBytes = reserved ?? (range && spanBytes(range.start, range.end));
    if (reservedBytes !== null) this.usage.reserved = { line: at, bytes: reservedBytes };
  }

  private addGeneration({ name, collector, total, used, range }: Of<'generation'>, at: number): void {
    const { usage } = this;
    this.names.add(name);
    // `total` leaves one survivor space out, so what is committed comes from the addresses.
    const committedBytes = range ? spanBytes(range.start, range.committedEnd ?? range.end) : null;
    const reservedBytes = range ? spanBytes(range.start, range.end) : null;
    usage.parts.push({ name, line: at, capacityBytes: total, usedBytes: used, committedBytes, reservedBytes });
    if (collector === null) return;
    this.begun = true;
    usage.collector ??= collector;
    const add = (key: 'used' | 'committed' | 'reserved', bytes: number | null) => {
      if (bytes !== null) usage[key] = { line: usage[key]?.line ?? at, bytes: (usage[key]?.bytes ?? 0) + bytes };
    };
    add('used', used);
    add('committed', committedBytes);
    add('reserved', reservedBytes);
    if (range) this.addRange(range, at);
  }

  /** Generations lie side by side: the heap reaches from the first to the end of the last. */
  private addRange({ start, end }: HeapRange, line: number): void {
    const known = this.usage.range;
    this.usage.range = known
      ? { line: known.line, start: start < known.start ? start : known.start, end: end > known.end ? end : known.end }
      : { line, start, end };
  }
}

import type { HeapUsage, LinedBytes } from '@/lib/model/process-facts';
import type { JmapLine } from './line';

type Part = HeapUsage['parts'][number];
type Amount = Extract<JmapLine, { kind: 'amount' }>;

// Sums over blocks that follow, not parts of their own.
const WHOLE = /^(?:G1 Heap|Shenandoah Heap)$/i;
const SUM = /^New Generation/i;
const EPSILON = 'Epsilon heap';
// Of 7: outside the Java heap.
const PERM = /perm/i;

/** One heap while its lines arrive. */
export class HeapDraft {
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
  private readonly sections = new Set<string>();
  private block: { name: string; part: Part | null; capacity: number | null; used: number | null } | null = null;
  private filled = false;

  get isEmpty(): boolean {
    return !this.filled;
  }

  /** False where the section was here already: then another heap begins. */
  begin(section: string): boolean {
    if (this.sections.has(section)) return false;
    this.sections.add(section);
    if (section === 'usage') this.block = null;
    return true;
  }

  /** True where the value of the setting is kept. */
  set(name: string, bytes: number | null, line: number): boolean {
    if (bytes === null) return false;
    if (name === 'MaxHeapSize') this.usage.maxHeap = { line, bytes };
    // 0 with every other collector.
    else if (/RegionSize$/.test(name)) this.usage.regionBytes = bytes || null;
    else return false;
    this.filled = true;
    return true;
  }

  beginBlock(name: string, line: number): void {
    this.block = { name, part: null, capacity: null, used: null };
    if (WHOLE.test(name) || SUM.test(name)) return;
    this.block.part = { name, line, capacityBytes: null, usedBytes: null, committedBytes: null, reservedBytes: null };
  }

  /** What became of an amount: kept, of a sum of what follows, or in contradiction to the block's other figures. */
  add({ what, bytes }: Amount, line: number): 'kept' | 'sum' | 'no-block' | 'odd' {
    // Epsilon has one space, and no heading above it.
    if (!this.block && this.sections.has('usage') && (this.usage.collector ?? 'Epsilon') === 'Epsilon') this.beginBlock(EPSILON, line);
    const { block, usage } = this;
    if (!block) return 'no-block';
    if (what === 'capacity') block.capacity = bytes;
    if (what === 'used') {
      block.used = bytes;
      if (block.capacity !== null && bytes > block.capacity) return 'odd';
    }
    if (what === 'free') return block.capacity !== null && block.used !== null && block.capacity - block.used !== bytes ? 'odd' : 'kept';
    if (SUM.test(block.name)) return 'sum';
    this.filled = true;
    if (WHOLE.test(block.name)) {
      // SA's capacity of a heap in regions is all regions it may ever have.
      usage[what === 'capacity' ? 'reserved' : what] = { line, bytes };
      return 'kept';
    }
    const { part } = block;
    if (!part) return 'no-block';
    if (part.capacityBytes === null && part.usedBytes === null && part.committedBytes === null) usage.parts.push(part);
    if (what === 'capacity') part.capacityBytes = bytes;
    else if (what === 'used') part.usedBytes = bytes;
    else part.committedBytes = bytes;
    return 'kept';
  }

  addZHeap({ used, capacity, max }: Extract<JmapLine, { kind: 'zheap' }>, line: number): void {
    const { usage } = this;
    this.filled = true;
    usage.collector ??= 'Z';
    usage.used = { line, bytes: used };
    usage.committed = { line, bytes: capacity };
    usage.maxHeap ??= { line, bytes: max };
  }

  finish(): HeapUsage {
    const { usage } = this;
    const parts = usage.parts.filter(({ name }) => !PERM.test(name));
    usage.committed ??= sum(parts, 'capacityBytes');
    usage.used ??= sum(parts, 'usedBytes');
    usage.collector ??= guessCollector(usage);
    return usage;
  }

  /** All figures are there: sizes from the configuration, and what the heap uses. */
  get isComplete(): boolean {
    return this.usage.maxHeap !== null && this.sections.has('usage') && this.usage.used !== null;
  }
}

/** Of the parts, where every one says it and the heap is there to its old generation. */
function sum(parts: readonly Part[], key: 'capacityBytes' | 'usedBytes'): LinedBytes | null {
  const [first] = parts;
  if (!first || !parts.some(({ name }) => /old|tenured|mark-sweep|epsilon/i.test(name))) return null;
  let bytes = 0;
  for (const part of parts) {
    const value = part[key];
    if (value === null) return null;
    bytes += value;
  }
  return { line: first.line, bytes };
}

// Where the preamble was left out, the names of the parts tell it.
function guessCollector({ parts }: HeapUsage): string | null {
  const has = (name: RegExp) => parts.some((part) => name.test(part.name));
  if (has(/^G1/)) return 'G1';
  if (has(/^PS/)) return 'Parallel';
  if (has(/^concurrent/i)) return 'CMS';
  if (has(/^Epsilon/i)) return 'Epsilon';
  return has(/^tenured/i) ? 'Serial' : null;
}

import { FrameTable } from '@/lib/model/frame-table';
import type { Profile, ProfileSketch, ProfileUnit } from '@/lib/model/profile';
import { profileOfStacks } from '@/lib/model/profile-of-stacks';
import { SampleLog } from '@/lib/model/sample-log';
import { StackTree } from '@/lib/model/stack-tree';
import { dsoKind, libraryName, typeSymbol, unknownFrame } from './dso';
import type { EventData } from './event-bytes';
import type { FrameSymbol } from './frame-lines';
import type { EventLine, FrameLine } from './line';
import type { Sample } from './samples';

/** In place of a frame: a symbol that stands for several, or whose frame depends on its neighbours. */
const ODD = -1;
/** The kernel records at most so many frames of a chain (kernel.perf_event_max_stack). */
const DEPTH_LIMIT = 127;
/** Events whose period is a time in nanoseconds. */
const CLOCK = /^(?:cpu-clock|task-clock)(?::|$)/;
/** perf-map-agent joins what the compiler inlined: "Ljava/io/BufferedWriter;::flushBuffer->Ljava/io/OutputStreamWriter;::write". */
const AGENT_CHAIN = /^L[^;]{1,1000}(?:;::|:::?)/;

/** Addresses of the kernel's half begin with ffff. */
const inKernel = (address: string): boolean => address.length === 16 && address.startsWith('ffff');

/** Gathers the samples of one event. Memory is O(distinct stacks). */
export class ProfileBuilder {
  readonly #table = new FrameTable();
  readonly #tree = new StackTree();
  /** Ids of a frame line, root first (one, or a chain of inlined methods). Lines seen before come as the same object. */
  readonly #ids = new Map<FrameLine, readonly number[]>();
  readonly #log = new SampleLog();
  /** The stack at hand, leaf first. */
  #stack = new Int32Array(256);
  /** By symbol of the recording (FrameLines): its frame + 1, 0 where not looked up yet, ODD where it takes more than the symbol. */
  #frameOfSymbol = new Int32Array(64);
  /** By process of the recording (EventBytes): index in the log, and the frame of its comm, -1 without one. */
  readonly #threadOf: number[] = [];
  readonly #rootOf: number[] = [];
  #samples = 0;
  #withPeriod = 0;

  constructor(readonly event: string | null) {}

  get samples(): number {
    return this.#samples;
  }

  add(sample: Sample): void {
    this.#samples++;
    const period = sample.event?.period ?? null;
    if (period !== null) this.#withPeriod++;
    const comm = sample.event?.comm ?? '';
    const { frames } = sample;
    const stack = comm === '' ? [] : [this.#table.frame(comm, 'thread')];
    // Inlined functions have the address, and the DSO, of the function they were inlined into.
    let outer: FrameLine | null = null;
    for (let i = frames.length - 1; i >= 0; i--) {
      const frame = frames[i];
      if (!frame) continue;
      if (frame.inlined && frame.dso === null) {
        stack.push(this.#inlined(frame, outer?.address === frame.address ? outer.dso : null));
      } else {
        for (const id of this.#frame(frame)) stack.push(id);
        outer = frame;
      }
    }
    const depth = stack.length;
    this.#makeRoom(depth);
    for (let i = 0; i < depth; i++) this.#stack[i] = stack[depth - 1 - i] ?? 0;
    const index = this.#tree.intern(this.#stack, depth, sample.firstLine, sample.lastLine);
    this.#tree.add(index, period ?? 1, 1, sample.cut || frames.length === DEPTH_LIMIT);
    const { seconds, nanoseconds } = splitTime(sample.event);
    const thread = this.#log.thread(comm, sample.event?.pid ?? null, sample.event?.tid ?? null);
    this.#log.add(index, thread, seconds, nanoseconds, period ?? 1);
  }

  /**
   * The same for a sample whose frames are symbols of the recording, leaf first. False, and nothing done, where one of them is odd: then
   * the sample has to be added with its frames.
   */
  addSymbols(
    symbolIds: Int32Array,
    frames: number,
    symbols: readonly FrameSymbol[],
    event: EventData,
    firstLine: number,
    lastLine: number,
  ): boolean {
    if (symbols.length > this.#frameOfSymbol.length) this.#makeSymbolRoom(symbols.length);
    this.#makeRoom(frames + 1);
    let thread = this.#threadOf[event.processIndex];
    if (thread === undefined) {
      const { comm, pid, tid } = event.process;
      thread = this.#log.thread(comm, pid, tid);
      this.#threadOf[event.processIndex] = thread;
      this.#rootOf[event.processIndex] = comm === '' ? -1 : this.#table.frame(comm, 'thread');
    }
    const stack = this.#stack;
    const frameOf = this.#frameOfSymbol;
    for (let i = 0; i < frames; i++) {
      const frame = frameOf[symbolIds[i] ?? 0] ?? 0;
      if (frame <= 0)
        return this.#learnSymbols(symbolIds, frames, symbols) && this.addSymbols(symbolIds, frames, symbols, event, firstLine, lastLine);
      stack[i] = frame - 1;
    }
    const root = this.#rootOf[event.processIndex] ?? -1;
    if (root >= 0) stack[frames] = root;
    const weight = event.period ?? 1;
    this.#samples++;
    if (event.period !== null) this.#withPeriod++;
    const index = this.#tree.intern(stack, root >= 0 ? frames + 1 : frames, firstLine, lastLine);
    this.#tree.add(index, weight, 1, frames === DEPTH_LIMIT);
    this.#log.add(index, thread, event.seconds, event.nanoseconds, weight);
    return true;
  }

  /** Looks up the frames of a sample, root first as they are in every profile; false where one of them is odd. */
  #learnSymbols(symbolIds: Int32Array, frames: number, symbols: readonly FrameSymbol[]): boolean {
    for (let i = frames - 1; i >= 0; i--) {
      const id = symbolIds[i] ?? 0;
      if (this.#frameOfSymbol[id] === 0) {
        const symbol = symbols[id];
        const ids = symbol?.plain ? this.#frame(symbol.frame) : [];
        this.#frameOfSymbol[id] = ids.length === 1 ? (ids[0] ?? 0) + 1 : ODD;
      }
      if (this.#frameOfSymbol[id] === ODD) return false;
    }
    return true;
  }

  #makeRoom(depth: number): void {
    if (depth > this.#stack.length) this.#stack = new Int32Array(depth * 2);
  }

  #makeSymbolRoom(symbols: number): void {
    const wider = new Int32Array(symbols * 2);
    wider.set(this.#frameOfSymbol);
    this.#frameOfSymbol = wider;
  }

  #inlined(frame: FrameLine, dso: string | null): number {
    const kind = dso === null ? 'unknown' : dsoKind(dso);
    return this.#table.frame(frame.symbol, typeSymbol(frame.symbol, kind, inKernel(frame.address)));
  }

  #frame(frame: FrameLine): readonly number[] {
    const known = this.#ids.get(frame);
    if (known) return known;
    const kind = frame.dso === null ? 'unknown' : dsoKind(frame.dso);
    const kernel = inKernel(frame.address);
    let ids: number[];
    if (frame.symbol === '[unknown]') {
      const { name, type } = unknownFrame(frame.dso, kind, kernel);
      ids = [this.#table.frame(name, type)];
    } else {
      const isChain = frame.symbol.includes('->') && (kind === 'jit' || (frame.dso === null && AGENT_CHAIN.test(frame.symbol)));
      const names = isChain ? frame.symbol.split('->').filter((name) => name !== '') : [frame.symbol];
      ids = names.map((name) => this.#table.frame(name, typeSymbol(name, kind, kernel)));
    }
    const library = frame.dso === null ? null : libraryName(frame.dso, kind);
    if (library !== null) for (const id of ids) this.#table.place(id, library);
    if (this.#ids.size >= 100_000) this.#ids.clear();
    this.#ids.set(frame, ids);
    return ids;
  }

  /** Where some lines have no period, the others cannot be summed with them: every sample counts one. */
  get #isWeighted(): boolean {
    return this.#withPeriod === this.#samples;
  }

  #unit(): Pick<Profile, 'event' | 'unit' | 'unitPrinted'> {
    const name = this.event;
    const unit: ProfileUnit = !this.#isWeighted ? 'samples' : name === null ? 'unknown' : CLOCK.test(name) ? 'ns' : 'count';
    return { event: name, unit, unitPrinted: unit === 'count' ? nameUnit(name ?? '') : null };
  }

  sketch(): ProfileSketch {
    return { ...this.#unit(), samples: this.#samples, tree: this.#tree.toColumns(this.#table.frames, this.#isWeighted) };
  }

  finish(): Profile {
    const { frames } = this.#table;
    const stacks = this.#tree.toStacks(this.#isWeighted);
    const profile = profileOfStacks({ ...this.#unit(), frames, stacks, samples: this.#samples });
    return { ...profile, perSample: this.#log.finish(this.#isWeighted) };
  }
}

/** "714.613848" → 714 and 613848000; NaN where no time is printed. */
function splitTime(event: EventLine | null): { seconds: number; nanoseconds: number } {
  const [seconds, fraction = ''] = event?.time?.split('.') ?? [];
  return { seconds: Number(seconds), nanoseconds: Number(fraction.padEnd(9, '0')) };
}

/** What the periods of an event count: "cycles:u" → "cycles", "cpu_core/instructions/" → "instructions", "syscalls:sys_enter_brk" → "sys_enter_brk". */
export function nameUnit(event: string): string {
  const parts = event.replace(/\/[A-Za-z]{0,8}$/, '').split('/');
  const name = parts.at(-1) ?? event;
  const [group = name, tracepoint] = name.split(':');
  // Modifiers are single letters: "cycles:uppp", "cpu-clock:uhH".
  return tracepoint !== undefined && !/^[ukhGHpPSDIWeb]{1,8}$/.test(tracepoint) ? tracepoint : group;
}

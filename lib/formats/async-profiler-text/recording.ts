import { gapFrame, readFrame } from '@/lib/model/frame-type';
import type { Profile, ProfileSketch, ProfileUnit } from '@/lib/model/profile';
import { sketchStacks } from '@/lib/model/sketch';
import { StackTable } from '@/lib/model/stack-table';
import { FrameBytes } from '../folded/frame-bytes';
import type { TextLine, TraceHead } from './line';
import { estimateWhole, type Share } from './whole';

interface Trace {
  head: TraceHead;
  headLine: number;
  /** Indices into the table, leaf first as printed. */
  frames: number[];
  nextIndex: number;
  lastLine: number;
  cut: boolean;
}

/** Units of ours by the word that async-profiler prints. "calls" are method entries. */
const UNITS: Record<string, ProfileUnit> = { ns: 'ns', bytes: 'bytes', calls: 'count', samples: 'samples' };
/** Words that name no quantity (1.x and 2.0 betas). */
const NAMELESS = new Set(['counter', 'total']);
/** Units that are at the same time the name of the event. */
const EVENT_UNITS = new Set(['cycles', 'instructions', 'page-faults', 'cache-misses', 'branch-misses', 'context-switches']);
/**
 * Java methods that the JVM itself calls as the first of a thread: Thread.run and its overrides, main, class initialisers,
 * virtual threads (Continuation.enter), Thread.exit, and what the launcher calls before main and after it.
 */
const FIRST_METHOD =
  /\.(?:run|runWith|main|exit|enter|enterSpecial|<clinit>|dispatchUncaughtException|checkAndLoadMain|initPhase[123]|shutdown)(?:\(|$)/;

/** What one recording prints, gathered while it is read. */
export class Recording {
  event: string | null = null;
  recordedSamples: Profile['recordedSamples'] = null;
  isUntitled = true;
  unitPrinted: string | null = null;
  readonly failures: Profile['failures'] = [];
  readonly #table = new StackTable();
  readonly #flat: Profile['flat'] = [];
  readonly #shares: Share[] = [];
  /** Frames by their printed name; those that stand for a class, the leaves of allocation profiles, apart. */
  readonly #frameIds = new Map<string, number>();
  readonly #classIds = new Map<string, number>();
  readonly #frameBytes = new FrameBytes((printed) => this.#learn(printed, false));
  readonly #classBytes = new FrameBytes((printed) => this.#learn(printed, true));
  #trace: Trace | null = null;
  #inFlat = false;
  #flatIsForeign = false;
  #samples = 0;
  #hasSamples = false;
  #cut = false;

  get isEmpty(): boolean {
    return this.event === null && this.isUntitled && !this.hasFacts;
  }

  get hasFacts(): boolean {
    return this.#trace !== null || this.#table.stacks.length > 0 || this.#flat.length > 0 || this.recordedSamples !== null;
  }

  /** True where something is known to be missing; known after `finish`. */
  get isCut(): boolean {
    return this.#cut;
  }

  /** False where the unit is not that of the traces before. */
  beginTrace(head: TraceHead, line: number): boolean {
    this.#closeTrace();
    if (!this.#adoptUnit(head.unit)) return false;
    this.#inFlat = false;
    this.#trace = { head, headLine: line, frames: [], nextIndex: 0, lastLine: line, cut: false };
    return true;
  }

  /** False where no header announced the frame. An index that jumps leaves a gap frame, so that its neighbours do not look like caller and callee. */
  addFrame(index: number, printed: string, line: number): boolean {
    if (!this.#expects(index)) return false;
    const isClass = index === 0 && this.unitPrinted === 'bytes';
    const ids = isClass ? this.#classIds : this.#frameIds;
    let id = ids.get(printed);
    if (id === undefined) {
      id = this.#learn(printed, isClass);
      ids.set(printed.split('').join(''), id);
    }
    this.#push(index, id, line);
    return true;
  }

  /** The same for a name as it stands from..to; `hash` is that of its bytes. */
  addFrameBytes(index: number, bytes: Uint8Array, from: number, to: number, hash: number, line: number): boolean {
    if (!this.#expects(index)) return false;
    const known = index === 0 && this.unitPrinted === 'bytes' ? this.#classBytes : this.#frameBytes;
    this.#push(index, known.find(bytes, from, to, hash), line);
    return true;
  }

  #learn(printed: string, isClass: boolean): number {
    const { name, type } = readFrame(printed, isClass);
    return this.#table.frame(name, type);
  }

  /** Whether the frame with this index belongs to the trace that is open. What the indices skip becomes a gap. */
  #expects(index: number): boolean {
    const trace = this.#trace;
    if (!trace || this.#inFlat || index < trace.nextIndex) {
      this.#closeTrace();
      return false;
    }
    if (index > trace.nextIndex) {
      const gap = gapFrame(index - trace.nextIndex);
      trace.frames.push(this.#table.frame(gap.name, gap.type));
      trace.cut = true;
      this.#cut = true;
    }
    return true;
  }

  #push(index: number, id: number, line: number): void {
    const trace = this.#trace;
    if (!trace) return;
    trace.frames.push(id);
    trace.nextIndex = index + 1;
    trace.lastLine = line;
  }

  /** The text leaves out the rest of the trace that is open ("..."). */
  cutTrace(): void {
    if (this.#trace) this.#trace.cut = true;
  }

  /** False where the unit is not that of the traces before. */
  beginFlat(unit: string): boolean {
    this.#closeTrace();
    this.#inFlat = true;
    this.#flatIsForeign = !this.#adoptUnit(unit);
    return !this.#flatIsForeign;
  }

  /** False for a row of a table in another unit. */
  addFlat(row: Extract<TextLine, { kind: 'flat' }>, line: number): boolean {
    this.#closeTrace();
    this.#inFlat = true;
    if (this.#flatIsForeign) return false;
    this.#flat.push({ name: row.name, weight: row.weight, samples: row.samples ?? 0, line });
    this.#shares.push({ weight: row.weight, percent: row.percent });
    return true;
  }

  #adoptUnit(unit: string | null): boolean {
    if (unit === null) return true;
    if (this.unitPrinted !== null && this.unitPrinted !== unit) return false;
    this.unitPrinted = unit;
    return true;
  }

  #closeTrace(atEnd = false): void {
    const trace = this.#trace;
    this.#trace = null;
    if (!trace) return;
    const frames = trace.frames.reverse();
    const root = this.#table.frames[frames[0] ?? -1];
    // The leaf of an allocation trace is a class: where it is the only frame, no Java code was running.
    const isClassAlone = frames.length === 1 && this.unitPrinted === 'bytes';
    const rootIsMissing = root === undefined || (root.type === 'java' && !isClassAlone && !FIRST_METHOD.test(root.name));
    // A header alone (a grep for headers), or an end of the text that no thread can begin with.
    if (trace.cut || root === undefined || (atEnd && rootIsMissing)) this.#cut = true;
    this.#table.append({
      frames,
      weight: trace.head.weight,
      samples: trace.head.samples,
      firstLine: trace.headLine,
      lastLine: trace.lastLine,
      cut: trace.cut || rootIsMissing,
    });
    this.#shares.push({ weight: trace.head.weight, percent: trace.head.percent });
    if (trace.head.samples !== null) {
      this.#samples += trace.head.samples;
      this.#hasSamples = true;
    }
  }

  #unit(commandEvent: string | null): Pick<Profile, 'event' | 'unit' | 'unitPrinted'> {
    const printed = this.unitPrinted;
    return {
      event: this.event ?? commandEvent ?? (printed !== null && EVENT_UNITS.has(printed) ? printed : null),
      unit: printed === null ? 'unknown' : (UNITS[printed] ?? (NAMELESS.has(printed) ? 'unknown' : 'count')),
      unitPrinted: printed !== null && !(printed in UNITS) ? printed : null,
    };
  }

  /** The traces that have been read to their end; `atEnd`: the last one has been. */
  sketch(commandEvent: string | null, atEnd: boolean): ProfileSketch {
    if (atEnd) this.#closeTrace(true);
    const { frames, stacks } = this.#table;
    return { ...this.#unit(commandEvent), samples: this.#hasSamples ? this.#samples : null, tree: sketchStacks(frames, stacks) };
  }

  finish(commandEvent: string | null): Profile {
    this.#closeTrace(true);
    const totalWeight = this.#table.stacks.reduce((sum, stack) => sum + stack.weight, 0);
    const flatWeight = this.#flat.reduce((sum, row) => sum + row.weight, 0);
    const whole = estimateWhole(this.#shares);
    return {
      ...this.#unit(commandEvent),
      frames: this.#table.frames,
      stacks: this.#table.stacks,
      totalWeight,
      samples: this.#hasSamples ? this.#samples : null,
      recordedSamples: this.recordedSamples,
      // Percentages are rounded; the parts are not.
      recordedWeight: whole === null ? null : Math.max(whole, totalWeight, flatWeight),
      failures: this.failures,
      flat: this.#flat,
    };
  }
}

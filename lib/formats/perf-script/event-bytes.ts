import { textOf } from '@/lib/base/byte-lines';
import { EventShape, isAt } from './event-shape';
import { type EventLine, readLine } from './line';

const MOST_PROCESSES = 100_000;

/** Who ran: comm, pid and tid of an event line. */
export interface Process {
  comm: string;
  pid: number | null;
  tid: number | null;
}

interface Known extends Process {
  bytes: Uint8Array;
  index: number;
  older: Known | null;
}

/** What an event line says. */
export class EventData {
  process: Process = { comm: '', pid: null, tid: null };
  /** Of the process, in the order of their first lines. */
  processIndex = -1;
  seconds = 0;
  nanoseconds = 0;
  /** null where none is printed. */
  period: number | null = null;
  event = '';

  /** The line as `readLine` gives it. */
  toLine(): EventLine {
    const { comm, pid, tid } = this.process;
    const time = `${this.seconds}.${String(this.nanoseconds).padStart(9, '0')}`;
    return { kind: 'event', proof: 'time', comm, pid, tid, time, period: this.period, event: this.event, frame: null };
  }
}

/**
 * Reads the event lines of one recording from their bytes. Every distinct process is read by `readLine` once, and has to come out as it
 * was cut; event and process become text only then.
 */
export class EventBytes {
  /** The line read last and accepted. */
  current = new EventData();
  /** The line read last. */
  #next = new EventData();
  readonly #shape = new EventShape();
  readonly #processes = new Map<number, Known>();
  #processCount = 0;
  #eventBytes: Uint8Array = new Uint8Array(0);
  #eventName = '';

  /** What `read` found is `current` from now on. */
  accept(): void {
    const before = this.current;
    this.current = this.#next;
    this.#next = before;
  }

  /** Reads the line at `from`; gives where the next one begins, or -1 where it has to be read as text. */
  read(bytes: Uint8Array, from: number, to: number): number {
    const shape = this.#shape;
    if (!shape.read(bytes, from, to)) return -1;
    const next = this.#next;
    next.seconds = shape.seconds;
    next.nanoseconds = shape.nanoseconds;
    next.period = shape.period;
    if (shape.eventEnd - shape.event !== this.#eventBytes.length || !isAt(bytes, shape.event, this.#eventBytes)) {
      this.#eventBytes = copy(bytes, shape.event, shape.eventEnd);
      this.#eventName = textOf(bytes, shape.event, shape.eventEnd);
    }
    next.event = this.#eventName;
    const process = this.#findProcess(bytes, from) ?? this.#learnProcess(bytes, from);
    if (!process) return -1;
    next.process = process;
    next.processIndex = process.index;
    return shape.lineEnd + 1;
  }

  #hash(bytes: Uint8Array, from: number): number {
    let hash = 0;
    for (let at = from; at < this.#shape.processEnd; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    return hash;
  }

  #findProcess(bytes: Uint8Array, from: number): Known | null {
    const length = this.#shape.processEnd - from;
    let known = this.#processes.get(this.#hash(bytes, from)) ?? null;
    while (known && (known.bytes.length !== length || !isAt(bytes, from, known.bytes))) known = known.older;
    return known;
  }

  #learnProcess(bytes: Uint8Array, from: number): Known | null {
    const shape = this.#shape;
    if (this.#processCount >= MOST_PROCESSES || !shape.hasPlainProcess(bytes, from)) return null;
    const line = readLine(textOf(bytes, from, shape.lineEnd));
    if (line.kind !== 'event' || line.proof !== 'time' || line.frame || line.event !== this.#next.event) return null;
    if (line.period !== this.#next.period || Number(line.time?.split('.')[0]) !== this.#next.seconds) return null;
    const hash = this.#hash(bytes, from);
    const { comm, pid, tid } = line;
    const older = this.#processes.get(hash) ?? null;
    const known: Known = { comm, pid, tid, bytes: copy(bytes, from, shape.processEnd), index: this.#processCount++, older };
    this.#processes.set(hash, known);
    return known;
  }
}

/** Whoever gives the bytes writes into them again. (`slice` copies those of a Uint8Array, but not those of a Node Buffer.) */
const copy = (bytes: Uint8Array, from: number, to: number): Uint8Array => new Uint8Array(bytes.subarray(from, to));

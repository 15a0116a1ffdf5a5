import { type ByteLines, textOf } from '@/lib/base/byte-lines';
import { NOISE, USED } from '@/lib/base/line-runs';
import { BLANK, findPlainEnd, LF, TAB } from '@/lib/base/scan-bytes';
import { EventBytes } from './event-bytes';
import { FrameLines } from './frame-lines';
import type { FrameLine } from './line';
import type { ProfileBuilder } from './profile-builder';
import type { Sample, SampleReader } from './samples';

/** Deeper stacks are read line by line. */
const MOST_FRAMES = 4096;
/** Where so many lines went by without an event line, the recording has another layout. */
const MOST_PASSED_ON = 5_000;
/** Longer lines that come as text are the reader's of lines. */
const SCRATCH = 4096;

/** What becomes of the samples that are read from bytes. */
export interface SampleSink {
  /** Where samples of an event go; null where there are too many events. */
  builderFor(event: string, line: number): Pick<ProfileBuilder, 'addSymbols'> | null;
  add(sample: Sample): void;
  /** A sample was added whose event line names this process, and with it these frames, none of them seen before. */
  noteProcess(pid: number | null): void;
  noteFrame(frame: FrameLine): void;
  /** `use`: USED or NOISE. */
  account(firstLine: number, lastLine: number, use: number): void;
}

/**
 * Reads samples in the shape that perf prints unless told otherwise straight from the bytes: an event line with its time, frames, a
 * blank line. Whatever else comes is left to the reader of lines, and what is at hand is handed over to it line by line, so that both
 * together do what it would have done alone. From the next such event line on, bytes are read again.
 */
export class ByteReader {
  readonly #events = new EventBytes();
  readonly #known = new FrameLines();
  readonly #lineIds = new Int32Array(MOST_FRAMES);
  readonly #symbolIds = new Int32Array(MOST_FRAMES);
  readonly #sink: SampleSink;
  readonly #reader: SampleReader;
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** A sample is at hand: its event line, so many frames below it, so many blank lines below those. */
  #isOpen = false;
  #firstLine = 0;
  #frames = 0;
  #blanks = 0;
  #sawDso = false;
  /** Lines passed on since the last event line that was read here. */
  #passedOn = 0;
  #notedSymbols = 0;
  #eventName: string | null = null;
  #builder: Pick<ProfileBuilder, 'addSymbols'> | null = null;
  readonly #scratch = new Uint8Array(SCRATCH);
  readonly #one = { bytes: this.#scratch, at: 0, to: 0, line: 0, lastLine: 0 };

  constructor(sink: SampleSink, reader: SampleReader) {
    this.#sink = sink;
    this.#reader = reader;
  }

  /** Takes lines up to one that has to be read as text. */
  take(lines: ByteLines): void {
    const { bytes, to } = lines;
    if (this.#view.buffer !== bytes.buffer || this.#view.byteOffset !== bytes.byteOffset || this.#view.byteLength !== bytes.byteLength)
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (lines.at < to && lines.line <= lines.lastLine) {
      const first = bytes[lines.at];
      if (!this.#isOpen && (first === LF || first === TAB || first === BLANK)) {
        // The rest of a sample that began as text: up to the next event line.
        if (!this.#passOn(lines)) return;
        continue;
      }
      if (first === LF) {
        if (this.#frames === 0) return;
        this.#blanks++;
        lines.at++;
        lines.line++;
      } else if (first === TAB || first === BLANK) {
        if (this.#blanks > 0) return;
        const before = this.#frames;
        const room = Math.min(MOST_FRAMES, before + lines.lastLine - lines.line + 1);
        this.#frames = this.#known.read(bytes, this.#view, lines.at, to, this.#lineIds, this.#symbolIds, before, room);
        if (this.#frames === before) return;
        lines.at = this.#known.end;
        lines.line += this.#frames - before;
      } else {
        const end = this.#events.read(bytes, lines.at, to);
        if (end < 0) return;
        if (this.#isOpen) this.#commit();
        else this.#reader.rest();
        this.#events.accept();
        this.#isOpen = true;
        this.#passedOn = 0;
        this.#firstLine = lines.line++;
        this.#frames = 0;
        this.#blanks = 0;
        this.#known.last = 0;
        lines.at = end;
      }
    }
  }

  /** Gives one line to the reader of lines; false where it is none that text can be made of here, or none of the last thousands began a sample. */
  #passOn(lines: ByteLines): boolean {
    const end = findPlainEnd(lines.bytes, lines.at, lines.to);
    if (end < 0 || ++this.#passedOn > MOST_PASSED_ON) return false;
    this.#reader.line(textOf(lines.bytes, lines.at, end), lines.line++);
    lines.at = end + 1;
    return true;
  }

  /**
   * The same for a line that came as text, between others that came as bytes (one at each border of a chunk): true where the sample at
   * hand goes on with it. Otherwise it is for the reader of lines.
   */
  takeText(text: string, line: number): boolean {
    if (!this.#isOpen || text.length >= SCRATCH) return false;
    const bytes = this.#scratch;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7e) return false;
      bytes[i] = code;
    }
    bytes[text.length] = LF;
    this.#one.at = 0;
    this.#one.to = text.length + 1;
    this.#one.line = line;
    this.#one.lastLine = line;
    this.take(this.#one);
    return this.#one.at > 0;
  }

  /** Adds the sample at hand: an event line follows it. */
  #commit(): void {
    const event = this.#events.current;
    const { symbols } = this.#known;
    const lastFrame = this.#firstLine + this.#frames;
    this.#sink.account(this.#firstLine, lastFrame, USED);
    if (this.#blanks > 0) this.#sink.account(lastFrame + 1, lastFrame + this.#blanks, NOISE);
    if (event.event !== this.#eventName) {
      this.#eventName = event.event;
      this.#builder = this.#sink.builderFor(event.event, this.#firstLine);
    }
    this.#sawDso ||= this.#hasDso();
    if (!this.#builder) this.#eventName = null;
    else if (this.#builder.addSymbols(this.#symbolIds, this.#frames, symbols, event, this.#firstLine, lastFrame)) {
      this.#sink.noteProcess(event.process.pid);
      for (; this.#notedSymbols < symbols.length; this.#notedSymbols++) this.#noteSymbol(symbols[this.#notedSymbols]?.frame);
    } else {
      this.#sink.add(this.#toSample());
    }
    this.#isOpen = false;
    if (this.#known.isFull) this.#known.forgetLines();
  }

  #hasDso(): boolean {
    for (let i = 0; i < this.#frames; i++) if (typeof this.#known.symbols[this.#symbolIds[i] ?? 0]?.frame.dso === 'string') return true;
    return false;
  }

  #noteSymbol(frame: FrameLine | undefined): void {
    if (frame) this.#sink.noteFrame(frame);
  }

  #toSample(): Sample {
    const frames = Array.from(this.#lineIds.subarray(0, this.#frames), (line) => this.#known.frameOf(line));
    const firstLine = this.#firstLine;
    return { event: this.#events.current.toLine(), frames, firstLine, lastLine: firstLine + this.#frames, cut: false };
  }

  /** Gives the sample at hand to the reader of lines, before one is read by it, or at the end. */
  handOver(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { event, frames } = this.#toSample();
    let line = this.#firstLine;
    this.#reader.noteElsewhere(this.#sawDso);
    if (event) this.#reader.take(event, '', line++);
    for (const frame of frames) this.#reader.take(frame, '', line++);
    for (let blank = 0; blank < this.#blanks; blank++) this.#reader.take({ kind: 'blank' }, '', line++);
  }
}

import { LF } from '@/lib/base/scan-bytes';
import type { Parsed } from '@/lib/model/artifact';
import type { ProfileSketch } from '@/lib/model/profile';
import { asyncProfilerText } from './async-profiler-text';
import type { ArtifactFormat, ArtifactReader } from './define';
import { folded } from './folded';
import { perfScript } from './perf-script';

/** Formats of profiles that come by the hundred megabytes. */
const STREAMED: readonly ArtifactFormat[] = [perfScript, folded, asyncProfilerText];
/** Lines of the beginning that are judged. */
const JUDGED = 400;
const CERTAIN = 0.8;
/** Longer lines are none of a profile's. */
const MAX_LINE_BYTES = 1024 * 1024;

/** The format of a file that is one large profile, by its first bytes (64 KiB do); null for any other file. */
export function recogniseProfile(head: Uint8Array): ArtifactFormat | null {
  const lines = new TextDecoder().decode(head.subarray(0, head.lastIndexOf(LF) + 1)).split('\n', JUDGED);
  let best: ArtifactFormat | null = null;
  let score = CERTAIN;
  for (const format of STREAMED) {
    const judged = format.detect(lines).score;
    if (judged < score || (best && judged === score)) continue;
    best = format;
    score = judged;
  }
  return best;
}

/**
 * Reads a file that is one profile while it comes, in chunks of any size, to be looked at: in a browser as on a server. Nothing is taken
 * off its lines (quote marks, gutters, log prefixes), and it is read as UTF-8: what is kept of a document is read by the documents room.
 */
export class ProfileStream {
  readonly #reader: ArtifactReader;
  readonly #decoder = new TextDecoder();
  #line = 1;
  /** The beginning of a line whose end has not come. */
  #carry: Uint8Array = new Uint8Array(0);
  #cut = false;
  bytesRead = 0;

  constructor(format: ArtifactFormat) {
    const tool = { pid: null, version: null, command: null };
    this.#reader = format.open({ tool, firstLine: 1, lastLine: Number.MAX_SAFE_INTEGER });
  }

  get lines(): number {
    return this.#line - 1;
  }

  push(chunk: Uint8Array): void {
    this.bytesRead += chunk.length;
    const end = chunk.lastIndexOf(LF) + 1;
    if (end === 0) {
      this.#keep(chunk);
      return;
    }
    let from = 0;
    if (this.#carry.length > 0) {
      from = chunk.indexOf(LF) + 1;
      this.#keep(chunk.subarray(0, from - 1));
      this.#takeText(this.#carry);
      this.#carry = new Uint8Array(0);
      this.#cut = false;
    }
    this.#takeLines(chunk, from, end);
    this.#keep(chunk.subarray(end));
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0 || this.#cut) return;
    const room = MAX_LINE_BYTES - this.#carry.length;
    this.#cut = part.length > room;
    const joined = new Uint8Array(this.#carry.length + Math.min(part.length, room));
    joined.set(this.#carry);
    joined.set(part.subarray(0, room), this.#carry.length);
    this.#carry = joined;
  }

  #takeLines(bytes: Uint8Array, from: number, to: number): void {
    const lines = { bytes, at: from, to, line: this.#line, lastLine: Number.MAX_SAFE_INTEGER };
    while (lines.at < to) {
      this.#reader.bytes?.(lines);
      this.#line = lines.line;
      if (lines.at >= to) return;
      const end = bytes.indexOf(LF, lines.at);
      this.#takeText(bytes.subarray(lines.at, end));
      lines.at = end + 1;
      lines.line = this.#line;
    }
  }

  #takeText(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes);
    this.#reader.line(text.endsWith('\r') ? text.slice(0, -1) : text, this.#line++);
  }

  /** What has been read so far; the stream goes on. */
  sketch(): ProfileSketch[] {
    return this.#reader.sketch?.() ?? [];
  }

  /** The same when all has come, the last sample included. Nothing may follow, `finish` neither: it would also list every stack. */
  end(): ProfileSketch[] {
    if (this.#carry.length > 0) this.#takeText(this.#carry);
    return this.#reader.sketch?.(true) ?? [];
  }

  finish(): Parsed {
    if (this.#carry.length > 0) this.#takeText(this.#carry);
    return this.#reader.finish();
  }
}

import { BLANK_LINE, type ByteLines, type LinesTold, STRONG_LINE, textOf } from '@/lib/base/byte-lines';
import { wordsOf } from '@/lib/base/byte-words';
import { LF, skipBlankBytes } from '@/lib/base/scan-bytes';
import { MAX_EDGE } from './candidate';
import type { Recogniser } from './choose-view';
import { ADDRESSED, type Growth, gapOf, isClosed, isSampled, keepSample, MAX_BLANKS, MIN_DESCENTS } from './growth';
import { mayTake, type ReadAhead } from './read-ahead';

/** Who looks at a few lines of every document as they stand. */
export interface LineSample {
  /** So many lines are of no interest before the next one that is. */
  untilNext(): number;
  addBytes(bytes: Uint8Array, from: number, end: number): void;
  /** So many lines went by that were of no interest. */
  passOver(lines: number): void;
}

/** What the lines taken were, as far as others have to know. */
export interface Skimmed {
  lines: number;
  /** One of them was strong. */
  strong: boolean;
  /** Lines of the format behind the last strong one. */
  weakBehind: number;
  blank: boolean;
}

/** Whether one more plain line of the format does nothing but add to what grows. */
export const canSkim = (grown: Growth): boolean =>
  grown.coreFirst > 0 &&
  !grown.inside &&
  grown.elision !== 'pending' &&
  grown.damagedLine === null &&
  grown.dress.indent === '' &&
  !isClosed(grown);

/**
 * Takes lines for what grows as long as the format knows them by their bytes; most lines of a large capture pass here, and none of them
 * becomes a string. Where it is read already, the reader takes lines, and only the one it stops at is asked of the format.
 */
export function skimLines(grown: Growth, skim: NonNullable<Recogniser['skim']>, lines: ByteLines, sample: LineSample): Skimmed {
  const { bytes, to, lastLine, line: first } = lines;
  const tally = new Tally(grown, lines, sample);
  for (; lines.at < to && lines.line <= lastLine; lines.line++) {
    const ahead = grown.ahead?.isReading ? grown.ahead : null;
    if (ahead && mayTake(grown)) {
      takeAhead(ahead, lines, tally);
      if (lines.at >= to || lines.line > lastLine) break;
    }
    const { at } = lines;
    let end = bytes[at] === LF ? at : blankEnd(bytes, at);
    if (end >= 0) {
      if (endsWithBlank(grown)) break;
      tally.blank(at, end);
      ahead?.text(lines.line, '', true, false);
    } else {
      const found = skim(bytes, at, to);
      if (found === 0) break;
      end = Math.abs(found);
      tally.line(at, end, found > 0);
      ahead?.text(lines.line, textOf(bytes, at, end), true, found > 0);
    }
    lines.at = end + 1;
  }
  return tally.finish(lines.line - first);
}

/**
 * Does to what grows what `append` and a blank line do, for one line after the other that somebody takes as bytes. What nobody asks for
 * in between is kept here until then: some steps for each of a million lines.
 */
class Tally {
  private readonly bytes: Uint8Array;
  private nextLine: number;
  /** Where the last filled line stands that was taken. */
  private beforeAt = -1;
  private beforeEnd = -1;
  /** Lines of no interest before the next one that somebody wants to see, and those that went by since the last one. */
  private untilShown: number;
  private passed = 0;
  /** Not yet told to what grows: the last strong line, the weak ones behind it, where the last filled one stands. */
  private strongLine = 0;
  private readonly weakLines = new Uint32Array(MAX_EDGE);
  private weakBehind = 0;
  private blankSeen = false;

  constructor(
    private readonly grown: Growth,
    { bytes, line }: ByteLines,
    private readonly sample: LineSample,
  ) {
    this.bytes = bytes;
    this.nextLine = line;
    this.untilShown = isSampled(grown) ? 0 : sample.untilNext();
  }

  line(at: number, end: number, isStrong: boolean): void {
    const { grown } = this;
    const line = this.nextLine++;
    if (isStrong) {
      if (grown.descents < MIN_DESCENTS && descends(this.bytes, at, end, this.beforeAt, this.beforeEnd, grown.lastText)) grown.descents++;
      this.strongLine = line;
      this.weakBehind = 0;
    } else {
      if (this.weakBehind < MAX_EDGE) this.weakLines[this.weakBehind] = line;
      this.weakBehind++;
    }
    grown.explained++;
    if (grown.blanks === 0) grown.adjacent++;
    else grown.blanks = 0;
    this.beforeAt = at;
    this.beforeEnd = end;
    if (this.untilShown-- === 0) this.show(line, at, end, true);
    else this.passed++;
  }

  blank(at: number, end: number): void {
    this.grown.blanks++;
    this.blankSeen = true;
    const line = this.nextLine++;
    if (this.untilShown-- === 0) this.show(line, at, end, false);
    else this.passed++;
  }

  private show(line: number, at: number, end: number, isFilled: boolean): void {
    const { grown, sample } = this;
    sample.passOver(this.passed);
    this.passed = 0;
    if (isSampled(grown)) keepSample(grown, line, isFilled ? textOf(this.bytes, at, end) : '');
    if (sample.untilNext() === 0) sample.addBytes(this.bytes, at, end);
    else sample.passOver(1);
    this.untilShown = isSampled(grown) ? 0 : sample.untilNext();
  }

  /** Lines from `from` on that a reader took. */
  lines(from: number, { ends, count }: LinesTold): void {
    let at = from;
    for (let i = 0; i < count; i++) {
      const told = ends[i] as number;
      const what = told & 3;
      const end = told >> 2;
      if (what === BLANK_LINE) this.blank(at, end);
      else this.line(at, end, what === STRONG_LINE);
      at = end + 1;
    }
  }

  finish(lines: number): Skimmed {
    const { grown, strongLine, weakBehind } = this;
    this.sample.passOver(this.passed);
    if (strongLine > 0) {
      grown.coreLast = strongLine;
      grown.after = [];
    }
    if (this.beforeAt >= 0) {
      grown.after.push(...this.weakLines.subarray(0, Math.min(weakBehind, MAX_EDGE - grown.after.length)));
      grown.lastClass = weakBehind > 0 ? 'weak' : 'strong';
      grown.lastLine = this.nextLine - 1 - grown.blanks;
      grown.lastText = textOf(this.bytes, this.beforeAt, this.beforeEnd);
    }
    return { lines, strong: strongLine > 0, weakBehind, blank: this.blankSeen };
  }
}

const told: LinesTold = { ends: new Int32Array(1024), count: 0 };

/** Lines that the reader of what grows takes; it has to tell of each of them. */
function takeAhead(ahead: ReadAhead, lines: ByteLines, tally: Tally): void {
  const { at, to, line } = lines;
  if (told.ends.length < to - at) told.ends = new Int32Array(to - at);
  told.count = 0;
  ahead.take(lines, told);
  if (told.count !== lines.line - line) throw new Error(`A reader took ${lines.line - line} lines and told of ${told.count}.`);
  tally.lines(at, told);
}

/** Whether one more blank line is the end of what grows. */
function endsWithBlank(grown: Growth): boolean {
  grown.blanks++;
  const ends = gapOf(grown) > MAX_BLANKS;
  grown.blanks--;
  return ends;
}

/** The line feed of a line of blanks and tabs; -1 where it is none. */
function blankEnd(bytes: Uint8Array, at: number): number {
  const end = skipBlankBytes(bytes, at);
  return end > at && bytes[end] === LF ? end : -1;
}

/** Whether a row has a lower address than the one above it: by its text, as rows of one listing are of one width. */
function descends(bytes: Uint8Array, at: number, end: number, beforeAt: number, beforeEnd: number, lastText: string): boolean {
  if (beforeAt < 0) return isLower(textOf(bytes, at, end), lastText);
  const words = wordsOf(bytes);
  let i = 0;
  while (at + i + 4 <= end && words.getInt32(at + i) === words.getInt32(beforeAt + i)) i += 4;
  while (at + i < end && bytes[at + i] === bytes[beforeAt + i]) i++;
  if (at + i < end && (bytes[at + i] as number) > (bytes[beforeAt + i] as number)) return false;
  return isHex(bytes[skipBlankBytes(bytes, at)] as number) && isLower(textOf(bytes, at, end), textOf(bytes, beforeAt, beforeEnd));
}

const isHex = (code: number): boolean => (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

const isLower = (text: string, before: string): boolean => text < before && ADDRESSED.test(text) && ADDRESSED.test(before);

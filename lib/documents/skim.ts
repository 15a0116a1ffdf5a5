import { type ByteLines, textOf } from '@/lib/base/byte-lines';
import { LF, skipBlankBytes } from '@/lib/base/scan-bytes';
import { MAX_EDGE } from './candidate';
import type { Recogniser } from './choose-view';
import { ADDRESSED, type Growth, gapOf, isClosed, isSampled, keepSample, MAX_BLANKS, MIN_DESCENTS } from './growth';

/** Who looks at a few lines of every document as they stand. */
export interface LineSample {
  /** So many lines are of no interest before the next one that is. */
  untilNext(): number;
  add(text: string): void;
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
 * Takes lines for what grows as long as the format knows them by their bytes; what each of them does to it is what `append` and a
 * blank line do, one line after the other. Most lines of a large capture pass here, and none of them becomes a string.
 */
export function skimLines(grown: Growth, skim: NonNullable<Recogniser['skim']>, lines: ByteLines, sample: LineSample): Skimmed {
  const { bytes, to, lastLine } = lines;
  const skimmed: Skimmed = { lines: 0, strong: false, weakBehind: 0, blank: false };
  let { at, line } = lines;
  /** Where the last filled line stands that was taken. */
  let beforeAt = -1;
  let beforeEnd = -1;
  let untilSampled = sample.untilNext();
  let passed = 0;
  while (at < to && line <= lastLine) {
    let end = bytes[at] === LF ? at : blankEnd(bytes, at);
    if (end >= 0) {
      grown.blanks++;
      if (gapOf(grown) > MAX_BLANKS) {
        grown.blanks--;
        break;
      }
      skimmed.blank = true;
      if (isSampled(grown)) keepSample(grown, line, '');
    } else {
      const found = skim(bytes, at, to);
      if (found === 0) break;
      const strong = found > 0;
      end = strong ? found : -found;
      if (strong) {
        if (grown.descents < MIN_DESCENTS && descends(bytes, at, end, beforeAt, beforeEnd, grown.lastText)) grown.descents++;
        grown.coreLast = line;
        if (grown.after.length > 0) grown.after = [];
        skimmed.strong = true;
        skimmed.weakBehind = 0;
      } else {
        if (grown.after.length < MAX_EDGE) grown.after.push(line);
        skimmed.weakBehind++;
      }
      grown.lastClass = strong ? 'strong' : 'weak';
      grown.lastLine = line;
      grown.explained++;
      if (grown.blanks === 0) grown.adjacent++;
      grown.blanks = 0;
      beforeAt = at;
      beforeEnd = end;
      if (isSampled(grown)) keepSample(grown, line, textOf(bytes, at, end));
    }
    if (untilSampled === 0) {
      sample.passOver(passed);
      passed = 0;
      sample.add(textOf(bytes, at, end));
      untilSampled = sample.untilNext();
    } else {
      untilSampled--;
      passed++;
    }
    at = end + 1;
    line++;
  }
  sample.passOver(passed);
  if (beforeAt >= 0) grown.lastText = textOf(bytes, beforeAt, beforeEnd);
  skimmed.lines = line - lines.line;
  lines.at = at;
  lines.line = line;
  return skimmed;
}

/** The line feed of a line of blanks and tabs; -1 where it is none. */
function blankEnd(bytes: Uint8Array, at: number): number {
  const end = skipBlankBytes(bytes, at);
  return end > at && bytes[end] === LF ? end : -1;
}

/** Whether a row has a lower address than the one above it: by its text, as rows of one listing are of one width. */
function descends(bytes: Uint8Array, at: number, end: number, beforeAt: number, beforeEnd: number, lastText: string): boolean {
  if (beforeAt < 0) return isLower(textOf(bytes, at, end), lastText);
  let i = 0;
  while (at + i < end && bytes[at + i] === bytes[beforeAt + i]) i++;
  if (at + i < end && (bytes[at + i] as number) > (bytes[beforeAt + i] as number)) return false;
  return isHex(bytes[skipBlankBytes(bytes, at)] as number) && isLower(textOf(bytes, at, end), textOf(bytes, beforeAt, beforeEnd));
}

const isHex = (code: number): boolean => (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

const isLower = (text: string, before: string): boolean => text < before && ADDRESSED.test(text) && ADDRESSED.test(before);

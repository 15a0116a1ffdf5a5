import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { DumpContent } from '@/lib/model/process-facts';
import type { ArtifactReader, ReadContext } from '../define';
import { type Look, lookOf } from './look';
import { maskLine } from './mask';
import { type OffsetLine, parseOffset, type Radix, RadixGuess, radixOfCommand, readOffset } from './offset';
import { RepeatedLines } from './repeated';

/** Whether offsets stand before the strings is decided by so many lines. */
const DECIDING = 64;

/** "   1234 text" of `uniq -c`: the same layout as an offset, and a count. */
const COUNTED = /^\s{0,16}(\d{1,15}) (.*)$/s;

/**
 * Reads what `strings` printed. Counts what the lines look like; keeps no line but the most repeated ones, masked. A line before or
 * between the strings (a message of the tool) is noise: what it says is printable as well.
 */
export function openReader(context: ReadContext): ArtifactReader {
  const { command } = context.tool;
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const looks = new Map<Look, { lines: number; firstLine: number }>();
  const repeated = new RepeatedLines();
  const isCounted = /\buniq\s+-\w{0,4}c/.test(command ?? '');
  const guess = new RadixGuess();
  /** Lines that wait until it is known whether they begin with offsets. */
  let waiting: { text: string; line: number; offset: OffsetLine | null }[] | null = [];
  let hasOffsets = false;
  let isOfFiles = false;
  let first: string | null = null;
  let last: string | null = null;
  let lines = 0;
  let complete = true;

  function count(text: string, line: number, times: number): void {
    const look = lookOf(text);
    const known = looks.get(look);
    if (known) known.lines += times;
    else looks.set(look, { lines: times, firstLine: line });
    lines += times;
    const masked = maskLine(text, look);
    if (masked !== null && masked.length >= 4) repeated.add(masked, line, times);
  }

  function take(text: string, line: number, offset: OffsetLine | null): void {
    if (text.trim() === '') {
      account.add(line, 'noise');
      return;
    }
    if (hasOffsets) {
      if (!offset || offset.text.trim() === '') {
        account.add(line, offset ? 'noise' : 'warned');
        if (offset) return;
        complete = false;
        warnings.push({ line, code: 'strings/no-offset', text: 'A line without an offset among lines with offsets: not counted.' });
        return;
      }
      guess.add(offset);
      if (first === null || isBelow(offset.digits, first)) first = offset.digits;
      if (last === null || isBelow(last, offset.digits)) last = offset.digits;
      count(offset.text, line, 1);
    } else {
      const counted = isCounted ? COUNTED.exec(text) : null;
      const colon = isOfFiles ? text.slice(0, 256).indexOf(': ') : -1;
      if (counted) count(counted[2] ?? '', line, Number(counted[1]));
      else count(colon > 0 ? text.slice(colon + 2) : text, line, 1);
    }
    account.add(line, 'used');
  }

  /** The first lines have come: nearly all with offsets, or not. */
  function decide(): void {
    const decided = waiting ?? [];
    waiting = null;
    const filled = decided.filter(({ text }) => text.trim() !== '');
    const withOffset = filled.filter(({ offset }) => offset !== null).length;
    const asked = radixOfCommand(command);
    hasOffsets = !isCounted && filled.length > 0 && withOffset >= (asked === null ? 0.9 : 0.5) * filled.length;
    isOfFiles = /\s-\w{0,4}f\b|--print-file-name/.test(command ?? '') || haveOnePrefix(filled.map(({ text }) => text));
    for (const { text, line, offset } of decided) take(text, line, offset);
  }

  function offsets(): DumpContent['offsets'] {
    if (!hasOffsets || first === null || last === null) return null;
    const asked = radixOfCommand(command);
    const radix: Radix = asked ?? guess.radix;
    const [from, to] = [parseOffset(first, radix), parseOffset(last, radix)];
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return null;
    return { radix, certain: asked !== null || guess.certain, first: from, last: to };
  }

  return {
    line(text, line) {
      const offset = readOffset(text);
      if (!waiting) {
        take(text, line, offset);
        return;
      }
      waiting.push({ text, line, offset });
      if (waiting.length >= DECIDING) decide();
    },
    finish(): Parsed {
      if (waiting) decide();
      const value: DumpContent = {
        offsets: offsets(),
        lines,
        classes: [...looks]
          .map(([look, { lines: many, firstLine }]) => ({ look, lines: many, firstLine }))
          .sort((a, b) => b.lines - a.lines || a.firstLine - b.firstLine),
        repeated: repeated.list(),
      };
      return {
        facts: lines > 0 ? [{ kind: 'dump-content', value }] : [],
        runs: account.runs,
        warnings,
        complete: complete && lines > 0,
        tool: {},
      };
    },
  };
}

/** Offsets have no leading zeros: the shorter one is below, and of one length they compare as text, whatever the radix. */
const isBelow = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);

/** "heap.dump: text" in every line: the name of the file, of `-f`. */
function haveOnePrefix(texts: readonly string[]): boolean {
  const [text = ''] = texts;
  const colon = text.slice(0, 256).indexOf(': ');
  if (colon <= 0 || texts.length < 16) return false;
  const prefix = text.slice(0, colon + 2);
  return texts.every((one) => one.startsWith(prefix));
}

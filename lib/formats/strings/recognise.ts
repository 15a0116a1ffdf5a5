import type { Guess } from '@/lib/model/artifact';
import { isFilled, type Look, lookOf } from './look';
import { RadixGuess, readOffset } from './offset';

/** What the tool says where it cannot read; nothing of a dump. */
const MESSAGE = /^strings: (?:'|Warning|can't|unrecognized|invalid|\S{1,200}: No such file)/;
/** So many lines prove offsets by their order alone; fewer need the padding and a lot of text. */
const ENOUGH_ROWS = 16;
const MUCH_TEXT = 1_000;
/** So many lines are a dump, and not a list that somebody made. */
const ENOUGH_LINES = 40;
/** What `strings` prints at least, without -n. */
const SHORTEST = 4;

const no = (because: string): Guess => ({ score: 0, because });

/** Judges lines below `strings …`, by their offsets, or by what they look like as a whole. */
export function judge(lines: readonly string[], isBelowCommand: boolean): Guess {
  const filled = lines.filter((text) => text.trim() !== '');
  if (filled.length === 0 || filled.every((text) => MESSAGE.test(text))) return no('no line');
  const byOffset = judgeOffsets(filled);
  if (byOffset) return byOffset;
  if (isBelowCommand) return { score: 0.9, because: 'the command above prints the text in a binary file' };
  return judgePlain(lines, filled);
}

/**
 * Null where the lines do not begin with offsets. Strings do not overlap: each begins behind the end of the one before, which no list of
 * pids, counts or line numbers does over many lines.
 */
function judgeOffsets(filled: readonly string[]): Guess | null {
  const rows = filled.flatMap((text) => readOffset(text) ?? []);
  if (rows.length < 2 || rows.length < 0.95 * filled.length) return null;
  const guess = new RadixGuess();
  for (const row of rows) guess.add(row);
  if (guess.fit < 0.95) return null;
  const padded = rows.filter((row) => row.padded).length;
  const chars = rows.reduce((sum, row) => sum + row.text.length, 0);
  if (rows.length < ENOUGH_ROWS && (padded < rows.length || chars < MUCH_TEXT)) return null;
  return {
    score: (rows.length / filled.length) * 0.95,
    because: `${rows.length} of ${filled.length} lines begin with ascending offsets, each behind the end of the string before`,
  };
}

/** Without offsets and command only what nobody writes counts: names of classes and symbols, and data that is no text at all. */
function judgePlain(lines: readonly string[], filled: readonly string[]): Guess {
  if (filled.every((text) => text.length >= 4_096 && isFilled(text)))
    return { score: 0.7, because: 'buffers that one phrase fills from end to end' };
  if (filled.length < ENOUGH_LINES) return no('too few lines to be told from a list without the command above them');
  const short = lines.filter((text) => text.length < SHORTEST).length;
  if (short > 0.01 * lines.length) return no(`${short} lines are empty or shorter than strings prints`);
  let random = 0;
  const names = new Map<string, number>();
  for (const text of filled) {
    // Profilers indent the symbols they print.
    const look = /^\s/.test(text) ? 'other' : lookOf(text);
    if (look === 'random') random++;
    const kind = kindOfName(text, look);
    if (kind !== null) names.set(kind, (names.get(kind) ?? 0) + 1);
  }
  const named = [...names.values()].reduce((sum, many) => sum + many, 0);
  const kinds = [...names.values()].filter((many) => many >= 0.002 * filled.length).length;
  const share = (random + 2 * named) / filled.length;
  const isDump =
    random >= 0.5 * filled.length ||
    (named >= 0.03 * filled.length && kinds >= 2) ||
    (named >= 0.1 * filled.length && random >= 0.1 * filled.length);
  if (!isDump || share < 0.4) return no('neither offsets nor enough names of classes and symbols');
  const because = `${named} of ${filled.length} lines are names of classes, symbols or properties, ${random} are no text`;
  // Names of several kinds are found in a dump only, also where pieces of reports lie about in it.
  return { score: named >= 0.1 * filled.length && kinds >= 2 ? 0.85 : 0.6, because };
}

/** Names that only a loaded program has, by kind. Null for what anybody may write. */
function kindOfName(text: string, look: Look): string | null {
  if (look === 'property') return look;
  // Constant pools and what lies before it in memory: "9(Ljava/lang/Object;)I", "#Ljdk/internal/vm/annotation/Hidden;"
  if (look === 'java-class' || DESCRIPTOR.test(text)) return 'java-class';
  if (look !== 'symbol') return null;
  if (/^(?:Java|JNI|JVM|jni|jvmti)_/.test(text)) return 'jni';
  if (text.startsWith('_Z')) return 'c++';
  if (text.startsWith('.')) return 'section';
  return /@|^(?:GLIBC|GLIBCXX|CXXABI|GCC)_/.test(text) ? 'version' : 'c';
}

const DESCRIPTOR = /^[^\s\w]?.?\(?\[{0,8}L[a-z]\w{0,40}(?:\/[\w$]{1,120}){1,15};/;

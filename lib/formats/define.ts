import type { ByteLines, LinesTold } from '@/lib/base/byte-lines';
import type { Guess, Parsed, Tool } from '@/lib/model/artifact';
import type { FactKind } from '@/lib/model/facts';
import type { ProfileSketch } from '@/lib/model/profile';

/**
 * What one line is to a format, judged by its text alone.
 *   strong  only this format prints such a line ("00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]")
 *   weak    fits inside an artifact of this format, says little by itself ("(classes #24712)")
 *   head    opens an artifact: a title, a column header ("Native Memory Tracking:")
 *   foot    closes one: "total kB …" after the rows
 *   none    not ours
 */
export type LineClass = 'strong' | 'weak' | 'head' | 'foot' | 'none';

/** What the surroundings of an artifact say of it. */
export interface ReadContext {
  /** The command of the prompt above, and a pid found near it. */
  tool: Tool;
  /** First line of the artifact in its document. */
  firstLine: number;
  /** Number.MAX_SAFE_INTEGER where it is not known yet. */
  lastLine: number;
  /** What the artifact of the same format right above left for this one (Parsed.carry). */
  carried?: readonly number[];
}

/** Reads one artifact, line by line, holding no more than its facts. Lines come cleaned (no gutter, quote mark, ANSI or CR) with their original numbers, ascending. */
export interface ArtifactReader {
  line(text: string, line: number): void;
  /**
   * The same for lines as bytes, where nothing has to be taken off any line of the artifact: takes as many whole lines as it likes,
   * moving `at` and `line` behind them, and accounts for each (a blank one, too). It comes to the same facts, warnings and account as
   * `line` would for their text. What it takes is ASCII with LF at its end, and has nothing at its borders that the cutter takes off
   * (`findPlainEnd` in base/scan-bytes); the line it stops at is given to `line`, and then it is asked again.
   */
  bytes?(lines: ByteLines): void;
  /**
   * The same while the document is being cut: takes only lines that `skim` knows, and tells of each what `skim` says of it. A blank line
   * it takes only together with a filled one behind it, and never two in a row: the artifact may end there. Not for what is `carried`.
   */
  ahead?(lines: ByteLines, told: LinesTold): void;
  /**
   * The profiles as far as they have been read; reading goes on, unless this is the end: then what is still open counts, too, and nothing
   * may follow, `finish` neither. Only of formats that are looked at while they come.
   */
  sketch?(atEnd?: boolean): ProfileSketch[];
  finish(): Parsed;
}

/**
 * For a format that holds others, and lines of any kind (a crash log): once a line of it `opens`, every line belongs to it up to the
 * one that `closes` it, whatever other formats see there; unless one `breaks` it off, being the beginning of something else.
 */
export interface Envelope {
  opens(text: string): boolean;
  closes(text: string): boolean;
  breaks(text: string): boolean;
}

/** A text format: one folder, one registry line. A value, not a class. */
export interface ArtifactFormat<Id extends string = string> {
  /** From the closed list of the HTTP contract: "pmap-x". */
  id: Id;
  /** As people call it: "pmap -x". */
  title: string;
  /** Which tools, versions and flags print it, and what is taken from it, in a phrase: "JDK 8 to 25, every scale: …". */
  reads: string;
  /** Raise it whenever the same bytes would give other facts or another account: cached facts of older versions are then read anew. */
  parserVersion: number;
  produces: readonly FactKind[];
  /** How to capture it in production, and what that costs. */
  capture: { command: string; risk: string };
  /** What a command above it looks like: /\bpmap\b.*\s-x\b/. Null where no command prints it. */
  command: RegExp | null;
  /** Must be cheap and linear: every line of every document is asked. */
  classify(text: string): LineClass;
  /** What a line is below its own command (one that `command` fits), where it says too little alone: a number under `cat memory.current`. */
  classifyBelow?(text: string, command: string): LineClass;
  /**
   * The same as `classify` for one line of a running artifact as bytes, from its first one at `from`: the offset of the line feed that ends it where the
   * line is strong, minus that offset where it is weak, 0 where it has to be read as text. Only for lines that nothing can be taken off
   * (`findPlainEnd` in base/scan-bytes), and that are neither a number with text behind it nor a command.
   */
  skim?(bytes: Uint8Array, from: number, to: number): number;
  /**
   * Only for output without a structure of its own (`strings`), in which any other may lie about. It is judged as a whole: below its
   * command, or as the whole document where nothing else is in it worth the name. `classify` may know lines that show by themselves.
   */
  unstructured?: true;
  /**
   * Only for formats without a foot: whether this line, being the last of a text that does not end with a line end, may go on with a digit
   * ("main;run 12" of 123). Such a line is used, with a warning.
   */
  endsOpen?(text: string): boolean;
  /** Only for formats that swallow whatever lies between their first and last line. */
  envelope?: Envelope;
  /** Judges the lines of one candidate range (all of them, or the first 2,000), blank lines included; `command`: the one above, where there is one. */
  detect(lines: readonly string[], command?: string | null): Guess;
  open(context: ReadContext): ArtifactReader;
}

export const defineFormat = <const Id extends string>(format: ArtifactFormat<Id>): ArtifactFormat<Id> => format;

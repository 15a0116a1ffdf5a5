import type { ByteLines, LineTaker } from '@/lib/base/byte-lines';
import { LineAccount, type LineRun } from '@/lib/base/line-runs';
import { type AheadReader, type CutDocument, createCutter, type OpenAhead, type Segment } from '@/lib/documents/cut';
import { createLineDecoder } from '@/lib/documents/decode';
import { type LineIndex, LineMarks } from '@/lib/documents/line-index';
import { readStatedFigures } from '@/lib/documents/stated-figures';
import type { ArtifactFormat, ArtifactReader } from '@/lib/formats/define';
import { findFormat, formats } from '@/lib/formats/registry';
import type { ArtifactSheet, Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { Correction, UnreadLines } from '@/lib/model/incident';
import type { StatedFigure } from '@/lib/model/stated-figure';
import { applyCorrections } from './apply-corrections';
import { listPassages, passOver } from './passages';
import { createUnreadWatch } from './unread-lines';

/** Raise it when documents are cut differently, or something else is told of them. */
const CUT_VERSION = 5;

/**
 * One number for "what this build reads and how": grows whenever a format is added or a parser is improved,
 * so that documents read by an older build are read anew.
 */
export const READER_VERSION = CUT_VERSION * 10_000 + formats.reduce((sum, format) => sum + format.parserVersion, 0);

/** At most this many warnings of one artifact are kept word for word; all are counted. */
const KEPT_WARNINGS = 200;
/** Amounts of memory kept that the text around the captures states. */
const KEPT_FIGURES = 50;
/** Lines looked at to name the nearest format of a document in which nothing was recognised. */
const NEAREST_SAMPLE = 2_000;

const MAY_BE_CUT = 'The text ends in this number, without a line end: digits of it may be missing. The number is used as it stands.';

export interface ArtifactReading {
  sheet: ArtifactSheet;
  facts: Facts;
}

export interface DocumentReading {
  encoding: string;
  lines: number;
  /** NUL bytes that are no UTF-16: a dump, not text. */
  binary: boolean;
  artifacts: ArtifactReading[];
  /** Every line of the document, once. */
  account: LineAccount;
  /** The same as a list, made when it is asked for. */
  readonly runs: LineRun[];
  /** Where its lines begin. */
  index: LineIndex;
  /** What nothing was read from, and what it comes nearest to. */
  unread: UnreadLines;
  /** Where nothing was recognised: what came closest, in words. */
  nearest: { format: string; title: string; score: number; because: string } | null;
  /** Lines of which only the beginning was read (longer than 4 MiB). */
  cutLines: number;
  /** Possible artifacts left as notes, because there were too many of them. */
  segmentsLeft: number;
}

export interface FirstPass {
  encoding: string;
  binary: boolean;
  cut: CutDocument;
  cutLines: number;
  nearest: DocumentReading['nearest'];
  index: LineIndex;
  /** Behind the last line there is no line end. */
  openEnd: boolean;
  /** The readers of segments that have been read already. */
  ahead: WeakMap<AheadReader, ArtifactReader>;
}

/** How a document is looked at. All is for tests: the result is the same, whatever it says. */
export interface Looking {
  /** Every line as text. */
  asText?: boolean;
  /** Nothing is read before it is cut. */
  twice?: boolean;
  /** So many lines of one format make a streak, in which lines are looked at as bytes. */
  streakLines?: number;
}

/** First look at the bytes, while they arrive: where are artifacts? */
export function createFirstPass({ asText = false, twice = false, streakLines }: Looking = {}): {
  push(chunk: Uint8Array): void;
  finish(): FirstPass;
} {
  const ahead = new WeakMap<AheadReader, ArtifactReader>();
  const openAhead: OpenAhead = (formatId, tool, firstLine) => {
    const reader = findFormat(formatId)?.open({ tool, firstLine, lastLine: Number.MAX_SAFE_INTEGER });
    if (!reader?.ahead) return null;
    const opened = { line: reader.line.bind(reader), ahead: reader.ahead.bind(reader) };
    ahead.set(opened, reader);
    return opened;
  };
  const cutter = createCutter(formats, { ...(streakLines !== undefined && { streakLines }), openAhead: twice ? null : openAhead });
  const head: string[] = [];
  const takeLine = (text: string) => {
    cutter.line(text);
    if (head.length < NEAREST_SAMPLE) head.push(text);
  };
  const marks = new LineMarks();
  const decoder = createLineDecoder(takeLine, asText ? null : cutter.bytes, marks);
  let lastBytes: number[] = [];
  return {
    push(chunk) {
      decoder.push(chunk);
      lastBytes = [...lastBytes, ...chunk.subarray(-2)].slice(-2);
    },
    finish() {
      const { encoding, binary, cutLines, utf8After } = decoder.finish();
      const cut = cutter.finish();
      return {
        encoding,
        binary,
        cutLines,
        cut,
        ahead,
        index: marks.finish(utf8After),
        // (The line end of UTF-16 in little endian is 0a 00.)
        openEnd: !lastBytes.slice(encoding === 'utf-16le' ? 0 : -1).some((byte) => byte === 0x0a || byte === 0x0d),
        nearest: cut.segments.length > 0 ? null : findNearest(head),
      };
    },
  };
}

function findNearest(lines: readonly string[]): DocumentReading['nearest'] {
  let nearest: DocumentReading['nearest'] = null;
  for (const format of formats) {
    const { score, because } = format.detect(lines);
    if (score > (nearest?.score ?? 0)) nearest = { format: format.id, title: format.title, score, because };
  }
  return nearest;
}

/** Second look: every segment is read by its format, line by line. */
export function createSecondPass(
  first: FirstPass,
  corrections: readonly Correction[] = [],
  { asText = false }: Looking = {},
): { push(chunk: Uint8Array): void; finish(): DocumentReading } {
  const segments = applyCorrections(first.cut.segments, corrections);
  const readers = takeReaders(first, segments);
  const passages = listPassages([...readers.keys()], first.index);
  const artifacts: ArtifactReading[] = [];
  const account = new LineAccount();
  const unread = createUnreadWatch(formats, first.cut.prompts, corrections);
  let line = 0;
  let open: OpenSegment | null = null;
  let above: Above | null = null;
  const stated: StatedFigure[] = [];

  const close = () => {
    if (!open) return;
    const { reading, account: lines, carry } = open.finish(first.openEnd && line === first.cut.lines);
    artifacts.push(reading);
    above = carry ? { formatId: open.segment.formatId, lastLine: open.segment.lastLine, carry } : null;
    account.appendAll(lines);
    open = null;
  };

  const takeBytes: LineTaker = (lines) => {
    if (!open?.bytes) return false;
    lines.lastLine = open.segment.lastLine;
    open.bytes(lines);
    line = lines.line - 1;
    if (open.segment.lastLine === line) close();
    return true;
  };
  const takeLine = (text: string) => {
    line++;
    if (!open && segments[0] && segments[0].firstLine <= line) {
      const segment = segments.shift() as Segment;
      const reader = readers.get(segment);
      open = reader ? openRead(segment, reader) : openSegment(segment, above);
      unread.border();
    }
    if (!open) {
      account.add(line, 'note');
      unread.note(text, line);
      if (stated.length < KEPT_FIGURES) stated.push(...readStatedFigures(text, line));
      return;
    }
    open.line(text, line);
    if (open.segment.lastLine === line) close();
  };
  const decoder = createLineDecoder(takeLine, asText ? null : takeBytes);

  return {
    push: passOver(passages, decoder, (lines) => {
      line += lines;
    }),
    finish() {
      decoder.finish();
      close();
      fileStated(stated, artifacts);
      const { encoding, binary, nearest, cutLines, index } = first;
      const { segmentsLeft } = first.cut;
      return {
        ...{ encoding, binary, nearest, cutLines, index, segmentsLeft, lines: line, artifacts, account, unread: unread.finish() },
        get runs() {
          return account.runs;
        },
      };
    },
  };
}

/** What the notes state goes with the nearest artifact below, which it mostly introduces, else with the last one. */
function fileStated(stated: readonly StatedFigure[], artifacts: readonly ArtifactReading[]): void {
  for (const value of stated) {
    const artifact = artifacts.find(({ sheet }) => sheet.firstLine > value.line) ?? artifacts.at(-1);
    artifact?.facts.push({ kind: 'stated-figure', value });
  }
}

interface OpenSegment {
  segment: Segment;
  line(text: string, line: number): void;
  /** Where nothing was on any line, and the format reads bytes. */
  bytes: ((lines: ByteLines) => void) | null;
  /** `cutOff`: the document ends in its last line. */
  finish(cutOff: boolean): ReadSegment;
}

interface ReadSegment {
  reading: ArtifactReading;
  account: LineAccount;
  carry: readonly number[] | undefined;
}

/** What an artifact leaves for one of the same format that follows with no more than a blank line between. */
interface Above {
  formatId: string;
  lastLine: number;
  carry: readonly number[];
}

/** The readers of those segments that have been read, each given out once: who reads the document again begins anew. */
function takeReaders({ ahead }: FirstPass, segments: readonly Segment[]): Map<Segment, ArtifactReader> {
  const readers = new Map<Segment, ArtifactReader>();
  for (const segment of segments) {
    const reader = segment.ahead && ahead.get(segment.ahead);
    if (!segment.ahead || !reader) continue;
    ahead.delete(segment.ahead);
    readers.set(segment, reader);
  }
  return readers;
}

function formatOf({ formatId }: Segment): ArtifactFormat {
  const format = findFormat(formatId);
  if (!format) throw new Error(`The cutter named a format that is not registered: ${formatId}`);
  return format;
}

/** A segment whose reader has everything already. */
function openRead(segment: Segment, reader: ArtifactReader): OpenSegment {
  let lastText = '';
  return {
    segment,
    bytes: null,
    line(text, line) {
      if (line === segment.lastLine) lastText = text;
    },
    finish: (cutOff) => finishReading(segment, reader, [], segment.lastLine, cutOff ? lastText : null),
  };
}

function openSegment(segment: Segment, above: Above | null): OpenSegment {
  const format = formatOf(segment);
  const { tool, firstLine, lastLine } = segment;
  const follows = above !== null && above.formatId === format.id && firstLine - above.lastLine <= 2;
  const reader: ArtifactReader = format.open({ tool, firstLine, lastLine, ...(follows && { carried: above.carry }) });
  const gutter: LineRun[] = []; // lines inside the segment that are none of the artifact's: fences, line-number gutters
  let last = firstLine;
  let lastText = '';
  const takeBytes = (lines: ByteLines) => {
    reader.bytes?.(lines);
    last = Math.max(last, lines.line - 1);
  };
  return {
    segment,
    bytes: reader.bytes && segment.plain ? takeBytes : null,
    line(text, line) {
      last = line;
      const cleaned = segment.clean(text, line);
      if (line === lastLine) lastText = cleaned ?? '';
      if (cleaned === null) gutter.push({ firstLine: line, lastLine: line, use: 'noise' });
      else reader.line(cleaned, line);
    },
    finish: (cutOff) => finishReading(segment, reader, gutter, last, cutOff && last === lastLine ? lastText : null),
  };
}

/** `endText`: the last line, where the document ends within it. */
function finishReading(segment: Segment, reader: ArtifactReader, gutter: LineRun[], last: number, endText: string | null): ReadSegment {
  const format = formatOf(segment);
  const parsed = reader.finish();
  if (endText !== null && format.endsOpen?.(endText))
    parsed.warnings.push({ line: last, code: `${format.id}/may-be-cut`, text: MAY_BE_CUT });
  // (A reader that read ahead may have got the blank lines behind the last one.)
  parsed.account?.takeBack(last + 1);
  const told = accountFor(parsed, gutter, segment.firstLine, last, format.id);
  return {
    account: told.account,
    carry: parsed.carry,
    reading: { facts: parsed.facts, sheet: toSheet(segment, format.parserVersion, parsed, told, last) },
  };
}

interface Told {
  account: LineAccount;
  warnings: Warning[];
}

/** Joins the reader's account with the gutter's. A line that a reader forgot is a warning, never a silence. */
function accountFor(parsed: Parsed, gutter: LineRun[], firstLine: number, lastLine: number, formatId: string): Told {
  const warnings: Warning[] = [...parsed.warnings];
  if (gutter.length === 0 && parsed.account?.covers(firstLine, lastLine)) {
    warnings.sort((a, b) => a.line - b.line);
    return { account: parsed.account, warnings };
  }
  const account = new LineAccount();
  let next = firstLine;
  const forgotten = (upTo: number) => {
    for (; next <= upTo; next++) {
      account.add(next, 'warned');
      warnings.push({ line: next, code: `${formatId}/unaccounted`, text: 'The reader did not say what became of this line.' });
    }
  };
  const runs = gutter.length === 0 ? parsed.runs : [...parsed.runs, ...gutter].sort((a, b) => a.firstLine - b.firstLine);
  for (const run of runs) {
    forgotten(run.firstLine - 1);
    const end = Math.min(run.lastLine, lastLine);
    if (end >= next) account.addRun(next, end, run.use);
    next = Math.max(next, end + 1);
  }
  forgotten(lastLine);
  warnings.sort((a, b) => a.line - b.line);
  return { account, warnings };
}

function toSheet(segment: Segment, parserVersion: number, parsed: Parsed, { account, warnings }: Told, lastLine: number): ArtifactSheet {
  return {
    format: segment.formatId,
    parserVersion,
    firstLine: segment.firstLine,
    lastLine,
    confidence: segment.confidence,
    because: segment.because,
    complete: parsed.complete && segment.complete !== false,
    fragment: isFragment(parsed.facts),
    linesUsed: account.count('used'),
    linesNoise: account.count('noise'),
    warnings: warnings.slice(0, KEPT_WARNINGS),
    warningCount: warnings.length,
    tool: { ...segment.tool, ...withoutNulls(parsed.tool) },
  };
}

/** A piece of an NMT report without its Total joins any snapshot; a whole report is one per snapshot. */
function isFragment(facts: Facts): boolean {
  return facts.length > 0 && facts.every((fact) => fact.kind === 'nmt-report' && fact.value.total === null);
}

/** What the reader found in the text wins over what the prompt said; what it did not find does not erase it. */
function withoutNulls<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null && member !== undefined)) as Partial<T>;
}

/** Both passes over a document held in memory. */
export function readDocument(bytes: Uint8Array): DocumentReading {
  const first = createFirstPass();
  first.push(bytes);
  const second = createSecondPass(first.finish());
  second.push(bytes);
  return second.finish();
}

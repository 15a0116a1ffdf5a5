import type { LineTaker } from '@/lib/base/byte-lines';
import { LineAccount, type LineRun } from '@/lib/base/line-runs';
import { createCutter } from '@/lib/documents/cut';
import { createLineDecoder } from '@/lib/documents/decode';
import { type LineIndex, LineMarks } from '@/lib/documents/line-index';
import type { AheadReader, OpenAhead } from '@/lib/documents/read-ahead';
import type { CutDocument, Segment } from '@/lib/documents/segment';
import { readStatedFigures } from '@/lib/documents/stated-figures';
import type { ArtifactReader } from '@/lib/formats/define';
import { findFormat, formats } from '@/lib/formats/registry';
import type { Correction, UnreadLines } from '@/lib/model/incident';
import type { StatedFigure } from '@/lib/model/stated-figure';
import { applyCorrections } from './apply-corrections';
import { listPassages, passOver } from './passages';
import { type Above, type ArtifactReading, type OpenSegment, openRead, openSegment, takeReaders } from './read-segment';
import { createUnreadWatch } from './unread-lines';

/** Raise it when documents are cut differently, or something else is told of them. */
const CUT_VERSION = 6;

/**
 * One number for "what this build reads and how": grows whenever a format is added or a parser is improved,
 * so that documents read by an older build are read anew.
 */
export const READER_VERSION = CUT_VERSION * 10_000 + formats.reduce((sum, format) => sum + format.parserVersion, 0);

/** Amounts of memory kept that the text around the captures states. */
const KEPT_FIGURES = 50;
/** Lines looked at to name the nearest format of a document in which nothing was recognised, and the bytes they are looked for in. */
const NEAREST_SAMPLE = 2_000;
const NEAREST_BYTES = 512 * 1024;

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
  const head: Uint8Array[] = [];
  let headBytes = 0;
  const marks = new LineMarks();
  const decoder = createLineDecoder(cutter.line, asText ? null : cutter.bytes, marks);
  let lastBytes: number[] = [];
  return {
    push(chunk) {
      decoder.push(chunk);
      if (headBytes < NEAREST_BYTES) {
        head.push(chunk.slice(0, NEAREST_BYTES - headBytes));
        headBytes += chunk.length;
      }
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

function findNearest(head: readonly Uint8Array[]): DocumentReading['nearest'] {
  const lines: string[] = [];
  const decoder = createLineDecoder((text) => {
    if (lines.length < NEAREST_SAMPLE) lines.push(text);
  });
  for (const part of head) decoder.push(part);
  decoder.finish();
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
  const readers = takeReaders(first.ahead, segments);
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

/** Both passes over a document held in memory. */
export function readDocument(bytes: Uint8Array): DocumentReading {
  const first = createFirstPass();
  first.push(bytes);
  const second = createSecondPass(first.finish());
  second.push(bytes);
  return second.finish();
}

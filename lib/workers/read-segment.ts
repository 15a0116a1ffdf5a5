import type { ByteLines } from '@/lib/base/byte-lines';
import { LineAccount, type LineRun } from '@/lib/base/line-runs';
import type { AheadReader } from '@/lib/documents/read-ahead';
import type { Segment } from '@/lib/documents/segment';
import type { ArtifactFormat, ArtifactReader } from '@/lib/formats/define';
import { findFormat } from '@/lib/formats/registry';
import type { ArtifactSheet, Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';

/** At most this many warnings of one artifact are kept word for word; all are counted. */
const KEPT_WARNINGS = 200;

const MAY_BE_CUT = 'The text ends in this number, without a line end: digits of it may be missing. The number is used as it stands.';

/** What was read of one artifact. */
export interface ArtifactReading {
  sheet: ArtifactSheet;
  facts: Facts;
}

/** A segment while its lines come. */
export interface OpenSegment {
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
export interface Above {
  formatId: string;
  lastLine: number;
  carry: readonly number[];
}

/** The readers of those segments that have been read, each given out once: who reads the document again begins anew. */
export function takeReaders(ahead: WeakMap<AheadReader, ArtifactReader>, segments: readonly Segment[]): Map<Segment, ArtifactReader> {
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
export function openRead(segment: Segment, reader: ArtifactReader): OpenSegment {
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

/** A segment to be read line by line. */
export function openSegment(segment: Segment, above: Above | null): OpenSegment {
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

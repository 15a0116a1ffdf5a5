import type { Tool } from '@/lib/model/artifact';
import type { Candidate } from './candidate';
import type { Prompt } from './prompt';
import type { AheadReader } from './read-ahead';
import { createCleaner } from './second-pass';

/** Lines `firstLine`..`lastLine` (1-based, inclusive, of the document) that one format claims. */
export interface Segment {
  formatId: string;
  firstLine: number;
  lastLine: number;
  /** 0.4..1; what is less sure stays a note. */
  confidence: number;
  /** In words: "9 of 10 lines are mapping rows; the command above it fits". */
  because: string;
  /** False where lines are known to be missing ("...", `| head -n 10`, a row cut in the middle); null where nothing is known. */
  complete: boolean | null;
  /** Command and pid of the prompt above. */
  tool: Tool;
  /**
   * For a second pass over the same decoded lines: what the format's reader gets for a line of this segment.
   * Null: nothing of the artifact is on it (a gutter number or a quote mark alone, "..."), which is noise.
   */
  clean(text: string, line: number): string | null;
  /** Nothing was on any of its lines: `clean` gives a plain line as it stands. */
  plain?: boolean;
  /** What has read all of it already, and has only to be asked for what it found. */
  ahead?: AheadReader | null;
}

/** A document cut up. Lines in no segment and no prompt are notes. */
export interface CutDocument {
  lines: number;
  /** Ascending, disjoint. */
  segments: Segment[];
  /** Ascending, disjoint, outside of segments. */
  prompts: Prompt[];
  /** Segments beyond MAX_SEGMENTS that were left as notes. */
  segmentsLeft: number;
}

/** Of all of them. */
export const countLines = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { firstLine, lastLine }) => sum + lastLine - firstLine + 1, 0);

/** What is told of a candidate that stays. */
export function toSegment(candidate: Candidate): Segment {
  const { recogniser, firstLine, lastLine, confidence, because, complete, tool, dress, typed } = candidate;
  const clean = typed ? (_: string, line: number) => typed[line - firstLine] ?? null : createCleaner(recogniser, dress, tool.command);
  const plain = typed === null && dress.layers === 0 && (dress.indent ?? '') === '';
  const ahead = plain ? (candidate.ahead?.finish(candidate) ?? null) : null;
  return { formatId: recogniser.id, firstLine, lastLine, confidence, because, complete, tool, clean, plain, ahead };
}

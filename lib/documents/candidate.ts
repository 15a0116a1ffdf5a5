import type { Tool } from '@/lib/model/artifact';
import type { Recogniser } from './choose-view';
import type { ReadAhead } from './read-ahead';

/** How the lines of a segment were dressed; enough to undress them again in a second pass. */
export interface Dress {
  /** The layers (views.ts) that some line wore. */
  layers: number;
  /** Log prefixes met, at most MAX_VARIANTS. */
  logShapes: string[];
  /** Gutter number minus line number, for each run of the gutter (it jumps where blank lines were lost). */
  gutterOffsets: number[];
  /** HTML entities met. */
  entities: number;
  /** Blanks that all lines begin with; null as long as there is no line. */
  indent: string | null;
}

export const MAX_VARIANTS = 16;
export const MAX_EDGE = 64;

/** A range of lines that one format claims, already judged by it. */
export interface Candidate {
  recogniser: Recogniser;
  /** Place of the format in the list: the earlier wins a tie. */
  order: number;
  firstLine: number;
  lastLine: number;
  /** First and last line that only this format prints: what lies outside may be cut off where ranges overlap. */
  coreFirst: number;
  coreLast: number;
  /** Other lines of the format before and behind the core (ascending, at most MAX_EDGE each): where it may be cut. */
  before: number[];
  after: number[];
  /** Lines that the format knows. */
  explained: number;
  confidence: number;
  because: string;
  /** False where lines are known to be missing; null where nothing is known. */
  complete: boolean | null;
  tool: Tool;
  dress: Dress;
  /** It has been read while it grew. */
  ahead: ReadAhead | null;
  /** For a command: what was typed, line by line. */
  typed: readonly string[] | null;
}

import type { Tool } from '@/lib/model/artifact';
import type { Candidate } from './candidate';
import type { Recogniser } from './choose-view';
import { isFiltered, lineLimit } from './command';
import { KeptLines } from './kept-lines';
import { MIN_CONFIDENCE } from './resolve';
import type { LineSample } from './skim';
import { ownCopy, type Surroundings } from './surroundings';

/** A document is judged by so many of its lines, spread over all of it; of each line by its beginning. */
const SAMPLE_LINES = 2_000;
const SAMPLE_CHARS = 8_192;
/** Other artifacts may cover so much of a document that is taken as a whole: what lies about in a dump. */
const MOST_COVERED = 0.3;
/** From here on the document is one, whatever else seems to be in it: a dump can hold a whole report. */
const CERTAIN = 0.8;

interface Run {
  recogniser: Recogniser;
  order: number;
  tool: Tool;
  toolLine: number;
  firstLine: number;
  lastLine: number;
  sample: string[];
}

const nothingAbove: Tool = { pid: null, version: null, command: null };

/**
 * Watches for output that has no structure of its own (`strings` of a dump): the lines below its command, and a document as a whole.
 * Such lines are never asked one by one, since they look like anything.
 */
export function createUnstructuredWatch(recognisers: readonly Recogniser[], onCandidate: (candidate: Candidate) => void) {
  const watched = recognisers.map((recogniser, order) => ({ recogniser, order })).filter(({ recogniser }) => recogniser.unstructured);
  const whole = new SpreadSample();
  let run: Run | null = null;

  const end = () => {
    const ended = run;
    run = null;
    if (!ended) return;
    const { recogniser, order, tool, toolLine, firstLine, lastLine, sample } = ended;
    const guess = recogniser.detect(sample, tool.command);
    if (guess.score < MIN_CONFIDENCE) return;
    const command = tool.command ?? '';
    const limit = lineLimit(command);
    const isCut = isFiltered(command) || (limit !== null && lastLine - toolLine >= limit);
    onCandidate({ ...toCandidate(recogniser, order, firstLine, lastLine, guess), complete: isCut ? false : null, tool });
  };

  return {
    /** Every line of the document, as it stands. */
    see(text: string): void {
      if (watched.length > 0) whole.add(text);
    },
    /** For who has lines that are not texts yet: which of them to show, in place of `see`. */
    sample: whole,
    /** A line below a command that prints pieces of a binary. */
    below(line: number, text: string, { tool, toolLine }: Surroundings): void {
      if (!run) {
        const fitting = watched.find(({ recogniser }) => tool.command !== null && recogniser.command?.test(tool.command));
        if (!fitting) return;
        run = { ...fitting, tool, toolLine, firstLine: line, lastLine: line, sample: [] };
      }
      run.lastLine = line;
      if (run.sample.length < SAMPLE_LINES) run.sample.push(ownCopy(text.slice(0, SAMPLE_CHARS)));
    },
    /** The output is over. */
    end,
    /** The document as one piece of such output, where it is that; `covered` lines belong to other artifacts. */
    judgeWhole(lines: number, covered: number): Candidate | null {
      for (const { recogniser, order } of watched) {
        const guess = recogniser.detect(whole.texts(), null);
        if (guess.score < (covered <= MOST_COVERED * lines ? MIN_CONFIDENCE : CERTAIN)) continue;
        return toCandidate(recogniser, order, 1, lines, guess);
      }
      return null;
    },
  };
}

function toCandidate(
  recogniser: Recogniser,
  order: number,
  firstLine: number,
  lastLine: number,
  guess: { score: number; because: string },
): Candidate {
  return {
    recogniser,
    order,
    firstLine,
    lastLine,
    coreFirst: firstLine,
    coreLast: lastLine,
    before: [],
    after: [],
    explained: lastLine - firstLine + 1,
    confidence: guess.score,
    because: guess.because,
    complete: null,
    tool: nothingAbove,
    dress: { layers: 0, logShapes: [], gutterOffsets: [], entities: 0, indent: null },
    typed: null,
    ahead: null,
  };
}

/** Lines spread evenly over a stream of unknown length: every line at first, then every second of them, every fourth, … */
class SpreadSample implements LineSample {
  private readonly kept = new KeptLines();
  private stride = 1;
  private seen = 0;

  add(text: string): void {
    if (this.seen++ % this.stride === 0) this.keep(encoder.encode(text.slice(0, SAMPLE_CHARS)));
  }

  /** The same for a line of ASCII. */
  addBytes(bytes: Uint8Array, from: number, end: number): void {
    if (this.seen++ % this.stride === 0) this.keep(bytes.subarray(from, Math.min(end, from + SAMPLE_CHARS)));
  }

  private keep(line: Uint8Array): void {
    this.kept.add(line);
    if (this.kept.length < SAMPLE_LINES) return;
    this.kept.halve();
    this.stride *= 2;
  }

  untilNext(): number {
    return (this.stride - (this.seen % this.stride)) % this.stride;
  }

  passOver(lines: number): void {
    this.seen += lines;
  }

  texts(): readonly string[] {
    return this.kept.texts();
  }
}

const encoder = new TextEncoder();

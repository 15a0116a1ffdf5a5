import type { ByteLines, LinesTold } from '@/lib/base/byte-lines';
import type { Tool } from '@/lib/model/artifact';
import type { Candidate } from './candidate';
import { type Growth, gapOf, MAX_BLANKS } from './growth';

/** Reads an artifact while it is still growing. */
export interface AheadReader {
  line(text: string, line: number): void;
  /** Takes whole lines, as many as it likes, and tells of each of them. It never takes a blank line as the last one, nor two in a row. */
  ahead(lines: ByteLines, told: LinesTold): void;
}

/** Opens such a reader, where the format has one. */
export type OpenAhead = (formatId: string, tool: Tool, firstLine: number) => AheadReader | null;

/** So many lines wait until one behind them tells that the artifact goes on. */
const MOST_WAITING = 64;

/**
 * Gives a reader what grows, line by line, so that a long artifact is read by the time it is cut, and no second pass has to come by.
 * Only for lines that nothing is taken off; whatever else comes ends it, and the artifact is read as any other.
 */
export class ReadAhead {
  /** Null once it has been given up. */
  private reader: AheadReader | null;
  private readonly waiting: { line: number; text: string }[] = [];
  /** The line that comes next. */
  private next: number;
  /** The last line given to the reader that is not blank. */
  private lastFilled = 0;

  constructor(
    reader: AheadReader,
    private readonly firstLine: number,
  ) {
    this.reader = reader;
    this.next = firstLine;
  }

  get isReading(): boolean {
    return this.reader !== null;
  }

  /** A line that came as text; what was on it has been taken off (`isBare`: nothing was). */
  text(line: number, text: string, isBare: boolean, isStrong: boolean): void {
    if (line !== this.next || !isBare) this.giveUp();
    if (!this.reader) return;
    this.next++;
    this.waiting.push({ line, text });
    if (isStrong || this.waiting.length > MOST_WAITING) this.release(line);
  }

  /** As many lines as the reader takes of those that come next; it adds to what is told of them. */
  take(lines: ByteLines, told: LinesTold): void {
    if (lines.line !== this.next) this.giveUp();
    if (!this.reader) return;
    // (Blank lines alone change nothing but the account.)
    this.release(this.next);
    this.reader.ahead(lines, told);
    if (lines.line > this.next) this.lastFilled = lines.line - 1;
    this.next = lines.line;
  }

  giveUp(): void {
    this.reader = null;
    this.waiting.length = 0;
  }

  /** The reader, having got exactly these lines (blank ones behind them apart); null where it has not, or was given up. */
  finish({ firstLine, lastLine }: Pick<Candidate, 'firstLine' | 'lastLine'>): AheadReader | null {
    if (firstLine !== this.firstLine || lastLine >= this.next) this.giveUp();
    this.release(lastLine);
    return this.lastFilled <= lastLine ? this.reader : null;
  }

  private release(lastLine: number): void {
    const { reader, waiting } = this;
    if (!reader || waiting.length === 0) return;
    let released = 0;
    for (const { line, text } of waiting) {
      if (line > lastLine) break;
      reader.line(text, line);
      if (text.trim() !== '') this.lastFilled = line;
      released++;
    }
    waiting.splice(0, released);
  }
}

/** Begins to read what has grown, where all of it is at hand as it stands; null where it is not. */
export function beginAhead(grown: Growth, formatId: string, open: OpenAhead): ReadAhead | null {
  const { firstLine, lastLine, blanks, sample, dress, tool } = grown;
  if (grown.odd || dress.layers !== 0 || dress.entities !== 0 || dress.indent !== '') return null;
  // (Where lines were left out, or more came than are kept, one is missing.)
  if (sample.length !== lastLine + blanks - firstLine + 1) return null;
  const reader = open(formatId, tool, firstLine);
  if (!reader) return null;
  const ahead = new ReadAhead(reader, firstLine);
  for (const { line, text } of sample) ahead.text(line, text, true, line === lastLine);
  return ahead;
}

/** Whether the reader may take lines: one blank line among them will not be one too many. */
export const mayTake = (grown: Growth): boolean => gapOf(grown) < MAX_BLANKS;

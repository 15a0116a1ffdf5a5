import { stripInvisible, stripQuote, stripTags } from '@/lib/documents/clean-line';
import type { Correction, NearestFormat, UnreadLines, UnreadRange } from '@/lib/model/incident';

/** What is asked of a format here; as in the formats' own contract. */
export interface Judge {
  id: string;
  classify(text: string): 'strong' | 'weak' | 'head' | 'foot' | 'none';
  detect(lines: readonly string[]): { score: number; because: string };
  /** Anything looks like the output of `strings`: that it comes near says nothing. */
  unstructured?: true;
}

export interface UnreadWatch {
  /** A line outside every artifact; ascending. */
  note(text: string, line: number): void;
  /** An artifact begins: what was before it is a range of its own. */
  border(): void;
  finish(): UnreadLines;
}

/** More ranges are counted, but not listed. */
const LISTED = 200;
/** Of one paragraph, so many lines and characters are shown to the formats. */
const PARAGRAPH_LINES = 400;
const PARAGRAPH_CHARS = 64 * 1024;
/** Of one document. A long log is not compared to its end: what it comes near to shows at its beginning. */
const DOCUMENT_LINES = 4_000;
const DOCUMENT_CHARS = 1024 * 1024;
/** Below this, single words resemble something by chance. */
const LEAST_SCORE = 0.05;

type Lines = Pick<Correction, 'firstLine' | 'lastLine'>;

/**
 * Gathers what nothing was read from, range by range, and asks the formats which of them its paragraphs come nearest to. Blank
 * lines and prompts part paragraphs; ranges of nothing else are not told. Holds one paragraph at a time.
 */
export function createUnreadWatch(judges: readonly Judge[], prompts: readonly Lines[], corrections: readonly Correction[]): UnreadWatch {
  const asked = judges.filter((judge) => !judge.unstructured);
  const ranges: UnreadRange[] = [];
  let total = 0;
  let lines = 0;
  let linesLeft = DOCUMENT_LINES;
  let charsLeft = DOCUMENT_CHARS;
  let nextPrompt = 0;
  let range: UnreadRange | null = null;
  let paragraph: { firstLine: number; lastLine: number; texts: string[]; chars: number } | null = null;

  const endParagraph = () => {
    if (range && paragraph && paragraph.texts.length > 0) {
      const nearest = findNearest(asked, paragraph.texts, paragraph);
      range.compared = true;
      if (nearest && nearest.score > (range.nearest?.score ?? 0)) range.nearest = nearest;
    }
    paragraph = null;
  };
  const endRange = () => {
    endParagraph();
    if (!range) return;
    total++;
    lines += range.lastLine - range.firstLine + 1;
    if (ranges.length < LISTED) ranges.push(range);
    range = null;
  };
  const isPrompt = (line: number): boolean => {
    while ((prompts[nextPrompt]?.lastLine ?? Number.POSITIVE_INFINITY) < line) nextPrompt++;
    return (prompts[nextPrompt]?.firstLine ?? Number.POSITIVE_INFINITY) <= line;
  };
  const isByHand = (line: number): boolean => corrections.some((made) => made.firstLine <= line && line <= made.lastLine);

  return {
    note(text, line) {
      const byHand = corrections.length > 0 && isByHand(line);
      if (range && range.byHand !== byHand) endRange();
      if (isPrompt(line) || text.trim() === '') {
        endParagraph();
        return;
      }
      range ??= { firstLine: line, lastLine: line, byHand, nearest: null, compared: false };
      range.lastLine = line;
      paragraph ??= { firstLine: line, lastLine: line, texts: [], chars: 0 };
      paragraph.lastLine = line;
      if (ranges.length >= LISTED || paragraph.texts.length >= PARAGRAPH_LINES || linesLeft <= 0) return;
      if (paragraph.chars + text.length > PARAGRAPH_CHARS || text.length > charsLeft) return;
      paragraph.texts.push(stripQuote(stripTags(stripInvisible(text))));
      paragraph.chars += text.length;
      linesLeft--;
      charsLeft -= text.length;
    },
    border: endRange,
    finish() {
      endRange();
      return { ranges, total, lines };
    },
  };
}

function findNearest(judges: readonly Judge[], texts: readonly string[], { firstLine, lastLine }: Lines): NearestFormat | null {
  let nearest: NearestFormat | null = null;
  for (const judge of judges) {
    const guess = judge.detect(texts);
    const { score, because } = guess.score >= LEAST_SCORE ? guess : judgeLines(judge, texts, guess.because);
    if (score > (nearest?.score ?? 0)) nearest = { format: judge.id, firstLine, lastLine, score, because };
  }
  return nearest;
}

/**
 * Where a format turned the whole away, it says why ("this is pmap of Solaris, which is not read"): worth telling where single
 * lines look like its own. Always less than what any format would take.
 */
function judgeLines(judge: Judge, texts: readonly string[], reason: string): { score: number; because: string } {
  const own = texts.filter((text) => ['strong', 'head', 'foot'].includes(judge.classify(text))).length;
  if (own === 0) return { score: 0, because: '' };
  const alike = `${own} of ${texts.length} lines look${own === 1 ? 's' : ''} like it`;
  return { score: (LEAST_SCORE * own) / (texts.length + 1), because: reason === '' ? alike : `${alike}, but ${reason}` };
}

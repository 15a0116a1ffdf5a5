import type { ByteLines } from '@/lib/base/byte-lines';
import type { Tool } from '@/lib/model/artifact';
import { isSentence, looksDamaged } from './boundary';
import { type Candidate, type Dress, MAX_VARIANTS } from './candidate';
import { chooseView, type Look, type Recogniser } from './choose-view';
import { isFiltered, isSorted, lineLimit } from './command';
import { append, appendRest, type Growth, gapOf, indentLike, isClosed, isRest, isSortedList, MAX_BLANKS, note, wrapOf } from './growth';
import type { Block } from './gutter';
import { prefixShape } from './log-prefix';
import { beginAhead, type OpenAhead } from './read-ahead';
import { canSkim, type LineSample, type Skimmed, skimLines } from './skim';
import { GUTTER, type View } from './views';

/** One line as every grower sees it. */
export interface Sight {
  line: number;
  views: readonly View[];
  /** The text without quote marks, tags and gutter. */
  bare: string;
  /** It says that lines were left out here. */
  elision: boolean;
  gutterNumber: number | null;
  entities: number;
  /** The code block, announced by a gutter, that this line lies in or behind. */
  block: Block | null;
  /** What the surroundings say about an artifact that begins here, and the line of that command. */
  tool: Tool;
  toolLine: number;
}

/** Inside an envelope more of them are normal, doubled by a web page. */
const MAX_BLANKS_INSIDE = 10;
/** So many sentences inside an envelope do not end it: a crash log has one here and there. */
const MAX_SENTENCES_INSIDE = 1;
// "---------------- ------- ------- ------- " stands above a total; above everything else where somebody has sorted the lines.
const COLUMN_RULER = /^-{6,16}(?: -{4,16}){2,8}\s*$/;
/** What a matching command above adds to the confidence. */
const COMMAND_BONUS = 0.1;

/** Grows the artifacts of one format over the lines of a document, without looking back. */
export interface Grower {
  recogniser: Recogniser;
  /** Gives what the format makes of the line. */
  step(sight: Sight): Look;
  /** The same for a blank line, which is blank to every format. */
  blank(line: number): void;
  /** The same for one more plain line of a long run, of which the class is known. False: nothing was done, `step` has to look at it. */
  extend(line: number, text: string, found: 'strong' | 'weak'): boolean;
  /** The same for many such lines, as bytes; null where this cannot be. */
  skim(lines: ByteLines, sample: LineSample): Skimmed | null;
  /** Whether something grows here that is this format's for certain, and the line fits into it. */
  goesOnWith(text: string): boolean;
  /** Gives up what has grown without a line that only this format prints. */
  yield(): void;
  /** Nothing goes on beyond this point (a prompt, a fence, a gutter, the end). */
  close(): void;
  /** No artifact is growing. */
  idle(): boolean;
}

export function createGrower(
  recogniser: Recogniser,
  order: number,
  onCandidate: (candidate: Candidate) => void,
  openAhead: OpenAhead | null,
): Grower {
  let growth: Growth | null = null;
  let elisionLine = 0;

  const open = (sight: Sight): Growth => ({
    firstLine: sight.line,
    lastLine: sight.line,
    coreFirst: 0,
    coreLast: 0,
    before: [],
    after: [],
    explained: 0,
    adjacent: 0,
    sample: [],
    sampleChars: 0,
    heads: new Set(),
    feet: new Set(),
    sorted: sight.tool.command !== null && isSorted(sight.tool.command),
    descents: 0,
    blanks: 0,
    elision: 'none',
    damagedLine: null,
    odd: false,
    wrapWidth: 0,
    ahead: undefined,
    inside: false,
    sentences: 0,
    lastClass: 'none',
    lastText: '',
    complete: elisionLine === sight.line - 1 && elisionLine > 0 ? false : null,
    tool: sight.tool,
    toolLine: sight.toolLine,
    dress: { layers: 0, logShapes: [], gutterOffsets: [], entities: 0, indent: null },
  });

  /** Ends what grows at its last line that fitted. */
  const close = () => {
    const grown = growth;
    growth = null;
    if (!grown || grown.coreFirst === 0) return;
    if (grown.elision === 'pending') grown.complete = false;
    onCandidate(judge(recogniser, order, grown));
  };

  /** Ends it at a border. A damaged line right before the border is its last row, cut in the middle. */
  const closeAtBorder = () => {
    if (growth?.damagedLine) {
      growth.lastLine = growth.damagedLine;
      growth.complete = false;
    }
    close();
  };

  /** Takes a line into an open envelope, whatever it is; false where the line is the beginning of something else. */
  const swallow = (grown: Growth, sight: Sight, look: Look): boolean => {
    const text = look.class === 'none' ? sight.bare : look.view.text;
    if (recogniser.envelope?.breaks(text)) {
      close();
      return false;
    }
    note(grown, sight.line, look.view.text);
    grown.blanks = 0;
    if (look.class === 'none' && isSentence(sight.bare)) {
      if (++grown.sentences <= MAX_SENTENCES_INSIDE) return true;
      close();
      return false;
    }
    grown.explained += grown.sentences + 1;
    grown.sentences = 0;
    grown.lastLine = sight.line;
    if (look.class === 'strong') grown.coreLast = sight.line;
    if (look.class === 'none') grown.dress.entities += sight.entities;
    else dressLike(grown.dress, sight, look.view);
    if (recogniser.envelope?.closes(text)) close();
    return true;
  };

  const accept = (sight: Sight, look: Look & { class: Exclude<Look['class'], 'none' | 'blank'> }) => {
    if (growth && endsBefore(growth, look, sight)) close();
    growth ??= open(sight);
    const grown = growth;
    if (grown.explained === 0 && COLUMN_RULER.test(look.view.text)) grown.sorted = true;
    if (grown.elision === 'pending') {
      grown.elision = 'inside';
      grown.complete = false;
    }
    if (look.class === 'head') {
      grown.heads.add(titleOf(look.view.text));
      if (grown.explained === 0) grown.wrapWidth = wrapOf(look.view.text);
    }
    if (look.class === 'foot') {
      if (grown.coreFirst === 0) grown.sorted = true;
      grown.feet.add(titleOf(look.view.text));
    }
    dressLike(grown.dress, sight, look.view);
    append(grown, sight.line, look.view.text, look.class);
  };

  const blank = (line: number) => {
    if (!growth) return;
    if (growth.inside) {
      if (++growth.blanks > MAX_BLANKS_INSIDE) close();
      else note(growth, line, '');
      return;
    }
    // A blank line ends what has had its foot, and a damaged line with nothing behind it.
    growth.blanks++;
    const gap = gapOf(growth);
    if (gap > MAX_BLANKS || (gap > 0 && (growth.damagedLine !== null || isClosed(growth)))) close();
    else note(growth, line, '');
  };

  return {
    recogniser,
    blank,
    step(sight) {
      const look = chooseView(recogniser, sight.views, sight.tool.command);
      if (look.class === 'blank') {
        if (growth) growth.odd = true;
        blank(sight.line);
      } else if (growth?.inside && swallow(growth, sight, look)) {
        return look;
      } else if (look.class !== 'none') {
        accept(sight, { ...look, class: look.class });
        if (growth && recogniser.envelope?.opens(look.view.text)) growth.inside = true;
      } else if (sight.elision) {
        elisionLine = sight.line;
        if (growth && growth.elision === 'none' && growth.damagedLine === null) growth.elision = 'pending';
        else close();
      } else if (growth && canBeDamaged(growth) && looksDamaged(sight.bare, growth.lastText)) {
        growth.damagedLine = sight.line;
        growth.odd = true;
        growth.lastClass = 'none';
        note(growth, sight.line, sight.bare);
      } else if (growth && isRest(growth, sight.bare)) {
        appendRest(growth, sight.line, sight.bare);
      } else {
        close();
      }
      return look;
    },
    extend(line, text, found) {
      if (!growth || recogniser.envelope || recogniser.classifyBelow || growth.elision === 'pending' || isClosed(growth)) return false;
      indentLike(growth.dress, text);
      append(growth, line, text, found);
      return true;
    },
    skim(lines, sample) {
      if (!growth || !recogniser.skim || recogniser.envelope || recogniser.classifyBelow || !canSkim(growth)) return null;
      if (openAhead && growth.ahead === undefined) growth.ahead = beginAhead(growth, recogniser.id, openAhead);
      return skimLines(growth, recogniser.skim, lines, sample);
    },
    goesOnWith: (text) => growth !== null && growth.coreFirst > 0 && gapOf(growth) === 0 && recogniser.classify(text) === 'weak',
    yield() {
      if (growth && growth.coreFirst === 0 && !growth.inside) growth = null;
    },
    close: closeAtBorder,
    idle: () => growth === null,
  };
}

const canBeDamaged = (grown: Growth): boolean => grown.lastClass === 'strong' && gapOf(grown) === 0 && grown.elision !== 'pending';

/** Whether a line that fits the format is nevertheless the beginning of another artifact. */
function endsBefore(grown: Growth, look: Look, sight: Sight): boolean {
  if (isClosed(grown)) return look.class !== 'foot' || grown.feet.has(titleOf(look.view.text));
  // Behind the block that a gutter announced, only rows that follow without a gap still belong to it.
  const { block } = sight;
  if (block && sight.line > block.lastLine && grown.firstLine >= block.firstLine && grown.firstLine <= block.lastLine) {
    if (look.class !== 'strong' || grown.lastLine < sight.line - 1) return true;
  }
  // A second list by the same title: "total kB" above it, a title, a pid line. In a sorted list heads lie about, but no blank lines.
  if (look.class === 'foot') return grown.coreFirst > 0 && grown.feet.has(titleOf(look.view.text));
  if (look.class !== 'head') return false;
  if (grown.heads.has(titleOf(look.view.text))) return true;
  return grown.coreFirst > 0 && (!isSortedList(grown) || gapOf(grown) > 0) && /^\s*\d+:(?:\s|$)/.test(look.view.text);
}

/** What two titles of one kind have in common: "107870:" → "0:", "--- Execution profile ---" → "--- Execution". */
function titleOf(text: string): string {
  const [first = '', second = ''] = text.trim().slice(0, 120).split(/\s+/, 2);
  return (/\w/.test(first) ? first : `${first} ${second}`).replace(/\d+/g, '0');
}

function dressLike(dress: Dress, sight: Sight, view: View): void {
  dress.layers |= view.layers;
  dress.entities += sight.entities;
  if (view.logPrefix !== null) addVariant(dress.logShapes, prefixShape(view.logPrefix));
  if (view.layers & GUTTER && sight.gutterNumber !== null) addVariant(dress.gutterOffsets, sight.gutterNumber - sight.line);
  indentLike(dress, view.text);
}

function addVariant<T>(variants: T[], variant: T): void {
  if (variants.length < MAX_VARIANTS && !variants.includes(variant)) variants.push(variant);
}

function judge(recogniser: Recogniser, order: number, grown: Growth): Candidate {
  const { firstLine, lastLine, coreFirst, coreLast, before, after, explained, tool, toolLine, dress } = grown;
  const lines = grown.sample.filter((kept) => kept.line <= lastLine).map((kept) => kept.text);
  const guess = recogniser.detect(lines, tool.command);
  // (A command that is the artifact itself does not speak for itself twice.)
  const matches = tool.command !== null && toolLine < firstLine && (recogniser.command?.test(tool.command) ?? false);
  return {
    recogniser,
    order,
    firstLine,
    lastLine,
    coreFirst,
    coreLast,
    before,
    after,
    explained,
    confidence: guess.score > 0 ? Math.min(1, guess.score + (matches ? COMMAND_BONUS : 0)) : 0,
    because: matches ? `${guess.because}; the command above it fits` : guess.because,
    complete: grown.complete ?? (isCutByCommand(grown) ? false : null),
    tool,
    dress,
    typed: null,
    ahead: grown.ahead ?? null,
  };
}

/** `| grep` hides lines; `| head -n 10` does when ten lines came. */
function isCutByCommand({ tool, toolLine, lastLine }: Growth): boolean {
  if (tool.command === null) return false;
  if (isFiltered(tool.command)) return true;
  const limit = lineLimit(tool.command);
  return limit !== null && lastLine - toolLine >= limit;
}

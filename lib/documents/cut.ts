import type { ByteLines } from '@/lib/base/byte-lines';
import { isElision } from './boundary';
import type { Candidate } from './candidate';
import type { Recogniser } from './choose-view';
import { countEntities, decodeEntities, isPlain, stripInvisible, stripQuote } from './clean-line';
import { createGrower, type Grower, type Sight } from './grow';
import { createBlockWatch, createGutterWatch, GUTTER_RUN, type Numbered, readNumbered } from './gutter';
import { prefixShape } from './log-prefix';
import { closesTag, isMarkup, opensTag, stripQuoteAndTags } from './markup';
import { createPromptWatch, judgeCommand } from './prompt-watch';
import type { OpenAhead } from './read-ahead';
import { MIN_CONFIDENCE, resolveOverlaps } from './resolve';
import { type CutDocument, countLines, type Segment, toSegment } from './segment';
import { createCommandWatch } from './surroundings';
import { createUnstructuredWatch } from './unstructured';
import { GUTTER, LOG, listLogRests, listViews, MARKS, QUOTE, TAGS, type View } from './views';

export type { LineClass, Recogniser } from './choose-view';

export interface Cutter {
  /** Takes the lines of one document in order, decoded and otherwise untouched. */
  line(text: string): void;
  /** Takes what it can of lines as bytes, in the midst of a long artifact; false where they all are better given as text. */
  bytes(lines: ByteLines): boolean;
  finish(): CutDocument;
}

/** Nobody pastes so many artifacts; it is what a large file of another kind gives where single lines resemble something. */
export const MAX_SEGMENTS = 2_000;

/** A line that waits until those behind it have told whether it stands in a gutter. */
interface Waiting {
  line: number;
  base: string;
  undressed: string;
  numbered: Numbered | null;
  entities: number;
}

/**
 * After so many plain lines of one format in a row, the next ones are asked of the formats that are growing only: what would begin
 * in the midst of them could not explain more. The first line that does not go on so is asked of all formats again.
 */
const STREAK_LINES = 32;
/** After so many times as many, what has had no line of its own all the while only resembles them, and is asked no more. */
const PATIENCE = 8;

/** How a document is looked at. */
export interface Cutting {
  streakLines?: number;
  /** Opens readers for what is long enough to be read while it grows. */
  openAhead?: OpenAhead | null;
}

/** Cuts one document. Holds no more of it than the first 2,000 lines of what is growing. The earlier recogniser wins a tie. */
export function createCutter(recognisers: readonly Recogniser[], { streakLines = STREAK_LINES, openAhead = null }: Cutting = {}): Cutter {
  let lines = 0;
  const waiting: Waiting[] = [];
  let pending: Candidate[] = [];
  const segments: Segment[] = [];
  let segmentsLeft = 0;

  const growers = recognisers.map((recogniser, order) => {
    const take = (candidate: Candidate) => {
      // Lines that look like anybody's: that they are not his says nothing of those who know them.
      if (!recogniser.unstructured || candidate.confidence >= MIN_CONFIDENCE) pending.push(candidate);
    };
    return createGrower(recogniser, order, take, openAhead);
  });
  const unstructured = createUnstructuredWatch(recognisers, (candidate) => pending.push(candidate));
  const gutter = createGutterWatch();
  const blocks = createBlockWatch();
  const commands = createCommandWatch();
  const logShapes: string[] = [];
  const prompts = createPromptWatch((lines, prompt) => {
    commands.command(prompt.command, prompt.lastLine);
    const candidate = judgeCommand(recognisers, lines, prompt);
    if (candidate) pending.push(candidate);
    return candidate !== null;
  });

  let leader: Grower | null = null;
  let streak = 0;
  /** In a streak: what else is growing; null where that has to be looked up. */
  let besides: Grower[] | null = null;
  /** Lines for which something has been. */
  let company = 0;

  const border = () => {
    streak = 0;
    unstructured.end();
    for (const grower of growers) grower.close();
  };

  const take = (here: Waiting) => {
    const { line, base, entities } = here;
    if (base === '' || base.trim() === '') {
      takeBlank(line, base, growers);
      return;
    }
    const numbers = waiting.map((next) => next.numbered);
    const gutterNumber = gutter.isGutter(here.numbered, numbers) ? (here.numbered?.number ?? null) : null;
    const bare = gutterNumber === null ? here.undressed : (here.numbered?.rest ?? '');
    if (
      blocks.isGutter(gutterNumber === null && !isLoneValue(here) ? bare : '', line) ||
      (isMarkup(base, bare) && !isKnown(stripQuote(base)))
    ) {
      prompts.end();
      border();
      commands.border();
      commands.after(false, false);
    } else if (takePrompt(bare, gutterNumber === null ? base : bare, line)) {
      border();
    } else if (commands.isRemains(bare)) {
      unstructured.below(line, bare, commands.remainsOf());
      commands.after(false, false);
    } else {
      unstructured.end();
      commands.before(bare, line);
      if (opensTag(base)) border();
      const views = listViews(base, { layers: TAGS | QUOTE | GUTTER | LOG | MARKS, gutterNumber, logShapes, discover: true });
      const known = step(line, views, bare, gutterNumber, entities);
      commands.after(known, bare.trim() === '');
      if (closesTag(base)) border();
    }
    settle();
  };

  /** One more line of what has been coming for long, or a blank one in between. False: it must be looked at as any other. */
  const goesOn = (line: number, text: string): boolean => {
    if (leader === null) return false;
    besides ??= growers.filter((grower) => grower !== leader && !grower.idle());
    if (besides.length > 0 && ++company >= PATIENCE * streakLines) endOnlyResembling();
    if (text === '' || /^[ \t]+$/.test(text)) {
      takeBlank(line, text, [leader, ...besides]);
      return true;
    }
    if (!isPlain(text) || readNumbered(text) !== null) return false;
    const fit = leader.recogniser.classify(text);
    if (fit !== 'strong' && fit !== 'weak') return false;
    commands.before(text, line);
    const extended = blocks.block() === null && leader.extend(line, text, fit);
    if (!extended || besides.length > 0) {
      const sight = plainSight(line, text);
      if (!extended) leader.step(sight);
      for (const grower of besides) if (!grower.idle()) grower.step(sight);
    }
    commands.after(fit === 'strong', false);
    if (leader.idle()) streak = 0;
    else streak++;
    settle();
    return true;
  };

  /** The same for many lines as bytes, where nothing else is growing. */
  const skim = (offered: ByteLines): boolean => {
    if (leader === null || waiting.length > 0 || streak < streakLines || blocks.block() !== null) return false;
    besides ??= growers.filter((grower) => grower !== leader && !grower.idle());
    if (besides.length > 0) return false;
    const skimmed = leader.skim(offered, unstructured.sample);
    if (skimmed === null) return false;
    lines += skimmed.lines;
    streak += skimmed.lines;
    if (skimmed.blank) gutter.isGutter(null, []);
    commands.afterMany(skimmed.strong, skimmed.weakBehind);
    return true;
  };

  const endOnlyResembling = () => {
    for (const grower of growers) if (grower !== leader) grower.yield();
    besides = growers.filter((grower) => grower !== leader && !grower.idle());
    company = 0;
  };

  const plainSight = (line: number, text: string): Sight => {
    const { tool, toolLine } = commands.surroundings();
    const views = [{ text, layers: 0, logPrefix: null }];
    return { line, views, bare: text, elision: false, gutterNumber: null, entities: 0, block: blocks.block(), tool, toolLine };
  };

  /** "1" by itself is a gutter of one line, or a value with which an artifact goes on: samples of a stack, an item of JSON. */
  const isLoneValue = ({ undressed }: Waiting): boolean =>
    /^\s*1\s*$/.test(undressed) && waiting[0]?.numbered?.number !== 2 && growers.some((grower) => grower.goesOnWith(undressed));

  /** Markup with which a format's own output goes on ("<p id='status'></p>" of a flame graph) parts nothing. */
  const isKnown = (base: string): boolean =>
    base.trimStart().startsWith('<') && recognisers.some((recogniser) => recogniser.classify(base) === 'head');

  /** A line without anything, not even a quote mark: the most frequent of all. */
  const takeBlank = (line: number, base: string, growing: readonly Grower[]) => {
    gutter.isGutter(null, []);
    blocks.isGutter(base, line);
    prompts.end();
    if (!commands.isRemains(base)) {
      unstructured.end();
      for (const grower of growing) grower.blank(line);
    }
    settle();
  };

  const takePrompt = (bare: string, whole: string, line: number): boolean =>
    prompts.take(bare, whole, line) || listLogRests(bare, logShapes).some((rest) => prompts.take(rest, rest, line));

  const step = (line: number, views: readonly View[], bare: string, gutterNumber: number | null, entities: number): boolean => {
    const { tool, toolLine } = commands.surroundings();
    const sight = { line, views, bare, elision: isElision(bare), gutterNumber, entities, block: blocks.block(), tool, toolLine };
    besides = null;
    company = 0;
    let known = false;
    let first: Grower | null = null;
    let goes = false;
    for (const grower of growers) {
      const look = grower.step(sight);
      if (look.class === 'none' || look.class === 'blank') continue;
      if (views.length === 1) {
        if (look.class === 'strong') first ??= grower;
        if (grower === leader) goes = true;
      }
      if (look.class !== 'weak') known = true;
      if (look.view.logPrefix !== null) remember(logShapes, prefixShape(look.view.logPrefix));
    }
    if (goes) streak++;
    else {
      leader = first;
      streak = 0;
    }
    return known;
  };

  const takeFirst = () => {
    const here = waiting.shift();
    if (here) take(here);
  };

  /** Where nothing grows any more, what has grown can be told apart for good. */
  const settle = () => {
    if (pending.length === 0) return;
    if (growers.some((grower) => !grower.idle())) {
      // One artifact of many lines with thousands of small ones beside it: the small ones lose anyway.
      if (pending.length > 2 * MAX_SEGMENTS) pending = pending.sort((a, b) => b.explained - a.explained).slice(0, MAX_SEGMENTS);
      return;
    }
    for (const candidate of resolveOverlaps(pending)) {
      if (segments.length < MAX_SEGMENTS) segments.push(toSegment(candidate));
      else segmentsLeft++;
    }
    pending = [];
  };

  /** The document as one output without structure; not where a part of it was found, below its command or by itself. */
  const judgeWhole = (): Candidate | null => {
    const isUnstructured = ({ formatId }: Segment) => recognisers.some(({ id, unstructured: is }) => is && id === formatId);
    const parts = segments.filter(isUnstructured);
    // Several parts are one output, in which a line looked like a border.
    if (parts.length === 1 || parts.some(({ tool }) => tool.command !== null)) return null;
    return unstructured.judgeWhole(lines, countLines(segments.filter((segment) => !isUnstructured(segment))));
  };

  return {
    line(text) {
      lines++;
      unstructured.see(text);
      if (streak >= streakLines && waiting.length === 0 && goesOn(lines, text)) return;
      const visible = stripInvisible(text);
      const entities = countEntities(visible);
      const base = entities > 0 ? decodeEntities(visible) : visible;
      const undressed = stripQuoteAndTags(base);
      const numbered = readNumbered(undressed);
      waiting.push({ line: lines, base, undressed, numbered, entities });
      // Only a line that begins with a number has to wait: until there are enough behind it, or one that ends the row of numbers.
      const most = numbered === null ? 0 : GUTTER_RUN - 1;
      while (waiting.length > most) takeFirst();
    },
    bytes: skim,
    finish() {
      while (waiting.length > 0) takeFirst();
      prompts.end();
      border();
      settle();
      const whole = judgeWhole();
      if (whole) return { lines, segments: [toSegment(whole)], prompts: [], segmentsLeft: 0 };
      return { lines, segments, prompts: prompts.found(), segmentsLeft };
    },
  };
}

/** Keeps the prefixes met last. */
function remember(shapes: string[], shape: string): void {
  if (shapes.includes(shape)) return;
  if (shapes.unshift(shape) > 8) shapes.pop();
}

import type { Guess } from '@/lib/model/artifact';
import type { LineClass } from '../define';
import { readProcessLine } from '../pmap-x/frame-lines';
import { isSumsRuler, kindOf, readColumns, readSums } from './columns';
import { isCutRow, mayBeChosenRow, readWholeRow, showsFlags } from './row';

/** Which of the two formats asks: -X, or -XX with the chosen columns of -c, -C and -f. */
export type ExtFormat = 'pmap-ext-x' | 'pmap-ext-xx';

/** Lines longer than this are rows at most. */
const LONGEST_FRAME_LINE = 8192;

export function classifyExtLine(text: string, format: ExtFormat): LineClass {
  const own = format === 'pmap-ext-x';
  const row = readWholeRow(text);
  if (row) {
    if (showsFlags(row)) return own ? 'none' : 'strong';
    // One word of two letters may be a flag or a file.
    return own && row.flags.length === 0 ? 'strong' : 'weak';
  }
  if (readProcessLine(text) !== null) return 'head';
  if (text.length > LONGEST_FRAME_LINE) return 'none';
  const columns = readColumns(text);
  if (columns) {
    const kind = kindOf(columns);
    if (own) return kind === 'x' ? 'head' : 'none';
    // Rows of chosen columns say nothing by themselves: their heads have to.
    return kind === 'xx' ? 'head' : kind === 'choice' ? 'strong' : 'none';
  }
  if (readSums(text)) return 'foot';
  if (isSumsRuler(text) || isCutRow(text)) return 'weak';
  return !own && mayBeChosenRow(text) ? 'weak' : 'none';
}

export function detectExtListing(lines: readonly string[], format: ExtFormat): Guess {
  const own = format === 'pmap-ext-x';
  const tool = own ? 'pmap -X' : 'pmap -XX';
  let filled = 0;
  let ours = 0;
  let rows = 0;
  let strong = 0;
  for (const text of lines) {
    if (text.trim() === '') continue;
    filled++;
    const columns = text.length <= LONGEST_FRAME_LINE ? readColumns(text) : null;
    if (columns && (kindOf(columns) === 'x') !== own) return { score: 0, because: `the column heads are not those of ${tool}` };
    const row = readWholeRow(text);
    if (row && own && showsFlags(row)) return { score: 0, because: 'VmFlags are printed: this is pmap -XX' };
    const line = classifyExtLine(text, format);
    // Heads of chosen columns are strong, too; without a row they are a sentence.
    if (!columns && (line === 'strong' || mayBeChosenRow(text))) rows++;
    if (line === 'strong') strong++;
    if (line !== 'none') ours++;
  }
  if (rows === 0 || strong === 0) return { score: 0, because: `no line is a row of ${tool}` };
  return { score: ours / filled, because: `${ours} of ${filled} lines are rows, heads or sums of ${tool}` };
}

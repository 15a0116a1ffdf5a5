import type { Guess } from '@/lib/model/artifact';
import type { LineClass } from '../define';
import { readProcessLine } from '../pmap-x/frame-lines';
import { isSizeHeader, readSizeTotal } from './frame';
import { isCutSizeRow, isSolarisRow, readSizeRow, type SizeLayout } from './row';

/** Lines longer than this are rows at most. */
const LONGEST_FRAME_LINE = 8192;

export function classifySizeLine(text: string, layout: SizeLayout): LineClass {
  if (readSizeRow(text, layout)) return 'strong';
  if (readProcessLine(text) !== null) return 'head';
  if (text.length > LONGEST_FRAME_LINE) return 'none';
  if (readSizeTotal(text, layout)) return 'foot';
  if (isSizeHeader(text, layout)) return 'head';
  return isCutSizeRow(text, layout) ? 'weak' : 'none';
}

export function detectSizeList(lines: readonly string[], layout: SizeLayout): Guess {
  const tool = layout === 'plain' ? 'pmap' : 'pmap -d';
  let filled = 0;
  let rows = 0;
  let others = 0;
  for (const text of lines) {
    if (text.trim() === '') continue;
    filled++;
    if (isSolarisRow(text)) return { score: 0, because: 'this is pmap of Solaris, which is not read' };
    const line = classifySizeLine(text, layout);
    if (line === 'strong') rows++;
    else if (line !== 'none') others++;
  }
  if (rows === 0) return { score: 0, because: `no line is a row of ${tool}` };
  return { score: (rows + others) / filled, because: `${rows} of ${filled} lines are mapping rows of ${tool}` };
}

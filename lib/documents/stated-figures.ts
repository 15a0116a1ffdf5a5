import type { StatedFigure } from '@/lib/model/stated-figure';

/** A paragraph is not longer; what is, is no prose. */
const LONGEST = 4_000;
const MOST_PER_LINE = 20;
// 86.7G · 12.5 GB · 700M · 16 GiB · 83,204 MB is left out: a comma may be a thousand or a decimal
const FIGURE = /(?<![\w.,-])(\d{1,7}(?:\.\d{1,3})?) ?([KMGT])(iB|i|B|b)?(?![\w.])/g;
/** The words for resident memory, in the languages of our reports. */
const RESIDENT = /\b(?:RES|RSS|VmRSS|resident)(?![A-Za-z])|常驻|物理内存/i;
const WORDS_BEFORE = 40;

/**
 * Amounts of memory in a line of prose: "RES内存(86.7G) > XMX(72G)" → 86.7G of RSS, and 72G of something else. What an amount is of
 * is read from the words between it and the amount before it.
 */
export function readStatedFigures(text: string, line: number): StatedFigure[] {
  if (text.length > LONGEST) return [];
  const figures: StatedFigure[] = [];
  let from = 0;
  for (const found of text.matchAll(FIGURE)) {
    const [written, value = '', unit = ''] = found;
    const before = text.slice(Math.max(from, found.index - WORDS_BEFORE), found.index);
    from = found.index + written.length;
    figures.push({
      line,
      text: written.trim(),
      value: Number(value),
      // The pattern names these four letters only.
      unit: unit as StatedFigure['unit'],
      binary: found[3]?.startsWith('i') ?? false,
      of: RESIDENT.test(before) ? 'rss' : 'other',
    });
    if (figures.length >= MOST_PER_LINE) break;
  }
  return figures;
}

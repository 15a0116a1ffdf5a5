import { formatBytes, formatKib, GIB, KIB, MIB } from '@/lib/base/bytes';
import type { StatedFigure } from '@/lib/model/stated-figure';
import { defineRule } from '../define';
import { citeLines, citeRef } from '../evidence';
import { at } from '../thresholds';

const BINARY = { K: KIB, M: MIB, G: GIB, T: 1024 * GIB };
/** What the prefixes mean when a figure in KiB is read as if 1 G were 10^6 of them. */
const MIXED = { K: KIB, M: 1_000 * KIB, G: 1_000_000 * KIB, T: 1_000_000_000 * KIB };

export default defineRule({
  id: 'DQ-09',
  title: 'mixed units',
  needs: ['stated-figure', 'ledger'],
  condition:
    'A figure of resident memory in the text around the captures fits the captured one within {share} only if 1 G is read as a million KiB.',
  explanation:
    'Tools print KiB and call them kB. Moving the decimal point three or six places gives a figure that is 2 to 5 percent too large beside limits such as -Xmx, which count in powers of two. Sums of both kinds invent memory.',
  advice: 'Nothing is needed: figures of resident memory in the text around the captures ("RES 86.7G") are held against the captures.',
  falsePositives: ['A figure that was taken at another moment, and fits by chance.'],
  sources: ['pmap, ps and /proc print KiB under the name kB'],
  evaluate({ 'stated-figure': figures, ledger }, context) {
    const mixed = figures.find(({ value }) => {
      if (value.of !== 'rss' || value.binary) return false;
      const off = offBy(value, MIXED, ledger.rssBytes);
      context.measure?.('DQ-09.share', off);
      return off <= at('DQ-09.share') && offBy(value, BINARY, ledger.rssBytes) > at('DQ-09.share');
    });
    if (!mixed) return [];
    const { text, value, unit, line } = mixed.value;
    return [
      {
        severity: 'low',
        confidence: 'medium',
        title: `"${text}" is ${formatBytes(ledger.rssBytes)}`,
        summary: `The text says ${text}; the capture says ${formatKib(ledger.rssBytes)} KiB. That is ${value} only if a ${unit} is counted as a power of ten of KiB; in binary units it is ${formatBytes(ledger.rssBytes)}.`,
        evidence: [citeLines(mixed.artifactId, line, line, 'stated'), ...citeRef(ledger.rssLines, 'total')],
      },
    ];
  },
});

const offBy = ({ value, unit }: StatedFigure, units: Record<StatedFigure['unit'], number>, bytes: number) =>
  Math.abs(value * units[unit] - bytes) / Math.max(1, bytes);

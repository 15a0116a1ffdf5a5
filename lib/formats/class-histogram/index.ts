import { defineFormat } from '../define';
import { readHistogramLine } from './line';
import { openHistogramReader } from './parse';

const CLASS = { blank: 'none', unknown: 'none', pid: 'head', header: 'head', ruler: 'weak', row: 'strong', total: 'foot' } as const;

/** How many objects of which class there are: counts what holds native memory (Deflater, DirectByteBuffer). */
export const classHistogram = defineFormat({
  id: 'class-histogram',
  title: 'Class histogram',
  reads: 'JDK 7 to 25, also jmap -histo, sorted, grepped or headed: instances and bytes by class',
  parserVersion: 2,
  produces: ['class-histogram'],
  capture: {
    command: 'jcmd PID GC.class_histogram -all',
    risk: 'high: stops the JVM while it walks the heap (about a second per GB); without -all it collects garbage first, which can free the very memory in question',
  },
  command: /\bGC\.class_histogram\b|\bjmap\b.{0,40}\s-{1,2}histo\b/,
  classify: (text) => CLASS[readHistogramLine(text).kind],
  detect(lines) {
    let filled = 0;
    let known = 0;
    let rows = 0;
    for (const text of lines) {
      const { kind } = readHistogramLine(text);
      if (kind === 'blank') continue;
      filled++;
      if (kind !== 'unknown') known++;
      if (kind === 'row') rows++;
    }
    if (rows === 0) return { score: 0, because: 'no line is a row of a class histogram' };
    return { score: known / filled, because: `${rows} of ${filled} lines are rows of a class histogram` };
  },
  open: openHistogramReader,
});

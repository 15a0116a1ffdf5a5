import { defineFormat, type LineClass } from '../define';
import { type JmapLine, readJmapLine } from './line';
import { openJmapReader } from './parse';

const CLASS: Record<JmapLine['kind'], LineClass> = {
  blank: 'none',
  unknown: 'none',
  attach: 'head',
  version: 'weak',
  collector: 'weak',
  section: 'weak',
  setting: 'strong',
  heading: 'weak',
  amount: 'strong',
  known: 'weak',
  zheap: 'weak',
  'region-size': 'weak',
};

/** Size and use of the Java heap, as the serviceability agent reads it from outside. */
export const jmapHeap = defineFormat({
  id: 'jmap-heap',
  title: 'jmap -heap',
  reads: "jmap -heap of JDK 6 to 8 and jhsdb jmap of 9 to 25, every collector: capacity and use of every space, and the heap's flags",
  parserVersion: 3,
  produces: ['heap-usage'],
  capture: {
    command: 'jhsdb jmap --heap --pid PID',
    risk: 'high: stops the JVM while it reads it, some hundred milliseconds to seconds; prefer jcmd PID GC.heap_info. (JDK 8: jmap -heap PID)',
  },
  command: /\bjmap\b.{0,40}\s-{1,2}heap\b/,
  classify: (text) => CLASS[readJmapLine(text).kind],
  detect(lines) {
    let filled = 0;
    let known = 0;
    let figures = 0;
    for (const text of lines) {
      const { kind } = readJmapLine(text);
      if (kind === 'blank') continue;
      filled++;
      if (kind !== 'unknown') known++;
      if (CLASS[kind] === 'strong') figures++;
    }
    if (figures === 0) return { score: 0, because: 'no line is a figure of jmap -heap' };
    return { score: known / filled, because: `${known} of ${filled} lines are lines of jmap -heap` };
  },
  open: openJmapReader,
});

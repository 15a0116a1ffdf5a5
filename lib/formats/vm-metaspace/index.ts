import { defineFormat, type LineClass } from '../define';
import { type MetaspaceLine, readMetaspaceLine } from './line';
import { openMetaspaceReader } from './parse';

const CLASS: Record<MetaspaceLine['kind'], LineClass> = {
  blank: 'none',
  unknown: 'none',
  pid: 'head',
  total: 'strong',
  section: 'weak',
  usage: 'strong',
  virtual: 'strong',
  waste: 'weak',
  space: 'weak',
  'level-total': 'strong',
  // GC.heap_info and crash logs print them, too.
  metaspace: 'weak',
  known: 'weak',
};

/** How much class metadata there is, and how much room it takes. */
export const vmMetaspace = defineFormat({
  id: 'vm-metaspace',
  title: 'VM.metaspace',
  reads:
    'JDK 11 to 25, also basic, by loader, chunk or kind of space, and without a class space: reserved, committed, used and wasted metaspace, class space apart',
  parserVersion: 4,
  produces: ['metaspace-usage'],
  capture: {
    command: 'jcmd PID VM.metaspace',
    risk: 'low: walks all class loaders at a safepoint, some milliseconds for thousands of them',
  },
  command: /\bVM\.metaspace\b/,
  classify: (text) => CLASS[readMetaspaceLine(text).kind],
  detect(lines) {
    let filled = 0;
    let known = 0;
    let figures = 0;
    for (const text of lines) {
      const { kind } = readMetaspaceLine(text);
      if (kind === 'blank') continue;
      filled++;
      if (kind !== 'unknown') known++;
      if (CLASS[kind] === 'strong') figures++;
    }
    // Crash logs and VM.info quote a short form of it.
    if (figures === 0 || known < filled / 2) return { score: 0, because: `${figures} of ${filled} lines tell the size of metaspace` };
    return { score: known / filled, because: `${known} of ${filled} lines are lines of VM.metaspace` };
  },
  open: openMetaspaceReader,
});

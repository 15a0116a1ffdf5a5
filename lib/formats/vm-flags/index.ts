import { defineFormat, type LineClass } from '../define';
import { type FlagsLine, readFlagsLine } from './line';
import { openFlagsReader } from './parse';

/** A line of so many flags is no accident of prose. */
const MANY = 4;
/** Asks for flags, one or all: few are enough below it. */
const ASKED = /\bVM\.flags\b|\bjinfo\b.{0,40}\s-flags?\b/;

function classOf(line: FlagsLine): LineClass {
  switch (line.kind) {
    case 'pid':
      return 'head';
    case 'title':
      return 'weak';
    case 'list':
      return line.flags.length >= MANY ? 'strong' : 'weak';
    case 'row':
      // "x += 1" is anybody's.
      return line.flag.continues ? 'weak' : 'strong';
    case 'blank':
    case 'unknown':
      return 'none';
  }
}

/** The flags that a JVM runs with: sizes, collector, tracking. */
export const vmFlags = defineFormat({
  id: 'vm-flags',
  title: 'VM.flags',
  reads: 'VM.flags, jinfo -flags and PrintFlagsFinal of JDK 8 to 25: flags with values and origins',
  parserVersion: 2,
  produces: ['vm-flags'],
  capture: { command: 'jcmd PID VM.flags', risk: 'none' },
  command: /\bVM\.flags\b|-XX:\+PrintFlagsFinal\b|\bjinfo\b.{0,40}\s-flags?\b/,
  classify: (text) => classOf(readFlagsLine(text)),
  // "-XX:MaxHeapSize=4294967296" below `jinfo -flag MaxHeapSize PID`
  classifyBelow: (text) => (readFlagsLine(text).kind === 'list' ? 'strong' : 'none'),
  detect(lines, command) {
    let filled = 0;
    let known = 0;
    let strong = 0;
    for (const text of lines) {
      const line = readFlagsLine(text);
      if (line.kind === 'blank') continue;
      filled++;
      if (line.kind !== 'unknown') known++;
      if (classOf(line) === 'strong' || (line.kind === 'list' && ASKED.test(command ?? ''))) strong++;
    }
    // Crash logs hold such a table.
    if (strong === 0 || known < filled / 2) return { score: 0, because: `${strong} of ${filled} lines are flags of a JVM` };
    return { score: known / filled, because: `${known} of ${filled} lines are flags of a JVM` };
  },
  open: openFlagsReader,
});

import { defineFormat, type LineClass } from '../define';
import { findDumps, isGdbLine, readNumber, straighten } from './line';
import { openGdbRange } from './parse';

/** What every line of ours has: nearly all other lines are told apart by this alone. */
const HINT =
  /\bmem|gdb|^\s*(?:\[(?:New|Thread|Inferior|Detaching)|\(No |0x|\d{1,9}\t|[-\u2013\u2014]|Using |Attaching |Reading |Detaching |GNU )/;

function classify(text: string): LineClass {
  if (!HINT.test(text)) return 'none';
  const straight = straighten(text);
  const dumps = findDumps(straight);
  if (dumps.some((dump) => readNumber(dump.start) !== null && readNumber(dump.end) !== null)) return 'strong';
  return dumps.length > 0 || isGdbLine(straight) ? 'weak' : 'none';
}

/** A gdb command that dumps a range of memory: it prints nothing, but says where somebody looked. */
export const gdbRange = defineFormat({
  id: 'gdb-range',
  title: 'gdb memory dump (command)',
  reads: 'dump memory, dump FORMAT memory and append memory, in a shell or at the (gdb) prompt: file, start and end of what was copied',
  parserVersion: 1,
  produces: ['dump-range'],
  capture: {
    command: 'gdb --batch --pid PID -ex "dump memory region.dump 0xSTART 0xEND"',
    risk: 'Stops the whole process while it copies, about a second per GiB; the file holds whatever the memory holds, secrets too.',
  },
  command: /\b(?:dump|append)\s{1,8}(?:\w{4,7}\s{1,8})?mem(?:ory)?\s/,
  classify,
  detect(lines) {
    let filled = 0;
    let known = 0;
    let ranges = 0;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      const lineClass = classify(text);
      if (lineClass === 'strong') ranges++;
      if (lineClass !== 'none') known++;
    }
    if (ranges === 0) return { score: 0, because: 'no gdb command with a memory range' };
    return {
      score: known / filled,
      because: `${ranges} of ${filled} lines ${ranges === 1 ? 'is a gdb command' : 'are gdb commands'} with a memory range`,
    };
  },
  open: openGdbRange,
});

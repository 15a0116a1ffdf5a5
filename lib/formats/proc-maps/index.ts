import { defineFormat, type LineClass } from '../define';
import { isRollup, readHead, readKey, TELLING_KEYS } from '../smaps/block';
import { isCutMapsLine } from './cut-line';
import { openProcMaps } from './parse';

// Above the map that another report quotes: tcmalloc and jemalloc heap profiles, crash logs.
const QUOTED = /^\s*(?:MAPPED_LIBRARIES:|Dynamic libraries:)\s*$/;

// Nearly every foreign line is rejected by its beginning.
const BEGINNING = /^[\s>|]*[0-9a-fA-F]{1,16}-[0-9a-fA-F]/;

function classify(text: string): LineClass {
  if (!BEGINNING.test(text)) return 'none';
  const head = readHead(text);
  if (head) return isRollup(head) ? 'none' : 'strong';
  return isCutMapsLine(text) ? 'weak' : 'none';
}

/** `/proc/PID/maps`: address ranges with their names and no sizes of what is resident. Crash logs quote it as "Dynamic libraries:". */
export const procMaps = defineFormat({
  id: 'proc-maps',
  title: '/proc/PID/maps',
  reads: 'every kernel: range, rights, offset and file of every mapping; no residency',
  parserVersion: 3,
  produces: ['memory-map'],
  capture: {
    command: 'cat /proc/PID/maps > maps.txt',
    risk: 'None. It tells no residency: take /proc/PID/smaps instead where that is possible.',
  },
  command: /\/maps\b/,
  classify,
  detect(lines) {
    let filled = 0;
    let rows = 0;
    let pieces = 0;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      if (text.length <= 80 && QUOTED.test(text)) return { score: 0, because: 'a larger report quotes the map' };
      const line = classify(text);
      if (line === 'strong') rows++;
      else if (line === 'weak') pieces++;
      else if (TELLING_KEYS.has(readKey(text)?.key ?? '')) return { score: 0, because: 'keys follow the address ranges: this is smaps' };
    }
    if (rows === 0) return { score: 0, because: 'no line is an address range with its permissions, offset and device' };
    return { score: (rows + pieces) / filled, because: `${rows} of ${filled} lines are address ranges of /proc/PID/maps` };
  },
  open: openProcMaps,
});

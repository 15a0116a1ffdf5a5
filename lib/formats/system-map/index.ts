import { defineFormat, type LineClass } from '../define';
import { readFrameLine } from './frame';
import { openSystemMap } from './parse';
import { isCutSystemMapRow, readSystemMapRow } from './row';

const CLASS_OF_FRAME: Record<NonNullable<ReturnType<typeof readFrameLine>>['kind'], LineClass> = {
  pid: 'head',
  title: 'head',
  heads: 'head',
  legend: 'weak',
  ruler: 'weak',
  'no-nmt': 'weak',
  dumped: 'strong',
  sum: 'foot',
};

function classify(text: string): LineClass {
  if (readSystemMapRow(text)) return 'strong';
  const frame = readFrameLine(text);
  if (frame) return CLASS_OF_FRAME[frame.kind];
  return isCutSystemMapRow(text) ? 'weak' : 'none';
}

/** `jcmd PID System.map` and the file of System.dump_map: the memory map, annotated by the JVM with NMT's tags. Linux, JDK 22 and later. */
export const systemMap = defineFormat({
  id: 'system-map',
  title: 'jcmd System.map',
  reads: "JDK 21u and 22 to 25, also the file of System.dump_map: every mapping with residency, huge pages and the JVM's note of its owner",
  parserVersion: 3,
  produces: ['memory-map', 'nmt-report', 'nmt-reply'],
  capture: {
    command: 'jcmd PID System.map > system-map.txt',
    risk: 'The JVM reads its own smaps: some milliseconds, up to seconds with very large heaps. NMT must be on since start for the annotations.',
  },
  command: /\bSystem\.(?:map|dump_map)\b/,
  classify,
  detect(lines) {
    let filled = 0;
    let rows = 0;
    let others = 0;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      const line = classify(text);
      if (line === 'strong') rows++;
      else if (line !== 'none') others++;
    }
    if (rows === 0) return { score: 0, because: 'no line is a row of System.map' };
    return { score: (rows + others) / filled, because: `${rows} of ${filled} lines are annotated mappings of System.map` };
  },
  open: openSystemMap,
});

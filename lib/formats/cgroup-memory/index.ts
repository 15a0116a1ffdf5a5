import { defineFormat, type LineClass } from '../define';
import { findFile } from './files';
import { listFiles, readCgroupLine } from './line';
import { openCgroupMemory } from './parse';

const isUseful = (file: string): boolean => {
  const holds = findFile(file)?.holds;
  return holds !== undefined && holds !== 'other';
};

function classify(text: string): LineClass {
  const read = readCgroupLine(text);
  switch (read?.kind) {
    case 'named':
    case 'file':
      return 'strong';
    case 'entry':
      return read.known.telling ? 'strong' : 'weak';
    case 'value':
      // "12" is a line number as often as not.
      return read.value === 'max' || read.value.length >= 5 ? 'weak' : 'none';
    default:
      return 'none';
  }
}

/** Files of a memory cgroup (version 1 or 2), catted, grepped with their names, or listed by head and tail. */
export const cgroupMemory = defineFormat({
  id: 'cgroup-memory',
  title: 'cgroup memory files',
  reads: 'version 1 and 2, catted, grepped or headed: use, limit, anonymous and file memory, OOM kills',
  parserVersion: 2,
  produces: ['container-memory'],
  capture: { command: 'grep . /sys/fs/cgroup/memory.{current,max,stat,events}', risk: 'None.' },
  // cat /sys/fs/cgroup/memory.current
  command: /\bmemory\.(?:\{|\*|[a-z_]{2,30})/,
  classify,
  classifyBelow(text, command) {
    const files = listFiles(command);
    if (!files.some(isUseful)) return 'none';
    const read = readCgroupLine(text);
    if (read?.kind === 'value')
      return files.some((name) => isUseful(name) && !/^(?:stat|events)$/.test(findFile(name)?.holds ?? '')) ? 'strong' : 'none';
    return read?.kind === 'entry' && files.some((name) => /^(?:stat|events)$/.test(findFile(name)?.holds ?? '')) ? 'strong' : 'none';
  },
  // A value is the last thing on a line: "memory.current:10485" may go on.
  endsOpen: (text) => /\d$/.test(text),
  detect(lines, command) {
    let filled = 0;
    let known = 0;
    let values = 0;
    let telling = command ? listFiles(command).some(isUseful) : false;
    let counts = 0;
    let kills = 0;
    let file: string | null = null;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      const read = readCgroupLine(text);
      if (!read) {
        // What a file of no use holds looks as it likes: "some avg10=0.00 …" of memory.pressure.
        if (file !== null && !isUseful(file)) known++;
        continue;
      }
      known++;
      if (read.kind === 'file') ({ file } = read);
      if (read.kind === 'named' || read.kind === 'file') telling ||= isUseful(read.file);
      if (read.kind === 'entry') {
        // /proc/vmstat counts "oom_kill", too, among many others.
        if (read.key === 'oom_kill') kills++;
        else telling ||= read.known.telling;
        if (read.known.of === 'count') counts++;
        else values++;
      } else if (read.kind === 'named' && isUseful(read.file)) values++;
      else if (read.kind === 'value' && (command || (file !== null && isUseful(file)))) values++;
    }
    telling ||= kills > 0 && (values > kills || counts < 3);
    if (values === 0 || !telling) return { score: 0, because: 'no line is of memory.current, memory.max, memory.stat or memory.events' };
    return { score: known / filled, because: `${known} of ${filled} lines are of memory cgroup files` };
  },
  open: openCgroupMemory,
});

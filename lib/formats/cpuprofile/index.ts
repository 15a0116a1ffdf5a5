import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { isJsonLine } from '../json-profile/json-line';
import { openJsonReader } from '../json-profile/json-reader';
import { readCpuProfile } from './read';

/** Members that only V8's profiles have. */
const MARK = /"(?:hitCount|timeDeltas|positionTicks|deoptReason|bailoutReason|callFrame)"\s{0,8}:/;
/** Relatives that hold such nodes and are others: traces of Chrome's DevTools, and V8's heap profiles. */
const OTHERS = /"(?:traceEvents|ProfileChunk|selfSize)"/;

const hasMark = (text: string): boolean => text.includes('"') && MARK.test(text);

function classify(text: string): LineClass {
  if (!isJsonLine(text)) return 'none';
  return hasMark(text) ? 'strong' : 'weak';
}

function detect(lines: readonly string[]): Guess {
  let filled = 0;
  let json = 0;
  let marks = 0;
  for (const text of lines) {
    if (text.trim() === '') continue;
    if (OTHERS.test(text)) {
      return {
        score: 0,
        because: 'a trace of DevTools or a heap profile of V8, which is not read: save the CPU profile by itself (.cpuprofile)',
      };
    }
    filled++;
    if (isJsonLine(text)) json++;
    if (hasMark(text)) marks++;
  }
  if (marks === 0) return { score: 0, because: 'no line has a member that only V8 writes (hitCount, callFrame, timeDeltas)' };
  return { score: json / filled, because: `JSON with nodes as V8 writes them; ${json} of ${filled} lines are JSON` };
}

/** `.cpuprofile`: node --cpu-prof, Chrome's DevTools, Node's inspector. */
export const cpuprofile = defineFormat({
  id: 'cpuprofile',
  title: 'V8 CPU profile',
  reads: 'V8 (Node 8 and later, Chrome), also the older tree: stacks by time',
  parserVersion: 1,
  produces: ['profile'],
  capture: {
    command: 'cat CPU.*.cpuprofile',
    risk: 'None: the file is there already. It tells of JavaScript, not of a JVM.',
  },
  command: null,
  classify,
  detect,
  open: () => openJsonReader('cpuprofile', readCpuProfile),
});

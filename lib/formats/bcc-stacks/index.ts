import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { readBccLine } from './line';
import { openReader } from './parse';

function classify(text: string): LineClass {
  const parsed = readBccLine(text);
  switch (parsed.kind) {
    case 'memory':
    case 'close':
    case 'title':
    case 'waker':
    case 'target':
      return 'strong';
    case 'process':
      // "    -                dd (25036)"; "tar [15069]" may be anything.
      return parsed.dashed ? 'strong' : 'weak';
    // No heads: a run prints many of them, and all of it is one artifact.
    case 'report':
    case 'open':
    case 'count':
    case 'delimiter':
    case 'comma':
    case 'waker-end':
    case 'frame':
    case 'allocation':
    case 'status':
    case 'lost':
      return 'weak';
    default:
      return 'none';
  }
}

/** A stack is whole where its number stands where the tool puts it: before the frames (memleak), or behind them. */
function detect(lines: readonly string[]): Guess {
  let filled = 0;
  let known = 0;
  let stacks = 0;
  let frames = 0;
  let before = '';
  for (const text of lines) {
    const { kind } = readBccLine(text);
    if (kind === 'blank') continue;
    filled++;
    if (kind !== 'other') known++;
    if (kind === 'frame') frames++;
    const isWhole =
      (kind === 'frame' && before === 'memory') ||
      (kind === 'count' && (before === 'process' || before === 'frame' || before === 'target' || before === 'waker')) ||
      (kind === 'close' && before === 'frame');
    if (isWhole) stacks++;
    before = kind;
  }
  if (stacks === 0 || frames === 0) return { score: 0, because: 'no stack with its number, as bcc and bpftrace print them' };
  return { score: known / filled, because: `${known} of ${filled} lines are bcc's or bpftrace's, ${stacks} of them end or begin a stack` };
}

/** memleak, mallocstacks, profile, offcputime, offwaketime, wakeuptime, stackcount of bcc; maps of stacks of bpftrace. Folded output (-f) is `folded`. */
export const bccStacks = defineFormat({
  id: 'bcc-stacks',
  title: 'bcc and bpftrace stacks',
  reads:
    'memleak, mallocstacks, profile, offcputime, offwaketime, wakeuptime, stackcount, and bpftrace maps of stacks: stacks with bytes, counts or time',
  parserVersion: 2,
  produces: ['profile'],
  capture: {
    command: 'memleak-bpfcc -p {pid} --combined-only 60 1',
    risk: 'Stops the process at every malloc and free for a moment: a busy JVM may run at half its speed. Use -s 100 to sample.',
  },
  command:
    /(?:^|[\s/])(?:\w{0,20}memleak|mallocstacks|offcputime|offwaketime|wakeuptime|stackcount)(?:-bpfcc|\.py)?(?=\s|$)|(?:^|\/)profile(?:-bpfcc|\.py)?(?=\s+-|\s*$)|(?:^|[\s/])profile-bpfcc(?=\s|$)|(?:^|[\s/])bpftrace\s/,
  classify,
  // bpftrace ends a stack with its count: "]: 4096".
  endsOpen: (text) => /\d$/.test(text),
  detect,
  open: openReader,
});

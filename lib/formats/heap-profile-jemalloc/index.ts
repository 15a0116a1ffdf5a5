import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { readHeapLine } from './line';
import { openReader } from './parse';

function classify(text: string): LineClass {
  const parsed = readHeapLine(text);
  switch (parsed.kind) {
    case 'all':
    case 'thread':
      return 'strong';
    case 'trace':
      return parsed.addresses === '' ? 'weak' : 'strong';
    case 'head':
      return 'head';
    case 'library-head':
    case 'library':
      return 'weak';
    default:
      return 'none';
  }
}

function detect(lines: readonly string[]): Guess {
  let filled = 0;
  let known = 0;
  let traces = 0;
  let counts = 0;
  for (const text of lines) {
    if (text.trim() === '') continue;
    filled++;
    const { kind } = readHeapLine(text);
    if (kind !== 'other') known++;
    if (kind === 'trace') traces++;
    else if (kind === 'all' || kind === 'thread') counts++;
  }
  if (counts === 0) return { score: 0, because: 'no line counts objects and bytes as jemalloc does ("t*: 837: 4908289 [0: 0]")' };
  return { score: known / filled, because: `${known} of ${filled} lines are jemalloc's, ${traces} of them backtraces` };
}

/** `heap_v2`: what `mallctl prof.dump`, `jeprof` and MALLOC_CONF=prof:true write. */
export const heapProfileJemalloc = defineFormat({
  id: 'heap-profile-jemalloc',
  title: 'jemalloc heap profile',
  reads:
    'heap_v2 of jemalloc 3 to 5.3: live bytes by backtrace, estimated from the samples as jeprof does; addresses with the libraries they lie in',
  parserVersion: 1,
  produces: ['profile'],
  capture: {
    command: 'MALLOC_CONF=prof:true,lg_prof_interval:30 LD_PRELOAD=libjemalloc.so.2 java … ; cat jeprof.*.heap',
    risk: 'Needs a restart with a jemalloc that was built with --enable-prof. Samples one allocation in 512 KiB: a few percent of CPU.',
  },
  command: /\b(?:cat|zcat|head|less)\s[^|;]{0,200}\bjeprof\.[\w.]{1,60}\.heap\b/,
  classify,
  detect,
  open: openReader,
});

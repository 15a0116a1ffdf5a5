import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { skimLine } from './frame-line';
import { readLine } from './line';
import { openReader } from './parse';

/** "[12] https://example.org" or "[3] Some words of a footnote" is no frame; symbols hold blanks only inside brackets or as C++ and HotSpot write them. */
const FOOTNOTE = /:\/\/|[^\x20-\x7e]|[a-z,;] [a-z]+ [a-z]+ [a-z]/;

function classify(text: string): LineClass {
  const line = readLine(text);
  switch (line.kind) {
    case 'title':
    case 'started':
    case 'flat-head':
      return 'head';
    case 'trace':
    case 'flat':
      return 'strong';
    case 'frame':
      if (line.name === '' || FOOTNOTE.test(line.name)) return 'weak';
      // "[ 7] name": the blank inside the brackets is "%2d" of the profiler. From 10 on only a name without blanks tells it from a footnote.
      return /^\s*\[ \d\]/.test(text) || (line.index > 9 && !line.name.includes(' ')) ? 'strong' : 'weak';
    case 'total':
      // All that `-o summary` prints below its title; alone it proves nothing (detect).
      return 'strong';
    case 'failure':
    case 'buffer':
    case 'overflow':
    case 'ruler':
    case 'elision':
      return 'weak';
    case 'status':
      return /^(?:Prof|Stopped|Done)/.test(text) ? 'weak' : 'none';
    case 'blank':
    case 'other':
      return 'none';
  }
}

function detect(lines: readonly string[]): Guess {
  let body = 0;
  let known = 0;
  let traces = 0;
  let frames = 0;
  let rows = 0;
  let heads = 0;
  let strong = 0;
  for (const text of lines) {
    const { kind } = readLine(text);
    if (kind === 'blank') continue;
    body++;
    if (kind !== 'other') known++;
    if (kind === 'trace') traces++;
    else if (kind === 'frame') frames++;
    else if (kind === 'flat') rows++;
    else if (kind === 'title' || kind === 'started' || kind === 'flat-head') heads++;
    const use = classify(text);
    if ((use === 'strong' && kind !== 'total') || use === 'head') strong++;
  }
  if (strong === 0) return { score: 0, because: 'no line that async-profiler prints' };
  const parts = [
    heads > 0 ? 'its title' : '',
    traces > 0 ? `${traces} ${traces === 1 ? 'trace' : 'traces'}` : '',
    frames > 0 ? `${frames} ${frames === 1 ? 'frame' : 'frames'}` : '',
    rows > 0 ? `${rows} flat ${rows === 1 ? 'row' : 'rows'}` : '',
  ].filter((part) => part !== '');
  return { score: known / body, because: `${known} of ${body} lines are async-profiler's: ${parts.join(', ')}` };
}

/** `asprof -o text`, `-o traces`, `-o flat`, `-o summary`; `profiler.sh` of 1.x and 2.x. */
export const asyncProfilerText = defineFormat({
  id: 'async-profiler-text',
  title: 'async-profiler text',
  reads: '1.0 to 4.x, traces, flat and summary: stacks leaf first, self weights, what share of the recording was printed',
  parserVersion: 2,
  produces: ['profile'],
  capture: {
    command: 'asprof -d 60 -e nativemem -o traces=200,flat=50 {pid}',
    risk: 'Loads an agent into the JVM and samples it for a minute: 1 to 3 % CPU; nativemem needs async-profiler 4 and glibc malloc.',
  },
  command: /(?:^|[\s/])(?:asprof|profiler\.sh)\s/,
  classify,
  skim: skimLine,
  detect,
  open: openReader,
});

import type { Guess } from '@/lib/model/artifact';
import { defineFormat } from '../define';
import { isComment, judgeLine } from './line';
import { openReader } from './parse';
import { skimLine } from './skim';

/** Fewer lines than this must match without exception. */
const ENOUGH = 3;

function detect(lines: readonly string[]): Guess {
  let body = 0;
  let stacks = 0;
  let words = 0;
  for (const text of lines) {
    if (text.trim() === '' || isComment(text)) continue;
    body++;
    const judged = judgeLine(text);
    if (judged === 2) stacks++;
    else if (judged === 1) words++;
  }
  const matching = stacks + words;
  const because = `${matching} of ${body} lines are frames and a number, ${stacks} of them with several frames`;
  if (stacks === 0 || stacks * 2 < matching) return { score: 0, because };
  if (matching < ENOUGH && matching < body) return { score: 0, because };
  return { score: matching / body, because };
}

/** Folded stacks of any origin: asprof -o collapsed, jfrconv, stackcollapse-*.pl, inferno, jeprof --collapsed, bcc. */
export const folded = defineFormat({
  id: 'folded',
  title: 'folded stacks',
  reads: 'asprof collapsed, jfrconv, stackcollapse-*.pl, inferno, jeprof, bcc -f: stacks with one weight each, frame types by suffix',
  parserVersion: 3,
  produces: ['profile'],
  capture: {
    command: 'asprof -d 60 -e nativemem -o collapsed --total {pid}',
    risk: 'Loads an agent into the JVM and samples it for a minute: 1 to 3 % CPU; nativemem needs async-profiler 4 and glibc malloc.',
  },
  command: /\bstackcollapse|\binferno-collapse|\bjeprof\b.*--collapsed|\bcollapsed\b|\bjfr2flame\b/,
  classify(text) {
    const judged = judgeLine(text);
    return judged === 2 ? 'strong' : judged === 1 ? 'weak' : 'none';
  },
  skim: skimLine,
  // The count is the last thing on a line: "main;run 12" may have been 123.
  endsOpen: (text) => /\d$/.test(text),
  detect,
  open: openReader,
});

import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { readJeprofLine } from './line';
import { openReader } from './parse';

function classify(text: string): LineClass {
  const parsed = readJeprofLine(text);
  switch (parsed.kind) {
    case 'row':
      return parsed.row.style === 'perl' ? 'strong' : 'weak';
    case 'total':
      return 'head';
    case 'message':
      return 'weak';
    default:
      return 'none';
  }
}

function detect(lines: readonly string[]): Guess {
  let filled = 0;
  let rows = 0;
  let known = 0;
  for (const text of lines) {
    if (text.trim() === '') continue;
    filled++;
    const parsed = readJeprofLine(text);
    if (parsed.kind !== 'other') known++;
    if (parsed.kind === 'row' && parsed.row.style === 'perl') rows++;
  }
  if (rows * 2 < known || rows === 0)
    return { score: 0, because: 'few lines are rows of jeprof --text (flat, flat%, sum%, cum, cum%, name)' };
  return { score: known / filled, because: `${rows} of ${filled} lines are rows of jeprof --text` };
}

/** `jeprof --text`, and `pprof --text` of gperftools (the Perl script). Not Go's pprof. */
export const jeprofText = defineFormat({
  id: 'jeprof-text',
  title: 'jeprof --text',
  reads: "jeprof and gperftools' pprof --text in bytes, MB, objects or samples: flat and cumulative weights by function",
  parserVersion: 1,
  produces: ['profile'],
  capture: {
    command: 'jeprof --text $(readlink -f /proc/{pid}/exe) jeprof.*.heap > jeprof.txt',
    risk: 'None for the JVM: it reads profiles that jemalloc has written.',
  },
  command: /\b(?:jeprof|pprof)(?:\.pl)?\s[^|;]{0,200}--text\b/,
  classify,
  detect,
  open: openReader,
});

import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { readPprofLine } from './line';
import { openReader } from './parse';

function classify(text: string): LineClass {
  const parsed = readPprofLine(text);
  switch (parsed.kind) {
    case 'row':
      return parsed.row.style === 'go' ? 'strong' : 'weak';
    case 'trace':
    case 'trace-rule':
    case 'edge':
    case 'raw-location':
      return 'strong';
    case 'whole':
    case 'heap-head':
    case 'table-head':
    case 'tree-head':
    case 'raw-head':
      return 'head';
    case 'property':
    case 'message':
    case 'symbol':
    case 'comment':
    case 'library-head':
    case 'library':
    case 'trace-value':
    case 'trace-frame':
    case 'tag':
    case 'raw-period':
    case 'raw-section':
    case 'raw-types':
    case 'raw-sample':
    case 'raw-inlined':
    case 'raw-mapping':
      return 'weak';
    case 'blank':
    case 'other':
      return 'none';
  }
}

function detect(lines: readonly string[]): Guess {
  let filled = 0;
  let known = 0;
  let rows = 0;
  let traces = 0;
  let rules = 0;
  let values = 0;
  let locations = 0;
  for (const text of lines) {
    if (text.trim() === '') continue;
    filled++;
    const parsed = readPprofLine(text);
    if (parsed.kind !== 'other') known++;
    if (parsed.kind === 'row' && parsed.row.style === 'go') rows++;
    else if (parsed.kind === 'trace') traces++;
    else if (parsed.kind === 'trace-rule') rules++;
    else if (parsed.kind === 'trace-value') values++;
    else if (parsed.kind === 'raw-location') locations++;
  }
  if (rules > 0 && values > 0)
    return { score: known / filled, because: `${known} of ${filled} lines are pprof's: ${values} stacks of pprof -traces` };
  if (locations > 0)
    return { score: known / filled, because: `${known} of ${filled} lines are pprof's: ${locations} locations of pprof -raw` };
  if (rows + traces === 0) return { score: 0, because: 'no line is a row of pprof -text, or of a heap profile as text' };
  const what = rows > 0 ? `${rows} rows of pprof -text` : `${traces} backtraces of a heap profile as text`;
  return { score: known / filled, because: `${known} of ${filled} lines are pprof's: ${what}` };
}

/** `go tool pprof -text`, `-top`, `-tree`, `-peek`, `-traces`, `-raw`, and the legacy text of heap profiles that pprof reads (tcmalloc, Go's ?debug=1). */
export const pprofText = defineFormat({
  id: 'pprof-text',
  title: 'pprof -text',
  reads:
    "Go's pprof -text, -top, -tree and -peek (flat and cumulative weights by function), -traces and -raw (stacks), and legacy heap profiles of tcmalloc and Go (live bytes by backtrace)",
  parserVersion: 2,
  produces: ['profile'],
  capture: {
    command: 'pprof -text heap.pb.gz > pprof.txt',
    risk: 'None: it reads a profile that was written before.',
  },
  command: /\bpprof\s[^|;]{0,200}-(?:text|top|tree|peek|traces|raw)\b/,
  classify,
  detect,
  open: openReader,
});

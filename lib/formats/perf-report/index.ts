import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { looksLikeSymbol, type ReportLine, readLine } from './line';
import { openReader } from './parse';

function classOf(line: ReportLine): LineClass {
  switch (line.kind) {
    case 'samples':
      return 'strong';
    case 'row':
      return line.markerAt >= 0 ? 'strong' : 'weak';
    case 'branch':
      return line.weight.percent && line.column >= 8 ? 'strong' : 'weak';
    case 'columns':
    case 'dots':
    case 'event-count':
    case 'lost':
    case 'header':
    case 'root':
    case 'flat':
    case 'folded':
    case 'foreign':
    case 'bars':
      return 'weak';
    case 'frame':
      return line.indented || looksLikeSymbol(line.name) ? 'weak' : 'none';
    case 'comment':
      return 'weak';
    case 'blank':
    case 'elision':
      return 'none';
  }
}

function detect(lines: readonly string[]): Guess {
  let body = 0;
  let known = 0;
  let rows = 0;
  let marked = 0;
  let heads = 0;
  let inTree = false;
  for (const text of lines) {
    const line = readLine(text);
    if (line.kind === 'blank') continue;
    if (line.kind === 'foreign') return { score: 0, because: 'perf top, annotate, stat or diff: tables of another meaning' };
    body++;
    // Frames follow a chain, whatever their indentation.
    if (line.kind === 'root' || line.kind === 'branch' || line.kind === 'flat') inTree = true;
    else if (line.kind === 'row' || line.kind === 'comment' || line.kind === 'samples') inTree = false;
    if (line.kind === 'elision' || classOf(line) !== 'none' || (line.kind === 'frame' && inTree)) known++;
    if (line.kind === 'row') rows++;
    if (line.kind === 'row' && line.markerAt >= 0) marked++;
    if (line.kind === 'samples' || line.kind === 'columns') heads++;
  }
  const because = `${known} of ${body} lines are perf report's: ${rows} rows`;
  // Percentages alone stand in many tables.
  if (marked === 0 && heads === 0) return { score: 0, because };
  return { score: known / body, because };
}

/** `perf report --stdio`, and what is pasted of its interactive screen. */
export const perfReport = defineFormat({
  id: 'perf-report',
  title: 'perf report',
  reads: '--stdio in every -g mode, with or without --children and call graph, pasted screens: self weight by symbol, and its call chains',
  parserVersion: 4,
  produces: ['profile'],
  capture: {
    command: 'perf record -e page-faults -c 20 -g -p {pid} -- sleep 30 && perf report --stdio --no-children',
    risk: 'Samples the process for 30 s: below 1 % CPU at this rate. perf script shows more: a report leaves out what is below its threshold.',
  },
  command: /\bperf\s+report\b/,
  classify: (text) => classOf(readLine(text)),
  detect,
  open: openReader,
});

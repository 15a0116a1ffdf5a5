import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { isPageLine } from '../flamegraph/page';
import { poolBegin, readCalls, readPoolEntries } from './line';
import { openReader } from './parse';
import { isTreeFraming, readTreeRow } from './tree-view';

/** So many calls prove it without the page around them. */
const ENOUGH = 3;

const mayBeCall = (text: string): boolean => /^[ \t]{0,200};?[fun]\(/.test(text);

function classify(text: string): LineClass {
  if (mayBeCall(text)) return readCalls(text) ? 'strong' : isPageLine(text) ? 'weak' : 'none';
  if (poolBegin(text) >= 0 || readTreeRow(text) !== null) return 'strong';
  const trimmed = text.trim();
  if (trimmed.startsWith("'") || trimmed.startsWith('"')) return isPoolLine(trimmed) || isPageLine(text) ? 'weak' : 'none';
  // (Markup with nothing in it would part the page from its frames, if it were not known for its own.)
  if (/^<(?:!doctype html|html)\b|^<(?:div id='hl'|p id='status')>/i.test(trimmed)) return 'head';
  if (trimmed.endsWith('</html>')) return 'foot';
  if (/^(?:search|render|unpack)\(.{0,200}\);?$|^d\s?=\s?(?:-?\d{1,16}|U);?$/.test(trimmed)) return 'weak';
  return isPageLine(text) || isTreeFraming(text) ? 'weak' : 'none';
}

/** "'!ompilation::Compilation'," */
function isPoolLine(trimmed: string): boolean {
  const read = readPoolEntries(trimmed);
  return read !== null && read.entries.length > 0 && (trimmed.endsWith(',') || trimmed.endsWith("'"));
}

function detect(lines: readonly string[]): Guess {
  let body = 0;
  let known = 0;
  let calls = 0;
  let hasPage = false;
  let hasPool = false;
  for (const text of lines) {
    if (text.trim() === '') continue;
    body++;
    if ((mayBeCall(text) && readCalls(text)) || readTreeRow(text)) calls++;
    if (poolBegin(text) >= 0) hasPool = true;
    if (text.includes('levels = Array(') || text.includes('async-profiler')) hasPage = true;
    // Script is script, however it is indented.
    if (hasPage || classify(text) !== 'none') known++;
  }
  const because = `${calls} frames${hasPool ? ' with a list of names' : ''}${hasPage ? " on async-profiler's page" : ''}`;
  const proven = (calls > 0 && (hasPage || hasPool)) || calls >= ENOUGH || (hasPool && hasPage);
  return { score: proven ? known / body : 0, because };
}

/** `asprof -f out.html`, `profiler.sh -f out.html`, `jfrconv in.jfr out.html`: async-profiler 2.0 to 4.x. */
export const flamegraphHtml = defineFormat({
  id: 'flamegraph-html',
  title: 'async-profiler flame graph (HTML)',
  reads: 'async-profiler 2.0 to 4.x and jfrconv, flame graphs and tree views, read as text, never run: the stacks with their frame types',
  parserVersion: 2,
  produces: ['profile'],
  capture: {
    command: 'asprof -d 60 -e nativemem --total -f profile.html {pid}',
    risk: 'Loads an agent into the JVM and samples it for a minute: 1 to 3 % CPU; nativemem needs async-profiler 4 and glibc malloc.',
  },
  command: /(?:^|[\s/])(?:asprof|profiler\.sh|jfrconv)\s.*\.html\b/,
  classify,
  detect,
  open: openReader,
});

import { defineFormat } from '../define';
import { openSizeList } from '../pmap-sizes/reader';
import { classifySizeLine, detectSizeList } from '../pmap-sizes/recognise';

/** `pmap PID` without -x, -X or -d, of procps (also -q, -p, -k) and BusyBox: sizes, no residency. Not Solaris. */
export const pmap = defineFormat({
  id: 'pmap',
  title: 'pmap (sizes only)',
  reads: 'procps (also -q, -p, -k) and BusyBox: range, size, rights and name of every mapping; no residency',
  parserVersion: 4,
  produces: ['memory-map'],
  capture: { command: 'pmap PID > pmap.txt', risk: 'None. It tells no residency: take pmap -X instead where that is possible.' },
  // No option that asks for more columns. Every repetition is bounded: a prompt may carry a command of any length.
  command: /\bpmap\s{1,8}(?:-{1,2}[qpk-][\w-]{0,20}\s{1,8}){0,4}(?:\d|\$|`|"|<|PID)/,
  classify: (text) => classifySizeLine(text, 'plain'),
  detect: (lines) => detectSizeList(lines, 'plain'),
  open: (context) => openSizeList(context, 'pmap', 'plain'),
});

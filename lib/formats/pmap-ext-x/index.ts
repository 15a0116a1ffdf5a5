import { defineFormat } from '../define';
import { openExtListing } from '../pmap-ext/reader';
import { classifyExtLine, detectExtListing } from '../pmap-ext/recognise';

/** `pmap -X PID` of procps 3.3 and later: the columns of smaps that pmap holds for important. */
export const pmapExtX = defineFormat({
  id: 'pmap-ext-x',
  title: 'pmap -X',
  reads: 'procps 3.3 to 4.x: range, rights, file, Rss, Pss, anonymous and swap of every mapping, and the sums',
  parserVersion: 3,
  produces: ['memory-map', 'memory-totals'],
  capture: {
    command: 'pmap -X PID > pmap.txt',
    risk: 'None for the JVM; smaps is read twice, which may take seconds on a process with tens of thousands of mappings, and its mmap lock is held meanwhile.',
  },
  command: /\bpmap\s{1,8}(?:[\w/-]{1,24}\s{1,8}){0,8}-[A-WYZa-z]{0,8}X(?!X)/,
  classify: (text) => classifyExtLine(text, 'pmap-ext-x'),
  detect: (lines) => detectExtListing(lines, 'pmap-ext-x'),
  open: (context) => openExtListing(context, 'pmap-ext-x'),
});

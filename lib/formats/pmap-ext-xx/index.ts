import { defineFormat } from '../define';
import { openExtListing } from '../pmap-ext/reader';
import { classifyExtLine, detectExtListing } from '../pmap-ext/recognise';

/** `pmap -XX PID` of procps 3.3 and later: every column of smaps; and the columns that somebody chose with -c, -C or -f. */
export const pmapExtXx = defineFormat({
  id: 'pmap-ext-xx',
  title: 'pmap -XX',
  reads: 'procps 3.3 to 4.x, also chosen columns (-c, -C, -f): all that smaps gives, VmFlags too',
  parserVersion: 3,
  produces: ['memory-map', 'memory-totals'],
  capture: {
    command: 'pmap -XX PID > pmap.txt',
    risk: 'None for the JVM; smaps is read twice, which may take seconds on a process with tens of thousands of mappings, and its mmap lock is held meanwhile.',
  },
  command: /\bpmap\s{1,8}(?:[\w/-]{1,24}\s{1,8}){0,8}-(?:[a-z]{0,8}XX|[a-z]{0,8}[cCf](?![a-z])|-read-rc|-fields)/,
  classify: (text) => classifyExtLine(text, 'pmap-ext-xx'),
  detect: (lines) => detectExtListing(lines, 'pmap-ext-xx'),
  open: (context) => openExtListing(context, 'pmap-ext-xx'),
});

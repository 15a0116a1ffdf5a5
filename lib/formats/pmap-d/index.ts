import { defineFormat } from '../define';
import { openSizeList } from '../pmap-sizes/reader';
import { classifySizeLine, detectSizeList } from '../pmap-sizes/recognise';

/** `pmap -d PID` of procps: sizes with offset and device, no residency. */
export const pmapD = defineFormat({
  id: 'pmap-d',
  title: 'pmap -d',
  reads: 'procps: range, size, rights and name of every mapping, three sums; no residency',
  parserVersion: 4,
  produces: ['memory-map'],
  capture: { command: 'pmap -d PID > pmap-d.txt', risk: 'None. It tells no residency: take pmap -X instead where that is possible.' },
  command: /\bpmap\s{1,8}(?:[\w/-]{1,24}\s{1,8}){0,8}(?:-[A-Za-z]{0,8}d|--device)/,
  classify: (text) => classifySizeLine(text, 'device'),
  detect: (lines) => detectSizeList(lines, 'device'),
  open: (context) => openSizeList(context, 'pmap-d', 'device'),
});

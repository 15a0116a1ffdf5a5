import { defineFormat } from '../define';
import { readOffset } from './offset';
import { openReader } from './parse';
import { judge } from './recognise';

const COMMAND = /(?:^|[\s/])strings\s/;

/** `strings FILE` of a memory dump. The last of all formats: anything can look like it. */
export const strings = defineFormat({
  id: 'strings',
  title: 'strings of a dump',
  reads: 'plain, -t x, -t d, -t o, -f, or counted by uniq -c: what a block of memory looks like, by kind and count; secrets are masked',
  parserVersion: 1,
  produces: ['dump-content'],
  capture: {
    command: 'strings -n 8 -t x DUMP > strings.txt',
    risk: 'None for the JVM once the dump is there. What it prints may hold secrets and personal data: look through it before you share it.',
  },
  command: COMMAND,
  unstructured: true,
  classify: (text) => (readOffset(text) === null ? 'none' : 'strong'),
  detect: (lines, command = null) => judge(lines, command !== null && COMMAND.test(command)),
  open: openReader,
});

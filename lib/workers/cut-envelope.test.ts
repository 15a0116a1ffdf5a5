import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cleanLines, cutLines, tell } from '@/lib/documents/testing/cut-bytes';
import { formats } from '@/lib/formats/registry';
import { readDocument } from './read-document';

// Crash logs and VM.info hold what other formats read: they win, from head to end, in any dress.

const fixture = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../formats', name), 'utf8')
    .trimEnd()
    .split('\n');
const LOG = fixture('hs-err/fixtures/jdk17-serial.log');
const INFO = fixture('vm-info/fixtures/jdk25-parallel.txt');
const NMT = fixture('nmt-summary/fixtures/jdk17-deflater-leak.txt');
const PMAP = [
  '107870:   java -Xmx72g',
  'Address           Kbytes     RSS   Dirty Mode  Mapping',
  '00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]',
];

const cut = (lines: readonly string[]) => tell(cutLines(formats, [...lines]));
const at = (first: number, lines: readonly string[]) => `${first}–${first + lines.length - 1}`;

test('one artifact, between sentences, with other artifacts behind it', () => {
  const before = ['The service died last night.', ''];
  const after = ['', 'After the restart it was:', ...PMAP];
  expect(cut([...before, ...LOG, ...after])).toEqual([`${at(3, LOG)} hs-err`, `${at(LOG.length + 5, PMAP)} pmap-x`]);
  expect(cut([...before, ...INFO, ...after])).toEqual([`${at(3, INFO)} vm-info`, `${at(INFO.length + 5, PMAP)} pmap-x`]);
});

test('two logs, and a VM.info right behind', () => {
  expect(cut([...LOG, ...LOG, ...INFO])).toEqual([
    `${at(1, LOG)} hs-err`,
    `${at(LOG.length + 1, LOG)} hs-err`,
    `${at(2 * LOG.length + 1, INFO)} vm-info`,
  ]);
});

test('a log without its end is over at a prompt, at sentences, where another tool begins, or a second log', () => {
  const part = LOG.slice(0, 500);
  const found = `${at(1, part)} hs-err`;
  expect(cut([...part, 'app@web-1:~$ ls'])).toEqual([found, '501–501 prompt']);
  expect(cut([...part, 'This is where the disk was full, so it ends.', 'We then looked at the memory of the other one:', ...PMAP])).toEqual(
    [found, `${at(503, PMAP)} pmap-x`],
  );
  expect(cut([...part, ...PMAP])).toEqual([found, `${at(501, PMAP)} pmap-x`]);
  expect(cut([...part, ...LOG.slice(1)])).toEqual([found, `${at(501, LOG.slice(1))} hs-err`]);
});

test('the head alone swallows nothing', () => {
  const head = LOG.slice(0, LOG.findIndex((line) => line.includes('S U M M A R Y')) - 1);
  expect(cut([...head, '', 'NMT of the twin process:', ...NMT])).toEqual([
    `${at(1, head)} hs-err`,
    `${at(head.length + 3, NMT)} nmt-summary`,
  ]);
});

test.each([
  ['quoted', (line: string) => `> ${line}`],
  ['indented as a block', (line: string) => `    ${line}`],
  ['with a log prefix', (line: string) => `2026-11-23T09:13:30.123Z stdout F ${line}`],
])('%s: the same artifact, and its reader gets the same text', (_, wear) => {
  const lines = LOG.map(wear);
  const [segment, ...others] = cutLines(formats, lines).segments;
  if (!segment) throw new Error('nothing found');
  expect([segment.formatId, segment.firstLine, segment.lastLine, others]).toEqual(['hs-err', 1, LOG.length, []]);
  const [plain] = cutLines(formats, LOG).segments;
  if (!plain) throw new Error('nothing found');
  const text = (source: readonly string[]) => source.map((line) => line.trim()).filter((line) => line !== '');
  expect(text(cleanLines(segment, lines))).toEqual(text(cleanLines(plain, LOG)));
});

test('in a fence, with entities, doubled blank lines and CRLF: the same facts', () => {
  const kinds = (lines: readonly string[]) =>
    readDocument(new TextEncoder().encode(lines.join('\r\n'))).artifacts.map(({ sheet, facts }) => [
      sheet.format,
      sheet.complete,
      sheet.warningCount,
      facts.map(({ kind }) => kind),
    ]);
  const [plain] = kinds(LOG);
  expect(plain?.slice(0, 3)).toEqual(['hs-err', true, 0]);
  const escaped = LOG.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
  expect(kinds(['### crash', '```', ...LOG, '```', 'thanks'])).toEqual([plain]);
  expect(kinds(['<pre>', ...escaped, '</pre>'])).toEqual([plain]);
  expect(kinds(LOG.flatMap((line) => [line, '']))).toEqual([plain]);
});

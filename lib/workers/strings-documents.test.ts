import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cutLines, decodeLines, tell } from '@/lib/documents/testing/cut-bytes';
import { formats } from '@/lib/formats/registry';
import { corpusTest, listCorpus, readCorpusBytes } from '@/lib/testing/corpus';
import { readDocument } from './read-document';

// Output of `strings` in documents: claimed below its command, by its offsets, or as a whole; and nothing else is claimed for it.

const PLAIN = readFileSync(path.join(import.meta.dirname, '../formats/strings/unmarked/healthy-plain.txt'), 'utf8')
  .trimEnd()
  .split('\n');
const HEX = readFileSync(path.join(import.meta.dirname, '../formats/strings/fixtures/healthy-hex.txt'), 'utf8')
  .trimEnd()
  .split('\n');
const tellOf = (lines: readonly string[]) => tell(cutLines(formats, lines));

test('a whole document of it is one artifact, with offsets or without', () => {
  expect(tellOf(PLAIN)).toEqual(['1–142 strings']);
  expect(tellOf(HEX)).toEqual(['1–142 strings']);
});

test('below its command all lines are its, up to an empty one; other commands that print pieces of a binary are not', () => {
  const session = (command: string) => [
    `app@web-1:~$ ${command}`,
    'Hello',
    'Total: reserved=4KB, committed=4KB',
    'World',
    '',
    'So much for that.',
  ];
  const cut = cutLines(formats, session('strings -n 5 gdb_7.dump | head -n 3'));
  expect(tell(cut)).toEqual(['1–1 prompt', '2–4 strings']);
  expect(cut.segments[0]).toMatchObject({ complete: false, tool: { command: 'strings -n 5 gdb_7.dump | head -n 3' } });
  expect(cutLines(formats, session('strings gdb_7.dump')).segments[0]?.complete).toBeNull();
  expect(tellOf(session('xxd gdb_7.dump'))).toEqual(['1–1 prompt']);
  expect(tellOf(['app@web-1:~$ strings gdb.dump', "strings: 'gdb.dump': No such file", '', 'Oh.'])).toEqual(['1–1 prompt']);
});

test('offsets show it among prose; without them and without the command it stays a note', () => {
  const article = (excerpt: readonly string[]) => [
    'We looked into the region:',
    '',
    ...excerpt,
    '',
    'It is full of zlib state, as expected.',
    '',
  ];
  expect(tellOf(article(HEX.slice(0, 40)))).toEqual(['3–42 strings']);
  expect(tellOf(article(PLAIN.slice(0, 60)))).toEqual([]);
});

test('other artifacts around it stay what they are', () => {
  const nmt = [
    '7:',
    '',
    'Native Memory Tracking:',
    '',
    'Total: reserved=8192KB, committed=4096KB',
    '-                 Java Heap (reserved=4096KB, committed=2048KB)',
  ];
  const lines = ['$ jcmd 7 VM.native_memory', ...nmt, '', '$ strings -n 8 dump', ...PLAIN, '', '$ jcmd 7 VM.native_memory', ...nmt];
  expect(tellOf(lines).map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'prompt',
    'nmt-summary',
    'prompt',
    'strings',
    'prompt',
    'nmt-summary',
  ]);
});

test('source code, prose and tables of this project are never taken for it', () => {
  const root = path.join(import.meta.dirname, '../..');
  const files = readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|md|json)$/.test(file))
    .map((file) => `lib/${file}`);
  const more = [
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'package.json',
    'package-lock.json',
    'app/globals.css',
    'public/sample-incident.txt',
  ];
  for (const file of [...files, ...more]) {
    // Without blank lines and short ones, too: then only the words tell.
    const lines = decodeLines(readFileSync(path.join(root, file)));
    for (const variant of [lines, lines.filter((text) => text.trim().length >= 4)]) {
      expect([file, formats.find(({ id }) => id === 'strings')?.detect(variant).score]).toEqual([file, 0]);
    }
  }
});

for (const incident of listCorpus('incidents')) {
  const names = listCorpus(`incidents/${incident}/t1`).filter((name) => name.startsWith('strings'));
  if (names.length === 0) continue;
  corpusTest(`strings of the dump of ${incident} are one artifact each, whatever lies about in the dump`, () => {
    for (const name of names) {
      const bytes = readCorpusBytes(`incidents/${incident}/t1/${name.replace(/\.gz$/, '')}`);
      const { artifacts, lines } = readDocument(bytes);
      expect([name, artifacts.map(({ sheet }) => `${sheet.format} ${sheet.firstLine}-${sheet.lastLine}`)]).toEqual([
        name,
        [`strings 1-${lines}`],
      ]);
      const content = artifacts[0]?.facts[0];
      if (content?.kind !== 'dump-content') throw new Error('Expected the content of a dump.');
      expect(content.value.offsets?.radix ?? null).toBe(name.startsWith('strings-tx') ? 16 : null);
      expect(content.value.classes.reduce((sum, one) => sum + one.lines, 0)).toBe(content.value.lines);
    }
  });
}

corpusTest('nothing else of the corpus is taken for it', () => {
  const folders = listCorpus('samples').filter((name) => !name.includes('.') && name !== 'gdb-strings');
  for (const folder of folders) {
    for (const name of listCorpus(`samples/${folder}`)) {
      const lines = decodeLines(readCorpusBytes(`samples/${folder}/${name}`));
      const ids = cutLines(formats, lines).segments.map(({ formatId }) => formatId);
      expect([folder, name, ids.includes('strings')]).toEqual([folder, name, false]);
    }
  }
  for (const folder of ['formats', 'knowledge', '.']) {
    for (const name of listCorpus(folder).filter((file) => file.endsWith('.md')))
      expect([name, tellOf(decodeLines(readCorpusBytes(`${folder}/${name}`))).filter((line) => line.endsWith(' strings'))]).toEqual([
        name,
        [],
      ]);
  }
});

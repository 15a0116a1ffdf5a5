import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import type { Parsed } from '@/lib/model/artifact';
import { corpusTest, readCorpus, SEED } from '@/lib/testing/corpus';
import { readArtifact } from '../testing/read-artifact';
import { gdbRange } from './index';

/** "1 pid 5247 0x7f4098000000–0x7f4098200000 gdb_block.dump" */
const say = (parsed: Parsed) =>
  parsed.facts.map(({ kind, value }) =>
    kind === 'dump-range'
      ? `${value.line} pid ${value.pid} ${formatAddress(value.start)}–${formatAddress(value.end)} ${value.file}`
      : `unexpected ${kind}`,
  );
const read = (...lines: string[]) => readArtifact(gdbRange, lines);

corpusTest('the command of the seed article', () => {
  const command = readCorpus(SEED).split('\n')[157]!;
  expect(gdbRange.classify(command)).toBe('strong');
  expect(say(read(command))).toEqual(['1 pid 107870 0x7fd5b4000000–0x7fd5b5000000 gdb_107870.dump']);
});

const RANGE = '0x7f4098000000–0x7f4098200000 a.dump';

test.each([
  ['gdb --batch --pid=5247 -ex "dump memory a.dump 0x7f4098000000 0x7f4098200000"', 5247],
  ["gdb -batch -p 5247 -ex 'dump memory a.dump 0x7f4098000000 0x7f4098200000' -ex detach", 5247],
  ["gdb -batch -p $P -ex 'dump memory a.dump 0x7f4098000000 0x7f4098200000'; strings -n 8 a.dump | sort | uniq -c", null],
  ['/usr/bin/gdb -q /opt/java/bin/java 5247 -ex "dump binary memory a.dump 0x7F4098000000 0x7F4098200000"', 5247],
  ['sudo docker exec app gdb --pid 1 --batch -ex "append memory a.dump 139915404771328 139915406868480"', 1],
  ['[root@node-07 ~]# gdb --batch --pid 5247 -ex "dump memory a.dump 0x7f4098000000  0x7f4098200000"', 5247],
  ['app@node-07:~$ gdb --batch --pid 5247 -ex "dump mem a.dump 0x7f4098000000 0x7f4098200000"', 5247],
  ['(gdb) dump memory a.dump 0x7f4098000000 0x7f4098200000', null],
  ['dump memory a.dump 0x7f4098000000 0x7f4098200000', null],
  ['- `gdb --batch --pid 5247 -ex "dump memory a.dump 0x7f4098000000 0x7f4098200000"`', 5247],
  ['gdb\u3000–batch –pid\u00a05247 –ex “dump memory a.dump 0x7f4098000000\u30000x7f4098200000”', 5247],
])('%s', (command, pid) => {
  expect(gdbRange.classify(command)).toBe('strong');
  expect(gdbRange.detect([command]).score).toBe(1);
  const parsed = read(command);
  expect(say(parsed)).toEqual([`1 pid ${pid} ${RANGE}`]);
  expect(parsed.warnings).toEqual([]);
  expect(parsed.runs).toEqual([{ firstLine: 1, lastLine: 1, use: 'used' }]);
});

test.each([
  'Then we dump memory with gdb from 0x7f4098000000 to 0x7f4098200000 and look at it.',
  '我用 gdb dump memory a.dump 0x7f4098000000 0x7f4098200000 看了一下',
  'dump memory of 0x7f4098000000 0x7f4098200000 shows only zeros',
  'gdb --batch --pid 5247 -ex "info proc mappings"',
  'strings gdb_107870.dump | head',
  '00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]',
])('no dump: %s', (text) => {
  expect(gdbRange.classify(text)).not.toBe('strong');
  expect(gdbRange.detect([text]).score).toBe(0);
  expect(read(text).facts).toEqual([]);
});

test('a command over several lines, several dumps', () => {
  const parsed = read(
    'gdb --batch \\',
    '  --pid 5247 \\',
    '  -ex "dump memory a 0x1000 0x2000" \\',
    '  -ex "set pagination off" \\',
    "  -ex 'dump memory b 0x3000 0x4000'",
  );
  expect(say(parsed)).toEqual(['3 pid 5247 0x1000–0x2000 a', '5 pid 5247 0x3000–0x4000 b']);
  expect(parsed.runs.map(({ firstLine, lastLine, use }) => `${firstLine}–${lastLine} ${use}`)).toEqual([
    '1–1 noise',
    '2–3 used',
    '4–4 noise',
    '5–5 used',
  ]);
  expect(parsed.complete).toBe(true);
});

test('the pid may be named only by what gdb prints afterwards', () => {
  expect(say(read('(gdb) dump memory a 0x1000 0x2000', '[Inferior 1 (process 10616) detached]'))).toEqual(['1 pid 10616 0x1000–0x2000 a']);
});

test('a prompt above says the pid where the command does not', () => {
  const tool = { pid: 7, version: null, command: 'gdb -p 7' };
  expect(say(readArtifact(gdbRange, ['(gdb) dump memory a 0x1000 0x2000'], tool))).toEqual(['1 pid 7 0x1000–0x2000 a']);
});

test('what cannot be a range is a warning, not a fact', () => {
  const codes = (text: string) => read(text).warnings.map(({ code }) => code);
  expect(codes('gdb -p 7 -ex "dump memory a 0x2000 0x1000"')).toEqual(['gdb-range/empty-range']);
  expect(codes('gdb -p 7 -ex "dump memory a $sp $sp+64"')).toEqual(['gdb-range/not-a-number']);
  expect(codes('gdb -p 7 -ex "dump memory a 0x1 99999999999999999999"')).toEqual(['gdb-range/not-a-number']);
  expect(codes('gdb -p 7 -ex "dump memory a 0x7fd5b4000000 0x7fd5b5')).toEqual(['gdb-range/cut-number']);
});

test('a cut command is not complete', () => {
  expect(read('gdb -p 7 -ex "dump memory a 0x7fd5b4000000 0x7fd5b5').complete).toBe(false);
  expect(read('gdb -p 7 -ex "dump memory a 0x1000 0x2000" \\').complete).toBe(false);
});

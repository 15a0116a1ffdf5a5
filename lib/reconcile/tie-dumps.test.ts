import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { addFacts, emptySnapshotFacts, type SnapshotFacts } from '@/lib/model/facts';
import { dumpsWithin } from '@/lib/model/region-dump';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { readFacts } from './testing/facts';
import { tieDumps } from './tie-dumps';

const HEX = readFileSync(path.join(import.meta.dirname, '../formats/strings/fixtures/healthy-hex.txt'), 'utf8');
const dump = (file: string, start: string, end: string, pid = 5247) => `gdb --batch --pid ${pid} -ex "dump memory ${file} ${start} ${end}"`;
const START = '0x7f4098000000';
const END = '0x7f4098200000';
const COMMAND = 'strings -n 6 -t x /tmp/gdb_block.dump';

/** Facts of gdb commands, and of what strings printed. */
function dumped(commands: readonly string[], text = HEX): SnapshotFacts {
  const facts = emptySnapshotFacts();
  const read = readFacts(...commands.map((command, i): [string, string, number] => ['gdb-range', command, i + 1]), ['strings', text]);
  for (const [kind, list] of Object.entries(read))
    for (const { artifactId, value } of list) addFacts(facts, artifactId, [{ kind, value } as never]);
  return facts;
}
const tell = (facts: SnapshotFacts, command: string | null = null) => {
  const { dumps, untied } = tieDumps(facts, 5247, () => command) ?? { dumps: [], untied: [] };
  return [...dumps.map(({ start, texts }) => `${start}: ${texts.map(({ because }) => because).join()}`), ...untied.map(() => 'untied')];
};

test('the file that gdb wrote and strings reads ties content to its range, among several', () => {
  const two = dumped([dump('gdb_block.dump', START, END), dump('other.dump', '0x7f40a0000000', '0x7f40a0200000')]);
  expect(tell(two, COMMAND)).toEqual([`${START}: strings reads gdb_block.dump, the file that gdb wrote`, '0x7f40a0000000: ']);
  expect(tell(two, 'strings third.dump')).toEqual([`${START}: `, '0x7f40a0000000: ', 'untied']);
  expect(tell(two)).toEqual([`${START}: `, '0x7f40a0000000: ', 'untied']);
});

test('one range alone takes content that fits into it', () => {
  expect(tell(dumped([dump('gdb_block.dump', START, END)]))).toEqual([
    `${START}: it is the only dump of this snapshot, and the offsets lie in it`,
  ]);
  // The same command in a blog and in a shell: one dump.
  expect(tell(dumped([dump('b', START, END), dump('b', START, END)]))).toHaveLength(1);
  // The last offset is beyond 64 KiB.
  expect(tell(dumped([dump('gdb_block.dump', START, '0x7f4098010000')]))).toEqual([`${START}: `, 'untied']);
  expect(tell(dumped([dump('gdb_block.dump', START, END)]), 'strings heap.bin')).toEqual([`${START}: `, 'untied']);
  expect(tell(dumped([dump('gdb_block.dump', START, END, 4711)]))).toEqual(['untied']);
});

test('two dumps into one file: nothing says which was looked into', () => {
  const commands = [dump('a.dump', START, END), dump('a.dump', '0x7f40a0000000', '0x7f40a0200000')];
  expect(tell(dumped(commands), 'strings -t x a.dump')).toEqual([`${START}: `, '0x7f40a0000000: ', 'untied']);
});

test('without a dump there is nothing to tell', () => {
  expect(tieDumps(emptySnapshotFacts(), null, () => null)).toBeNull();
});

corpusTest('a dump of an arena of a real process: addresses of its strings, and no secret', () => {
  const truth = JSON.parse(readCorpus('incidents/healthy/truth.json'));
  const { region, command, dumped_from: from, dumped_to: to } = truth.snapshots.t1.gdb_dump;
  const pid = Number(/--pid (\d+)/.exec(command)?.[1]);
  const facts = readFacts(['gdb-range', command], ['strings', readCorpus('incidents/healthy/t1/strings-tx.txt')]);
  const tied = tieDumps(facts, pid, () => null);
  expect(tied?.dumps.map(({ start, end, texts }) => [start, end, texts.length])).toEqual([[from, to, 1]]);
  const [text] = tied?.dumps[0]?.texts ?? [];
  expect(BigInt(text?.from ?? 0)).toBeGreaterThanOrEqual(BigInt(from));
  expect(BigInt(text?.to ?? 0)).toBeLessThan(BigInt(to));
  expect(text?.lines).toBe(text?.classes.reduce((sum, { lines }) => sum + lines, 0));
  expect(tied && dumpsWithin(tied, region.start, region.end)).toHaveLength(1);
  expect(tied && dumpsWithin(tied, region.end, '0xffffffffffffffff')).toHaveLength(0);
});

import { expect, test } from 'vitest';
import type { Sourced } from '@/lib/model/facts';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { chooseMap } from './choose-map';
import { completeRows } from './other-maps';
import { reconcile } from './reconcile';
import { makeRow } from './testing/address-space';
import { readFacts } from './testing/facts';

const incidents = listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}`).includes('truth.json'));
const read = (folder: string, ...files: [format: string, file: string][]) =>
  reconcile(readFacts(...files.map(([format, file]): [string, string] => [format, readCorpus(`${folder}/${file}`)])));

corpusTest.for(incidents)('%s: pmap -x with the names of /proc/PID/maps names every region as smaps does', (name) => {
  const folder = `incidents/${name}/t1`;
  const nmt: [string, string] = ['nmt-detail', 'nmt-detail.txt'];
  const both = read(folder, ['pmap-x', 'pmap-x.txt'], ['proc-maps', 'maps.txt'], nmt);
  const smaps = read(folder, ['smaps', 'smaps.txt'], nmt);
  const { map, beside } = both.reconciliation;
  // maps shows no residency: the rows stay those of pmap -x.
  expect(map?.format).toBe('pmap-x');
  expect(beside.taken).toEqual([
    { artifactId: 'proc-maps:1', text: expect.stringMatching(/^names of \d+ rows from proc-maps, which pmap-x does not print$/) },
  ]);
  const told = ({ regions }: typeof both) => regions.map(({ start, owner, kind, name: file }) => [start, owner, kind, file]);
  // Without VmFlags an arena heap is told by its shape, and so is what is none.
  const byName = (rows: ReturnType<typeof told>) =>
    rows.filter(([, , kind]) => kind !== 'anonymous' && kind !== 'glibc-arena-heap' && kind !== 'guard' && kind !== 'malloc-mmapped');
  expect(byName(told(both))).toEqual(byName(told(smaps)));
});

corpusTest('smaps pasted in part gives its flags and Pss to the rows of a whole pmap -x', () => {
  const folder = 'incidents/deflater-leak/t1';
  const text = readCorpus(`${folder}/smaps.txt`).split('\n');
  const heads = text.flatMap((line, i) => (/^[0-9a-f]+-[0-9a-f]+ /.test(line) ? [i] : []));
  const part = text.slice(0, heads[120]).join('\n');
  const { reconciliation, regions } = reconcile(
    readFacts(['pmap-x', readCorpus(`${folder}/pmap-x.txt`)], ['smaps', part], ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)]),
  );
  expect(reconciliation.map?.format).toBe('pmap-x');
  expect(reconciliation.beside.taken[0]?.text).toMatch(/VmFlags of 120 rows, Pss and anonymous parts of 120 rows from smaps/);
  expect(regions.some(({ kind, grade }) => kind === 'glibc-arena-heap' && grade === 'proven')).toBe(true);
  const whole = reconcile(
    readFacts(['pmap-x', readCorpus(`${folder}/pmap-x.txt`)], ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)]),
  );
  expect(reconciliation.ledger?.buckets.map(({ key, residentBytes }) => [key, residentBytes])).toEqual(
    whole.reconciliation.ledger?.buckets.map(({ key, residentBytes }) => [key, residentBytes]),
  );
});

corpusTest('a map of another process gives nothing, whether it names its pid or not', () => {
  const maps = readFacts(['proc-maps', readCorpus('incidents/healthy/t1/maps.txt')])['memory-map'];
  const facts = readFacts(['pmap-x', readCorpus('incidents/deflater-leak/t1/pmap-x.txt')]);
  for (const { value } of maps) value.pid = null;
  const alone = reconcile(facts);
  facts['memory-map'].push(...maps);
  const { reconciliation, regions } = reconcile(facts);
  expect(reconciliation.beside.taken).toEqual([]);
  expect(regions).toEqual(alone.regions);
});

const map = (artifactId: string, rows: Mapping[], extra: Partial<MemoryMap> = {}): Sourced<MemoryMap> => ({
  artifactId,
  value: { source: 'pmap-x', pid: 1, rows, printedTotal: null, ascending: true, kernelNames: false, ...extra },
});
const row = (line: number, at: bigint, name: string, extra: Partial<Mapping> = {}) => ({
  ...makeRow(line, at, at + 0x4000n, 0x2000),
  name,
  ...extra,
});

test('names grow, and are never exchanged; figures are taken only where both saw the same RSS', () => {
  const plain = map('a', [row(1, 0x1000n, 'libz.so'), row(2, 0x9000n, ''), row(3, 0x11000n, 'x'), row(4, 0x20000n, '')]);
  const rich = map(
    'b',
    [
      row(1, 0x1000n, '/usr/lib/libz.so', { pssBytes: 5, rssBytes: 0x1000 }),
      row(2, 0x9000n, '[heap]', { pssBytes: 7, vmFlags: ['rd'] }),
      row(3, 0x11000n, '/tmp/y'),
      row(4, 0x20000n, '', { mode: 'r--p', pssBytes: 9 }),
    ],
    { source: 'smaps', pid: null, kernelNames: true },
  );
  const best = chooseMap([plain]);
  if (!best) throw new Error('no map');
  const { chosen, taken } = completeRows(best, [plain, rich]);
  expect(chosen.rows.map(({ name, pssBytes, vmFlags }) => [name, pssBytes, vmFlags])).toEqual([
    ['/usr/lib/libz.so', null, null],
    ['[heap]', 7, ['rd']],
    ['x', null, null],
    ['', null, null],
  ]);
  expect(chosen.rssBytes).toBe(best.rssBytes);
  // Three of four rows are alike: too few to say that a nameless row has no name.
  expect(chosen.map.kernelNames).toBe(false);
  expect(taken).toEqual([
    {
      artifactId: 'b',
      text: 'names of 2 rows, VmFlags of 1 row, Pss and anonymous parts of 1 row from smaps, which pmap-x does not print',
    },
  ]);
  expect(plain.value.rows[0]?.name).toBe('libz.so');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatKib } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import type { MemoryTotals } from '@/lib/model/process-facts';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { smaps } from '../smaps';
import { memoryMap, readArtifact, toLines } from '../testing/read-artifact';
import { smapsRollup } from '.';

const LEAK = toLines(readFileSync(join(import.meta.dirname, 'fixtures/deflater-leak.txt'), 'utf8'));
const read = (text: string | readonly string[], pid: number | null = null) => readArtifact(smapsRollup, text, { pid });
const totals = (parsed: ReturnType<typeof read>): MemoryTotals[] =>
  parsed.facts.flatMap((fact) => (fact.kind === 'memory-totals' ? [fact.value] : []));
const show = ({ amounts }: MemoryTotals) => Object.entries(amounts).map(([key, { line, bytes }]) => `${line}: ${key} ${formatKib(bytes)}`);

test('every sum by its key, with its line', () => {
  const parsed = read(LEAK, 5247);
  const [only] = totals(parsed);
  expect(only?.pid).toBe(5247);
  expect(show(only!).filter((text) => !text.endsWith(' 0'))).toEqual([
    '2: Rss 2,611,084',
    '3: Pss 2,607,754',
    '4: Pss_Dirty 2,587,864',
    '5: Pss_Anon 2,587,848',
    '6: Pss_File 19,906',
    '8: Shared_Clean 3,612',
    '10: Private_Clean 19,608',
    '11: Private_Dirty 2,587,864',
    '12: Referenced 2,611,084',
    '13: Anonymous 2,587,848',
  ]);
  expect([parsed.complete, parsed.warnings, countLines(parsed.runs, 'used'), countLines(parsed.runs, 'noise')]).toEqual([true, [], 22, 1]);
});

test('what grep leaves of it, quoted or not', () => {
  const grepped = LEAK.filter((line) => /^(Rss|Pss|Anonymous):/.test(line));
  for (const lines of [grepped, grepped.map((line) => `> ${line}`)]) {
    expect(smapsRollup.detect(lines).score).toBe(1);
    expect(Object.keys(totals(read(lines))[0]!.amounts)).toEqual(['Rss', 'Pss', 'Anonymous']);
  }
  expect(read(grepped).complete).toBe(false);
  expect(smapsRollup.detect(LEAK.filter((line) => /^Locked|^Swap/.test(line))).score).toBe(0);
});

test('the rollups of two processes are two sets of sums', () => {
  const parsed = read([...LEAK, ...LEAK]);
  expect(totals(parsed).map(({ pid, amounts }) => [pid, amounts.Rss?.line])).toEqual([
    [null, 2],
    [null, 25],
  ]);
});

test('smaps, maps, status and meminfo are not ours', () => {
  const block = ['7000-8000 rw-p 00000000 00:00 0', 'Size:    4 kB', 'KernelPageSize:  4 kB', ...LEAK.slice(1), 'VmFlags: rd wr'];
  expect(smapsRollup.detect(block).score).toBe(0);
  expect(smapsRollup.detect(block.slice(1)).score).toBe(0);
  expect(smapsRollup.detect(['Rss: 4 kB', 'Rss: 8 kB']).score).toBe(0);
  expect(smapsRollup.detect(['VmRSS:  4 kB', 'MemTotal: 8 kB']).score).toBe(0);
  const classes = Object.entries({
    '40000000000-7fff53922000 ---p 00000000 00:00 0                           [rollup]': 'head',
    'Rss:             2611084 kB': 'strong',
    'Pss_Anon:        2587848 kB': 'strong',
    'Locked:                0 kB': 'weak',
    'Size:                  4 kB': 'none',
    'VmRSS:	  150940 kB': 'none',
    'Rss:   26': 'none',
    '7000-8000 rw-p 00000000 00:00 0': 'none',
  });
  expect(classes.map(([text]) => [text, smapsRollup.classify(text)])).toEqual(classes);
});

test('damage is said: cut lines, keys that come twice, sums that cannot be', () => {
  const damaged = LEAK.map((line) => line.replace('2587864', '587864').replace('Swap:                  0 kB', 'Swap:    '));
  const parsed = read([...damaged, 'Pss: 1 kB', 'Referenced: 9999999999999999 kB']);
  expect(parsed.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '2 smaps-rollup/sum-mismatch',
    '21 smaps-rollup/unknown-line',
    '24 smaps-rollup/twice',
    '25 smaps-rollup/odd-amount',
  ]);
  expect(parsed.complete).toBe(false);
});

corpusTest('every captured rollup is the sum of its smaps', () => {
  let pairs = 0;
  for (const incident of listCorpus('incidents')) {
    for (const moment of listCorpus(`incidents/${incident}`)) {
      const folder = `incidents/${incident}/${moment}`;
      if (!listCorpus(folder).includes('smaps_rollup.txt') || moment.includes('skewed')) continue;
      const parsed = read(readCorpus(`${folder}/smaps_rollup.txt`));
      expect([folder, parsed.complete, parsed.warnings]).toEqual([folder, true, []]);
      const { amounts } = totals(parsed)[0]!;
      const { rows } = memoryMap(readArtifact(smaps, readCorpus(`${folder}/smaps.txt`)));
      const sum = (pick: (row: (typeof rows)[number]) => number | null) =>
        rows.reduce((bytes, row) => bytes + (pick(row) ?? Number.NaN), 0);
      expect([folder, amounts.Rss?.bytes, amounts.Anonymous?.bytes, amounts.Swap?.bytes]).toEqual([
        folder,
        sum((row) => row.rssBytes),
        sum((row) => row.anonymousBytes),
        sum((row) => row.swapBytes),
      ]);
      // Each mapping's share is rounded down to a kilobyte, and changes where other processes map the same libraries meanwhile.
      const pss = amounts.Pss?.bytes ?? 0;
      expect(Math.abs(pss - sum((row) => row.pssBytes))).toBeLessThanOrEqual(rows.length * 1024 + pss / 500);
      const { Pss_Anon, Pss_File, Pss_Shmem } = amounts;
      const parts = (Pss_Anon?.bytes ?? 0) + (Pss_File?.bytes ?? 0) + (Pss_Shmem?.bytes ?? 0);
      expect(Math.abs(parts - (amounts.Pss?.bytes ?? 0))).toBeLessThanOrEqual(3 * 1024);
      pairs++;
    }
  }
  expect(pairs).toBeGreaterThan(15);
});

test('grep over several processes: each its own, pids from the paths', () => {
  const lines = toLines(readFileSync(join(import.meta.dirname, 'fixtures/grepped-several-processes.txt'), 'utf8'));
  const parsed = read(lines);
  expect([parsed.warnings, smapsRollup.detect(lines).score]).toEqual([[], 1]);
  expect(totals(parsed).map(({ pid, amounts }) => `${pid}: ${Object.keys(amounts).join(' ')} from line ${amounts.Rss?.line}`)).toEqual([
    'null: Rss Pss Swap from line 1',
    '27833: Rss Pss Swap from line 4',
    '27894: Rss Pss Swap from line 7',
    '27895: Rss Pss Swap from line 10',
  ]);
});

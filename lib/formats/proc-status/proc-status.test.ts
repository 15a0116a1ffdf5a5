import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatKib } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import type { ProcessStatus } from '@/lib/model/process-facts';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { readArtifact, toLines } from '../testing/read-artifact';
import { procStatus } from '.';

const fixture = (name: string) => toLines(readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8'));
const read = (text: string | readonly string[], pid: number | null = null) => readArtifact(procStatus, text, { pid });
const statuses = (parsed: ReturnType<typeof read>): ProcessStatus[] =>
  parsed.facts.flatMap((fact) => (fact.kind === 'process-status' ? [fact.value] : []));
const codes = (lines: readonly string[]) => read(lines).warnings.map(({ line, code }) => `${line} ${code}`);

test('a whole file: pid, name, threads, and every amount with its line', () => {
  const parsed = read(fixture('deflater-leak.txt'), 1);
  const [status] = statuses(parsed);
  expect(status).toMatchObject({ pid: 5247, nsPids: [5247], name: 'java', threads: 71 });
  expect(Object.entries(status!.amounts).map(([key, { line, bytes }]) => `${line}: ${key} ${formatKib(bytes)}`)).toEqual([
    '18: VmPeak 4,539,128',
    '19: VmSize 4,539,128',
    '20: VmLck 0',
    '21: VmPin 0',
    '22: VmHWM 2,611,084',
    '23: VmRSS 2,611,084',
    '24: RssAnon 2,587,848',
    '25: RssFile 23,236',
    '26: RssShmem 0',
    '27: VmData 2,692,076',
    '28: VmStk 132',
    '29: VmExe 4',
    '30: VmLib 17,320',
    '31: VmPTE 5,384',
    '32: VmSwap 0',
    '33: HugetlbPages 0',
  ]);
  expect([parsed.complete, parsed.warnings, parsed.tool.pid]).toEqual([true, [], 5247]);
  // 16 amounts, Name, Tgid, Pid, NSpid and Threads.
  expect(countLines(parsed.runs, 'used')).toBe(21);
});

test('what grep leaves of it: pid from the prompt', () => {
  const parsed = read(fixture('grepped-mapped-files.txt'), 7571);
  expect(statuses(parsed)).toMatchObject([{ pid: 7571, nsPids: [], name: null, threads: 20 }]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('grep over several processes: each its own, pids from the paths', () => {
  const parsed = read(fixture('grepped-two-processes.txt'));
  expect(statuses(parsed).map(({ pid, threads, amounts }) => [pid, threads, formatKib(amounts.VmRSS?.bytes ?? 0)])).toEqual([
    [32520, 1, '1,764'],
    [32521, 1, '1,820'],
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('a key that comes again begins another process', () => {
  const one = fixture('deflater-leak.txt');
  const parsed = read([...one, ...one.map((line) => line.replace('5247', '7'))]);
  expect(statuses(parsed).map(({ pid, amounts }) => [pid, amounts.VmRSS?.line])).toEqual([
    [5247, 23],
    [7, 23 + one.length],
  ]);
});

test('pids in a container, and of a thread', () => {
  expect(statuses(read(['Name: java', 'Tgid: 4711', 'Pid: 4711', 'NSpid:\t4711\t1', 'VmRSS: 8 kB']))[0]).toMatchObject({
    pid: 4711,
    nsPids: [4711, 1],
  });
  expect(statuses(read(['Tgid: 4711', 'Pid: 4800', 'VmRSS: 8 kB']))[0]?.pid).toBe(4711);
});

test('a file cut by head is incomplete; cut and odd lines are warned', () => {
  const whole = fixture('deflater-leak.txt');
  expect(read(whole.slice(0, 30)).complete).toBe(false);
  expect(codes(['VmRSS:\t  15094', 'RssAnon:\t 12 kB', 'Threads:\tmany', 'VmSwap:\t99999999999999999999 kB', 'hello'])).toEqual([
    '1 proc-status/odd-amount',
    '3 proc-status/odd-number',
    '4 proc-status/odd-amount',
    '5 proc-status/unknown-line',
  ]);
});

test('line classes', () => {
  const classes = Object.entries({
    'VmRSS:\t  150940 kB': 'strong',
    'RssAnon:	  127632 kB': 'strong',
    '/proc/32520/status:VmRSS:\t    1764 kB': 'strong',
    'VmRSS: 15094': 'weak',
    'Threads:\t21': 'weak',
    'Name:\tjava': 'head',
    'Name:           [anon:libc_malloc]': 'none',
    'Rss:                2644 kB': 'none',
    'MemTotal:        8147084 kB': 'none',
    'VmFlags: rd wr mr mw me ac sd ': 'none',
    'Total: reserved=3208080KB, committed=150940KB': 'none',
    '': 'none',
  });
  expect(classes.map(([text]) => [text, procStatus.classify(text)])).toEqual(classes);
  expect(procStatus.detect(['Threads: 12', 'State: S (sleeping)']).score).toBe(0);
});

corpusTest('in every capture the resident set is the sum of its parts, and never above its peak', () => {
  let files = 0;
  const paths = listCorpus('incidents').flatMap((incident) =>
    listCorpus(`incidents/${incident}`).map((moment) => `incidents/${incident}/${moment}/status.txt`),
  );
  for (const path of [...paths.filter((path) => listCorpus(path.slice(0, -11)).includes('status.txt')), 'samples/proc-status/jdk17.txt']) {
    const parsed = read(readCorpus(path));
    expect([path, parsed.complete, parsed.warnings]).toEqual([path, true, []]);
    const { amounts } = statuses(parsed)[0]!;
    const kb = (key: string) => amounts[key]?.bytes ?? Number.NaN;
    expect([path, kb('VmRSS')]).toEqual([path, kb('RssAnon') + kb('RssFile') + kb('RssShmem')]);
    expect(kb('VmRSS') <= kb('VmHWM') && kb('VmSize') <= kb('VmPeak')).toBe(true);
    files++;
  }
  expect(files).toBeGreaterThan(15);
});

test('keys of OpenVZ, of 2.6 and of kernels to come keep the file in one piece', () => {
  const parsed = read([
    ...['Name:\tjava', 'Tgid:\t2711', 'Pid:\t2711', 'envID:\t101', 'VPid:\t2711', 'StopState:\t0', 'VmRSS:\t  312340 kB'],
    ...['StaBrk:\t08850000 kB', 'Some_future_key:\t12', 'Threads:\t24', 'nonvoluntary_ctxt_switches:\t5'],
  ]);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expect(statuses(parsed)).toMatchObject([{ pid: 2711, threads: 24, amounts: { VmRSS: { line: 7, bytes: 312340 * 1024 } } }]);
  expect([procStatus.classify('Some_future_key:\t12'), procStatus.classify('Some future: 12'), procStatus.classify('Note: 12')]).toEqual([
    'weak',
    'none',
    'none',
  ]);
});

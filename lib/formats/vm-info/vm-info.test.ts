import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import { countLines } from '@/lib/base/line-runs';
import { listCorpus, readCorpus } from '@/lib/testing/corpus';
import { expectWholeReport } from '../nmt/testing/show-report';
import { smaps } from '../smaps';
import { memoryMap, readArtifact, toLines } from '../testing/read-artifact';
import { factsOf, showLog } from '../vm-error/testing/show-log';
import { vmInfo } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[], pid: number | null = null) => readArtifact(vmInfo, text, { pid });

test.each([['jdk17-parallel.txt'], ['jdk25-parallel.txt']])('%s: every line is accounted for, and all of it is there', (name) => {
  const lines = toLines(fixture(name));
  const parsed = read(lines);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
  expect(countLines(parsed.runs, 'used') + countLines(parsed.runs, 'noise')).toBe(lines.length);
});

test('17 and 25: what is kept', () => {
  expect(['jdk17-parallel.txt', 'jdk25-parallel.txt'].flatMap((name) => showLog(read(fixture(name))))).toMatchInlineSnapshot(`
    [
      "memory-map of vm-info, pid 3993: 186 rows from 0xfc000000 on line 258, ascending, residency none",
      "nmt-report summary, pid 3993, JDK 17: committed 109027 in 19 categories",
      "heap-usage Parallel, pid 3993: used 755, committed 65536, parts PSYoungGen, ParOldGen, Metaspace, class space",
      "metaspace-usage pid 3993: used 212.9501953125, committed 448",
      "c-heap line 662, pid 3993: outstanding 73002, retained 2273",
      "process-status pid 3993: VmSize 2618636, VmPeak 2618636, VmRSS 65928, VmHWM 65928, RssAnon 45328, RssFile 20600, RssShmem 0, VmSwap 0",
      "container-memory v1: current 214884, limit -",
      "vm-flags pid 3993: MaxHeapSize=67108864 UseParallelGC=true NativeMemoryTracking=detail of 17.0.15+6-Debian-1deb12u1",
      "vm-clock line 11, pid 3993: Mon Nov 23 09:13:38 2026 UTC, up 5.588566 s",
      "memory-map of vm-info, pid 5367: 184 rows from 0x68000000 on line 246, ascending, residency none",
      "nmt-report summary, pid 5367, JDK 25: committed 107855 in 19 categories",
      "heap-usage Parallel, pid 5367: used 1521, committed 65536, parts PSYoungGen, ParOldGen",
      "metaspace-usage pid 5367: used 189.2197265625, committed 384",
      "c-heap line 677, pid 5367: outstanding 71213, retained 2154",
      "process-status pid 5367: VmSize 2632908, VmPeak 2692360, VmRSS 69336, VmHWM 69336, RssAnon 45900, RssFile 23436, RssShmem 0, VmSwap 0",
      "vm-flags pid 5367: MaxHeapSize=67108864 UseParallelGC=true NativeMemoryTracking=detail of 25.0.3+9-LTS",
      "vm-clock line 11, pid 5367: Mon Nov 23 09:14:16 2026 UTC, up 7.336552 s",
    ]
  `);
});

test('the line of the C heap alone, as grep leaves it', () => {
  const parsed = read(fixture('jdk17-c-heap-only.txt'), 4711);
  expect([showLog(parsed), parsed.complete, parsed.warnings]).toEqual([
    ['c-heap line 1, pid 4711: outstanding 911724, retained 2139'],
    false,
    [],
  ]);
});

test('old glibc counts in 32 bits and says so; 0 stays 0', () => {
  expect(showLog(read(['C-Heap outstanding allocations: 12199K, retained: 1776K (may have wrapped)']))).toEqual([
    'c-heap line 1, pid null: outstanding 12199, retained 1776, may have wrapped',
  ]);
  expect(showLog(read(['C-Heap outstanding allocations: 0K, retained: 0K']))).toEqual([
    'c-heap line 1, pid null: outstanding 0, retained 0',
  ]);
});

test('a part of it, without head and end', () => {
  const lines = toLines(fixture('jdk17-parallel.txt'));
  const from = lines.findIndex((line) => line.includes('P R O C E S S'));
  const part = lines.slice(
    from,
    lines.findIndex((line) => line.includes('S Y S T E M')),
  );
  expect(vmInfo.detect(part).score).toBe(1);
  const parsed = read(part);
  expect([parsed.complete, parsed.warnings, factsOf(parsed, 'nmt-report').length, factsOf(parsed, 'memory-map').length]).toEqual([
    false,
    [],
    1,
    1,
  ]);
});

test('in a container: usage and limit', () => {
  expect(
    showLog(
      read([
        'container (cgroup) information:',
        'container_type: cgroupv2',
        'memory_limit_in_bytes: 524288 k',
        'memory_usage_in_bytes: 268435456',
        'maximum number of tasks: not supported',
      ]),
    ),
  ).toEqual(['container-memory v2: current 262144, limit 524288']);
});

test('in a container, as newer releases write it', () => {
  expect(
    showLog(read(['container (cgroup) information:', 'container_type: cgroupv2', 'memory_limit: 512M', 'memory_usage: 262144 kB'])),
  ).toEqual(['container-memory v2: current 262144, limit 524288']);
});

test('titles inside a heap belong to it: those of Shenandoah and Epsilon', () => {
  const heaps = (lines: string[]) =>
    factsOf(
      read(['4151:', '#', '# JRE version: (17.0.15)', 'Heap:', ...lines, '', 'Polling page: 0x00007fe83e7ae000', 'END.']),
      'heap-usage',
    );
  const [shenandoah] = heaps([
    'Shenandoah Heap',
    ' 256M max, 256M soft max, 256M committed, 22272K used',
    ' 1024 x 256K regions',
    'Status: not cancelled',
    'Reserved region:',
    ' - [0x00000000f0000000, 0x0000000100000000) ',
    'Collection set:',
    ' - map (vanilla): 0x0000000000013c00',
  ]);
  expect([shenandoah?.reserved?.bytes, shenandoah?.range?.start]).toEqual([256 * 1024 * KIB, 0xf0000000n]);
  const [epsilon] = heaps([
    ' Epsilon Heap',
    '  Allocation space:',
    '   space 262144K,   8% used [0x00000000f0000000, 0x00000000f16971c0, 0x0000000100000000)',
  ]);
  expect([epsilon?.collector, epsilon?.used?.bytes, epsilon?.committed?.bytes]).toEqual(['Epsilon', 0x16971c0, 256 * 1024 * KIB]);
});

const moments = listCorpus('incidents').flatMap((name) =>
  ['t0', 't1'].map((when) => `incidents/${name}/${when}`).filter((path) => listCorpus(path).includes('vm-info.txt')),
);

test.each(moments.map((path) => [path]))(
  '%s: the embedded map has the rows of smaps, the report adds up, the RSS is that of status',
  (path) => {
    const parsed = read(readCorpus(`${path}/vm-info.txt`));
    expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
    const map = memoryMap(parsed);
    const smapsRows = memoryMap(readArtifact(smaps, readCorpus(`${path}/smaps.txt`))).rows;
    // The process went on for a moment in between: a few mappings differ.
    const keys = new Set(smapsRows.map(({ start, end, mode, name }) => `${start} ${end} ${mode} ${name}`));
    const same = map.rows.filter(({ start, end, mode, name }) => keys.has(`${start} ${end} ${mode} ${name}`)).length;
    expect(same / map.rows.length).toBeGreaterThan(0.9);
    expect([map.residency, map.kernelNames, map.rows.every(({ rssBytes }) => rssBytes === 0)]).toEqual(['none', true, true]);
    const [nmt] = factsOf(parsed, 'nmt-report');
    if (!nmt) throw new Error('no report');
    expectWholeReport(nmt);
    expect([nmt.pid, map.pid, nmt.level]).toEqual([parsed.tool.pid, parsed.tool.pid, 'summary']);
    const rss = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readCorpus(`${path}/status.txt`))?.[1]);
    const [status] = factsOf(parsed, 'process-status');
    expect(Math.abs((status?.amounts.VmRSS?.bytes ?? 0) / KIB - rss)).toBeLessThanOrEqual(16);
    const [heap] = factsOf(parsed, 'c-heap');
    const jemalloc = path.includes('jemalloc');
    expect(jemalloc ? heap?.outstandingBytes : (heap?.outstandingBytes ?? 0) > 0).toBe(jemalloc ? 0 : true);
  },
);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIB } from '@/lib/base/bytes';
import type { Parsed } from '@/lib/model/artifact';
import type { HeapUsage } from '@/lib/model/process-facts';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { readArtifact } from '../testing/read-artifact';
import { jmapHeap } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(jmapHeap, text);

function heapOf(parsed: Parsed): HeapUsage {
  const [fact] = parsed.facts;
  if (fact?.kind !== 'heap-usage' || parsed.facts.length > 1) throw new Error(`Expected one heap, got ${parsed.facts.length} facts.`);
  return fact.value;
}

const mib = (amount: { bytes: number } | number | null) =>
  amount === null ? '-' : `${((typeof amount === 'number' ? amount : amount.bytes) / MIB).toFixed(1)}`;

/** "G1 of pid 12820: used 64.6, committed 252.0, reserved 512.0, max 512.0 MiB; regions of 1.0", then its parts. */
function show(usage: HeapUsage): string[] {
  const { pid, collector, used, committed, reserved, maxHeap, regionBytes } = usage;
  return [
    `${collector} of pid ${pid}: used ${mib(used)}, committed ${mib(committed)}, reserved ${mib(reserved)}, max ${mib(maxHeap)} MiB; regions of ${mib(regionBytes)}`,
    ...usage.parts.map(({ name, line, usedBytes, capacityBytes }) => `${line} ${name}: ${mib(usedBytes)} of ${mib(capacityBytes)} MiB`),
  ];
}

test('G1 of 17', () => {
  const parsed = read(fixture('jdk17-g1.txt'));
  expect([parsed.complete, parsed.warnings, parsed.tool]).toEqual([true, [], { pid: 12820, version: '17.0.15+6-Debian-1deb12u1' }]);
  expect(show(heapOf(parsed))).toMatchInlineSnapshot(`
    [
      "G1 of pid 12820: used 64.6, committed 258.0, reserved 512.0, max 512.0 MiB; regions of 1.0",
      "31 Eden Space: 48.0 of 159.0 MiB",
      "37 Survivor Space: 2.0 of 2.0 MiB",
      "43 G1 Old Generation: 14.6 of 97.0 MiB",
    ]
  `);
});

test('G1 of 25: the bytes count, the megabytes are cut off', () => {
  expect(show(heapOf(read(fixture('jdk25-g1.txt'))))).toMatchInlineSnapshot(`
    [
      "G1 of pid 16880: used 212.7, committed 512.0, reserved 512.0, max 512.0 MiB; regions of 1.0",
      "30 Eden Space: 28.0 of 306.0 MiB",
      "36 Survivor Space: 0.1 of 1.0 MiB",
      "42 G1 Old Generation: 184.6 of 205.0 MiB",
    ]
  `);
});

test('Epsilon has one space without a heading, Shenandoah its region size', () => {
  for (const name of ['jdk17-epsilon.txt', 'jdk25-shenandoah.txt']) {
    const parsed = read(fixture(name));
    expect([name, parsed.complete, parsed.warnings]).toEqual([name, true, []]);
  }
  expect(show(heapOf(read(fixture('jdk17-epsilon.txt'))))).toMatchInlineSnapshot(`
    [
      "Epsilon of pid 4855: used 22.9, committed 256.0, reserved -, max 256.0 MiB; regions of -",
      "23 Epsilon heap: 22.9 of 256.0 MiB",
    ]
  `);
  expect(show(heapOf(read(fixture('jdk25-shenandoah.txt'))))).toMatchInlineSnapshot(`
    [
      "Shenandoah of pid 10089: used 22.5, committed 256.0, reserved 256.0, max 256.0 MiB; regions of 0.3",
    ]
  `);
  const usage = fixture('jdk17-epsilon.txt').split('\n').slice(20);
  expect(show(heapOf(read(usage)))).toMatchInlineSnapshot(`
    [
      "Epsilon of pid null: used 22.9, committed 256.0, reserved -, max - MiB; regions of -",
      "3 Epsilon heap: 22.9 of 256.0 MiB",
    ]
  `);
});

test('ZGC prints one line', () => {
  expect(show(heapOf(read(fixture('jdk17-zgc.txt'))))).toMatchInlineSnapshot(`
    [
      "Z of pid 21505: used 8.0, committed 512.0, reserved -, max 512.0 MiB; regions of -",
    ]
  `);
});

test('Parallel of 8 with lost indentation, notes, and a permanent generation that is no heap', () => {
  const parsed = read([
    'Heap Configuration:',
    'MaxHeapSize = 2147483648 (2048.0MB)   // -Xmx2g',
    'MaxMetaspaceSize = 17592186044415 MB',
    'Heap Usage:',
    'PS Young Generation',
    'Eden Space:',
    'capacity = 1048576 (1.0MB)',
    'used = 524288 (0.5MB)',
    'free = 524288 (0.5MB)',
    '50.0% used',
    'From Space:',
    'capacity = 0 (0.0MB)',
    'used = 0 (0.0MB)',
    'free = 0 (0.0MB)',
    'NaN% used',
    'PS Old Generation',
    'capacity = 2097152 (2.0MB)',
    'used = 1048576 (1.0MB)  <-- !!',
    'free = 1048576 (1.0MB)',
    '50.0% used',
    'PS Perm Generation',
    'capacity = 9437184 (9.0MB)',
    'used = 9437184 (9.0MB)',
    'free = 0 (0.0MB)',
    '29425 interned Strings occupying 3202824 bytes.',
  ]);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expect(show(heapOf(parsed))).toEqual([
    'Parallel of pid null: used 1.5, committed 3.0, reserved -, max 2048.0 MiB; regions of -',
    '6 Eden Space: 0.5 of 1.0 MiB',
    '11 From Space: 0.0 of 0.0 MiB',
    '16 PS Old Generation: 1.0 of 2.0 MiB',
    '21 PS Perm Generation: 9.0 of 9.0 MiB',
  ]);
});

test('Shenandoah prints what is committed by name', () => {
  const heap = heapOf(
    read([
      'Shenandoah GC with 4 thread(s)',
      'Heap Usage:',
      'Shenandoah Heap:',
      '   regions   = 512',
      '   capacity  = 536870912 (512.0MB)',
      '   used      = 10485760 (10.0MB)',
      '   committed = 268435456 (256.0MB)',
    ]),
  );
  expect(show(heap)).toEqual(['Shenandoah of pid null: used 10.0, committed 256.0, reserved 512.0, max - MiB; regions of -']);
});

test('figures that contradict each other are warned about; figures without a heading are not used', () => {
  const parsed = read(['capacity = 100 (0.0MB)', 'Eden Space:', 'capacity = 1048576 (1.0MB)', 'used = 524288 (0.5MB)', 'free = 9 (0.0MB)']);
  expect(parsed.warnings.map(({ line, code }) => [line, code])).toEqual([
    [1, 'jmap-heap/no-heading'],
    [5, 'jmap-heap/odd-sum'],
  ]);
});

test('two processes, one after the other', () => {
  const one = fixture('jdk17-g1.txt').split('\n');
  expect(read([...one, ...one]).facts.length).toBe(2);
});

test('a heap cut short has no sum that pretends to be whole', () => {
  const lines = fixture('jdk17-g1.txt').split('\n');
  const cut = read(
    lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('G1 Old')),
    ),
  );
  expect([heapOf(cut).committed, heapOf(cut).used?.bytes]).toEqual([null, 67787776]);
});

const captures = listCorpus('incidents').flatMap((name) =>
  ['t0', 't1'].map((when) => `incidents/${name}/${when}`).filter((path) => listCorpus(path).includes('jhsdb-jmap-heap.txt')),
);

test.each(captures.map((path) => [path]))('%s: parts make up the heap', (path) => {
  const parsed = read(readCorpus(`${path}/jhsdb-jmap-heap.txt`));
  const heap = heapOf(parsed);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expect(heap.used && heap.committed && heap.maxHeap && heap.used.bytes <= heap.committed.bytes).toBe(true);
  expect((heap.committed?.bytes ?? 0) <= (heap.maxHeap?.bytes ?? 0)).toBe(true);
  if (heap.collector !== 'G1') return;
  // Eden's used is in whole regions, the heap's is not; the last region of the old generation evens it out.
  const used = heap.parts.reduce((sum, part) => sum + (part.usedBytes ?? 0), 0);
  expect(Math.abs(used - (heap.used?.bytes ?? 0))).toBeLessThanOrEqual(2 * (heap.regionBytes ?? 0));
});

corpusTest('samples: 8 to 25, every collector, no warning', () => {
  const shown = listCorpus('samples/jmap-heap').map((name) => {
    const parsed = read(readCorpus(`samples/jmap-heap/${name}`));
    expect([name, parsed.warnings]).toEqual([name, []]);
    return `${name}: ${show(heapOf(parsed))[0]}`;
  });
  expect(shown).toContainEqual('jdk8-cms.txt: CMS of pid null: used 1927.2, committed 4096.0, reserved -, max - MiB; regions of -');
  expect(shown.length).toBeGreaterThanOrEqual(4);
});

test('a region size of 0 is none: 8 prints it with every collector', () => {
  expect(
    heapOf(read(['   MaxHeapSize              = 4164943872 (3972.0MB)', '   G1HeapRegionSize         = 0 (0.0MB)'])).regionBytes,
  ).toBeNull();
});

test('columns parted by TABs', () => {
  const text = fixture('jdk17-g1.txt');
  expect(read(text.replaceAll(/ {2,}/g, '\t')).facts).toEqual(read(text).facts);
});

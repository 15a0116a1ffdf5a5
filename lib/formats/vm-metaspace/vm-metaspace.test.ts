import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KIB, MIB } from '@/lib/base/bytes';
import type { Parsed } from '@/lib/model/artifact';
import type { MetaspaceUsage } from '@/lib/model/process-facts';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { gcHeapInfo } from '../gc-heap-info';
import { readArtifact } from '../testing/read-artifact';
import { vmMetaspace } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(vmMetaspace, text);

function usageOf(parsed: Parsed): MetaspaceUsage {
  const [fact] = parsed.facts;
  if (fact?.kind !== 'metaspace-usage' || parsed.facts.length > 1) throw new Error(`Expected one fact, got ${parsed.facts.length}.`);
  return fact.value;
}

function show(usage: MetaspaceUsage): string {
  const mib = (amount: { bytes: number; line: number } | null) =>
    amount ? `${(amount.bytes / MIB).toFixed(2)} (line ${amount.line})` : '-';
  const { pid, loaders, classes, reserved, committed, used, classReserved, classCommitted, classUsed, waste } = usage;
  return [
    `pid ${pid}: ${classes} classes of ${loaders} loaders, MiB:`,
    `used ${mib(used)}, committed ${mib(committed)}, reserved ${mib(reserved)};`,
    `class used ${mib(classUsed)}, committed ${mib(classCommitted)}, reserved ${mib(classReserved)}; waste ${mib(waste)}`,
  ].join(' ');
}

test('17 and 25', () => {
  const shown = ['jdk17-metaspace-leak.txt', 'jdk25-deflater-leak.txt'].map((name) => {
    const parsed = read(fixture(name));
    expect([name, parsed.warnings, parsed.complete]).toEqual([name, [], true]);
    return show(usageOf(parsed));
  });
  expect(shown).toMatchInlineSnapshot(`
    [
      "pid 11675: 7924 classes of 7204 loaders, MiB: used 105.82 (line 6), committed 127.19 (line 12), reserved 1146.88 (line 12); class used 5.79 (line 5), committed 14.19 (line 11), reserved 1024.00 (line 11); waste 21.26 (line 80)",
      "pid 16880: 1627 classes of 26 loaders, MiB: used 2.24 (line 8), committed 2.38 (line 2), reserved 1088.00 (line 2); class used 0.21 (line 7), committed 0.31 (line 3), reserved 1024.00 (line 3); waste 0.09 (line 82)",
    ]
  `);
});

test('11 has no committed chunks, and overhead', () => {
  const parsed = read([
    'Total Usage ( 1254 loaders):',
    '  Non-Class:  3421 chunks,     40.35 MB capacity,    39.86 MB ( 99%) used,   335.91 KB ( <1%) free,     3.29 KB ( <1%) waste,   160.36 KB ( <1%) overhead, deallocated: 1234 blocks with 357.22 KB',
    '      Class:   921 chunks,      5.35 MB capacity,     4.86 MB ( 91%) used,   435.91 KB (  8%) free,   224 bytes ( <1%) waste,    57.56 KB (  1%) overhead, deallocated: 12 blocks with 4.22 KB',
    '       Both:  4342 chunks,     45.70 MB capacity,    44.72 MB ( 98%) used,   771.82 KB (  2%) free,     3.51 KB ( <1%) waste,   217.92 KB ( <1%) overhead, deallocated: 1246 blocks with 361.44 KB',
    '',
    'Virtual space:',
    '  Non-class space:       42.00 MB reserved,      40.51 MB ( 96%) committed ',
    '      Class space:        1.00 GB reserved,       5.38 MB ( <1%) committed ',
    '             Both:        1.04 GB reserved,      45.89 MB (  4%) committed ',
    '',
    'Chunk freelists:',
    '   Non-Class:  ',
    ' specialized: 13, capacity=13.00 KB',
    ' humongous: (none)',
  ]);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expect(show(usageOf(parsed))).toMatchInlineSnapshot(
    `"pid null: null classes of 1254 loaders, MiB: used 44.72 (line 4), committed 45.89 (line 9), reserved 1064.96 (line 9); class used 4.86 (line 3), committed 5.38 (line 8), reserved 1024.00 (line 8); waste -"`,
  );
});

test('without a class space there is no sum: what is not class space is all', () => {
  const usage = usageOf(
    read([
      'Usage:',
      '  Non-class:    926.20 KB used.',
      'Virtual space:',
      '  Non-class space:       64.00 MB reserved,     960.00 KB (  1%) committed,  1 nodes.',
    ]),
  );
  expect([usage.used?.bytes, usage.reserved?.bytes, usage.committed?.bytes, usage.classUsed]).toEqual([948429, 64 * MIB, 960 * KIB, null]);
});

test('rows of single loaders are noise', () => {
  const usage = usageOf(
    read([
      'Usage per space type:',
      '  Non-Class:    5 chunks,      4.01 MB capacity,  910.00 KB ( 22%) committed,   881.80 KB ( 21%) used',
      'Total Usage - 5 loaders, 862 classes (682 shared):',
      '       Both:   10 chunks,      4.27 MB capacity,    1.02 MB ( 24%) committed,   985.24 KB ( 23%) used',
    ]),
  );
  expect(usage.used).toEqual({ line: 4, bytes: 1008886 });
});

test('decimal commas, and all that 11 to 15 print of chunks and waste', () => {
  const lines = [
    '31997:',
    'Total Usage ( 1041 loaders):',
    '  Non-Class:  4311 chunks,     58,47 MB capacity,    51,36 MB ( 88%) used,     7,08 MB ( 12%) free,     2,79 KB ( <1%) waste',
    '      Class:  1104 chunks,      9,97 MB capacity,     9,25 MB ( 93%) used,   728,12 KB (  7%) free,     8 bytes ( <1%) waste',
    '       Both:  5415 chunks,     68,43 MB capacity,    60,61 MB ( 89%) used,     7,79 MB ( 11%) free,     2,80 KB ( <1%) waste',
    'Virtual space:',
    '  Non-class space:       60,00 MB reserved,      58,75 MB ( 98%) committed ',
    '      Class space:      248,00 MB reserved,      10,00 MB (  4%) committed ',
    '             Both:      308,00 MB reserved,      68,75 MB ( 22%) committed ',
    'Chunk freelists:',
    '   Non-Class: ',
    ' specialized chunks:    1, capacity 1,00 KB',
    '   humongous chunks: (none)',
    '              Total:   12, capacity=45,00 KB',
    'Waste (percentages refer to total committed size 68,75 MB):',
    '              Committed unused:    156,00 KB ( <1%)',
    '     Overhead in chunks in use:    280,62 KB ( <1%)',
    '                       -total-:      9,06 MB ( 13%)',
    'MaxMetaspaceSize: 256,00 MB',
  ];
  const parsed = read(lines);
  expect([parsed.warnings, parsed.complete, vmMetaspace.detect(lines).score]).toEqual([[], true, 1]);
  expect(show(usageOf(parsed))).toMatchInlineSnapshot(
    `"pid 31997: null classes of 1041 loaders, MiB: used 60.61 (line 5), committed 68.75 (line 9), reserved 308.00 (line 9); class used 9.25 (line 4), committed 10.00 (line 8), reserved 248.00 (line 8); waste 9.06 (line 18)"`,
  );
  expect(vmMetaspace.classify('Boot (1 loader):')).toBe('weak');
});

test('without a class space rows have no names, and small amounts a sign', () => {
  const parsed = read(fixture('jdk17-no-class-space-mb.txt'));
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expect(show(usageOf(parsed))).toMatchInlineSnapshot(
    `"pid 5557: 640 classes of 9 loaders, MiB: used 4.81 (line 4), committed 4.88 (line 8), reserved 64.00 (line 8); class used -, committed -, reserved -; waste 0.02 (line 37)"`,
  );
});

test('by loader, chunk and kind of space: the totals stand in the rows "-total-"', () => {
  const parsed = read(fixture('jdk25-by-loader-and-chunk.txt'));
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expect(show(usageOf(parsed))).toMatchInlineSnapshot(
    `"pid 8529: 794 classes of 3 loaders, MiB: used 0.21 (line 436), committed 0.44 (line 2), reserved 1088.00 (line 2); class used 0.01 (line 417), committed 0.13 (line 3), reserved 1024.00 (line 3); waste 0.11 (line 530)"`,
  );
});

test('prose is none', () => {
  for (const text of ['Total Usage of the cluster', 'Class: 5 chunks were freed', 'Both: fine', 'Virtual space is large']) {
    expect(['none', 'weak']).toContain(vmMetaspace.classify(text));
    expect(vmMetaspace.detect([text]).score).toBe(0);
  }
});

const moments = listCorpus('incidents').flatMap((name) =>
  ['t0', 't1'].map((when) => `incidents/${name}/${when}`).filter((path) => listCorpus(path).includes('vm-metaspace.txt')),
);

test.each(moments.map((path) => [path]))('%s: agrees with the line of GC.heap_info', (path) => {
  const parsed = read(readCorpus(`${path}/vm-metaspace.txt`));
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  const usage = usageOf(parsed);
  expect((usage.used?.bytes ?? 0) <= (usage.committed?.bytes ?? 0) && (usage.committed?.bytes ?? 0) <= (usage.reserved?.bytes ?? 0)).toBe(
    true,
  );
  const [heap] = readArtifact(gcHeapInfo, readCorpus(`${path}/gc-heap-info.txt`)).facts;
  const line = heap?.kind === 'heap-usage' ? heap.value.parts.find(({ name }) => name === 'Metaspace') : undefined;
  if (!line) return; // 25 prints it with this report
  expect(Math.abs((line.usedBytes ?? 0) - (usage.used?.bytes ?? 0))).toBeLessThanOrEqual(128 * KIB);
  expect(Math.abs((line.committedBytes ?? 0) - (usage.committed?.bytes ?? 0))).toBeLessThanOrEqual(128 * KIB);
  expect(Math.abs((line.reservedBytes ?? 0) - (usage.reserved?.bytes ?? 0))).toBeLessThanOrEqual(0.006 * 1024 * MIB);
});

corpusTest('the sample of 17', () => {
  const parsed = read(readCorpus('samples/heap-info/jdk17-vm-metaspace.txt'));
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
});

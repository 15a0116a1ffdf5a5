import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { VmFlags } from '@/lib/model/process-facts';
import { listCorpus, readCorpus } from '@/lib/testing/corpus';
import { gcHeapInfo } from '../gc-heap-info';
import { readArtifact } from '../testing/read-artifact';
import { vmFlags } from '.';
import { FlagSet } from './flag-set';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(vmFlags, text);
const factsOf = (text: string | readonly string[]): VmFlags[] =>
  read(text).facts.flatMap((fact) => (fact.kind === 'vm-flags' ? [fact.value] : []));
const show = ({ flags }: Pick<VmFlags, 'flags'>) =>
  flags.map(({ name, value, origin, line }) => `${line} ${name} = ${value}${origin === null ? '' : ` (${origin})`}`);

test('the list of 17', () => {
  const parsed = read(fixture('jdk17-g1.txt'));
  expect([parsed.warnings, parsed.complete, parsed.tool.pid]).toEqual([[], true, 12820]);
  expect(factsOf(fixture('jdk17-g1.txt')).flatMap(show)).toMatchInlineSnapshot(`
    [
      "2 CICompilerCount = 2",
      "2 ConcGCThreads = 1",
      "2 G1ConcRefinementThreads = 2",
      "2 G1EagerReclaimRemSetThreshold = 8",
      "2 G1HeapRegionSize = 1048576",
      "2 GCDrainStackTargetSize = 64",
      "2 InitialHeapSize = 268435456",
      "2 MarkStackSize = 4194304",
      "2 MaxHeapSize = 536870912",
      "2 MaxNewSize = 321912832",
      "2 MinHeapDeltaBytes = 1048576",
      "2 MinHeapSize = 268435456",
      "2 NativeMemoryTracking = detail",
      "2 NonNMethodCodeHeapSize = 5826188",
      "2 NonProfiledCodeHeapSize = 122916026",
      "2 PreserveFramePointer = true",
      "2 ProfiledCodeHeapSize = 122916026",
      "2 ReservedCodeCacheSize = 251658240",
      "2 SegmentedCodeCache = true",
      "2 SoftMaxHeapSize = 536870912",
      "2 THPStackMitigation = false",
      "2 UseCompressedClassPointers = true",
      "2 UseCompressedOops = true",
      "2 UseG1GC = true",
    ]
  `);
});

test('the table of VM.flags -all: types, kinds, origins, empty values', () => {
  expect(
    factsOf([
      '[Global flags]',
      '    ccstr AllocateHeapAt                           =                                           {product} {default}',
      '     intx CICompilerCount                          = 2                                         {product} {ergonomic}',
      '    ccstr ErrorFile                                = /tmp/a {b}/crash_%p.log                   {product} {command line}',
      '    uintx NonNMethodCodeHeapSize                   = 5828608                                {pd product} {ergonomic}',
      '     bool UseTLAB                                 := true                                {C2 diagnostic} {default}',
    ]).flatMap(show),
  ).toEqual([
    '2 AllocateHeapAt =  (default)',
    '3 CICompilerCount = 2 (ergonomic)',
    '4 ErrorFile = /tmp/a {b}/crash_%p.log (command line)',
    '5 NonNMethodCodeHeapSize = 5828608 (ergonomic)',
    '6 UseTLAB = true (default)',
  ]);
});

test('the table of 8 has no origins, and ":=" where a value is not the default', () => {
  expect(
    factsOf([
      '    uintx MaxHeapSize                              := 4294967296                          {product}',
      '    intx ThreadStackSize = 1024 {pd product}',
    ]).flatMap(show),
  ).toEqual(['1 MaxHeapSize = 4294967296', '2 ThreadStackSize = 1024 (default)']);
});

test('a value may hold blanks; a list that goes on in the next line is one list', () => {
  expect(factsOf(['-XX:ErrorFile=/var/my logs/e.log -XX:+UseG1GC', '-XX:-UseTLAB -XX:MaxHeapSize=1']).flatMap(show)).toEqual([
    '1 ErrorFile = /var/my logs/e.log',
    '1 UseG1GC = true',
    '2 UseTLAB = false',
    '2 MaxHeapSize = 1',
  ]);
});

test('a list cut in the middle keeps what is whole', () => {
  const parsed = read(['-XX:+UseG1GC -XX:MaxHeapSize=536870912 -XX:MaxNe']);
  expect([parsed.complete, parsed.warnings.map(({ code }) => code)]).toEqual([false, ['vm-flags/cut-line']]);
});

test('two processes are two facts', () => {
  expect(factsOf(['1:', '-XX:+UseG1GC', '2:', '-XX:+UseZGC']).map(({ pid, flags }) => [pid, flags.length])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('a flag given several times is one value of several lines', () => {
  const lines = [
    '[Global flags]',
    'ccstrlist OnError                                  = a',
    '          OnError                                 += kill -9 %p                                {product} {command line}',
    '   size_t MaxHeapSize                              = 536870912                                 {product} {ergonomic}',
  ];
  const parsed = read(lines);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  expect(factsOf(lines).flatMap(show)).toEqual(['2 OnError = a\nkill -9 %p (command line)', '4 MaxHeapSize = 536870912 (ergonomic)']);
  expect([vmFlags.classify('x += 1'), vmFlags.classify('count      += delta')]).not.toContain('strong');
});

test('one flag alone counts below the command that asks for it', () => {
  const flag = '-XX:MaxHeapSize=4294967296';
  expect(vmFlags.detect([flag]).score).toBe(0);
  expect(vmFlags.detect([flag], 'jinfo -flag MaxHeapSize 4711').score).toBe(1);
  expect(vmFlags.classifyBelow?.(flag, 'jinfo -flag MaxHeapSize 4711')).toBe('strong');
});

test('command lines and prose are none', () => {
  for (const text of [
    'java -XX:+UseG1GC -XX:MaxHeapSize=1 -XX:+AlwaysPreTouch -XX:-UseTLAB -jar app.jar',
    '-XX:+UseG1GC -XX:MaxHeapSize=1 -XX:+AlwaysPreTouch -XX:-UseTLAB -Xmx4g -jar app.jar',
    '-XX: flags are documented',
    'bool ok = true {maybe',
  ])
    expect([text, vmFlags.classify(text)]).toEqual([text, 'none']);
  expect(vmFlags.classify('-XX:NativeMemoryTracking=detail')).toBe('weak');
});

test('of arguments only flags are kept, the last of a name counts', () => {
  const set = new FlagSet();
  expect(set.addArguments('-XX:+UseG1GC -Xmx512m -Dpassword=secret -XX:-UseG1GC -Xms1g -agentpath:/x.so -Xss1m -Xmx2G', 3)).toBe(5);
  expect(show({ flags: set.list() })).toEqual([
    '3 UseG1GC = false (command line)',
    '3 MaxHeapSize = 2147483648 (command line)',
    '3 InitialHeapSize = 1073741824 (command line)',
  ]);
});

const moments = listCorpus('incidents').flatMap((name) =>
  ['t0', 't1'].map((when) => `incidents/${name}/${when}`).filter((path) => listCorpus(path).includes('vm-flags.txt')),
);

test.each(moments.map((path) => [path]))('%s: every flag is read, and agrees with the heap', (path) => {
  const text = readCorpus(`${path}/vm-flags.txt`);
  const parsed = read(text);
  expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
  const [facts] = factsOf(text);
  expect(facts?.flags.length).toBe(text.split('-XX:').length - 1);
  const [heap] = readArtifact(gcHeapInfo, readCorpus(`${path}/gc-heap-info.txt`)).facts;
  if (heap?.kind !== 'heap-usage') throw new Error('no heap');
  const size = Number(facts?.flags.find(({ name }) => name === 'MaxHeapSize')?.value);
  expect(size).toBe(heap.value.reserved?.bytes ?? heap.value.maxHeap?.bytes);
});

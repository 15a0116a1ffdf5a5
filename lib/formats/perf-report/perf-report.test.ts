import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countLines } from '@/lib/base/line-runs';
import { type Profile, profileKind } from '@/lib/model/profile';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { formats } from '../registry';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, profiles, toFolded } from '../testing/read-profile';
import { perfReport } from '.';
import { readLayout, readRowText } from './columns';
import { looksLikeSymbol, readLine } from './line';

const file = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(perfReport, text);
/** Stacks as folded text, heaviest first. */
const heaviest = (value: Profile) => toFolded(value).sort((a, b) => Number(b.split(' ').at(-1)) - Number(a.split(' ').at(-1)));
const codes = (text: string | readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code.slice(12)}`);
const types = ({ frames }: Profile) => frames.map(({ name, type }) => `${name}:${type}`);

const HEAD = ["# Samples: 100  of event 'cycles:u'", '# Event count (approx.): 10000', '#'];
const COLUMNS = ['# Overhead  Command  Shared Object      Symbol', '# ........  .......  .................  ...............', '#'];

test('rows without call graphs: comm, DSO and level give root and type', () => {
  const value = profile(
    read([
      ...HEAD,
      ...COLUMNS,
      '    59.79%  java     libz.so.1.2.13     [.] 0x0000000000004a26',
      '    20.00%  java     [JIT] tid 10616    [.] int java.util.Arrays.hashCode(byte[])',
      '    10.21%  java     [kernel.kallsyms]  [k] schedule',
      '     5.00%  GC #0    libjvm.so          [.] G1ParScanThreadState::trim_queue',
      '     5.00%  java     libz.so.1.2.13     [.] 0x0000000000004a2c',
    ]),
  );
  expect(value).toMatchObject({
    event: 'cycles:u',
    unit: 'count',
    unitPrinted: 'cycles',
    totalWeight: 10000,
    recordedWeight: 10000,
    samples: null,
  });
  expect(value.recordedSamples).toEqual({ count: 100, line: 1 });
  expect(heaviest(value)).toEqual([
    'java;[libz.so.1.2.13] 6479',
    'java;int java.util.Arrays.hashCode(byte[]) 2000',
    'java;schedule 1021',
    'GC #0;G1ParScanThreadState::trim_queue 500',
  ]);
  expect(types(value)).toEqual([
    '[libz.so.1.2.13]:native',
    'java:thread',
    'int java.util.Arrays.hashCode(byte[]):java',
    'schedule:kernel',
    'G1ParScanThreadState::trim_queue:vm',
    'GC #0:thread',
  ]);
});

test('graph, caller first: what the threshold hides is a gap', () => {
  const value = profile(read(file('testing/caller-graph.txt')));
  const [first = ''] = heaviest(value);
  expect(first.split(';').slice(0, 2)).toEqual(['start_thread', 'thread_native_entry']);
  expect(first.endsWith(';deflate;deflate_slow;longest_match 2202242402')).toBe(true);
  // 31.01 % of it is 30.45 % through deflate_slow and 0.56 % without.
  const direct = heaviest(value).find((line) => line.endsWith(';deflate;longest_match 40501010'));
  expect(direct).toBeDefined();
});

test('caller and callee order give the same stacks', () => {
  const callee = [
    ...HEAD,
    ...COLUMNS,
    '    80.00%  java     libz.so.1.2.13     [.] leaf',
    '            |',
    '            ---leaf',
    '               middle',
    '               |          ',
    '               |--50.00%--caller_a',
    '               |          root',
    '               |          ',
    '                --20.00%--caller_b',
    '                          root',
    '',
    '    20.00%  java     libz.so.1.2.13     [.] other',
  ];
  expect(heaviest(profile(read(callee)))).toEqual([
    'java;root;caller_a;middle;leaf 5000',
    'java;[frames left out];other 2000',
    'java;root;caller_b;middle;leaf 2000',
    'java;[frames left out];middle;leaf 1000',
  ]);
  const caller = [
    ...callee.slice(0, 7),
    '            |          ',
    '            |--70.00%--root',
    '            |          |          ',
    '            |          |--50.00%--caller_a',
    '            |          |          middle',
    '            |          |          leaf',
    '            |          |          ',
    '            |           --20.00%--caller_b',
    '            |                     middle',
    '            |                     leaf',
    '            |          ',
    '             --5.00%--[...]',
    '',
    '    20.00%  java     libz.so.1.2.13     [.] other',
  ];
  expect(heaviest(profile(read(caller)))).toEqual([
    'java;root;caller_a;middle;leaf 5000',
    'java;[frames left out];other 2000',
    'java;root;caller_b;middle;leaf 2000',
    'java;[frames left out];leaf 1000',
  ]);
});

test('fractal shares are of the parent', () => {
  const value = profile(
    read([
      ...HEAD,
      ...COLUMNS,
      '    10.00%  java     [kernel.kallsyms]  [k] exit_mode',
      '            |',
      '            ---exit_mode',
      '               |          ',
      '               |--66.00%--asm_sysvec_reschedule_ipi',
      '               |          |          ',
      '               |          |--50.00%--deflate',
      '               |          |          ',
      '               |           --50.00%--inflate',
      '               |          ',
      '                --34.00%--asm_common_interrupt',
    ]),
  );
  expect(heaviest(value)).toEqual([
    'java;asm_common_interrupt;exit_mode 340',
    'java;deflate;asm_sysvec_reschedule_ipi;exit_mode 330',
    'java;inflate;asm_sysvec_reschedule_ipi;exit_mode 330',
  ]);
  expect(value.frames.filter(({ type }) => type === 'kernel').map(({ name }) => name)).toEqual([
    'exit_mode',
    'asm_sysvec_reschedule_ipi',
    'asm_common_interrupt',
  ]);
});

test('-g count and -g period print integers', () => {
  const rows = (a: number, b: number) => [
    ...HEAD,
    ...COLUMNS,
    '   100.00%  java     libz.so.1.2.13     [.] leaf',
    '            |',
    '            ---leaf',
    `               |--${a}--x`,
    `                --${b}--y`,
  ];
  for (const [a, b] of [
    [75, 25],
    [7500, 2500],
  ] as const)
    expect(heaviest(profile(read(rows(a, b))))).toEqual(['java;x;leaf 7500', 'java;y;leaf 2500']);
});

test('flat and folded chains, and the row that has none', () => {
  const flat = [
    ...HEAD,
    ...COLUMNS,
    '    60.00%  java     libz.so.1.2.13     [.] leaf',
    '           50.00%',
    '                leaf',
    '                root',
    '',
    '           10.00%',
    '                leaf',
    '                other',
    '',
  ];
  const folded = [
    ...HEAD,
    ...COLUMNS,
    '    60.00%  java     libz.so.1.2.13     [.] leaf',
    '50.00% leaf;root',
    '10.00% leaf;other',
    '    40.00%  java     libz.so.1.2.13     [.] rare',
  ];
  expect(heaviest(profile(read(flat)))).toEqual(['java;root;leaf 5000', 'java;other;leaf 1000']);
  expect(heaviest(profile(read(folded)))).toEqual(['java;root;leaf 5000', 'java;[frames left out];rare 4000', 'java;other;leaf 1000']);
});

test('Children is not summed; chains of callees are noise', () => {
  const text = [
    ...HEAD,
    '# Children      Self  Command  Shared Object      Symbol',
    '# ........  ........  .......  .................  ...............',
    '#',
    '   100.00%     0.00%  java     libc.so.6          [.] start_thread',
    '            |',
    '            ---start_thread',
    '               |--60.00%--busy',
    '                --40.00%--busy2',
    '',
    '    60.00%    60.00%  java     libz.so.1.2.13     [.] busy',
    '            |',
    '            ---start_thread',
    '               busy',
    '',
    '    40.00%    30.00%  java     libz.so.1.2.13     [.] busy2',
    '            |          ',
    '            |--30.00%--start_thread',
    '            |          busy2',
    '            |          ',
    '             --10.00%--busy2',
    '                       callee',
    '',
    '    10.00%    10.00%  java     libz.so.1.2.13     [.] callee',
  ];
  const parsed = read(text);
  expect(parsed.warnings).toEqual([]);
  expect(heaviest(profile(parsed))).toEqual([
    'java;start_thread;busy 6000',
    'java;start_thread;busy2 3000',
    'java;[frames left out];callee 1000',
  ]);
  expect(profile(parsed).totalWeight).toBe(10000);
});

test('the interactive screen: no #, toggles, scroll bar, cut symbols, opened branches', () => {
  const parsed = read([
    "Samples: 41K of event 'cycles', Event count (approx.): 100000",
    '  Overhead  Command          Shared Object            Symbol                                                       ',
    '+   60.00%  conn10           mongod                   [.] mongo::MultiIndexBlock::insertAllDocumentsInCollection   ◆',
    '-   30.00%  conn10           mongod                   [.] getKeys                                                  ▒',
    '   - 30.00% getKeys                                                                                                ▒',
    '      - 20.00% insert                                                                                              ▒',
    '           start_thread                                                                                            ▒',
    '      + 10.00% update                                                                                              ▒',
    '     6.00%  C2 CompilerThre  libjvm.so                [.] Compile::Compile                                         ▒',
  ]);
  expect(parsed.warnings).toEqual([]);
  expect(heaviest(profile(parsed))).toEqual([
    'conn10;[frames left out];mongo::MultiIndexBlock::insertAllDocumentsInCollection 60000',
    'conn10;start_thread;insert;getKeys 20000',
    'conn10;update;getKeys 10000',
    'C2 CompilerThre;[frames left out];Compile::Compile 6000',
  ]);
  expect(profile(parsed).recordedSamples).toEqual({ count: 41000, line: 1 });
});

test('decimal commas, a separator, other sort keys', () => {
  expect(heaviest(profile(read([...HEAD, ...COLUMNS, '    61,12%  java     libz.so.1.2.13     [.] deflate'])))).toEqual([
    'java;deflate 6112',
  ]);
  const csv = [
    ...HEAD,
    '# Overhead,Shared Object    ,Symbol  ',
    ' 60.00% ,[JIT] tid 10616  ,[.] void A.b(int, long)',
    ' 40.00% ,libz.so.1.2.13   ,[.] 0x0000000000004a26',
  ];
  expect(heaviest(profile(read(csv)))).toEqual(['void A.b(int, long) 6000', '[libz.so.1.2.13] 4000']);
  const pid = [
    ...HEAD,
    '# Overhead      Pid:Command          Symbol',
    '# ........  .......................  ......',
    '#',
    '   100.00%    10616:deflate worker   [.] deflate',
  ];
  expect(heaviest(profile(read(pid)))).toEqual(['deflate worker;deflate 10000']);
  const comm = [
    ...HEAD,
    '# Overhead  Command',
    '# ........  ...............',
    '#',
    '    70.00%  deflate worker',
    '    30.00%  C2 CompilerThre',
  ];
  expect(heaviest(profile(read(comm)))).toEqual(['deflate worker 7000', 'C2 CompilerThre 3000']);
});

test('columns by width, and by blanks where the widths are lost', () => {
  const head = '# Overhead       Samples  Command          Shared Object     Symbol              IPC   [IPC Coverage]';
  const dots = '# ........  ............  ...............  ................  ..................  ....................';
  const row = '    59.79%           345  C2 CompilerThre  [JIT] tid 10616   [.] void Lab.spin()  -      -';
  const cut = (text: string, layout = readLayout(head, dots)) => {
    const line = readLine(text);
    if (line.kind !== 'row') throw new Error(line.kind);
    const { comm, dso, symbol, samples } = readRowText(layout, line);
    return [comm, dso, symbol, samples];
  };
  const wanted = ['C2 CompilerThre', '[JIT] tid 10616', 'void Lab.spin()', 345];
  expect(cut(row)).toEqual(wanted);
  expect(cut(row.trimStart())).toEqual(wanted);
  expect(cut(row, readLayout(head, null))).toEqual(wanted);
  expect(cut('    59.79%  345  C2 CompilerThre [JIT] tid 10616  [.] void Lab.spin()', readLayout(head, null))).toEqual(wanted);
  expect(cut('    59.79%  345  C2 CompilerThre libz.so.1  [k] x', readLayout(head, null))).toEqual([
    'C2 CompilerThre',
    'libz.so.1',
    'x',
    345,
  ]);
});

test('several events, groups of events, and totals that say less', () => {
  const two = read([
    ...HEAD,
    ...COLUMNS,
    '   100.00%  java  libz.so.1.2.13  [.] a',
    '',
    "# Samples: 7  of event 'page-faults'",
    '# Event count (approx.): 70',
    '#',
    ...COLUMNS,
    '   100.00%  java  libz.so.1.2.13  [.] b',
  ]);
  expect(profiles(two).map((value) => [value.event, value.totalWeight, profileKind(value)])).toEqual([
    ['cycles:u', 10000, 'time'],
    ['page-faults', 70, 'allocation'],
  ]);
  const group = read([
    "# Samples: 2K of events 'anon group { cycles, instructions }'",
    '# Event count (approx.): 12345',
    '#         Overhead  Command  Symbol',
    '# ................  .......  ......',
    '    60.00%  20.00%  java     [.] a',
    '    40.00%  80.00%  java     [.] b',
  ]);
  expect(profiles(group).map((value) => [value.event, value.unit, value.unitPrinted, heaviest(value)])).toEqual([
    ['cycles', 'unknown', '%', ['java;a 60', 'java;b 40']],
    ['instructions', 'unknown', '%', ['java;b 80', 'java;a 20']],
  ]);
  const both = read([
    "# Samples: 147  of events 'cpu-clock, page-faults'",
    '# Event count (approx.): 888938091',
    '#         Children              Self  Command          Shared Object      Symbol',
    '# ................  ................  ...............  .................  ......',
    '    90.00%  80.00%    60.00%  20.00%  java             libz.so.1          [.] a',
    '    40.00%  80.00%    40.00%  80.00%  java             libz.so.1          [.] b',
  ]);
  expect(profiles(both).map((value) => [value.event, heaviest(value).map((line) => line.replace('[frames left out];', ''))])).toEqual([
    ['cpu-clock', ['java;a 60', 'java;b 40']],
    ['page-faults', ['java;b 80', 'java;a 20']],
  ]);
  const named = profile(
    read([
      ...HEAD,
      '# Children  Overhead       Samples  Symbol',
      '# ........  ........  ............  ......',
      '   100.00%    61.12%            61  [.] a',
      '    38.88%    38.88%            39  [.] b',
    ]),
  );
  expect([named.samples, heaviest(named).map((line) => line.replace('[frames left out];', ''))]).toEqual([100, ['a 6112', 'b 3888']]);
  const bare = profile(read('    61.12%  java  libz.so.1.2.13  [.] a\n    38.88%  java  libz.so.1.2.13  [.] b'));
  expect(bare).toMatchObject({ event: null, unit: 'unknown', unitPrinted: '%', totalWeight: 100, recordedWeight: 100 });
  const samples = profile(read(["# Samples: 500  of event 'cycles'", '#', '    61.00%  java  libz.so.1.2.13  [.] a']));
  expect(samples).toMatchObject({ unit: 'samples', totalWeight: 305, recordedWeight: 500 });
  const period = profile(
    read([
      ...HEAD,
      '# Overhead        Period  Symbol',
      '# ........  ............  ......',
      '    61.12%          6117  [.] a',
      '    38.88%          3883  [.] b',
    ]),
  );
  expect(heaviest(period)).toEqual(['a 6117', 'b 3883']);
});

test('--hierarchy: only the innermost rows are counted, with what stands above them', () => {
  const text = [
    ...HEAD,
    '#       Overhead  Command / Shared Object / Symbol',
    '# ..............  ..........................',
    '#',
    '    95.00%        java',
    '       90.00%        libz.so.1.2.13',
    '          75.00%        [.] deflate',
    '          15.00%        [.] inflate',
    '        5.00%        libjvm.so',
    '           5.00%        [.] f',
    '     5.00%        GC Thread#1',
    '        5.00%        libjvm.so',
    '           5.00%        [.] f',
  ];
  expect(heaviest(profile(read(text)))).toEqual(['java;deflate 7500', 'java;inflate 1500', 'GC Thread#1;f 500', 'java;f 500']);
  expect(types(profile(read(text)))).toContain('f:vm');
  const withoutSymbols = text.filter((line) => !line.includes('[.]')).map((line) => line.replace(' / Symbol', ''));
  expect(heaviest(profile(read(withoutSymbols)))).toEqual([
    'java;[libz.so.1.2.13] 9000',
    'GC Thread#1;[libjvm.so] 500',
    'java;[libjvm.so] 500',
  ]);
  const flush = text.map((line) => line.trimStart());
  expect(profile(read(flush)).totalWeight).toBe(10_000);
});

test('lost indentation: chains end where they branch, and one warning says so', () => {
  const text = toLines(file('testing/caller-graph.txt')).map((line) => line.trimStart());
  const parsed = read(text);
  expect(parsed.warnings.map(({ code }) => code)).toEqual(['perf-report/indentation-lost']);
  expect(parsed.complete).toBe(false);
  const whole = profile(read(file('testing/caller-graph.txt')));
  expect(profile(parsed).totalWeight).toBeCloseTo(whole.totalWeight, -3);
  expect(heaviest(profile(parsed))[0]).toMatch(/^start_thread;.*Exchange\.run\(\);\[frames left out\];longest_match \d+$/);
  expect(perfReport.detect(text).score).toBeGreaterThan(0.9);
});

test('indented as a block, quoted by blanks: the same stacks', () => {
  const text = toLines(file('testing/page-faults-graph.txt'));
  expect(toFolded(profile(read(text.map((line) => `        ${line}`))))).toEqual(toFolded(profile(read(text))));
  expect(toFolded(profile(read(text.flatMap((line) => [line, '']))))).toEqual(toFolded(profile(read(text))));
});

test('what is not read, and why', () => {
  expect(codes([...HEAD, ...COLUMNS, '   100.00%  java  libz.so  [.] a', 'what happened here?'])).toEqual(['8 unknown-line']);
  expect(codes(['            |--12.00%--f', ...HEAD])).toEqual(['1 graph-without-row']);
  expect(codes([...HEAD, '   700.00%  java  libz.so  [.] a'])).toEqual(['4 more-than-all']);
  expect(codes(['# Total Lost Samples: 12', ...HEAD, '   100.00%  java  libz.so  [.] a'])).toEqual(['1 lost-samples']);
  const odd = [
    ...HEAD,
    ...COLUMNS,
    '    99.97%  tchain   tchain             [.] f43',
    '            |',
    '             --99.64%--f11',
    '                       f12',
  ];
  expect(codes(odd)).toEqual(['9 order-unknown']);
  expect(heaviest(profile(read(odd)))).toEqual(['tchain;[frames left out];f43 9997']);
  for (const foreign of [
    '   PerfTop:    2000 irqs/sec  kernel:50.0%',
    ' Percent |\tSource code & Disassembly of libz.so',
    '# Baseline  Delta Abs  Shared Object  Symbol',
  ])
    expect(perfReport.detect([foreign, '    12.00%  libz.so  [.] deflate']).score).toBe(0);
});

test('complete where the rows are all there', () => {
  const rows = (percent: string) => [...HEAD, ...COLUMNS, `    ${percent}%  java     libz.so.1.2.13     [.] a`];
  expect(read(rows('99.00')).complete).toBe(true);
  expect(read(rows('61.00')).complete).toBe(false);
  expect(read([...rows('99.00'), '...']).complete).toBe(false);
});

test('many rows, deep graphs and long lines are read in one pass', () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `     0.01%  java     libz.so.1.2.13     [.] f${i}`);
  expect(profile(read([...HEAD, ...COLUMNS, ...rows])).stacks).toHaveLength(60_000);
  const deep = Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(12 + i)}--1.00%--f${i}`);
  expect(profile(read([...HEAD, '    99.00%  java  libz.so  [.] f0', ...deep])).totalWeight).toBe(9900);
  const wide = Array.from({ length: 30_000 }, (_, i) => `               |--0.01%--f${i}`);
  const chain = Array.from({ length: 1_000 }, (_, i) => `               g${i}`);
  expect(profile(read([...HEAD, '    99.00%  java  libz.so  [.] g', '            ---g', ...chain, ...wide])).totalWeight).toBeGreaterThan(
    9000,
  );
  for (const piece of [' ', '|', '|  ', '-', '--', '1.00%', ' 1.00% ', '.', '. ', '[.] ', ';', ',', '  a']) {
    const body = piece.repeat(400_000 / piece.length);
    for (const text of [
      body,
      `${body}x`,
      `    1.00%  ${body}`,
      `1.00% ${body}`,
      `# ${body}`,
      `            |--1.00%--${body}`,
      `            ${body}▒`,
    ])
      expect(read([...COLUMNS, '    1.00%  java  libz.so  [.] g', text]).runs.at(-1)?.lastLine).toBe(5);
  }
});

test.each([
  'start_thread',
  'deflate',
  'Thread::call_run',
  'void demo.A.b(java.lang.String, int)',
  '0x7fa91863ea26',
  'StubRoutines (1)',
  'int java.util.zip.Deflater.deflate(byte[], int, int, int)',
])('%s looks like a symbol', (text) => expect(looksLikeSymbol(text)).toBe(true));
test.each(['Analysis', 'we saw this (twice)', 'As you can see, deflate_slow is hot.', 'See https://example.org/a_b', ''])(
  '"%s" does not',
  (text) => expect(looksLikeSymbol(text)).toBe(false),
);

corpusTest('samples are claimed by this format alone, and sum to all of the event', () => {
  const names = listCorpus('samples/perf-report').filter((name) => name !== 'quoted-mail.txt');
  expect(names.length).toBeGreaterThan(11);
  const short = names.map((name) => {
    const lines = toLines(readCorpus(`samples/perf-report/${name}`));
    const claims = formats.filter((format) => format.detect(lines).score >= 0.6).map(({ id }) => id);
    expect([name, ...claims]).toEqual([name, 'perf-report']);
    const parsed = read(lines);
    expect(parsed.runs.reduce((sum, run) => sum + run.lastLine - run.firstLine + 1, 0)).toBe(lines.length);
    const told = profiles(parsed).map(
      (value) => `${value.event} ${((value.totalWeight / (value.recordedWeight ?? 1)) * 100).toFixed(1)} %`,
    );
    return `${name}: ${told.join(', ')}, ${parsed.warnings.length} warnings${parsed.complete ? '' : ', incomplete'}`;
  });
  expect(short).toEqual([
    'children-graph.txt: cpu-clock:ppp 99.9 %, 0 warnings',
    'csv.txt: cpu-clock:ppp 99.9 %, 0 warnings',
    'folded.txt: cpu-clock:ppp 99.9 %, 0 warnings',
    'fractal.txt: cpu-clock:ppp 99.9 %, 0 warnings',
    'lkml-indented-children.txt: cycles 100.0 %, 1 warnings',
    'multi-event.txt: cpu-clock 100.0 %, context-switches 100.0 %, 0 warnings',
    'no-callgraph.txt: cpu-clock:ppp 100.0 %, 0 warnings',
    'no-children-graph.txt: cpu-clock:ppp 99.9 %, 0 warnings',
    'none-n.txt: cpu-clock:ppp 99.9 %, 0 warnings',
    'tui-paste.txt: cycles 7.5 %, 0 warnings, incomplete',
    'wiki-hash-header-mixed.txt: cpu-clock 0.0 %, 0 warnings, incomplete',
    'with-header.txt: cpu-clock:ppp 99.9 %, 0 warnings',
  ]);
});

/** Stacks of which every frame is known, with their weight. */
const wholeStacks = (name: string) => {
  const value = profile(read(readCorpus(name)));
  const table = new Map<string, number>();
  for (const stack of value.stacks) if (!stack.cut) table.set(stack.frames.map((id) => value.frames[id]?.name).join(';'), stack.weight);
  return table;
};

corpusTest('one recording printed in every mode: the same stacks', () => {
  for (const incident of ['deflater-leak', 'deflater-jdk25', 'healthy']) {
    const folder = `incidents/${incident}/profile/perf-report`;
    const flat = wholeStacks(`${folder}-flat.txt`);
    expect(flat.size).toBeGreaterThan(5);
    expect(wholeStacks(`${folder}-folded.txt`)).toEqual(flat);
    for (const mode of ['nochildren-callee', 'nochildren-caller', 'children']) {
      const other = wholeStacks(`${folder}-${mode}.txt`);
      // (-g flat has a threshold of its own: some of its chains are below that of a graph.)
      const shared = [...other].filter(([stack]) => flat.has(stack));
      expect([incident, mode, shared.length > 5]).toEqual([incident, mode, true]);
      for (const [stack, weight] of shared)
        expect([mode, stack, Math.abs(weight - (flat.get(stack) ?? 0)) / weight < 0.02]).toEqual([mode, stack, true]);
    }
  }
});

corpusTest('captures: every line read, all of the event told, heaviest stack as in perf script', () => {
  let captures = 0;
  for (const incident of ['deflater-leak', 'deflater-jdk25', 'healthy']) {
    const folder = `incidents/${incident}/profile`;
    for (const name of listCorpus(folder).filter((one) => one.startsWith('perf-report'))) {
      captures++;
      const lines = toLines(readCorpus(`${folder}/${name.replace(/\.gz$/, '')}`));
      const parsed = read(lines);
      const value = profile(parsed);
      expect([name, parsed.warnings, parsed.complete, perfReport.detect(lines).score]).toEqual([name, [], true, 1]);
      expect(countLines(parsed.runs, 'warned')).toBe(0);
      const printed = Number(/count \(approx\.\): (\d+)/.exec(lines.join('\n'))?.[1]);
      // Rows of 0.054 % are printed as 0.05 %: a thousand of them lack some percent.
      expect(Math.abs(value.totalWeight - printed) / printed).toBeLessThan(0.04);
      expect(profileKind(value)).toBe(name.includes('page-faults') ? 'allocation' : 'time');
    }
  }
  expect(captures).toBeGreaterThan(30);
  const value = profile(read(readCorpus('incidents/deflater-jdk25/profile/perf-report-dso-sym-caller.txt')));
  const [heavy = ''] = heaviest(value);
  const folded = toLines(readCorpus('incidents/deflater-jdk25/profile/perf-collapsed-own-fold.txt'));
  const samples = folded
    .filter(
      (line) =>
        line
          .replaceAll(':', ';')
          .slice(line.indexOf(';') + 1)
          .replace(/ \d+$/, '') === heavy.replaceAll(':', ';').replace(/ \d+$/, ''),
    )
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  expect(samples / 716).toBeCloseTo(Number(heavy.split(' ').at(-1)) / 7232323160, 3);
});

test('tabs in front stand for the blanks that they took the place of', () => {
  const text = file('testing/caller-graph.txt');
  const tabbed = text.replace(/^ +/gm, (blanks) => '\t'.repeat(Math.floor(blanks.length / 8)) + ' '.repeat(blanks.length % 8));
  expect(tabbed).not.toBe(text);
  expect(toFolded(profile(read(tabbed)))).toEqual(toFolded(profile(read(text))));
});

test('an opened row of the interactive screen: a chain without branches stands below it as it is', () => {
  const parsed = read([
    "Samples: 41K of event 'cycles', Event count (approx.): 10000",
    'Overhead  Command          Shared Object       Symbol',
    '-   60.00%  java             libz.so.1           [.] deflate',
    '     deflate',
    '     Java_java_util_zip_Deflater_deflateBytesBytes',
    '     start_thread',
    '+   40.00%  java             libjvm.so           [.] GCTaskThread::run',
  ]);
  expect(parsed.warnings).toEqual([]);
  expect(heaviest(profile(parsed))).toEqual([
    'java;start_thread;Java_java_util_zip_Deflater_deflateBytesBytes;deflate 6000',
    'java;[frames left out];GCTaskThread::run 4000',
  ]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countLines } from '@/lib/base/line-runs';
import { profileKind } from '@/lib/model/profile';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { formats } from '../registry';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, profiles, toFolded } from '../testing/read-profile';
import { perfScript } from '.';
import { dsoKind } from './dso';
import { readLine } from './line';
import { readRecordedPid } from './parse';
import { nameUnit } from './profile-builder';
import { type FoldOptions, foldAsFlameGraph } from './testing/stackcollapse';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(perfScript, text);
/** Every frame of the only stack as "name:type", root first. */
const typed = (text: string) => {
  const { frames, stacks } = profile(read(text));
  return stacks.map((stack) => stack.frames.map((id) => `${frames[id]?.name}:${frames[id]?.type}`).join(' '));
};
const uses = (text: string | readonly string[]) =>
  read(text)
    .runs.map((run) => `${run.use} ${run.firstLine === run.lastLine ? run.firstLine : `${run.firstLine}-${run.lastLine}`}`)
    .join(', ');

test.each([
  ['deflate worker  10680   714.613848:    5025125 cpu-clock:ppp: ', 'deflate worker|null|10680|5025125|cpu-clock:ppp|time'],
  ['java 24636/25607 [000] 4794564.109216: cycles:', 'java|24636|25607|null|cycles|time'],
  ['simple-terminat     9/9     198791.127353: cpu-clock: ', 'simple-terminat|9|9|null|cpu-clock|time'],
  ['swapper     0 [012] 2281339.604067:   20834821 cycles:', 'swapper|null|0|20834821|cycles|time'],
  ['C2 CompilerThre 16897  2213.209774:   10101010 cpu-clock: ', 'C2 CompilerThre|null|16897|10101010|cpu-clock|time'],
  ['G1 Conc#0  5252  1867.360133:          1 context-switches: ', 'G1 Conc#0|null|5252|1|context-switches|time'],
  [':1234  1234 [001] 12.345678: 1 cycles:u: ', ':1234|null|1234|1|cycles:u|time'],
  [':-1    -1 [001] 12.345678: 1 cycles: ', ':-1|null|-1|1|cycles|time'],
  ['pool 3 t 12  7 [001] 12.345678: 1 cycles: ', 'pool 3 t 12|null|7|1|cycles|time'],
  ['a.b: c/d 7 12.345678901: 1 cpu_core/cycles/P: ', 'a.b: c/d|null|7|1|cpu_core/cycles/P|time'],
  ['java  7 [001] 12.345678: syscalls:sys_enter_mmap: addr: 0x0, len: 0x1000, prot: 3', 'java|null|7|null|syscalls:sys_enter_mmap|time'],
  ['java  7 [001] K   12.345678: 1 cycles: ', 'java|null|7|1|cycles|time'],
  ['    7 [001] 12.345678: 1 cycles: ', '|null|7|1|cycles|time'],
  ['java  7 12.345678:     250000 ', 'java|null|7|250000|null|time'],
  ['java 19983 cycles:', 'java|null|19983|null|cycles|name'],
  ['func_ab 15294 1 cpu-clock: ', 'func_ab|null|15294|1|cpu-clock|name'],
  ['deflate worker  10616/10680    5025125 ', 'deflate worker|10616|10680|5025125|null|numbers'],
  ['java 19983', 'java|null|19983|null|null|numbers'],
])('event line %s', (text, expected) => {
  const line = readLine(text);
  if (line.kind !== 'event') throw new Error(line.kind);
  expect(`${line.comm}|${line.pid}|${line.tid}|${line.period}|${line.event}|${line.proof}`).toBe(expected);
});

test.each([
  ['\t            4a26 [unknown] (/usr/lib/x86_64-linux-gnu/libz.so.1.2.13)', '4a26|[unknown]|/usr/lib/x86_64-linux-gnu/libz.so.1.2.13'],
  ['\t    7fa8f9420476 void Lab.spin()+0x756 (/tmp/perf-10616.map)', '7fa8f9420476|void Lab.spin()|/tmp/perf-10616.map'],
  [
    '7f722d119786 Ljava/io/FileOutputStream;::writeBytes (/tmp/perf-19982.map)',
    '7f722d119786|Ljava/io/FileOutputStream;::writeBytes|/tmp/perf-19982.map',
  ],
  ['             d70 _start+0xffff018fd5dce000 (/usr/lib/ld-2.24.so)', 'd70|_start|/usr/lib/ld-2.24.so'],
  ['ffffffffaee8017b fput+0xb ([kernel.kallsyms])', 'ffffffffaee8017b|fput|[kernel.kallsyms]'],
  ['ffffffffc09ace93 bpf_prog_2b95_uni+0xb80 (bpf_prog_2b95_uni)', 'ffffffffc09ace93|bpf_prog_2b95_uni|bpf_prog_2b95_uni'],
  ['  7fa900938cc9 StubRoutines (1)+0xc9 (/tmp/perf-1.map)', '7fa900938cc9|StubRoutines (1)|/tmp/perf-1.map'],
  ['  7fa900938cc9 StubRoutines (1)', '7fa900938cc9|StubRoutines (1)|null'],
  ['  7fa900938cc9 int java.util.Arrays.hashCode(byte[])', '7fa900938cc9|int java.util.Arrays.hashCode(byte[])|null'],
  ['  1f2 foo(int (*)(char)) (/opt/my app (x86)/lib one.so)', '1f2|foo(int (*)(char))|/opt/my app (x86)/lib one.so'],
  ['  1f2 java_start (/memfd:x y (deleted))', '1f2|java_start|/memfd:x y (deleted)'],
  ['  1f2 operator()(char const*) const (/lib/a.so)', '1f2|operator()(char const*) const|/lib/a.so'],
  ['  1f2 RegExp:[&<>"\'] (/tmp/perf-7539.map)', '1f2|RegExp:[&<>"\']|/tmp/perf-7539.map'],
  ['  1f2 a->b::c+0x4b (libjit.so.1)', '1f2|a->b::c|libjit.so.1'],
  ['          16db20 __memcpy_avx512_unaligned_erms+0x320 (inlined)', '16db20|__memcpy_avx512_unaligned_erms|null inlined'],
])('frame %s', (text, expected) => {
  const line = readLine(text);
  if (line.kind !== 'frame') throw new Error(line.kind);
  expect(`${line.address}|${line.symbol}|${line.dso}${line.inlined ? ' inlined' : ''}`).toBe(expected);
});

test('without call chains the frame stands on the event line', () => {
  const text =
    ' deflate worker  10680   728.188620:    5025125 cpu-clock:ppp:      7fa900ed5da4 int java.util.Arrays.hashCode(byte[])+0x204 (/tmp/perf-10616.map)';
  expect(typed(text)).toEqual(['deflate worker:thread int java.util.Arrays.hashCode(byte[]):java']);
  // -F +addr: the address that was touched comes first.
  expect(typed('java 7 1.234567: 1 page-faults:     7f1234567000     7fa91863ea26 memset+0x1 (/usr/lib/libc.so.6)')).toEqual([
    'java:thread memset:native',
  ]);
});

test.each([
  ['[kernel.kallsyms]', 'kernel'],
  ['[guest.kernel.kallsyms.7]', 'kernel'],
  ['/usr/lib/debug/boot/vmlinux-5.4.14-cloudflare', 'kernel'],
  ['/lib/modules/5.4/kernel/drivers/net/mlx5_core.ko.xz', 'kernel'],
  ['[nf_conntrack]', 'kernel'],
  ['[vsyscall]', 'kernel'],
  ['bpf_prog_2b956549c660136a_uni', 'kernel'],
  ['/tmp/perf-1.map', 'jit'],
  ['[JIT] tid 5247', 'jit'],
  ['/root/.debug/jit/java-jit-20240301/jitted-5247-12.so', 'jit'],
  ['/usr/lib/jvm/java-17/lib/server/libjvm.so', 'vm'],
  ['/usr/lib/jvm/java-17/lib/server/libjvm.so (deleted)', 'vm'],
  ['libz.so.1.2.13', 'native'],
  ['/usr/bin/vmlinuxer', 'native'],
  ['[vdso]', 'native'],
  ['[heap]', 'unknown'],
  ['//anon', 'unknown'],
  ['[unknown]', 'unknown'],
])('%s is %s', (dso, kind) => expect(dsoKind(dso)).toBe(kind));

test('types come from the DSO, names that perf did not know from it, too', () => {
  const text = [
    'VM Thread 7 [000] 1.234567: 9 cycles: ',
    '\tffffffff8103d0ca native_write_msr ([kernel.kallsyms])',
    '\tffffffff8103d0cb [unknown] ([unknown])',
    '\t             9f0 main.main (/usr/bin/go-tool)',
    '\t             9f1 [unknown] (/usr/lib/libz.so.1.2.13)',
    '\t             9f2 [unknown] (/usr/lib/server/libjvm.so)',
    '\t    7f722d119786 [unknown] (/tmp/perf-7.map)',
    '\t    7f722d119787 Interpreter+0x1 (/tmp/perf-7.map)',
    '\t    7f722d119788 Lx/A;::a->Lx/B;::b->Lx/C;::c+0x4b (/tmp/perf-7.map)',
    '\t             9f4 helper (inlined)',
    '\t             9f4 JavaThread::run+0x4 (/usr/lib/server/libjvm.so)',
    '\t             9f5 [unknown] ([unknown])',
  ].join('\n');
  expect(typed(text)[0]?.replaceAll(' ', '\n').replace('VM\n', 'VM ')).toBe(
    [
      'VM Thread:thread',
      '[unknown]:unknown',
      'JavaThread::run:vm',
      'helper:vm',
      'Lx/A;::a:java',
      'Lx/B;::b:java',
      'Lx/C;::c:java',
      'Interpreter:vm',
      '[perf-7.map]:unknown',
      '[libjvm.so]:vm',
      '[libz.so.1.2.13]:native',
      'main.main:native',
      '[unknown]:kernel',
      'native_write_msr:kernel',
    ].join('\n'),
  );
});

test('several events are several profiles, each with its unit and its kind', () => {
  const parsed = read(fixture('two-events.txt'));
  const short = profiles(parsed).map((value) => [
    value.event,
    value.unit,
    value.unitPrinted,
    value.totalWeight,
    value.samples,
    profileKind(value),
  ]);
  expect(short).toEqual([
    ['cpu-clock', 'ns', null, 80808080, 8, 'time'],
    ['page-faults', 'count', 'page-faults', 160, 8, 'allocation'],
  ]);
  expect(parsed.warnings).toEqual([]);
});

test('where one sample has no period, all count one', () => {
  const value = profile(read('java 7 1.000001: 500 cycles:\n\t 7f1 a (/a.so)\n\njava 7 1.000002: cycles:\n\t 7f1 a (/a.so)\n'));
  expect(value).toMatchObject({ unit: 'samples', unitPrinted: null, totalWeight: 2, samples: 2 });
  expect(value.stacks).toMatchObject([{ weight: 2, samples: 2, firstLine: 1, lastLine: 2 }]);
});

test.each([
  ['cycles:u', 'cycles'],
  ['cpu_core/instructions/u', 'instructions'],
  ['cpu/event=0x3c,umask=0x0/', 'event=0x3c,umask=0x0'],
  ['syscalls:sys_enter_brk', 'sys_enter_brk'],
  ['page-faults', 'page-faults'],
])('periods of %s count %s', (event, unit) => expect(nameUnit(event)).toBe(unit));

test('blank lines: between event and frames, between all lines, between stacks without events', () => {
  expect(toFolded(profile(read('java 7 1.234567: cycles:\n\n\t 7f1 a (/a.so)\n')))).toEqual(['java;a 1']);
  const text = fixture('cpu-clock.txt');
  expect(toFolded(profile(read(toLines(text).flatMap((line) => [line, '']))))).toEqual(toFolded(profile(read(text))));
  const value = profile(read('\t            7f1 a\n\t            7f2 b\n\n\n\t            7f1 a\n\n\n'));
  expect([value.event, value.unit, toFolded(value)]).toEqual([null, 'samples', ['a 1', 'b;a 1']]);
});

test('-F comm,ip,sym and -F comm,tid,ip,sym', () => {
  expect(toFolded(profile(read('deflate worker \n\t            7f1 a\n\t            7f2 b\n\nmain \n\t            7f2 b\n')))).toEqual([
    'deflate worker;b;a 1',
    'main;b 1',
  ]);
  expect(toFolded(profile(read('java  19983 \n\t            7f1 a\n\njava  19984 \n\t            7f1 a\n')))).toEqual(['java;a 2']);
});

test('-F +srcline, headers, records and chatter carry no weight', () => {
  const text = [
    '# ========',
    '# captured on    : Sun Nov 22 21:27:55 2026',
    '# perf version : 6.1.187',
    '# cmdline : /usr/bin/perf record -F 199 -g -p 10616 -- sleep 6 ',
    '#',
    "'trace' not valid for hardware events. Ignoring.",
    'java 7 [000] 1.000000: PERF_RECORD_MMAP2 7/7: [0x7f0000000000(0x1000) @ 0 08:02 1 1]: r-xp /lib/x.so',
    'java 7 [000] 1.000001: 500 cycles: ',
    '\t             7f1 a+0x1 (/a.so)',
    '  pthread_create.c:442',
    '\t             7f2 b+0x1 (/a.so)',
    '  [JIT] tid 10616[7fa8f9420476]',
    '',
    'java 7 [000] 1.000002: PERF_RECORD_LOST lost 12',
    'this was slow',
    'java 7 [000] 1.000003: 500 cycles: ',
    '',
    '...',
  ];
  expect(uses(text)).toBe('noise 1-2, used 3-4, noise 5-7, used 8-9, noise 10, used 11, noise 12-13, warned 14-15, used 16, noise 17-18');
  const parsed = read(text);
  expect(parsed.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual(['14 perf-script/lost-events', '15 perf-script/unknown-line']);
  expect(parsed.complete).toBe(false);
  expect(parsed.tool).toEqual({ pid: 10616, version: '6.1.187' });
  expect(toFolded(profile(parsed))).toEqual(['java 500', 'java;b;a 500']);
});

test('-F +srcline says behind the place in the source that the frame above is inlined, and leaves its DSO out', () => {
  const text = [
    'deflate worker  10680   714.613848:   20408163 cpu-clock:                         ',
    '\t           98e12 _int_malloc+0x612 (/usr/lib/server/libjvm.so)',
    '  malloc.c:4012',
    '\t           989c8 tcache_get+0x98',
    '  malloc.c:3323 (inlined)',
    '\t           989c8 __GI___libc_malloc+0x98 (/usr/lib/server/libjvm.so)',
    '  malloc.c:3300',
    '',
  ];
  expect(uses(text)).toBe('used 1-2, noise 3, used 4, noise 5, used 6, noise 7-8');
  expect(read(text).warnings).toEqual([]);
  expect(read(text).complete).toBe(true);
  // The same as without the places: the inlined frame is of the library of the one at its address.
  const plain = text.filter((line) => !line.startsWith('  ')).map((line) => line.replace('tcache_get+0x98', 'tcache_get+0x98 (inlined)'));
  expect(typed(text.join('\n'))).toEqual(typed(plain.join('\n')));
  expect(typed(text.join('\n'))[0]).toContain('tcache_get:vm');
});

test('what other fields print behind the frames is none of them', () => {
  const text = [
    'java 7 [000] 1.000001: 500 cycles: ',
    '\t             7f1 a+0x1 (/a.so)',
    ' ilen: 4 insn: 66 0f db ce',
    'java 7 [000] 1.000002: 500 cycles: ',
    '\t             7f1 a+0x1 (/a.so)',
    ' ilen: 0',
    'java 7 [000] 1.000003: 500 cycles: ',
    '\t             7f1 a+0x1 (/a.so)',
    ' ABI:2    AX:0x7fff    BX:0x1    CX:0x0 ',
    '  0x7f1a/0x7f1b/P/-/-/3 0x7f1c/0x7f1d/M/-/-/0 ',
    '\t IPC: 0.51 (12/24) ',
    '',
    'java 7 [000] 1.000004: 500 cycles:      7f1 a+0x1 (/a.so)  0x7f1a/0x7f1b/P/-/-/3  0x7f1c/0x7f1d/M/-/-/0',
  ];
  expect(uses(text)).toBe('used 1-2, noise 3, used 4-5, noise 6, used 7-8, noise 9-12, used 13');
  expect(toFolded(profile(read(text)))).toEqual(['java;a 2000']);
  for (const line of text.filter((one) => !one.startsWith('java'))) expect(line === '' || perfScript.classify(line) !== 'none').toBe(true);
});

test('records of --show-task-events are no events', () => {
  const text = [
    'java     0     0.000000: PERF_RECORD_COMM: java:9327/9327',
    'java  9327 [001] 1.000000: PERF_RECORD_FORK(9328:9328):(9327:9327)',
    'java  9327 [001] 1.000000: PERF_RECORD_COMM exec: java:9327/9327',
    'java  9327 [001] 1.000001: 500 cycles: ',
    '\t             7f1 a+0x1 (/a.so)',
    '',
    'java  9327 [001] 1.000002: PERF_RECORD_EXIT(9328:9328):(9327:9327)',
  ];
  expect(uses(text)).toBe('noise 1-3, used 4-5, noise 6-7');
  expect(toFolded(profile(read(text)))).toEqual(['java;a 500']);
});

test('-F comm,event,ip,sym: neither thread nor time', () => {
  const chains = 'deflate worker  page-faults: \n\t            7f1 a\n\t            7f2 b\n\nVM Thread  cycles:u: \n\t            7f2 b\n';
  expect(profiles(read(chains)).map((one) => [one.event, ...toFolded(one)])).toEqual([
    ['page-faults', 'deflate worker;b;a 1'],
    ['cycles:u', 'VM Thread;b 1'],
  ]);
  const single = ' deflate worker  cpu-clock:      7fc0c6b44f77 adler32_z\n java  9347 cpu-clock:      7fc0c6b44f81 deflate (/libz.so.1)\n';
  expect(toFolded(profile(read(single)))).toEqual(['deflate worker;adler32_z 1', 'java;deflate 1']);
  for (const prose of ['We saw this with cycles', 'Then, on the second try, page-faults:', 'I measured cycles: 12 million', '-- '])
    expect(perfScript.classify(prose)).toBe('none');
});

test('frames that no event line announces are not given to the sample before', () => {
  const text = [
    'java 7 1.000001: cycles:',
    '\t 7f1 a (/a.so)',
    '',
    '\t 7f2 b (/a.so)',
    '\t 7f3 c (/a.so)',
    '',
    'java 7 1.000002: cycles:',
    '\t 7f1 a (/a.so)',
  ];
  expect(uses(text)).toBe('used 1-2, noise 3, warned 4, noise 5-6, used 7-8');
  expect(toFolded(profile(read(text)))).toEqual(['java;a 2']);
  expect(read(text).complete).toBe(false);
});

test('a last line cut in the middle is not believed', () => {
  const whole = 'java 7 1.000001: cycles:\n\t            7f1 a+0x1 (/a.so)\n\t            7f2 start_thread+0x12 (/b.so)\n';
  expect(read(whole).complete).toBe(true);
  const cut = read(whole.slice(0, -14));
  expect(cut.complete).toBe(false);
  expect(cut.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual(['3 perf-script/cut-line']);
  expect(profile(cut).stacks[0]?.cut).toBe(true);
  expect(toFolded(profile(cut))).toEqual(['java;a 1']);
  expect(read(`${whole}\njava 7 1.0`).complete).toBe(false);
});

test('127 frames are the limit of the kernel', () => {
  const stack = (depth: number) => [
    'java 7 1.000001: cycles:',
    ...Array.from({ length: depth }, (_, i) => `\t ${(0x7f0 + i).toString(16)} f${i} (/a.so)`),
  ];
  expect(profile(read(stack(126))).stacks[0]?.cut).toBe(false);
  expect(profile(read(stack(127))).stacks[0]?.cut).toBe(true);
});

test('the pid of the process, if there is one', () => {
  const pid = (text: string) => read(text).tool.pid;
  expect(pid('java 7/8 1.000001: cycles:\n\t 7f1 a (/a.so)')).toBe(7);
  expect(pid('java 7/8 1.000001: cycles:\n\njava 9/9 1.000002: cycles:')).toBeNull();
  expect(pid('java 8 1.000001: cycles:\n\t 7f1 a (/tmp/perf-7.map)')).toBe(7);
  // In a container: perf-1.map outside pid 4711.
  expect(pid('java 4711/8 1.000001: cycles:\n\t 7f1 a (/tmp/perf-1.map)')).toBeNull();
  expect(readRecordedPid('/usr/bin/perf record -g --pid=7 -- sleep 6')).toBe(7);
  expect(readRecordedPid('/usr/bin/perf record -g -p 7,8')).toBeNull();
});

test('a thousand kinds of events are no recording', () => {
  const parsed = read(Array.from({ length: 1000 }, (_, i) => `java 7 1.000001: e${i}:`));
  expect(parsed.facts).toHaveLength(64);
  expect(parsed.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual(['65 perf-script/too-many-events']);
});

test('long and many lines are read in one pass', () => {
  for (const piece of ['(', ')', ' (', ' (/', '+0x', '->', '1 ', '1.234567: ', ' 7', ':', '[', 'a ']) {
    const body = piece.repeat(400_000 / piece.length);
    for (const text of [
      body,
      `\t 7f1 ${body})`,
      `java 7 1.234567: ${body}`,
      `java 7 1.234567: 1 cycles: 7f1 ${body}`,
      `# cmdline : ${body}`,
    ])
      expect(read([text]).runs).toHaveLength(1);
  }
  const many = Array.from({ length: 90_000 }, (_, i) =>
    i % 3 === 0 ? `java 7 1.${100000 + i}: 1 cycles:` : `\t ${(i + 0x1000).toString(16)} f${i} (/a.so)`,
  );
  expect(profile(read(many)).samples).toBe(30_000);
});

test.each([
  'We recorded 3 files (/tmp) and a file (/etc/passwd)',
  'a file (/etc/passwd)\nbe careful (/etc/passwd)\n100 files (/tmp)',
  'java 19983\njava 19984',
  '[ 7123.456789] foo: bar',
  '     bash-1234  [001] d..1 12345.678901: sched_switch: prev_comm=bash',
  'ffffffff81000000 T _stext\nffffffff81000100 t foo\t[mod]',
  '7f7241fbe6d8 40 int java.util.Arrays.hashCode(byte[])',
  '00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]',
  '#0  0x00007f4c in __GI_raise (sig=6) at raise.c:50\n#1  0x00007f4d in abort () from /lib/libc.so.6',
  'see pthread_create.c:442\nCaused by: x (Foo.java:12)',
])('is no perf script: %s', (text) => {
  const lines = toLines(text);
  expect(lines.some((line) => perfScript.classify(line) === 'strong') && perfScript.detect(lines).score > 0).toBe(false);
});

const GOLDEN = /^(.*)\.golden(?:-(all|jit|kernel|pid|tid|addrs))?\.txt$/;

for (const file of listCorpus('samples/perf-script').filter((name) => GOLDEN.test(name))) {
  corpusTest(`folded as the public scripts do: ${file}`, () => {
    const [, base = '', option] = GOLDEN.exec(file) ?? [];
    const inferno = base.startsWith('inferno-');
    const options: FoldOptions = { inferno, kernel: base === 'inferno-versioned-vmlinux' };
    if (option === 'all') Object.assign(options, { kernel: true, jit: true });
    else if (option !== undefined) Object.assign(options, { [option]: true });
    // (The samples keep the last blank line of a file: toLines takes the line end away, not the blank line.)
    const lines = toLines(readCorpus(`samples/perf-script/${base}.txt`));
    const golden = toLines(readCorpus(`samples/perf-script/${file}`)).sort();
    expect(foldAsFlameGraph(lines, options)).toEqual(golden);
    expect(foldAsFlameGraph(lines, { ...options, bytes: true })).toEqual(golden);
  });
}

corpusTest('samples are claimed by this format alone, no line warned about, as many samples as event lines', () => {
  const names = listCorpus('samples/perf-script').filter((name) => !name.includes('.golden') && name !== 'fields-error.txt');
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    const lines = toLines(readCorpus(`samples/perf-script/${name}`));
    const claims = formats.filter((format) => format.detect(lines).score >= 0.6).map(({ id }) => id);
    expect([name, ...claims]).toEqual([name, 'perf-script']);
    const parsed = read(lines);
    expect([name, parsed.warnings, parsed.complete]).toEqual([name, [], true]);
    // Frames begin with an address, sources with two blanks.
    const events = lines.filter((line) => !/^(?:\s*$|#| {2}\S|\s*(?:[0-9a-f]{3,16}|\d+)\s)/.test(line));
    expect([name, profiles(parsed).reduce((sum, value) => sum + (value.samples ?? 0), 0)]).toEqual([name, events.length]);
  }
  expect(perfScript.detect(toLines(readCorpus('samples/perf-script/fields-error.txt'))).score).toBe(0);
});

corpusTest('no other sample is claimed', () => {
  let others = 0;
  for (const folder of listCorpus('samples').filter((name) => !/perf-script|mixed|\./.test(name))) {
    for (const name of listCorpus(`samples/${folder}`)) {
      others++;
      const lines = toLines(readCorpus(`samples/${folder}/${name}`));
      const strong = lines.filter((line) => perfScript.classify(line) === 'strong');
      expect([name, strong.slice(0, 3)]).toEqual([name, []]);
    }
  }
  expect(others).toBeGreaterThan(80);
});

corpusTest('captures of incidents: the stacks are those of our own folding', () => {
  let captures = 0;
  for (const incident of ['deflater-leak', 'deflater-jdk25', 'healthy']) {
    const folder = `incidents/${incident}/profile`;
    for (const [script, foldedName] of [
      ['perf-script.txt', 'perf-collapsed-own-fold.txt'],
      ['perf-script-dwarf.txt', 'perf-collapsed-dwarf-own-fold.txt'],
    ] as const) {
      captures++;
      const lines = toLines(readCorpus(`${folder}/${script}`));
      const parsed = read(lines);
      expect([script, parsed.warnings, parsed.complete, perfScript.detect(lines).score]).toEqual([script, [], true, 1]);
      expect(countLines(parsed.runs, 'noise')).toBe(lines.filter((line) => line === '').length);
      const value = profile(parsed);
      const own = new Map<string, number>();
      for (const stack of value.stacks) {
        const names = stack.frames.map((id) => value.frames[id]?.name.replaceAll(';', ':') ?? '');
        names[0] = names[0]?.replaceAll(' ', '_') ?? '';
        own.set(names.join(';'), (own.get(names.join(';')) ?? 0) + (stack.samples ?? 0));
      }
      // recipe/fold.py does not know "(inlined)": it leaves those frames to its pattern for DSOs and keeps an offset.
      if (script.includes('dwarf')) expect(own.size).toBeGreaterThan(0);
      else
        expect([...own].map(([stack, samples]) => `${stack} ${samples}`).sort()).toEqual(
          toLines(readCorpus(`${folder}/${foldedName}`)).sort(),
        );
    }
  }
  expect(captures).toBe(6);
});

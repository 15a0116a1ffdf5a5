import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanLines, cutLines } from '@/lib/documents/testing/cut-bytes';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, profiles, toFolded } from '../testing/read-profile';
import { bccStacks } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[], command: string | null = null) => readArtifact(bccStacks, text, { command });
const codes = (text: string | readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);
const told = (text: string | readonly string[], command: string | null = null) => {
  const { event, unit, totalWeight, samples } = profile(read(text, command));
  return [event, unit, totalWeight, samples];
};

test('memleak: the last report counts, in bytes and allocations', () => {
  const parsed = read(fixture('memleak-two-reports.txt'));
  expect(toFolded(profile(parsed))).toEqual([
    '[libjvm.so];Arena::grow(unsigned long, AllocFailStrategy::AllocFailEnum);os::malloc(unsigned long, MEMFLAGS) 128',
    '[perf-4711.map];Java_java_util_zip_Deflater_init;deflateInit2_ 1072384',
  ]);
  const { event, unit, samples, stacks, frames } = profile(parsed);
  expect([event, unit, samples, parsed.tool.pid]).toEqual(['malloc', 'bytes', 6, 4711]);
  expect(frames.map(({ name, type }) => `${type} ${name}`)).toEqual([
    'vm [libjvm.so]',
    'vm Arena::grow(unsigned long, AllocFailStrategy::AllocFailEnum)',
    'vm os::malloc(unsigned long, MEMFLAGS)',
    'native [perf-4711.map]',
    'native Java_java_util_zip_Deflater_init',
    'native deflateInit2_',
  ]);
  expect(stacks.map(({ firstLine, lastLine }) => [firstLine, lastLine])).toEqual([
    [11, 14],
    [15, 18],
  ]);
  expect(parsed.runs).toEqual([
    { firstLine: 1, lastLine: 1, use: 'used' },
    { firstLine: 2, lastLine: 2, use: 'warned' },
    { firstLine: 3, lastLine: 7, use: 'noise' },
    { firstLine: 8, lastLine: 8, use: 'used' },
    { firstLine: 9, lastLine: 10, use: 'noise' },
    { firstLine: 11, lastLine: 18, use: 'used' },
  ]);
  expect(parsed.warnings.map(({ line, code }) => [line, code])).toEqual([[2, 'bcc-stacks/earlier-reports']]);
  expect(parsed.complete).toBe(true);
});

test('a report that begins and holds no stack does not take the place of the one before', () => {
  const lines = toLines(fixture('memleak-two-reports.txt')).slice(0, 8);
  expect([toFolded(profile(read(lines))).length, codes(lines)]).toEqual([1, []]);
});

test('profile: samples by process, kernel above the delimiter', () => {
  const parsed = read(fixture('profile-delimited.txt'));
  expect(toFolded(profile(parsed))).toEqual([
    'http-worker-1;__write;entry_SYSCALL_64_fastpath;sys_write;__vfs_write 1',
    'http-worker-2;start_thread;JavaCalls::call_helper(JavaValue*, methodHandle*, JavaCallArguments*, Thread*);Ljava/util/zip/Deflater;::deflate;Java_java_util_zip_Deflater_deflateBytesBytes;deflate;deflate_slow 72',
  ]);
  expect(told(fixture('profile-delimited.txt'))).toEqual(['cpu', 'samples', 73, 73]);
  const types = Object.fromEntries(profile(parsed).frames.map(({ name, type }) => [name, type]));
  expect(types).toMatchObject({ 'http-worker-1': 'thread', __vfs_write: 'kernel', __write: 'native', deflate_slow: 'native' });
  expect(types['Ljava/util/zip/Deflater;::deflate']).toBe('java');
  expect([parsed.complete, parsed.warnings, parsed.tool.pid]).toEqual([true, [], 4711]);
});

test('bpftrace: maps of stacks, bytes by the name of the map', () => {
  expect(toFolded(profile(read(fixture('bpftrace-bytes.txt'))))).toEqual([
    '0x7f1234567890;Java_java_util_zip_Deflater_init;deflateInit2_ 268096',
    'os::malloc(unsigned long, MEMFLAGS);__libc_malloc 4096',
  ]);
  expect(told(fixture('bpftrace-bytes.txt'))).toEqual(['malloc', 'bytes', 272_192, null]);
  const counts = ['@[', '    malloc+0', '    main+12', ']: 7'];
  expect(told(counts)).toEqual([null, 'count', 7, null]);
  expect(told(counts, "bpftrace -e 'uprobe:/lib/libc.so.6:malloc { @[ustack] = count(); }'")).toEqual(['malloc', 'count', 7, null]);
});

test('stackcount, offcputime and mallocstacks say what they count', () => {
  const stackcount = [
    'Tracing 1 functions for "c:malloc"... Hit Ctrl-C to end.',
    '^C',
    '  malloc',
    '  rbtree_new',
    '    --',
    '    tar [15069]',
    '    12',
    '',
    'Detaching...',
  ];
  expect(told(stackcount)).toEqual(['malloc', 'count', 12, null]);
  expect(toFolded(profile(read(stackcount)))).toEqual(['tar;rbtree_new;malloc 12']);
  const offcpu = [
    'Tracing off-CPU time (us) of PID 7 by user + kernel stack... Hit Ctrl-C to end.',
    '    schedule',
    '    -                java (7)',
    '        882',
  ];
  expect(told(offcpu)).toEqual(['offcpu', 'ns', 882_000, null]);
  expect(told(offcpu.slice(1), './offcputime -p 7')).toEqual(['offcpu', 'ns', 882_000, null]);
  expect(told(['Attaching to malloc in pid 7, Ctrl+C to quit.', '4096 bytes allocated at:', '\tmain+0x12 [a]'])).toEqual([
    'malloc',
    'bytes',
    4096,
    null,
  ]);
  const libbpf = [
    '[9:5:3] Top 1 stacks with outstanding allocations:',
    '64 bytes in 1 allocations from stack',
    '\t0 [<00007f1c5a1d3a4b>] deflateInit2_+0x6b [/usr/lib/libz.so.1]',
  ];
  expect(toFolded(profile(read(libbpf)))).toEqual(['deflateInit2_ 64']);
});

test('what is cut or odd is said', () => {
  const lines = toLines(fixture('profile-delimited.txt'));
  const cut = read(lines.slice(0, -1));
  expect([cut.warnings.map(({ line, code }) => `${line} ${code}`), cut.complete]).toEqual([['11 bcc-stacks/no-count'], false]);
  expect(codes([...lines, '12', 'WARNING: 3 stack traces lost and could not be displayed.', 'It is zlib, as we see.'])).toEqual([
    '19 bcc-stacks/no-stack',
    '20 bcc-stacks/lost-stacks',
    '21 bcc-stacks/unknown-line',
  ]);
  expect(read([...lines, '...']).complete).toBe(false);
});

test('line classes', () => {
  const classes = Object.entries({
    '        80 bytes in 5 allocations from stack': 'strong',
    '[11:16:33] Top 2 stacks with outstanding allocations:': 'weak',
    '    -                cp (9036)': 'strong',
    ', java]: 268096': 'strong',
    '@bytes[': 'weak',
    '                 main+0x6d [allocs]': 'weak',
    '    tar [15069]': 'weak',
    '        1': 'weak',
    'Attaching to kernel allocators, Ctrl+C to quit.': 'strong',
    'operator new(unsigned long)+0x1c [libstdc++.so.6]': 'weak',
    'Each entry printed is a set of allocations that originate from the same call': 'none',
    '- a list item (1)': 'none',
    'and this is a sentence.': 'none',
    '00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]': 'none',
    'Total: reserved=8444154KB, committed=6461730KB': 'none',
    '': 'none',
  });
  expect(classes.map(([text]) => [text, bccStacks.classify(text)])).toEqual(classes);
  expect(bccStacks.detect(['-  one (1)', 'word', '-  another (2)', 'word']).score).toBe(0);
  expect(bccStacks.detect(['Attaching to pid 5193, Ctrl+C to quit.', 'word']).score).toBe(0);
});

test('the command is known', () => {
  for (const command of [
    './memleak -p 1',
    'memleak-bpfcc -p 1',
    '/usr/share/bcc/tools/profile -p 1',
    'profile-bpfcc 10',
    "bpftrace -e 'x'",
    './redis_memleak -p 1',
  ])
    expect(bccStacks.command?.test(command), command).toBe(true);
  for (const command of ['cat profile', 'vi memleaks.txt', 'aws --profile x'])
    expect(bccStacks.command?.test(command), command).toBe(false);
});

corpusTest('the example of memleak: six runs among prose, each an artifact of its own', () => {
  const lines = toLines(readCorpus('samples/bcc/memleak_example.txt'));
  const cut = cutLines([bccStacks], lines);
  const shown = cut.segments.map((segment) => {
    const parsed = readArtifact(bccStacks, cleanLines(segment, lines), segment.tool, segment.firstLine);
    const { totalWeight, samples, stacks } = profile(parsed);
    return `${segment.firstLine}-${segment.lastLine}: ${totalWeight} bytes, ${samples} allocations, ${stacks.length} stacks; ${parsed.warnings.map(({ code }) => code).join(' ')}`;
  });
  expect(shown).toEqual([
    '10-19: 160 bytes, 10 allocations, 1 stacks; bcc-stacks/earlier-reports',
    '36-59: 160 bytes, 10 allocations, 1 stacks; bcc-stacks/earlier-reports',
    '67-98: 9232 bytes, 7 allocations, 4 stacks; ',
    '129-143: 32 bytes, 2 allocations, 1 stacks; bcc-stacks/earlier-reports',
    '155-167: 576 bytes, 5 allocations, 2 stacks; ',
    '170-178: 45 bytes, 45 allocations, 1 stacks; ',
  ]);
});

test('offwaketime: the time belongs to the stack that waited, not to the one that woke it', () => {
  const text = [
    'Tracing blocked time (us) by user + kernel off-CPU and waker stack for 5 secs.',
    '',
    '    waker:           swapper/1 0',
    '    xen_evtchn_do_upcall',
    '    hrtimer_wakeup',
    '    --               --',
    '    schedule',
    '    entry_SYSCALL_64_after_hwframe',
    '    -',
    '    pthread_cond_timedwait',
    '    start_thread',
    '    target:          C2 CompilerThre 4711',
    '        56529',
    '',
    '    waker:           java 7',
    '    [Missed Kernel Stack]',
    '    --               --',
    '    [Missed Kernel Stack]',
    '    target:          java 8',
    '        71',
  ];
  const parsed = readArtifact(bccStacks, text);
  expect([parsed.warnings, profile(parsed).event, profile(parsed).unit]).toEqual([[], 'offcpu', 'ns']);
  expect(toFolded(profile(parsed))).toEqual([
    'C2 CompilerThre;start_thread;pthread_cond_timedwait;entry_SYSCALL_64_after_hwframe;schedule 56529000',
    'java;[missed stack] 71000',
  ]);
  expect(profile(readArtifact(bccStacks, text.slice(2))).unit).toBe('ns');
});

test('wakeuptime: the target, and the stack of its waker', () => {
  const parsed = readArtifact(bccStacks, [
    '    target:          vmstat',
    '    ffffffff810df082 hrtimer_wakeup',
    '    ffffffff8178adee xen_do_hypervisor_callback',
    '    waker:           swapper/1',
    '        4000415',
  ]);
  expect([parsed.warnings, toFolded(profile(parsed))]).toEqual([[], ['vmstat;xen_do_hypervisor_callback;hrtimer_wakeup 4000415000']]);
});

test('bpftrace keys of two stacks: the kernel above what called it, in either order', () => {
  const kernel = ['    do_anonymous_page+1', '    handle_mm_fault+2', '    asm_exc_page_fault+57'];
  const user = ['    __memset_avx2_unaligned_erms+96', '    deflateInit2_+500'];
  const close = ', java]: 97';
  for (const pair of [
    [...kernel, ', ', ...user],
    [...user, ',', ...kernel],
  ]) {
    const text = ['Attaching 1 probe...', '@[', ...pair, close, '@[', ...pair, close];
    const parsed = readArtifact(bccStacks, text);
    expect(parsed.warnings).toEqual([]);
    expect(toFolded(profile(parsed))).toEqual([
      'deflateInit2_;__memset_avx2_unaligned_erms;asm_exc_page_fault;handle_mm_fault;do_anonymous_page 194',
    ]);
    expect(profile(parsed).frames.map(({ type }) => type)).toEqual(['native', 'native', 'kernel', 'kernel', 'kernel']);
    expect(cutLines([bccStacks], text).segments).toHaveLength(1);
  }
  // Without the frames of one of them.
  const half = readArtifact(bccStacks, ['@[', ...kernel, ',', ']: 3']);
  expect(toFolded(profile(half))).toEqual(['asm_exc_page_fault;handle_mm_fault;do_anonymous_page 3']);
});

test('every map of a bpftrace program is a profile of its own', () => {
  const stack = ['    malloc+0', '    deflateInit2_+107'];
  const parsed = readArtifact(bccStacks, [
    'Attaching 2 probes...',
    '@bytes[',
    ...stack,
    ', java]: 4096',
    '@calls[',
    ...stack,
    ', java]: 3',
  ]);
  expect(profiles(parsed).map(({ event, unit, totalWeight }) => `${event} ${unit} ${totalWeight}`)).toEqual([
    'malloc bytes 4096',
    'null count 3',
  ]);
});

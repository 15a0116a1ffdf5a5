import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLines } from '@/lib/base/line-runs';
import { cleanLines, cutLines } from '@/lib/documents/testing/cut-bytes';
import { corpusTest, listCorpus, readCorpus, readCorpusBytes } from '@/lib/testing/corpus';
import { formats } from '../registry';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, toFolded } from '../testing/read-profile';
import { folded } from '.';
import { cutLine, judgeLine } from './line';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[], command: string | null = null) => readArtifact(folded, text, { command });
const types = (text: string, command: string | null = null) => {
  const { frames, stacks } = profile(read(text, command));
  return stacks.map((stack) => stack.frames.map((id) => `${frames[id]?.name}:${frames[id]?.type}`).join(' '));
};
/** UTF-16 samples are decoded by the documents room. */
const decode = (path: string) => {
  const bytes = readCorpusBytes(path);
  return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-8').decode(bytes);
};

test('async-profiler: duplicates summed, slashes kept, kernel and Java told apart', () => {
  const parsed = read(fixture('cpu-collapsed.txt'));
  const value = profile(parsed);
  expect(parsed.warnings).toEqual([]);
  expect(value).toMatchObject({ event: null, unit: 'unknown', samples: null, recordedSamples: null, recordedWeight: null, flat: [] });
  expect(toFolded(value)).toEqual(sumLines(toLines(fixture('cpu-collapsed.txt').replaceAll('_[k]', ''))));
  expect(new Set(value.frames.map((frame) => frame.type))).toEqual(new Set(['java', 'native', 'vm', 'kernel']));
});

/** What folding gives, computed another way: a map of whole lines. */
function sumLines(lines: readonly string[]): string[] {
  const weights = new Map<string, number>();
  for (const line of lines) {
    const at = line.lastIndexOf(' ');
    weights.set(line.slice(0, at), (weights.get(line.slice(0, at)) ?? 0) + Number(line.slice(at + 1)));
  }
  return [...weights].map(([stack, weight]) => `${stack} ${weight}`).sort();
}

test('any stacks: what is read is the input, summed and sorted', () => {
  const frame = fc.stringMatching(/^[a-z][a-z0-9_:<>(), ]{0,12}[a-z]$/);
  const line = fc.tuple(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 5_000_000_000 }));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (rows) => {
      const lines = rows.map(([frames, weight]) => `${frames.join(';')} ${weight}`);
      const parsed = read(lines);
      expect(parsed.warnings).toEqual([]);
      expect(toFolded(profile(parsed))).toEqual(sumLines(lines));
      expect(countLines(parsed.runs, 'used')).toBe(lines.length);
    }),
  );
});

test('any text at all: one use for every line, no throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', ';', ' ', '1', '.', '-', '[', ']', '_', 'k', '#', '\t', '中') }), { maxLength: 20 }),
      (lines) => {
        const parsed = read(lines);
        expect(parsed.runs.reduce((sum, run) => sum + run.lastLine - run.firstLine + 1, 0)).toBe(lines.length);
        expect(countLines(parsed.runs, 'warned')).toBe(parsed.warnings.filter(({ code }) => code !== 'folded/leaf-first').length);
        for (const text of lines) folded.classify(text);
        folded.detect(lines);
      },
    ),
  );
});

test('5 GB are one line', () => {
  const value = profile(read('main;malloc 5368709120\nmain;malloc 5368709120'));
  expect(value.stacks).toHaveLength(1);
  expect(value.totalWeight).toBe(10737418240);
  expect(value.stacks[0]).toMatchObject({ firstLine: 1, lastLine: 2 });
});

test('above 2^53 the weight is kept to 15 digits, and a warning says so once', () => {
  const parsed = read('a;b 18446744073709551615\na;c 18446744073709551615');
  expect(parsed.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual(['1 folded/rounded-weight']);
  expect(profile(parsed).totalWeight).toBeCloseTo(2 ** 65, -5);
});

test.each([
  ['a;b;c 12', 'a;b;c|12|null'],
  ['cksum;main 31.23', 'cksum;main|31.23|null'],
  ['a;operator new(unsigned long) 3', 'a;operator new(unsigned long)|3|null'],
  ['dd;read 6 4', 'dd;read|4|6'],
  ['a;StubRoutines (1) 5', 'a;StubRoutines (1)|5|null'],
  ['a;[jvmtiError 21] 5', 'a;[jvmtiError 21]|5|null'],
  ['a;1 5', 'a;1|5|null'],
  ['cksum 6', 'cksum|6|null'],
  ['a\t7  ', 'a|7|null'],
  ['a; 5', 'a;|5|null'],
  ['12', 'null'],
  ['a;b', 'null'],
  ['a;b 1e9', 'null'],
  ['a;b -4', 'null'],
  ['', 'null'],
])('cut %s', (text, expected) => {
  const cut = cutLine(text);
  expect(cut ? `${cut.stack}|${cut.value}|${cut.before}` : 'null').toBe(expected);
});

test('what is left out, and why', () => {
  const parsed = read(['# comment', '// another', '', 'a;b;c 1', 'dd;read 6 4', 'invalid line', 'a;;c 2', 'a;b;long.nam']);
  expect(parsed.runs.map((run) => `${run.use} ${run.firstLine}-${run.lastLine}`)).toEqual([
    'noise 1-3',
    'used 4-4',
    'warned 5-6',
    'used 7-7',
    'warned 8-8',
  ]);
  expect(parsed.warnings.map(({ line, text }) => `${line} ${text}`)).toEqual([
    '5 Two values ("6 4", before and after): differential stacks are not read; give both profiles.',
    '6 No number at the end of the stack: "invalid line".',
    '8 No number at the end of the stack: "a;b;long.nam".',
  ]);
  expect(parsed.complete).toBe(false);
  expect(toFolded(profile(parsed))).toEqual(['a;;c 2', 'a;b;c 1']);
});

test('no stack, no fact', () => {
  expect(read('dd;read 6 4\ndd;write 1 2\ndd;open 3 4').facts).toEqual([]);
});

test('kernel frames without a mark are known by the entry below them', () => {
  expect(types('java;start_thread;read;entry_SYSCALL_64_after_hwframe;do_syscall_64;vfs_read 1')).toEqual([
    'java:thread start_thread:native read:native entry_SYSCALL_64_after_hwframe:kernel do_syscall_64:kernel vfs_read:kernel',
  ]);
  // bcc profile.py -fd
  expect(types('java;read;-;vfs_read;copy_to_user 1')).toEqual(['java:native read:native vfs_read:kernel copy_to_user:kernel']);
});

test('the first frames are threads where one stands before the start of a thread', () => {
  expect(types('http-1;start_thread;run 1\nGC#0;[unknown];mark 1')).toEqual([
    'http-1:thread start_thread:native run:native',
    'GC#0:thread [unknown]:unknown mark:native',
  ]);
  expect(types('clone3;start_thread;deflate 1')).toEqual(['clone3:native start_thread:native deflate:native']);
  expect(types('[http-1 tid=7];java/lang/Thread.run;deflate 1')).toEqual([
    '[http-1 tid=7]:thread java/lang/Thread.run:java deflate:native',
  ]);
  const { frames, stacks } = profile(read(fixture('perf-comm-first.txt')));
  expect(new Set(stacks.map((stack) => frames[stack.frames[0] ?? -1]?.type))).toEqual(new Set(['thread']));
});

test('Rust arrays hold a semicolon that separates nothing', () => {
  expect(types('cksum;main;core::array::<impl Default for [T; _]>::default::h67c9877e6f2a615c 19.0')).toEqual([
    'cksum:native main:native core::array::<impl Default for [T; _]>::default::h67c9877e6f2a615c:native',
  ]);
});

test.each([
  ['/usr/share/bcc/tools/profile -adf -p 7 10', 'cpu samples null'],
  ['profile-bpfcc -F 99 -f 30', 'cpu samples null'],
  ['./offcputime -K -f 5', 'offcpu unknown µs'],
  ['stackcount-bpfcc -f c:malloc', 'null count null'],
  ['cat profile | head', 'null unknown null'],
])('bcc in its folded mode: %s', (command, expected) => {
  const { event, unit, unitPrinted } = profile(read('java;start_thread;read 5', command));
  expect(`${event} ${unit} ${unitPrinted}`).toBe(expected);
});

test.each([
  ['asprof -e alloc -o collapsed 1', 'a/B.run;java.util.HashMap$Node_[k] 5', 'alloc samples', 'java.util.HashMap$Node:java'],
  ['asprof -e alloc -o collapsed --total 1', 'a/B.run;Integer_[i] 5', 'alloc bytes', 'Integer:java'],
  ['asprof -e cpu -o collapsed 1', 'a/B.run;schedule_[k] 5', 'cpu samples', 'schedule:kernel'],
  [null, 'a/B.run;byte[]_[i] 5', 'alloc unknown', 'byte[]:java'],
  [null, 'a/B.run;os::malloc;malloc_hook 5', 'nativemem unknown', 'malloc_hook:native'],
  ['jeprof --collapsed java a.heap', 'clone3;deflateInit2_<0000000000005a10> 5', 'malloc bytes', 'deflateInit2_:native'],
  [null, 'a;b 5', 'null unknown', 'b:native'],
])('%s: %s', (command, text, origin, leaf) => {
  const value = profile(read(text, command));
  expect(`${value.event} ${value.unit}`).toBe(origin);
  expect(types(text, command)[0]?.endsWith(` ${leaf}`)).toBe(true);
  expect(value.samples).toBe(value.unit === 'samples' ? 5 : null);
});

test('stacks written leaf first are noticed, allocation hooks at every leaf are not', () => {
  expect(read('deflate;a/B.c;java/lang/Thread.run 1\ninflate;start_thread 2').warnings.map(({ code }) => code)).toEqual([
    'folded/leaf-first',
  ]);
  expect(read(fixture('nativemem-leak-bytes.txt')).warnings).toEqual([]);
});

test('nothing else looks like folded stacks', () => {
  const others = [
    '00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]\n00007fd5b4000000   65508   65508   65508 rw---   [ anon ]\n total kB 86684772 1 2',
    '1\n2\n3\n4\n5',
    'We saw a; b and then 3\nnothing; more 4\nit was slow; very slow 5',
    'int a; foo 3\nfor (int i = 0; i < 10; i++) 5\nreturn x; 3',
    '    Deflater zip = new Deflater(level);\n    zip.end();\n',
    'Total: reserved=98154344KB, committed=84529010KB\n-                 Java Heap (reserved=75497472KB, committed=75497472KB)',
    'tom &amp; jerry 3\na&nbsp;b 4\nx&#39;y 5',
    '2024-01-01;12:00:00;42 7\n2024-01-02;12:00:00;43 8\n2024-01-03;12:00:00;44 9',
    'cksum 6\nTotal 12\nwords 3',
    'Content-Type: text/html; charset=utf-8 3\nSet-Cookie: a=b;c=d 4\nx: y;z=1 5',
    '59.79% 0x7fa91863ea26\n0.52% int java.util.Arrays.hashCode(byte[]);void Lab.spin();Interpreter',
    'a; b 1\nc; d 2\ne; f 3',
    '总共;我们看到 很多。 3',
  ];
  for (const text of others) expect([text, folded.detect(toLines(text)).score]).toEqual([text, 0]);
});

test.each([
  'a;b;c 1',
  'java;std::map<int, foo>::operator==(int const&);x 3',
  'Type::hashcons;Type::Initialize_shared(Compile*)::{lambda(void const*, void const*)#1}::_FUN 1',
  'main;gc::gc::GcBox<T>::new::_{{closure}};x 2',
  '??:0;Java_java_util_zip_Deflater_init<0000000000002620> 131128',
  '[http nio 1 tid=4711];a/B.run 1',
  'dd;[unknown];read 14 13',
  'a;non-virtual thunk to Foo::bar(int, char) const 1',
])('is folded: %s', (text) => expect(judgeLine(text)).toBe(2));

test.each([
  ['cksum 6', 1],
  ['vtable stub 1', 1],
  ['C2 Runtime new_array 3', 1],
  ['foo(int, char) 3', 1],
  ['[main tid=7] 3', 1],
  ['a;"b" 3', 1],
  ['a;one two three four five six seven 3', 1],
  ['Total samples 12', 0],
  ['total kB 86684772', 0],
  ['x = 3', 0],
  ['see page 3', 0],
  ['Step: 3', 0],
  ['a;b.; 3', 0],
])('between folded lines, %s is %i', (text, expected) => expect(judgeLine(text)).toBe(expected));

test('lines of a megabyte are read in one pass', () => {
  for (const piece of [';', 'a;', ' ', 'a b;', '1 ', ' 1', 'operator=', '<', '&', '; ', '=', '[;', '{']) {
    const text = `${piece.repeat(1_000_000 / piece.length)} 7`;
    expect(judgeLine(text)).toBeTypeOf('number');
    expect(read([text]).runs).toHaveLength(1);
  }
});

corpusTest('all collapsed samples are claimed by this format alone', () => {
  const samples = [
    ...listCorpus('samples/collapsed').map((name) => `samples/collapsed/${name}`),
    ...listCorpus('samples/perf-script')
      .filter((name) => name.includes('.golden'))
      .map((name) => `samples/perf-script/${name}`),
  ];
  expect(samples.length).toBeGreaterThan(11);
  for (const path of samples) {
    const lines = toLines(decode(path));
    const claims = formats.filter((format) => format.detect(lines).score >= 0.6).map((format) => format.id);
    expect([path, ...claims]).toEqual([path, 'folded']);
    const { runs, warnings } = read(lines);
    expect(runs.reduce((sum, run) => sum + run.lastLine - run.firstLine + 1, 0)).toBe(lines.length);
    expect(countLines(runs, 'warned')).toBe(warnings.length);
  }
});

corpusTest('no other sample is', () => {
  let others = 0;
  for (const folder of listCorpus('samples').filter((name) => name !== 'collapsed' && !name.endsWith('.md'))) {
    for (const name of listCorpus(`samples/${folder}`).filter((file) => !file.includes('.golden'))) {
      others++;
      const lines = toLines(readCorpus(`samples/${folder}/${name}`));
      const strong = lines.filter((line) => folded.classify(line) === 'strong');
      expect([name, folded.detect(lines).score, strong]).toEqual([name, 0, []]);
    }
  }
  expect(others).toBeGreaterThan(100);
});

corpusTest('samples, in short', () => {
  const short = listCorpus('samples/collapsed').map((name) => {
    const parsed = read(toLines(decode(`samples/collapsed/${name}`)));
    const fact = parsed.facts[0];
    const text =
      fact?.kind === 'profile'
        ? `${fact.value.event} ${fact.value.unit}, ${fact.value.stacks.length} stacks of ${fact.value.totalWeight.toFixed(1)}`
        : 'no fact';
    return `${name}: ${text}, ${parsed.warnings.length} warnings`;
  });
  expect(short).toEqual([
    'async-annotated-1.collapsed: null unknown, 17 stacks of 185.0, 0 warnings',
    'async-cpp-part.txt: null unknown, 30 stacks of 3279.0, 0 warnings',
    'diff-folded-two-columns.txt: no fact, 9 warnings',
    'fractional-with-space.txt: null unknown, 6 stacks of 334.6, 0 warnings',
    'jeprof-collapsed.txt: malloc bytes, 30 stacks of 112466666.0, 0 warnings',
    'speedscope-recursion.txt: null unknown, 7 stacks of 10.0, 0 warnings',
    'speedscope-simple-crlf.txt: null unknown, 3 stacks of 14.0, 0 warnings',
    'speedscope-simple-utf16-le.txt: null unknown, 3 stacks of 14.0, 0 warnings',
    'speedscope-simple-with-invalids.txt: null unknown, 3 stacks of 14.0, 1 warnings',
    'speedscope-simple.txt: null unknown, 3 stacks of 14.0, 0 warnings',
    'tricky-stack.txt: null unknown, 1 stacks of 3.0, 0 warnings',
  ]);
});

corpusTest('captures of incidents: no warning, nothing lost', () => {
  let captures = 0;
  for (const incident of ['deflater-leak', 'deflater-jdk25', 'healthy']) {
    const folder = `incidents/${incident}/profile`;
    for (const name of listCorpus(folder).filter((file) => file.includes('collapsed'))) {
      captures++;
      const text = readCorpus(`${folder}/${name.replace(/\.gz$/, '')}`);
      const lines = toLines(text);
      const parsed = read(lines);
      expect([name, parsed.warnings, parsed.complete, folded.detect(lines).score]).toEqual([name, [], true, 1]);
      expect(profile(parsed).totalWeight).toBe(lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0));
      expect(profile(parsed).event).toBe(name.includes('nativemem') ? 'nativemem' : null);
    }
  }
  expect(captures).toBe(24);
});

test.each([
  'web_1  | ',
  '2024-03-01T12:00:07.123456789Z stdout F ',
  '2024-03-01 12:00:07.123  INFO 1 --- [main] c.a.Dump : ',
  '12:00:07.123 [main] INFO c.a.Dump - ',
  'Mar  1 12:00:07 node-07 java[7]: ',
  '[OUT] ',
])('what a logger put before the stacks is no frame: %s', (prefix) => {
  const stacks = ['[http-1 - a tid=7];java/lang/Thread.run;deflate 12', '[main tid=8];java/lang/Thread.run;inflate 5'];
  for (const stack of stacks) {
    expect(folded.classify(stack)).toBe('strong');
    expect(folded.classify(prefix + stack)).toBe('none');
  }
  const lines = stacks.map((stack) => prefix + stack);
  const [segment] = cutLines(formats, lines).segments;
  expect(segment && cleanLines(segment, lines)).toEqual(stacks);
});

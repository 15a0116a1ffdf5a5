import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countLines } from '@/lib/base/line-runs';
import { readFrame } from '@/lib/model/frame-type';
import { corpusTest, listCorpus, readCorpus, SEED } from '@/lib/testing/corpus';
import { formats } from '../registry';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, profiles, toFolded } from '../testing/read-profile';
import { asyncProfilerText } from '.';
import { readProfilerCommand } from './command';
import { readLine } from './line';
import { estimateWhole } from './whole';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string, command: string | null = null) => readArtifact(asyncProfilerText, text, { command });

/** Line numbers by use: "used 1 4-6, noise 2 3". */
function uses(text: string): string {
  const { runs } = read(text);
  return runs.map((run) => `${run.use} ${run.firstLine === run.lastLine ? run.firstLine : `${run.firstLine}-${run.lastLine}`}`).join(', ');
}

corpusTest('the seed: one cpu trace of 12 samples, cut', () => {
  const lines = toLines(readCorpus(SEED)).slice(213, 250);
  const parsed = readArtifact(asyncProfilerText, lines, {}, 214);
  const value = profile(parsed);
  expect(value).toMatchObject({
    event: 'cpu',
    unit: 'ns',
    unitPrinted: null,
    totalWeight: 120038581,
    samples: 12,
    recordedSamples: { count: 152, line: 216 },
    failures: [{ name: 'unknown_Java', samples: 2, line: 217 }],
    flat: [],
  });
  // 152 samples of 10 ms are 1.52 s.
  expect(value.recordedWeight).toBe(1525267865);
  expect(value.stacks[0]).toMatchObject({ firstLine: 221, lastLine: 250, cut: true });
  const [folded = ''] = toFolded(value);
  expect(folded.split(';')).toHaveLength(29);
  expect(folded.startsWith('com.fasterxml.jackson.databind.ser.std.CollectionSerializer.serializeContents;')).toBe(true);
  expect(
    folded.endsWith(
      'java.util.zip.Deflater.deflateBytes;Java_java_util_zip_Deflater_deflateBytes;deflate;deflate_slow;longest_match 120038581',
    ),
  ).toBe(true);
  expect(parsed.warnings).toEqual([]);
  expect(parsed.complete).toBe(false);
  expect(parsed.runs.reduce((sum, run) => sum + run.lastLine - run.firstLine + 1, 0)).toBe(37);
});

test('a whole recording: traces and the flat table agree', () => {
  const parsed = read(fixture('cpu-traces-and-flat.txt'));
  const value = profile(parsed);
  expect(parsed.warnings).toEqual([]);
  expect(parsed.complete).toBe(true);
  expect(value).toMatchObject({ event: null, unit: 'ns', samples: 668, recordedSamples: { count: 715, line: 2 } });
  expect(value.stacks).toHaveLength(30);
  expect(value.flat).toHaveLength(30);
  expect(value.stacks.some((stack) => stack.cut)).toBe(false);
  expect(toFolded(value).find((line) => line.endsWith(' 1873017488'))).toBe(
    'java.lang.Thread.run;java.util.concurrent.ThreadPoolExecutor$Worker.run;java.util.concurrent.ThreadPoolExecutor.runWorker;sun.net.httpserver.ServerImpl$Exchange.run;com.sun.net.httpserver.Filter$Chain.doFilter;sun.net.httpserver.ServerImpl$Exchange$LinkHandler.handle;com.sun.net.httpserver.Filter$Chain.doFilter;sun.net.httpserver.AuthFilter.doFilter;com.sun.net.httpserver.Filter$Chain.doFilter;demo.ReportServer$$Lambda$6.0x00007f40c0000c30.handle;demo.ReportServer.lambda$main$1;demo.ReportServer.handleReport;demo.ReportServer.gzip;java.util.zip.DeflaterOutputStream.write;java.util.zip.DeflaterOutputStream.deflate;java.util.zip.Deflater.deflate;java.util.zip.Deflater.deflate;java.util.zip.Deflater.deflateBytesBytes;Java_java_util_zip_Deflater_deflateBytesBytes;deflate;/usr/lib/x86_64-linux-gnu/libz.so.1.2.13 1873017488',
  );
});

test('the flat table alone', () => {
  const parsed = read(fixture('cpu-flat.txt'));
  const value = profile(parsed);
  expect(value.stacks).toEqual([]);
  expect(value.samples).toBeNull();
  expect(value.flat).toHaveLength(40);
  expect(value.flat[0]).toMatchObject({ name: 'longest_match', line: 6 });
  expect(parsed.complete).toBe(true);
  expect(parsed.warnings).toEqual([]);
});

test('frames left out leave a gap, and a cut stack', () => {
  const parsed = read(fixture('cpu-elided.txt'));
  const value = profile(parsed);
  expect(toFolded(value)).toEqual([
    'java.lang.Thread.run;java.util.concurrent.ThreadPoolExecutor$Worker.run;java.util.concurrent.ThreadPoolExecutor.runWorker;[14 frames left out];java.util.zip.Deflater.deflateBytesBytes;Java_java_util_zip_Deflater_deflateBytesBytes;deflate;/usr/lib/x86_64-linux-gnu/libz.so.1.2.13;/usr/lib/x86_64-linux-gnu/libz.so.1.2.13 3354630104',
  ]);
  expect(value.stacks[0]?.cut).toBe(true);
  expect(parsed.complete).toBe(false);
  expect(parsed.warnings).toEqual([]);
});

test('a trace that begins above its leaf does not make the wrong frame hot', () => {
  expect(toFolded(profile(read('--- 5 ns (100.00%), 1 sample\n  [ 5] vfs_write_[k]\n  [ 6] java.lang.Thread.run')))).toEqual([
    'java.lang.Thread.run;vfs_write;[5 frames left out] 5',
  ]);
});

test.each([
  ['4.x', '--- 120038581 ns (7.87%), 12 samples', 'ns 120038581 7.87 12'],
  ['4.x, one sample', '--- 10063799 ns (0.14%), 1 sample', 'ns 10063799 0.14 1'],
  ['1.3', '--- 6790000000 (98.84%) ns, 679 samples', 'ns 6790000000 98.84 679'],
  ['1.2', 'Total: 47839 (56.23%)  samples: 3', 'null 47839 56.23 3'],
  ['1.0', 'Samples: 679, Counter: 6790000000 (98.84%)', 'null 6790000000 98.84 679'],
  ['1.0, counter only', 'Counter: 6790 (98.84%)', 'null 6790 98.84 null'],
  ['1.0, samples only', 'Samples: 679 (98.84%)', 'samples 679 98.84 679'],
  ['method', '--- 1 calls (100.00%), 1 sample', 'calls 1 100 1'],
  ['indented', '    --- 5426112 bytes (1.65%), 330 samples', 'bytes 5426112 1.65 330'],
  ['comma', '--- 7 cycles (7,87%), 2 samples', 'cycles 7 7.87 2'],
])('header of %s', (_, text, expected) => {
  const line = readLine(text);
  if (line.kind !== 'trace') throw new Error(line.kind);
  expect(`${line.unit} ${line.weight} ${line.percent} ${line.samples}`).toBe(expected);
});

test.each([
  ['  5848282442   81.74%      584  /usr/lib/libz.so.1', '5848282442 81.74 584 /usr/lib/libz.so.1'],
  ['   5848282442 (81.74%)     584  itable stub', '5848282442 81.74 584 itable stub'],
  ['   5848282442 ( 1.74%)     584  a.B.c', '5848282442 1.74 584 a.B.c'],
  ['   679 (98.84%) Primes.isPrime', '679 98.84 null Primes.isPrime'],
])('flat row %s', (text, expected) => {
  const line = readLine(text);
  if (line.kind !== 'flat') throw new Error(line.kind);
  expect(`${line.weight} ${line.percent} ${line.samples} ${line.name}`).toBe(expected);
});

test.each([
  ['ns', 'ns', null, null],
  ['bytes', 'bytes', null, null],
  ['calls', 'count', null, null],
  ['samples', 'samples', null, null],
  ['cycles', 'count', 'cycles', 'cycles'],
  ['misses', 'count', 'misses', null],
  ['counter', 'unknown', 'counter', null],
])('unit %s', (printed, unit, unitPrinted, event) => {
  expect(profile(read(`--- 7 ${printed} (100.00%), 2 samples\n  [ 0] a.B.run`))).toMatchObject({ unit, unitPrinted, event });
});

test('every line has one use', () => {
  const text = [
    '$ cat traces.txt',
    'Started [alloc] profiling',
    '--- Execution profile --- ',
    'Total samples:         10',
    'Unknown (native):        1 (0.15%)',
    'Frame buffer overflowed! Consider increasing its size.',
    '',
    '--- 80 bytes (80.00%), 8 samples',
    '  [ 0] Integer',
    '  [ 1] java.lang.Thread.run',
    'I looked at this for hours',
    '  [ 0] header.lost.Here.a',
    '  [ 1] header.lost.Here.b',
    '--- 7 ns (80.00%), 8 samples',
    '  [ 0] other.Unit.a',
    '       bytes  percent  samples  top',
    '  ----------  -------  -------  ---',
    '          80   80.00%        8  Integer',
    '... more output omitted ...',
  ].join('\n');
  expect(uses(text)).toBe(
    'noise 1, used 2, noise 3, used 4-5, warned 6, noise 7, used 8-10, warned 11-12, noise 13, warned 14, noise 15, used 16, noise 17, used 18, noise 19',
  );
  const parsed = read(text);
  expect(parsed.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '6 async-profiler-text/frame-buffer-overflow',
    '11 async-profiler-text/unknown-line',
    '12 async-profiler-text/frames-without-header',
    '14 async-profiler-text/other-unit',
  ]);
  expect(parsed.complete).toBe(false);
  expect(profile(parsed)).toMatchObject({ event: 'alloc', unit: 'bytes', totalWeight: 80, samples: 8, recordedWeight: 100 });
  expect(profile(parsed).frames).toEqual([
    { name: 'Integer', type: 'java' },
    { name: 'java.lang.Thread.run', type: 'java' },
  ]);
});

test('a second title begins a second profile', () => {
  const one = 'Started [cpu] profiling\n--- Execution profile ---\nTotal samples : 1\n\n--- 10 ns (100.00%), 1 sample\n[ 0] a.B.run\n';
  const two = '--- Execution profile ---\nTotal samples : 2\n\n--- 20 bytes (100.00%), 2 samples\n[ 0] byte[]\n[ 1] a.B.run\n';
  expect(profiles(read(one + two)).map(({ event, unit, totalWeight }) => `${event} ${unit} ${totalWeight}`)).toEqual([
    'cpu ns 10',
    'null bytes 20',
  ]);
});

test('cut where the outermost frame can start no thread', () => {
  const cuts = (...frames: string[]) => {
    const parsed = read(['--- 10 ns (100.00%), 1 sample', ...frames.map((name, i) => `  [${String(i).padStart(2)}] ${name}`)].join('\n'));
    return `${profile(parsed).stacks[0]?.cut ? 'cut' : 'whole'} ${parsed.complete ? 'complete' : 'incomplete'}`;
  };
  expect(cuts('longest_match', 'org.eclipse.jetty.server.HttpOutput.write')).toBe('cut incomplete');
  expect(cuts('longest_match', 'demo.Main.main')).toBe('whole complete');
  expect(cuts('longest_match', 'demo.Worker.run')).toBe('whole complete');
  expect(cuts('longest_match', 'demo.Worker.call', '[http-1 tid=12]')).toBe('whole complete');
  // A library without frame pointers ends the walk: nothing says that the text was cut.
  expect(cuts('/usr/lib/libz.so.1')).toBe('whole complete');
  expect(cuts()).toBe('cut incomplete');
});

test('blank lines between all lines change nothing', () => {
  const text = fixture('cpu-traces-and-flat.txt');
  const spaced = toLines(text).flatMap((line) => [line, '']);
  expect(toFolded(profile(readArtifact(asyncProfilerText, spaced)))).toEqual(toFolded(profile(read(text))));
});

test('what the command says', () => {
  const of = (command: string) => {
    const { event, unit } = readProfilerCommand(command);
    return `${event} ${unit}`;
  };
  expect(of('asprof -d 30 -e alloc --total -o collapsed 4711')).toBe('alloc bytes');
  expect(of('./profiler.sh -e wall -d 5 -o collapsed 4711')).toBe('wall samples');
  expect(of('/opt/ap/bin/asprof -d 60 -o collapsed --total jps')).toBe('cpu ns');
  expect(of('jfrconv --nativemem --leak --total a.jfr a.collapsed')).toBe('nativemem bytes');
  expect(of('jfrconv --total a.jfr a.collapsed')).toBe('null unknown');
  expect(of('asprof stop -o collapsed 4711')).toBe('null samples');
  expect(of('java -agentpath:/x/libasyncProfiler.so=start,event=alloc,total,file=a.txt App')).toBe('alloc bytes');
  expect(of('jeprof --collapsed java jeprof.1.heap')).toBe('malloc bytes');
  expect(of('./stackcollapse-perf.pl out.perf')).toBe('null samples');
  expect(of('cat out.txt')).toBe('null unknown');
  expect(profile(read('--- 10 ns (100.00%), 1 sample\n[ 0] a.B.run', 'asprof -d 5 -e wall 1')).event).toBe('wall');
});

test('the whole is what all percentages agree on', () => {
  expect(estimateWhole([])).toBeNull();
  expect(estimateWhole([{ weight: 0, percent: 0 }])).toBeNull();
  expect(estimateWhole([{ weight: 50, percent: 50 }])).toBe(100);
  // 0.14 % alone would say 7,188,427,857 ± 3.6 %.
  const truth = 7155017818;
  const shares = [3354630104, 530633057, 10063799].map((weight) => ({ weight, percent: Math.round((weight / truth) * 1e4) / 100 }));
  expect(Math.abs((estimateWhole(shares) ?? 0) / truth - 1)).toBeLessThan(2e-4);
  // Two recordings in one text cannot agree: the median stands.
  expect(
    estimateWhole([
      { weight: 10, percent: 10 },
      { weight: 90, percent: 10 },
      { weight: 20, percent: 10 },
    ]),
  ).toBe(200);
});

test('the whole is never less than its parts', () => {
  const whole = (...weights: [number, string][]) =>
    profile(read(weights.map(([weight, percent]) => `--- ${weight} ns (${percent}%), 1 sample\n[ 0] deflate`).join('\n'))).recordedWeight;
  expect(whole([1000, '33.34'], [1000, '33.34'], [1000, '33.34'])).toBe(3000);
  expect(whole([1000, '10.00'])).toBe(10000);
});

test('what is not ours scores nothing', () => {
  for (const text of [
    'Hello\n[1] https://example.org\n[2] Smith, J. and others wrote this book',
    '[  5] local 10.0.0.1 port 5201 connected to 10.0.0.2 port 443\n[  5]   0.00-1.00   sec  112 MBytes',
    '[    0.000000] Linux version 6.1',
    '46.88%  335  java  libz.so  [.] deflate',
    '00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]',
    '1\n2\n3',
    'java/lang/Thread.run;a;b 12',
    '---\n...\n',
  ]) {
    expect([text, asyncProfilerText.detect(toLines(text)).score]).toEqual([text, 0]);
  }
});

test('lines of a megabyte are read in one pass', () => {
  for (const piece of [' ', '-', '[ 0', '[ 0] ', '--- 1 ns (', 'Total: ', '1 ', '1 (1%) ', 'a :', '. ', '... ', '(', 'x(y)-', '# ']) {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(readLine(text).kind).toBeTypeOf('string');
    expect(asyncProfilerText.classify(`a${text}`)).toBeTypeOf('string');
  }
});

corpusTest('all text samples are claimed by this format alone', () => {
  for (const name of listCorpus('samples/async-profiler-text')) {
    const lines = toLines(readCorpus(`samples/async-profiler-text/${name}`));
    const scores = formats
      .map((format) => `${format.id} ${format.detect(lines).score >= 0.6 ? 'yes' : 'no'}`)
      .filter((text) => text.endsWith('yes'));
    expect([name, ...scores]).toEqual([name, 'async-profiler-text yes']);
    const { runs, warnings } = readArtifact(asyncProfilerText, lines);
    expect(runs.reduce((sum, run) => sum + run.lastLine - run.firstLine + 1, 0)).toBe(lines.length);
    expect(countLines(runs, 'warned')).toBe(warnings.length);
  }
});

corpusTest('samples, in short', () => {
  const short = listCorpus('samples/async-profiler-text').map((name) => {
    const parsed = read(readCorpus(`samples/async-profiler-text/${name}`));
    const { event, unit, unitPrinted, stacks, flat, totalWeight, samples, recordedSamples } = profile(parsed);
    return `${name}: ${event} ${unitPrinted ?? unit}, ${stacks.length} traces of ${totalWeight}, ${flat.length} rows, ${samples} of ${recordedSamples?.count} samples, ${parsed.complete ? 'complete' : 'incomplete'}, ${parsed.warnings.length} warnings`;
  });
  expect(short).toEqual([
    'alloc-grep-headers.txt: null bytes, 6 traces of 31840696, 0 rows, 395409 of 9330021 samples, incomplete, 0 warnings',
    'cpu-failures-indented-md.txt: null ns, 0 traces of 0, 3 rows, null of 131152 samples, incomplete, 1 warnings',
    'docs-percent-before-unit.txt: null ns, 1 traces of 6790000000, 2 rows, 679 of 687 samples, incomplete, 0 warnings',
    'flat-only.txt: null ns, 0 traces of 0, 4 rows, null of undefined samples, complete, 0 warnings',
    'lock-1.2-total-line.txt: null unknown, 1 traces of 47839, 0 rows, 3 of 5 samples, incomplete, 0 warnings',
    'seed-cpu-1.x.txt: cpu ns, 1 traces of 120038581, 0 rows, 12 of 152 samples, incomplete, 0 warnings',
    'system-gc-2.0b1-flat-only.txt: null counter, 0 traces of 0, 1 rows, null of 4 samples, complete, 0 warnings',
  ]);
});

corpusTest('captures of incidents: no warning, samples within the recording, the flat table within the traces', () => {
  let captures = 0;
  for (const incident of ['deflater-leak', 'deflater-jdk25', 'healthy']) {
    const folder = `incidents/${incident}/profile`;
    for (const name of listCorpus(folder).filter((file) => /^ap-.*(traces|flat)/.test(file))) {
      captures++;
      const text = readCorpus(`${folder}/${name.replace(/\.gz$/, '')}`);
      const parsed = read(text);
      const value = profile(parsed);
      expect([name, parsed.warnings, parsed.complete]).toEqual([name, [], true]);
      expect(value.samples ?? 0).toBeLessThanOrEqual(value.recordedSamples?.count ?? 0);
      expect(value.totalWeight).toBeLessThanOrEqual(value.recordedWeight ?? 0);
      const traces = toLines(text)
        .filter((line) => line.startsWith('--- ') && line.includes('sample'))
        .map((line) => Number(line.split(' ')[1]));
      expect(value.totalWeight).toBe(traces.reduce((a, b) => a + b, 0));
      expect(value.frames.some((frame) => frame.name.includes('_[k]'))).toBe(false);
      // Traces are the heaviest of all, so a leaf weighs no more in them than in the flat table.
      if (value.stacks.length === 0) continue;
      const leaves = new Map<string, number>();
      for (const stack of value.stacks) {
        const leaf = value.frames[stack.frames.at(-1) ?? -1];
        leaves.set(`${leaf?.type} ${leaf?.name}`, (leaves.get(`${leaf?.type} ${leaf?.name}`) ?? 0) + stack.weight);
      }
      for (const row of value.flat) {
        const { name: leaf, type } = readFrame(row.name);
        expect(leaves.get(`${type} ${leaf}`) ?? 0).toBeLessThanOrEqual(row.weight);
      }
    }
  }
  expect(captures).toBe(9);
});

test('where the traces are complete, a flat row is the sum of the traces that end in it', () => {
  const text = [
    '--- Execution profile ---',
    'Total samples       : 6',
    '',
    '--- 30 ns (50.00%), 3 samples',
    '  [ 0] deflate',
    '  [ 1] a.B.run',
    '',
    '--- 20 ns (33.33%), 2 samples',
    '  [ 0] deflate',
    '  [ 1] a.C.run',
    '',
    '--- 10 ns (16.67%), 1 sample',
    '  [ 0] schedule_[k]',
    '  [ 1] a.C.run',
    '',
    '          ns  percent  samples  top',
    '  ----------  -------  -------  ---',
    '          50   83.33%        5  deflate',
    '          10   16.67%        1  schedule_[k]',
  ].join('\n');
  const value = profile(read(text));
  expect(value.recordedWeight).toBe(60);
  for (const row of value.flat) {
    const ending = value.stacks.filter((stack) => value.frames[stack.frames.at(-1) ?? -1]?.name === readFrame(row.name).name);
    expect(ending.reduce((sum, stack) => sum + stack.weight, 0)).toBe(row.weight);
    expect(ending.reduce((sum, stack) => sum + (stack.samples ?? 0), 0)).toBe(row.samples);
  }
});

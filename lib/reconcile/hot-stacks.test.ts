import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asyncProfilerText } from '@/lib/formats/async-profiler-text';
import type { ArtifactFormat } from '@/lib/formats/define';
import { folded } from '@/lib/formats/folded';
import { jeprofText } from '@/lib/formats/jeprof-text';
import { readArtifact, toLines } from '@/lib/formats/testing/read-artifact';
import { profile } from '@/lib/formats/testing/read-profile';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { corpusTest, listCorpus, readCorpus, SEED } from '@/lib/testing/corpus';
import { summariseProfile } from './hot-stacks';

const summarise = (format: ArtifactFormat, text: string | readonly string[], firstLine = 1, command: string | null = null) =>
  summariseProfile('p1', { artifactId: 'a1', value: profile(readArtifact(format, text, { command }, firstLine)) });
/** "name self/total ← Java caller". */
const list = ({ hot }: ProfileSummary) =>
  hot.map(
    ({ name, selfWeight, totalWeight, javaCaller }) =>
      `${name} ${selfWeight}/${totalWeight}${javaCaller === null ? '' : ` ← ${javaCaller}`}`,
  );

corpusTest('the seed: longest_match is hot, and Deflater.deflateBytes entered native code', () => {
  const summary = summarise(asyncProfilerText, toLines(readCorpus(SEED)).slice(213, 250), 214);
  expect(summary).toMatchObject({
    id: 'p1',
    artifactId: 'a1',
    event: 'cpu',
    unit: 'ns',
    kind: 'time',
    total: 120038581,
    samples: 12,
    recordedSamples: 152,
    recordedWeight: 1525267865,
  });
  expect(summary.hot.filter((frame) => frame.selfWeight > 0).map((frame) => frame.name)).toEqual(['longest_match']);
  expect(summary.hot[0]).toEqual({
    name: 'longest_match',
    type: 'native',
    selfWeight: 120038581,
    totalWeight: 120038581,
    javaCaller: 'java.util.zip.Deflater.deflateBytes',
    artifactId: 'a1',
    firstLine: 221,
    lastLine: 250,
  });
  const callers = Object.fromEntries(summary.hot.map((frame) => [frame.name, frame.javaCaller]));
  for (const name of ['longest_match', 'deflate_slow', 'deflate', 'Java_java_util_zip_Deflater_deflateBytes'])
    expect(callers[name]).toBe('java.util.zip.Deflater.deflateBytes');
  expect(callers['java.util.zip.Deflater.deflateBytes']).toBeNull();
  expect(summary.tree.frame).toHaveLength(30);
  expect(summary.tree.total.every((total) => total === 120038581)).toBe(true);
});

test('self, total, recursion counted once, and the caller with the largest weight', () => {
  const summary = summarise(
    folded,
    [
      'java/lang/Thread.run;a/Small.zip;deflate;longest_match 3',
      'java/lang/Thread.run;a/Large.zip;deflate;longest_match 10',
      'java/lang/Thread.run;a/Large.zip;a/Large.zip;a/Large.zip 4',
      'start_thread;deflate 5',
    ],
    100,
  );
  expect(list(summary)).toEqual([
    'deflate 5/18 ← a/Large.zip',
    'java/lang/Thread.run 0/17',
    'a/Large.zip 4/14',
    'longest_match 13/13 ← a/Large.zip',
    'start_thread 0/5',
    'a/Small.zip 0/3',
  ]);
  // As a leaf where it is one, else the heaviest stack that holds it.
  expect(summary.hot.map(({ name, firstLine }) => `${name} ${firstLine}`)).toEqual([
    'deflate 103',
    'java/lang/Thread.run 101',
    'a/Large.zip 102',
    'longest_match 101',
    'start_thread 103',
    'a/Small.zip 100',
  ]);
});

test('what called the frames after a gap is not known', () => {
  const summary = summarise(asyncProfilerText, '--- 5 ns (100.00%), 1 sample\n[ 0] malloc\n[ 4] a.B.c\n[ 5] java.lang.Thread.run');
  expect(list(summary)).toEqual(['malloc 5/5', '[3 frames left out] 0/5', 'a.B.c 0/5', 'java.lang.Thread.run 0/5']);
});

test('threads are no functions', () => {
  const summary = summarise(folded, '[main tid=1];java/lang/Thread.run;deflate 5\n[idle tid=2] 1');
  expect(list(summary)).toEqual(['deflate 5/5 ← java/lang/Thread.run', 'java/lang/Thread.run 0/5', '[idle tid=2] 1/1']);
  expect(summary.tree.names).toContain('[main tid=1]');
});

test('a flat table alone: the root and its leaves', () => {
  const summary = summarise(
    asyncProfilerText,
    '  ns  percent  samples  top\n  90   90.00%        9  deflate\n   5    5.00%        1  schedule_[k]',
    7,
  );
  expect(summary).toMatchObject({ total: 95, samples: 10, recordedWeight: 100, unit: 'ns', kind: 'time' });
  expect(summary.hot.map(({ name, type, selfWeight, firstLine }) => `${name} ${type} ${selfWeight} ${firstLine}`)).toEqual([
    'deflate native 90 8',
    'schedule kernel 5 9',
  ]);
  expect(summary.tree).toEqual({
    names: ['all', 'deflate', 'schedule'],
    types: ['unknown', 'native', 'kernel'],
    frame: [0, 1, 2],
    depth: [0, 1, 1],
    self: [0, 90, 5],
    total: [95, 90, 5],
  });
});

test('the unit is the printed one where it is none of ours', () => {
  expect(summarise(asyncProfilerText, '--- 7 cycles (100.00%), 2 samples\n[ 0] a').unit).toBe('cycles');
  expect(summarise(folded, 'a;b 7', 1, 'asprof -e alloc --total -o collapsed 1')).toMatchObject({
    unit: 'bytes',
    kind: 'allocation',
    samples: null,
  });
});

test('of many frames the list keeps the heaviest by total and the heaviest leaves', () => {
  const lines = Array.from({ length: 500 }, (_, i) => `${Array.from({ length: 300 }, (_, d) => `caller${d}`).join(';')};leaf${i} ${i + 1}`);
  const { hot } = summarise(folded, lines);
  expect(hot).toHaveLength(200);
  expect(hot.filter((frame) => frame.name.startsWith('leaf')).map((frame) => frame.name)).toEqual(
    Array.from({ length: 100 }, (_, i) => `leaf${499 - i}`),
  );
});

test('any stacks: Σ self = total, self ≤ total ≤ whole', () => {
  const names = fc.constantFrom('a/B.c', 'a/B.d', 'deflate', 'os::malloc', 'schedule_[k]', 'start_thread');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(names, { minLength: 1, maxLength: 7 }), fc.integer({ min: 0, max: 99 })), { minLength: 1, maxLength: 25 }),
      (rows) => {
        const summary = summarise(
          folded,
          rows.map(([frames, weight]) => `${frames.join(';')} ${weight}`),
        );
        expect(summary.total).toBe(rows.reduce((sum, [, weight]) => sum + weight, 0));
        expect(summary.hot.reduce((sum, frame) => sum + frame.selfWeight, 0)).toBe(summary.total);
        for (const frame of summary.hot) {
          expect(frame.selfWeight).toBeLessThanOrEqual(frame.totalWeight);
          expect(frame.totalWeight).toBeLessThanOrEqual(summary.total);
          if (frame.javaCaller !== null)
            expect([frame.javaCaller, frame.type]).toEqual([expect.stringMatching(/^a\/B\./), expect.stringMatching(/native|vm|kernel/)]);
        }
      },
    ),
  );
});

corpusTest('captures of incidents: hot frames, tree and total agree', () => {
  for (const incident of ['deflater-leak', 'deflater-jdk25', 'healthy']) {
    for (const file of listCorpus(`incidents/${incident}/profile`).filter((name) => /^ap-|^perf-collapsed/.test(name))) {
      const text = readCorpus(`incidents/${incident}/profile/${file.replace(/\.gz$/, '')}`);
      const summary = summarise(file.includes('collapsed') ? folded : asyncProfilerText, text);
      const { tree } = summary;
      expect([file, tree.total[0], tree.self.reduce((a, b) => a + b, 0)]).toEqual([file, summary.total, summary.total]);
      expect(summary.hot.length).toBeLessThanOrEqual(200);
      expect(tree.frame.length).toBeLessThanOrEqual(20_000);
      if (summary.samples !== null) expect(summary.samples).toBeLessThanOrEqual(summary.recordedSamples ?? 0);
    }
  }
  const leak = summarise(folded, readCorpus('incidents/deflater-leak/profile/ap-nativemem-leak-bytes-collapsed.txt'));
  expect(leak.kind).toBe('allocation');
  expect(leak.hot.find((frame) => frame.name.startsWith('deflateInit2'))?.javaCaller).toBe('java/util/zip/Deflater.init');
  const cpu = summarise(asyncProfilerText, readCorpus('incidents/deflater-leak/profile/ap-cpu-traces50.txt'));
  expect(cpu.hot.find((frame) => frame.name.includes('libz.so'))?.javaCaller).toBe('java.util.zip.Deflater.deflateBytesBytes');
});

test('a table that prints what its frames weigh with those they call keeps it', () => {
  const summary = summarise(
    jeprofText,
    'Total: 3.0 MB\n 2.0  66.7%  66.7%  2.0  66.7% deflateInit2_\n 1.0  33.3% 100.0%  3.0 100.0% Deflater_init',
  );
  expect(summary.hot.map(({ name, selfWeight, totalWeight }) => `${name} ${selfWeight / 2 ** 20}/${totalWeight / 2 ** 20}`)).toEqual([
    'Deflater_init 1/3',
    'deflateInit2_ 2/2',
  ]);
});

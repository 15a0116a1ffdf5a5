import { expect, test } from 'vitest';
import type { Profile } from './profile';
import { readThread, rowsOf } from './profile-samples';
import { SampleLog } from './sample-log';

const stack = (frames: number[], weight: number, samples: number | null) => ({
  frames,
  weight,
  samples,
  firstLine: 1,
  lastLine: 1,
  cut: false,
});

test('the outermost frame of a stack names its thread', () => {
  expect(readThread('[http-nio-8080-exec-1 tid=4711]')).toEqual({ comm: 'http-nio-8080-exec-1', pid: null, tid: 4711 });
  expect(readThread('[tid=4711]')).toEqual({ comm: '', pid: null, tid: 4711 });
  expect(readThread('[[deep] pool tid=9]')).toEqual({ comm: '[deep] pool', pid: null, tid: 9 });
  expect(readThread('java-12688/12690')).toEqual({ comm: 'java', pid: 12688, tid: 12690 });
  expect(readThread('C2 CompilerThre')).toEqual({ comm: 'C2 CompilerThre', pid: null, tid: null });
});

test('stacks of a text without single samples are filed by thread; those that name none together', () => {
  const profile: Pick<Profile, 'frames' | 'stacks'> = {
    frames: [
      { name: '[worker tid=7]', type: 'thread' },
      { name: 'a.B.run', type: 'java' },
      { name: '[tid=8]', type: 'thread' },
    ],
    stacks: [stack([0, 1], 30, 3), stack([1], 5, 1), stack([2, 1], 20, 2), stack([0], 10, 1)],
  };
  const rows = rowsOf(profile);
  expect(rows).toMatchObject({ each: 'stack', timeNs: null, startNs: null });
  expect(rows?.threads).toEqual([
    { comm: 'worker', pid: null, tid: 7 },
    { comm: '', pid: null, tid: null },
    { comm: '', pid: null, tid: 8 },
  ]);
  expect([...rows!.thread]).toEqual([0, 1, 2, 0]);
  expect([...rows!.weight!]).toEqual([30, 5, 20, 10]);
  expect([...rows!.samples!]).toEqual([3, 1, 2, 1]);
  expect(rowsOf({ ...profile, stacks: [stack([1], 5, 1)] })).toBeNull();
  expect(rowsOf({ ...profile, stacks: [stack([0], 5, null)] })?.samples).toBeNull();
});

test('samples keep their order, exact times from the earliest on, and their threads', () => {
  const log = new SampleLog();
  const worker = log.thread('deflate worker', 10616, 10680);
  const other = log.thread('deflate worker', 10616, 10681);
  expect(log.thread('deflate worker', 10616, 10680)).toBe(worker);
  // Beyond 2^53 nanoseconds after the machine was started.
  log.add(4, worker, 94_794_564, 109_216_001, 250_000);
  log.add(5, other, 94_794_564, 109_216_000, 250_000);
  log.add(4, other, 94_794_566, 1, 1);
  const samples = log.finish(true);
  expect(samples).toMatchObject({ each: 'sample', samples: null, threads: [{ tid: 10680 }, { tid: 10681 }] });
  expect([...samples.stack]).toEqual([4, 5, 4]);
  expect([...samples.thread]).toEqual([worker, other, other]);
  expect([...samples.timeNs!]).toEqual([1, 0, 1_890_784_001]);
  expect(samples.startNs).toBeCloseTo(94_794_564_109_216_000, -2);
  expect([...samples.weight!]).toEqual([250_000, 250_000, 1]);
  expect(log.finish(false).weight).toBeNull();
});

test('a time that some samples lack is no axis; weights that are all 1 say nothing', () => {
  const log = new SampleLog();
  for (let row = 0; row < 1_000; row++) log.add(row, log.thread('java', null, row % 3), row === 500 ? Number.NaN : row, 0, 1);
  const samples = log.finish(true);
  expect([samples.timeNs, samples.startNs, samples.weight]).toEqual([null, null, null]);
  expect(samples.stack).toHaveLength(1_000);
  expect(samples.threads).toHaveLength(3);
});

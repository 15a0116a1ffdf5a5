import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { readArtifact } from '../testing/read-artifact';
import { profile, toFolded } from '../testing/read-profile';
import { cpuprofile } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(cpuprofile, text);
const codes = (text: string) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);

const node = (id: number, functionName: string, children: number[] = [], hitCount = 0) => ({
  id,
  callFrame: { functionName, url: '', lineNumber: -1 },
  hitCount,
  children,
});
const file = (more: object, nodes: object[] = [node(1, '(root)', [2]), node(2, 'a', [3], 3), node(3, 'b', [], 4)]) =>
  JSON.stringify({ nodes, startTime: 0, endTime: 10, ...more });

test('nodes, samples and time deltas: stacks root first, in ns', () => {
  const parsed = read(fixture('node-one-line.cpuprofile'));
  const { event, unit, samples, totalWeight } = profile(parsed);
  expect([event, unit, samples, totalWeight]).toEqual(['cpu', 'ns', 7, 7_900_000]);
  expect(toFolded(profile(parsed))).toEqual([
    '(garbage collector) 1300000',
    '(idle) 2300000',
    'handle 1000000',
    'handle;(anonymous) server.js:42 2100000',
    'handle;gzip 1200000',
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('the older tree with time stamps', () => {
  const parsed = read(fixture('old-tree.cpuprofile'));
  expect(toFolded(profile(parsed))).toEqual(['a 0', 'a;b 2500000']);
  expect([profile(parsed).samples, parsed.complete, parsed.warnings]).toEqual([3, true, []]);
  expect(profile(parsed).stacks[0]).toMatchObject({ firstLine: 1, lastLine: 17, samples: 1 });
});

test('without usable times the hits are counted', () => {
  const plain = profile(read(file({})));
  expect([plain.unit, ...toFolded(plain)]).toEqual(['samples', 'a 3', 'a;b 4']);
  expect(codes(file({ samples: [2, 3], timeDeltas: [1] }))).toEqual(
    ['1 no-times'].map((one) => one.replace('no-times', 'cpuprofile/no-times')),
  );
});

test('what points nowhere is a doubt; steps back in time count as nothing', () => {
  expect(codes(file({ samples: [2, 99], timeDeltas: [1, 1] }))).toEqual(['1 cpuprofile/odd-sample']);
  expect(codes(file({}, [node(1, '(root)', [2, 77]), node(2, 'a', [], 1)]))).toEqual(['1 cpuprofile/lost-node']);
  expect(toFolded(profile(read(file({ samples: [2, 3, 2], timeDeltas: [5, -3, 1] }))))).toEqual(['a 6000', 'a;b 0']);
  const byParent = file({}, [node(1, '(root)'), { ...node(2, 'a', [], 1), parent: 1 }, { ...node(3, 'b', [], 2), parent: 2 }]);
  expect(toFolded(profile(read(byParent)))).toEqual(['a 1', 'a;b 2']);
});

test('trees that loop, or are deep, end', () => {
  const loop = read(file({}, [node(1, 'a', [2], 1), node(2, 'b', [1], 1)]));
  expect(profile(loop).stacks.every((stack) => stack.frames.length <= 10_000)).toBe(true);
  let deep = '{"functionName":"leaf","id":0,"hitCount":1,"children":[]}';
  for (let id = 1; id <= 3_000; id++) deep = `{"functionName":"f","id":${id},"hitCount":0,"children":[${deep}]}`;
  expect(profile(read(`{"head":${deep},"startTime":0,"endTime":1}`)).stacks[0]?.frames.length).toBe(3_001);
});

test('other JSON with such nodes is not claimed', () => {
  expect(cpuprofile.detect([fixture('node-one-line.cpuprofile')]).score).toBe(1);
  for (const other of [
    '{"traceEvents":[{"name":"ProfileChunk","args":{"data":{"cpuProfile":{"nodes":[{"callFrame":{"functionName":"(root)"},"id":1}]}}}}]}',
    '{"head":{"callFrame":{"functionName":"(root)"},"selfSize":0,"id":1,"children":[]},"samples":[]}',
    '{"name":"package","version":"1.0.0"}',
  ])
    expect(cpuprofile.detect([other]).score).toBe(0);
  expect(read('{"hitCount": 1}').warnings[0]?.text).toContain('no profile of this kind');
  expect(cpuprofile.classify('    "hitCount": 3,')).toBe('strong');
  expect(cpuprofile.classify('the member "hitCount": 3 counts samples')).toBe('none');
});

corpusTest("speedscope's sample of Node 10: hits and times agree", () => {
  const parsed = read(readCorpus('samples/json-profiles/node-example.cpuprofile'));
  const { stacks, samples, unit } = profile(parsed);
  expect([samples, unit, parsed.complete]).toEqual([29, 'ns', true]);
  const shown = stacks.map((stack) => `${stack.frames.map((id) => profile(parsed).frames[id]?.name).join(';')} ${stack.samples}`);
  expect(shown.sort()).toEqual(['(anonymous) 1', '(anonymous);a;b;d 14', '(anonymous);a;c;d 14']);
  expect(profile(parsed).totalWeight).toBe((163140645206 - 163140599286) * 1000);
});

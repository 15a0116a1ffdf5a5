import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, profiles, toFolded } from '../testing/read-profile';
import { speedscopeJson } from '.';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(speedscopeJson, text);
const codes = (text: string | readonly string[]) => read(text).warnings.map(({ line, code }) => `${line} ${code}`);

const FRAMES = ['a', 'b', 'c'];
const file = (...list: object[]) =>
  JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: { frames: FRAMES.map((name) => ({ name })) },
    profiles: list,
  });
const O = (frame: number, at: number) => ({ type: 'O', frame, at });
const C = (frame: number, at: number) => ({ type: 'C', frame, at });
const evented = (events: object[], more: object = {}) =>
  file({ type: 'evented', name: 'x', unit: 'none', startValue: 0, endValue: 10, events, ...more });
const sampled = (samples: unknown, weights: unknown, more: object = {}) =>
  file({ type: 'sampled', name: 'x', unit: 'none', startValue: 0, endValue: 10, samples, weights, ...more });

test('sampled: stacks root first, weights summed in their unit', () => {
  const parsed = read(fixture('sampled-bytes.speedscope.json'));
  const { event, unit, unitPrinted, samples, totalWeight, frames } = profile(parsed);
  expect([event, unit, unitPrinted, samples, totalWeight]).toEqual(['alloc_space', 'bytes', null, 4, 805_396]);
  expect(toFolded(profile(parsed))).toEqual([
    '[unknown] 0',
    'java/lang/Thread.run;java/util/zip/Deflater.init 1108',
    'java/lang/Thread.run;java/util/zip/Deflater.init;deflateInit2_ 804288',
  ]);
  expect(frames.map(({ type }) => type)).toEqual(['java', 'java', 'native', 'unknown']);
  expect([parsed.complete, parsed.warnings, parsed.runs]).toEqual([true, [], [{ firstLine: 1, lastLine: 1, use: 'used' }]]);
});

test('evented: time passes between events and belongs to what is open; every profile of a file is one', () => {
  const parsed = read(fixture('evented-two-threads.speedscope.json'));
  expect(profiles(parsed).map((one) => [one.unit, one.event, one.samples, ...toFolded(one)])).toEqual([
    [
      'ns',
      null,
      null,
      'start_thread 5000000',
      'start_thread;JavaThread::run 2500000',
      'start_thread;JavaThread::run;demo.ReportServer.handle 8000000',
    ],
    ['ns', null, null, 'JavaThread::run 3000000'],
  ]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
  expect(profiles(parsed)[0]?.stacks[0]).toMatchObject({ firstLine: 1, lastLine: 47 });
});

test('units become ours; others are kept in words', () => {
  const unitOf = (unit: string) => {
    const { unit: ours, unitPrinted, totalWeight } = profile(read(sampled([[0]], [2], { unit })));
    return [ours, unitPrinted, totalWeight];
  };
  expect(['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes', 'cycles', 'constructor'].map(unitOf)).toEqual([
    ['unknown', null, 2],
    ['ns', null, 2],
    ['ns', null, 2e3],
    ['ns', null, 2e6],
    ['ns', null, 2e9],
    ['bytes', null, 2],
    ['unknown', 'cycles', 2],
    ['unknown', 'constructor', 2],
  ]);
});

test('events that cannot be are doubts, not throws', () => {
  const outOfOrder = read(evented([O(0, 0), O(1, 1), C(0, 4), C(1, 10)]));
  expect(toFolded(profile(outOfOrder))).toEqual(['a 1', 'a;b 3']);
  expect(outOfOrder.warnings.map(({ code }) => code)).toEqual(['speedscope-json/order']);
  expect([outOfOrder.complete, outOfOrder.warnings[0]?.text]).toEqual([false, expect.stringContaining('"x"')]);
  expect(codes(evented([O(0, 5), C(0, 2)]))).toEqual(['1 speedscope-json/time-goes-back']);
  const open = read(evented([O(0, 4)]));
  expect([toFolded(profile(open)), open.warnings.map(({ code }) => code)]).toEqual([['a 6'], ['speedscope-json/left-open']]);
  expect(codes(evented([O(7, 0), { type: 'X' }, O(0, 1), C(0, 2)]))).toEqual(['1 speedscope-json/odd-event']);
  expect(codes(sampled([[0], [9], [1]], [4, 4, -1]))).toEqual(['1 speedscope-json/odd-sample', '1 speedscope-json/sum-mismatch']);
  expect(codes(sampled([[0], [1]], [10]))).toEqual(['1 speedscope-json/uneven-lists', '1 speedscope-json/odd-sample']);
  expect(toFolded(profile(read(sampled([[0], [1], [0]], undefined))))).toEqual(['a 2', 'b 1']);
  expect(codes(file({ type: 'tree' }))).toEqual(['1 speedscope-json/unknown-profile']);
});

test('JSON that is cut, invalid or of another kind gives one warning with the remedy', () => {
  const lines = toLines(fixture('evented-two-threads.speedscope.json'));
  for (const end of [3, 20, lines.length - 1]) {
    const parsed = read(lines.slice(0, end));
    expect([parsed.facts, parsed.complete, parsed.warnings.map(({ line, code }) => `${line} ${code}`)]).toEqual([
      [],
      false,
      ['1 speedscope-json/not-read'],
    ]);
    expect(parsed.warnings[0]?.text).toContain('ends in the middle');
  }
  const one = fixture('sampled-bytes.speedscope.json').trim();
  expect(read(one.slice(0, 300)).warnings[0]?.text).toContain('ends in the middle');
  expect(read(one.replace('"samples"', 'samples')).warnings[0]?.text).toContain('no valid JSON');
  expect(read('{"a": 1}').warnings[0]?.text).toContain('no profile of this kind');
  expect(codes(['look:', one, 'as you see'])).toEqual(['1 speedscope-json/unknown-line', '3 speedscope-json/unknown-line']);
  expect(profiles(read(['look:', '', one, '', 'as you see'])).length).toBe(1);
});

test('numbers beyond any measure stay finite', () => {
  const huge = profile(read(sampled([[0]], [1e300], { unit: 'seconds' })));
  expect(Number.isSafeInteger(huge.totalWeight)).toBe(true);
  expect(codes(evented([O(0, 0), C(0, 10)]).replace('"at":10', '"at":1e999'))).toEqual([
    '1 speedscope-json/odd-event',
    '1 speedscope-json/left-open',
  ]);
});

test('line classes', () => {
  const classes = Object.entries({
    '{"$schema":"https://www.speedscope.app/file-format-schema.json","profiles":[]}': 'strong',
    '  "$schema": "https://www.speedscope.app/file-format-schema.json",': 'strong',
    '      "type": "evented",': 'strong',
    '  "profiles": [': 'weak',
    '        {': 'weak',
    '    },': 'weak',
    '  12,': 'weak',
    'see https://www.speedscope.app/file-format-schema.json': 'none',
    '[0x00007fd673000000 - 0x00007fd675000000] reserved 8KB for Java Heap from': 'none',
    '[ 3] java.lang.Thread.run': 'none',
    '[0.004s][info][gc] Using G1': 'none',
    'Total: reserved=8444154KB': 'none',
    '"a quoted sentence", she said.': 'none',
    '{ int a; }': 'none',
    '': 'none',
  });
  expect(classes.map(([text]) => [text, speedscopeJson.classify(text)])).toEqual(classes);
  expect(speedscopeJson.detect(['{', '"name": "x"', '}']).score).toBe(0);
});

corpusTest("speedscope's own samples of versions 0.0.1 and 0.1.2", () => {
  const old = read(readCorpus('samples/json-profiles/0.0.1-simple.speedscope.json'));
  expect([toFolded(profile(old)), profile(old).unit]).toEqual([['a;b 5', 'a;b;c 5', 'a;b;d 4'], 'unknown']);
  const newer = read(readCorpus('samples/json-profiles/0.1.2-simple-sampled.speedscope.json'));
  expect(toFolded(profile(newer))).toEqual(['a;b 5000000000', 'a;b;c 5000000000', 'a;b;d 4000000000']);
  for (const parsed of [old, newer]) expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profile } from '@/lib/model/profile';
import { ProfileStream, recogniseProfile } from './profile-stream';
import { formats } from './registry';
import { readArtifact } from './testing/read-artifact';

const read = (folder: string, name: string) => readFileSync(join(import.meta.dirname, folder, 'fixtures', name));
const FOLDERS = ['perf-script', 'folded', 'async-profiler-text'];
const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder, 'fixtures')).map((name) => [folder, name] as const),
);

test.each(files)('%s %s: in chunks of any size it comes to what the reader of lines gives', (folder, name) => {
  const bytes = read(folder, name);
  const format = recogniseProfile(bytes.subarray(0, 65_536));
  expect(format?.id).toBe(folder);
  if (!format) return;
  const { account: _, ...expected } = readArtifact(format, bytes.toString('utf8'));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 10 }), (sizes) => {
      const stream = new ProfileStream(format);
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        stream.push(bytes.subarray(at, at + size));
        at += size;
      }
      expect(stream.bytesRead).toBe(bytes.length);
      expect(stream.finish()).toMatchObject(expected);
    }),
    { numRuns: 5 },
  );
});

test.each(files)('%s %s: a sketch can be had at any time, and holds all that was read by then', (folder, name) => {
  const bytes = read(folder, name);
  const format = recogniseProfile(bytes);
  if (!format) throw new Error(`${name} was not recognised.`);
  const stream = new ProfileStream(format);
  expect(stream.sketch().every(({ tree }) => tree.total[0] === 0)).toBe(true);
  let before = 0;
  for (let at = 0; at < bytes.length; at += 5_000) {
    stream.push(bytes.subarray(at, at + 5_000));
    const weight = stream.sketch().reduce((sum, { tree }) => sum + (tree.total[0] ?? 0), 0);
    expect(weight).toBeGreaterThanOrEqual(before);
    before = weight;
  }
  const whole = new ProfileStream(format);
  whole.push(bytes.subarray(0, bytes.length - 1));
  whole.push(bytes.subarray(bytes.length - 1));
  const ended = whole.end();
  const profiles = stream.finish().facts.flatMap((fact) => (fact.kind === 'profile' ? [fact.value as Profile] : []));
  const sketches = stream.sketch();
  expect(ended.map(({ samples, tree }) => [samples, [...tree.total]])).toEqual(
    sketches.map(({ samples, tree }) => [samples, [...tree.total]]),
  );
  expect(sketches.map(({ event, unit, tree }) => [event ?? null, unit, tree.total[0]])).toEqual(
    profiles.map(({ event, unit, totalWeight }) => [
      folder === 'folded' ? null : event,
      folder === 'folded' ? 'unknown' : unit,
      totalWeight,
    ]),
  );
});

test('a file that is no large profile is not recognised', () => {
  for (const { id } of formats.filter((format) => !FOLDERS.includes(format.id))) {
    const folder = join(import.meta.dirname, id, 'fixtures');
    for (const name of readdirSync(folder))
      expect([id, recogniseProfile(readFileSync(join(folder, name)))?.id ?? null]).toEqual([id, null]);
  }
  expect(recogniseProfile(new TextEncoder().encode('Some prose.\nAnd more.\n'))).toBeNull();
  expect(recogniseProfile(new Uint8Array(0))).toBeNull();
});

test('lines without end do not fill the memory', () => {
  const format = formats.find(({ id }) => id === 'folded');
  if (!format) throw new Error('There are no folded stacks.');
  const stream = new ProfileStream(format);
  for (let i = 0; i < 40; i++) stream.push(new Uint8Array(100_000).fill(0x61));
  stream.push(new TextEncoder().encode('\na;b 3\n'));
  const parsed = stream.finish();
  expect(parsed.warnings).toHaveLength(1);
  expect(parsed.facts).toHaveLength(1);
});

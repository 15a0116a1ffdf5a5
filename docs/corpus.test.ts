import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formats } from '../lib/formats/registry';
import { corpusPresent, corpusTest } from '../lib/testing/corpus';
import { SAMPLE_EXCEPTIONS, SAMPLE_FOLDERS } from '../lib/testing/sample-folders';
import { CORPUS_PAGE, corpusPage, explain, isAsExpected, readSamples } from './corpus';

const samples = corpusPresent ? readSamples() : [];

corpusTest('every sample is one artifact of the format its folder names, or an exception that is explained', () => {
  expect(samples.length).toBeGreaterThan(150);
  expect(samples.filter((sample) => !isAsExpected(sample)).map(({ file, found }) => [file, ...found.map(({ format }) => format)])).toEqual(
    [],
  );
});

corpusTest('no exception explains what is not there, nor what needs no explanation', () => {
  for (const exception of SAMPLE_EXCEPTIONS)
    expect(
      samples.some(({ file }) => explain(file) === exception),
      exception.files,
    ).toBe(true);
  for (const { file, folder, found } of samples) {
    if (!explain(file)) continue;
    const isOrdinary = found.length === 1 && (SAMPLE_FOLDERS[folder] ?? []).includes(found[0]?.format ?? '');
    expect([file, isOrdinary]).toEqual([file, false]);
  }
});

corpusTest('corpus.md tells what is read (npm run corpus writes it)', () => {
  // (How many lines are used and how many are noise may shift with every better parser.)
  const [stored, fresh] = [readFileSync(CORPUS_PAGE, 'utf8'), corpusPage(samples)].map((page) => page.split('## Lines understood')[0]);
  expect(stored).toBe(fresh);
});

corpusTest('of every format, nearly all lines of its samples are understood', () => {
  // A difference of two profiles (two columns) is not summed: every line of it is a warning.
  const ordinary = samples.filter(({ file }) => file !== 'collapsed/diff-folded-two-columns.txt');
  for (const id of new Set(ordinary.flatMap(({ found }) => found.map(({ format }) => format)))) {
    const own = ordinary.flatMap(({ found }) => found.filter(({ format }) => format === id));
    const lines = own.reduce((sum, one) => sum + one.lines, 0);
    const understood = own.reduce((sum, one) => sum + one.used + one.noise, 0);
    expect([id, understood / lines > 0.97]).toEqual([id, true]);
  }
});

test('the folders name formats that there are', () => {
  const known = formats.map(({ id }) => id);
  for (const id of [...Object.values(SAMPLE_FOLDERS).flat(), ...SAMPLE_EXCEPTIONS.flatMap(({ reads }) => reads)])
    expect(known).toContain(id);
});

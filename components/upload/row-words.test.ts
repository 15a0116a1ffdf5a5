import { expect, test } from 'vitest';
import type { FoundArtifact } from './protocol';
import { artifactCoverage, artifactName, fileSize, statusWords } from './row-words';
import { newRow } from './rows';

const artifact: FoundArtifact = {
  id: 'a',
  format: 'pmap-x',
  firstLine: 19,
  lastLine: 28,
  complete: false,
  because: '9 of 10 lines are mapping rows',
  confidence: 0.9,
  linesUsed: 10,
  linesNoise: 0,
  warningCount: 0,
  warnings: [],
};

test('what was recognised, where, and why', () => {
  expect(artifactName(artifact)).toBe('pmap -x, lines 19–28');
  expect(artifactCoverage(artifact)).toBe('9 of 10 lines are mapping rows');
  expect(artifactName({ ...artifact, confidence: 0.5, lastLine: 19, format: 'new-format' })).toBe('maybe new-format, line 19');
  expect(artifactCoverage({ ...artifact, because: '', linesUsed: 1_843, lastLine: 2_991, linesNoise: 3, warningCount: 1 })).toBe(
    '1,843 of 2,973 lines used, 3 without figures, 1 warning',
  );
});

test('no file is 0 KiB', () => {
  expect([0, 46, 1_024, 7_925].map(fileSize)).toEqual(['0 B', '46 B', '1 KiB', '8 KiB']);
});

test('progress is a figure where one is known', () => {
  const row = newRow(1, 'pmap.txt', 1_000);
  expect(statusWords(row).word).toBe('Waiting');
  expect(statusWords({ ...row, status: 'sending', sentBytes: 62, wireBytes: 100 }).word).toBe('Sending 62 %');
  expect(statusWords({ ...row, status: 'reading' }).word).toBe('Reading');
  expect(statusWords({ ...row, status: 'reading', readBytes: 500 }).word).toBe('Reading 50 %');
  expect(statusWords({ ...row, status: 'reading', phase: 'analysing', readBytes: 1_000 }).word).toBe('Analysing');
});

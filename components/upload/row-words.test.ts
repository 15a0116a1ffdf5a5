import { expect, test } from 'vitest';
import type { FoundArtifact } from './protocol';
import {
  artifactCoverage,
  artifactLines,
  artifactName,
  artifactStatus,
  coverageOf,
  fileSize,
  findOnlyArtifact,
  statusWords,
} from './row-words';
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
  expect(artifactName(artifact)).toBe('pmap -x');
  expect(artifactLines(artifact)).toBe('lines 19–28');
  expect(artifactLines({ ...artifact, lastLine: 19 })).toBe('line 19');
  expect(artifactCoverage(artifact)).toBe('9 of 10 lines are mapping rows');
  expect(artifactName({ ...artifact, confidence: 0.5, format: 'new-format' })).toBe('maybe new-format');
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
  // Of a file that came compressed nobody knows how long it is.
  expect(statusWords({ ...row, status: 'reading', wasCompressed: true, readBytes: 5_000_000 }).word).toBe('Reading, 4.8 MiB');
  expect(statusWords({ ...row, status: 'reading', phase: 'analysing', readBytes: 1_000 }).word).toBe('Analysing');
});

test('a file that is one capture is told in one row, a mixed one in several', () => {
  const document = { id: 'd', filename: 'pmap.txt', sizeBytes: 1, rejected: null, lines: 11, artifacts: [artifact] };
  expect(findOnlyArtifact(document)).toBe(artifact);
  expect(findOnlyArtifact({ ...document, lines: 277 })).toBeNull();
  expect(findOnlyArtifact({ ...document, artifacts: [artifact, artifact] })).toBeNull();
  expect(findOnlyArtifact({ ...document, artifacts: [] })).toBeNull();
});

test('the bar of an artifact never exceeds its lines', () => {
  expect(coverageOf({ ...artifact, linesUsed: 8, linesNoise: 1 })).toEqual({ used: 0.8, noise: 0.1 });
  expect(coverageOf({ ...artifact, linesUsed: 10, linesNoise: 3 })).toEqual({ used: 1, noise: 0 });
});

test('incomplete says more than warnings', () => {
  expect(artifactStatus({ ...artifact, warningCount: 3 }).word).toBe('Incomplete');
  expect(artifactStatus({ ...artifact, complete: true, warningCount: 3 }).word).toBe('Warnings');
  expect(artifactStatus({ ...artifact, complete: true }).word).toBe('Ready');
});

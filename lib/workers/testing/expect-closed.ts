import { expect } from 'vitest';
import type { DocumentReading } from '../read-document';

/** Every line once, counts as the sheets say, a warning for every warned line. */
export function expectClosed(reading: DocumentReading): void {
  let next = 1;
  for (const run of reading.runs) {
    expect(run.firstLine).toBe(next);
    next = run.lastLine + 1;
  }
  expect(next).toBe(reading.lines + 1);
  const count = (use: string) =>
    reading.runs.filter((run) => run.use === use).reduce((sum, run) => sum + run.lastLine - run.firstLine + 1, 0);
  const sheets = reading.artifacts.map(({ sheet }) => sheet);
  const sum = (of: (sheet: (typeof sheets)[number]) => number) => sheets.reduce((total, sheet) => total + of(sheet), 0);
  expect(count('used')).toBe(sum((sheet) => sheet.linesUsed));
  expect(count('noise')).toBe(sum((sheet) => sheet.linesNoise));
  expect(count('note')).toBe(reading.lines - sum((sheet) => sheet.lastLine - sheet.firstLine + 1));
  for (const { warnings, warningCount, firstLine, lastLine } of sheets) {
    expect(warnings.filter(({ code }) => code.endsWith('/unaccounted'))).toEqual([]);
    expect(warningCount).toBeGreaterThanOrEqual(warnings.length);
    for (const { line } of warnings) expect(line >= firstLine && line <= lastLine).toBe(true);
  }
}

import { expect } from 'vitest';
import { ADVICE } from '@/lib/formats/nmt-reply/advice';
import type { NmtReply } from '@/lib/model/nmt-diff';
import { corpusTest, listCorpus, readCorpusBytes } from '@/lib/testing/corpus';
import { readDocument } from './read-document';
import { expectClosed } from './testing/expect-closed';
import { judgeShots } from './testing/judge';

// What jcmd answers where NMT is off, counts by category only, has no baseline, or where there is no such process: each of the captured
// answers is known, every line of it, and says what to do.

const FOLDER = 'incidents/nmt-edge';

/** The answer in each file, by its name; those that hold data are what they are. */
const ANSWERS: [name: RegExp, answer: NmtReply['reply'] | { format: string }][] = [
  [/^jcmd-no-such-pid\.txt$/, 'no-such-process'],
  [/^pmap-x-not-a-jvm\.txt$/, { format: 'pmap-x' }],
  [/^off-/, 'not-enabled'],
  [/-baseline\.txt$/, 'baseline-taken'],
  [/-detail(?:\.diff)?\.txt$/, 'detail-not-enabled'],
  [/^summary-statistics\.txt$/, 'detail-not-enabled'],
  [/^summary-jdk25-statistics\.txt$/, 'statistics'],
  [/-summary\.diff\.txt$/, 'no-baseline'],
  [/-summary(?:-scale-GB)?\.txt$/, { format: 'nmt-summary' }],
];

const files = listCorpus(FOLDER);

corpusTest('there are answers of every kind', () => {
  expect(files.length).toBeGreaterThanOrEqual(30);
  for (const [pattern] of ANSWERS)
    expect(
      files.some((file) => pattern.test(file)),
      String(pattern),
    ).toBe(true);
});

for (const file of files) {
  corpusTest(`${file}: read to its last line, without an error, with what to do`, () => {
    const answer = ANSWERS.find(([pattern]) => pattern.test(file))?.[1];
    const reading = readDocument(readCorpusBytes(`${FOLDER}/${file}`));
    expectClosed(reading);
    expect(reading.artifacts).toHaveLength(1);
    expect(reading.unread.lines).toBe(0);
    const { sheet, facts } = reading.artifacts[0]!;
    expect([sheet.warnings, sheet.complete]).toEqual([[], true]);
    if (typeof answer === 'object') {
      expect(sheet.format).toBe(answer.format);
      return;
    }
    expect(sheet.format).toBe('nmt-reply');
    expect(facts.map((fact) => fact.kind === 'nmt-reply' && fact.value.reply)).toEqual([answer]);
    expect(sheet.because).toContain(ADVICE[answer!]);
  });
}

corpusTest('with a map beside it, NMT that is off or without ranges is a finding with the step to take', () => {
  for (const file of files.filter((name) => /^(?:off-|summary-(?:jdk25-)?detail)/.test(name))) {
    const { findings, failures } = judgeShots([{ label: 't0', files: ['incidents/healthy/t0/pmap-x.txt', `${FOLDER}/${file}`] }]);
    expect(failures).toEqual([]);
    const found = findings.find(({ ruleId }) => ruleId === 'DQ-07');
    expect([file, found?.nextSteps.some(({ command }) => command?.includes('-XX:NativeMemoryTracking=detail'))]).toEqual([file, true]);
  }
});

import { expect, test } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { readClock } from './capture-clock';
import { reconcile } from './reconcile';
import { readFacts } from './testing/facts';

corpusTest('VM.info tells when a snapshot was taken, with its line', () => {
  const folder = 'incidents/deflater-leak/t0';
  const { reconciliation } = reconcile(
    readFacts(['pmap-x', readCorpus(`${folder}/pmap-x.txt`)], ['vm-info', readCorpus(`${folder}/vm-info.txt`)]),
  );
  const { clock } = reconciliation.beside;
  const text = readCorpus(`${folder}/vm-info.txt`).split('\n');
  expect(clock?.zone).toBe('UTC');
  expect(text[(clock?.lines.firstLine ?? 0) - 1]?.toLowerCase()).toContain(`time: ${clock?.text.toLowerCase()}`);
  expect(listCorpus(folder)).toContain('vm-info.txt');
});

corpusTest('without VM.info nothing tells the time', () => {
  const { reconciliation } = reconcile(readFacts(['pmap-x', readCorpus('incidents/deflater-leak/t0/pmap-x.txt')]));
  expect(reconciliation.beside.clock).toBeNull();
});

test('the earliest clock of the same process counts, in any order', () => {
  const clock = (artifactId: string, pid: number | null, ms: number) => ({
    artifactId,
    value: { line: 9, pid, at: { text: `at ${ms}`, ms, zone: null }, elapsedSeconds: 1 },
  });
  const clocks = [clock('late', 4711, 20), clock('other', 815, 1), clock('early', null, 10)];
  expect(readClock(clocks, 4711)?.text).toBe('at 10');
  expect(readClock(clocks.toReversed(), 4711)?.lines).toEqual({ artifactId: 'early', firstLine: 9, lastLine: 9 });
  expect(readClock([clock('other', 815, 1)], 4711)).toBeNull();
  expect(readClock([{ artifactId: 'a', value: { line: 1, pid: null, at: null, elapsedSeconds: 3 } }], null)).toBeNull();
});

import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { exactly } from '@/lib/base/bounds';
import { GIB, MIB } from '@/lib/base/bytes';
import { explainVerdict, supportingFigures, verdictForChat } from './verdict-figures';

const { reconciliation } = seedView().analysis.snapshots[0]!;
const ledger = reconciliation.ledger!;

test('the seed: the naive gap is 7.6 times too small', () => {
  expect(supportingFigures(reconciliation).map(({ label, value, note }) => [label, value, note].join(' | '))).toEqual([
    'Resident (RSS) | 82.74 GiB | 86,763,996 KiB, pmap-x total',
    'NMT committed | 80.61 GiB | 13.75 GiB of heap not resident',
    'RSS − committed | 2.13 GiB | naive gap, misleading: 7.6 times too small',
  ]);
});

test('what NMT says leads to its report', () => {
  const report = { artifactId: 'nmt', firstLine: 90, lastLine: 130 };
  const [, committed, gap] = supportingFigures(reconciliation, report);
  expect(committed!.how.inputs[0]!.lines).toEqual([report]);
  expect(gap!.how.inputs[1]!.lines).toEqual([report]);
});

const naive = (naiveGapBytes: number, unexplained: number) =>
  supportingFigures({
    ...reconciliation,
    ledger: { ...ledger, rssBytes: 2 * GIB, listingComplete: true, naiveGapBytes, unexplainedBytes: exactly(unexplained) },
  })[2]!.note;

test('the naive gap is called what it is', () => {
  expect(naive(GIB, GIB)).toBe('naive gap, close here');
  expect(naive(1.1 * GIB, 0)).toBe('naive gap, misleading: a false alarm');
  expect(naive(-300 * MIB, GIB)).toBe('naive gap, misleading: hides it all');
  expect(naive(GIB, GIB / 2)).toBe('naive gap, misleading: 2.0 times too large');
});

test('without NMT only the RSS is known, without a map nothing', () => {
  expect(supportingFigures({ ...reconciliation, ledger: { ...ledger, nmt: null } })).toHaveLength(1);
  expect(supportingFigures({ ...reconciliation, ledger: null })).toEqual([]);
});

test('every figure says what it was made from, and the inputs give it', () => {
  const [rss, committed, gap] = supportingFigures(reconciliation).map(({ how }) => how);
  expect(rss?.inputs[0]).toMatchObject({ bytes: ledger.rssBytes, lines: [ledger.rssLines] });
  expect(gap?.bytes).toBe(rss!.bytes! - committed!.bytes!);
  const { verdict } = seedView().analysis;
  const how = explainVerdict(verdict, reconciliation)!;
  expect(how.inputs[0]!.bytes! - how.inputs[1]!.bytes!).toBe(verdict.figure!.bytes);
  expect(explainVerdict({ ...verdict, figure: null }, reconciliation)).toBeNull();
});

test('the chat gets sentences, title and address, in plain text', () => {
  const { title, analysis } = seedView();
  const lines = verdictForChat(analysis.verdict, title, 'https://residue.example/i/seed').split('\n');
  expect(lines[0]).toMatch(/^At least 16\.13 GiB of 82\.74 GiB .* Pattern seen, not yet confirmed\.$/);
  expect(lines[0]).not.toContain('**');
  expect(lines.slice(1)).toEqual(['Presto coordinator, sample incident', 'https://residue.example/i/seed']);
});

test('what misleads is crossed out, and nothing else', () => {
  const crossed = (naiveGapBytes: number, unexplained: number) =>
    supportingFigures({
      ...reconciliation,
      ledger: { ...ledger, rssBytes: 2 * GIB, listingComplete: true, naiveGapBytes, unexplainedBytes: exactly(unexplained) },
    })
      .filter(({ misleads }) => misleads)
      .map(({ label }) => label);
  expect(crossed(GIB, GIB)).toEqual([]);
  expect(crossed(GIB, GIB / 2)).toEqual(['RSS − committed']);
});

import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { findingsOf, groupByAdvice, splitFindings } from './findings-select';

const { findings } = seedView().analysis;

test('doubts about the captures stand apart', () => {
  const { stories, quality } = splitFindings(findings);
  expect(stories.map((finding) => finding.ruleId)).toEqual(['PN-01', 'NM-01']);
  expect(quality.map((finding) => finding.ruleId)).toEqual(['DQ-02']);
});

test('the most severe come first, equals keep their order', () => {
  const [first, second] = findings as [(typeof findings)[0], (typeof findings)[0]];
  const mixed = [
    { ...second, ruleId: 'A', severity: 'low' as const },
    { ...first, ruleId: 'B' },
    { ...second, ruleId: 'C', severity: 'critical' as const },
  ];
  expect(splitFindings(mixed).stories.map((finding) => finding.ruleId)).toEqual(['B', 'C', 'A']);
});

test('rules that need the same capture are told together', () => {
  const rule = (ruleId: string, advice: string) => ({ ruleId, advice, title: ruleId, needs: [] });
  const groups = groupByAdvice([rule('A', 'pmap'), rule('B', 'jcmd'), rule('C', 'pmap')]);
  expect(groups.map(({ advice, rules }) => `${advice}: ${rules.map((one) => one.ruleId)}`)).toEqual(['pmap: A,C', 'jcmd: B']);
});

test('a snapshot shows its own findings and those of the whole incident, and counts the others', () => {
  const [first] = findings;
  const of = (ruleId: string, snapshotId: string | null) => ({ ...first!, ruleId, snapshotId });
  const all = [of('A', 't0'), of('B', 't1'), of('C', null), of('D', 't0'), of('DQ-04', 't0')];
  const { here, elsewhere } = findingsOf(all, 't1');
  expect(here.map((finding) => finding.ruleId)).toEqual(['B', 'C']);
  expect(elsewhere).toEqual([{ snapshotId: 't0', count: 2 }]);
});

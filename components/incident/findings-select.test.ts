import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { groupByAdvice, splitFindings } from './findings-select';

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

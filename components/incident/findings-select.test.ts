import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { type DecisionView, keyOf } from '@/lib/model/decision';
import type { Finding } from '@/lib/model/finding';
import { arrangeFindings, findContradictions, findingsOf, goneDecisions, groupByAdvice, splitFindings } from './findings-select';

const { findings } = seedView().analysis;
const [first] = findings as [Finding];
const of = (ruleId: string, more: Partial<Finding> = {}): Finding => ({ ...first, ruleId, ...more });
const decide = (finding: Finding, state: DecisionView['state'], more: Partial<DecisionView> = {}): DecisionView => ({
  ...keyOf(finding),
  state,
  reason: 'known',
  author: null,
  title: finding.title,
  decidedAt: '2026-11-23T12:00:00.000Z',
  fires: true,
  ...more,
});
const ALL = { severities: [], families: [] };
const ids = (list: readonly Finding[]) => list.map(({ ruleId }) => ruleId);

test('doubts about the captures stand apart', () => {
  const { stories, quality } = splitFindings(findings);
  expect(stories.map((finding) => finding.ruleId)).toEqual(['PN-01', 'NM-01']);
  expect(quality.map((finding) => finding.ruleId)).toEqual(['DQ-02']);
});

test('the most severe come first, equals keep their order', () => {
  const mixed = [of('A', { severity: 'low' }), of('B'), of('C', { severity: 'critical' })];
  expect(ids(splitFindings(mixed).stories)).toEqual(['B', 'C', 'A']);
});

test('rules that need the same capture are told together', () => {
  const rule = (ruleId: string, advice: string) => ({ ruleId, advice, title: ruleId, needs: [] });
  const groups = groupByAdvice([rule('A', 'pmap'), rule('B', 'jcmd'), rule('C', 'pmap')]);
  expect(groups.map(({ advice, rules }) => `${advice}: ${rules.map((one) => one.ruleId)}`)).toEqual(['pmap: A,C', 'jcmd: B']);
});

test('a snapshot shows its own findings and those of the whole incident, and counts the others', () => {
  const at = (ruleId: string, snapshotId: string | null) => of(ruleId, { snapshotId });
  const all = [at('A', 't0'), at('B', 't1'), at('C', null), at('D', 't0'), at('DQ-04', 't0')];
  const { here, elsewhere } = findingsOf(all, 't1');
  expect(ids(here)).toEqual(['B', 'C']);
  expect(elsewhere).toEqual([{ snapshotId: 't0', count: 2 }]);
});

const story = [
  of('PN-01', { severity: 'critical' }),
  of('PR-03', { severity: 'high', partOf: 'PN-01' }),
  of('PM-04', { severity: 'medium', partOf: 'PN-01' }),
  of('NM-01', { severity: 'high' }),
  of('NM-05', { severity: 'info' }),
];
const told = (panel: ReturnType<typeof arrangeFindings>) =>
  panel.stories.map(({ head, parts, hidden }) => `${head.ruleId}[${ids(parts)}]${hidden > 0 ? ` +${hidden}` : ''}`);

test('parts stand beneath the story that owns them, and everything is counted', () => {
  const panel = arrangeFindings(story, [], ALL);
  expect(told(panel)).toEqual(['PN-01[PR-03,PM-04]', 'NM-01[]', 'NM-05[]']);
  expect(panel.total).toBe(5);
  expect(panel.severities.map(({ severity, count }) => `${severity} ${count}`)).toEqual(['critical 1', 'high 2', 'medium 1', 'info 1']);
  expect(panel.families.map(({ family, count }) => `${family} ${count}`)).toEqual(['PN 1', 'NM 2', 'PM 1', 'PR 1']);
});

test('the filter keeps the head above a part that passes, and says what it holds back', () => {
  expect(told(arrangeFindings(story, [], { ...ALL, severities: ['high'] }))).toEqual(['PN-01[PR-03] +1', 'NM-01[]']);
  expect(told(arrangeFindings(story, [], { ...ALL, families: ['PM', 'NM'] }))).toEqual(['PN-01[PM-04] +1', 'NM-01[]', 'NM-05[]']);
  // Both at once are asked of one finding.
  expect(told(arrangeFindings(story, [], { severities: ['medium'], families: ['NM'] }))).toEqual([]);
  const none = arrangeFindings(story, [], { ...ALL, severities: ['low'] });
  expect([none.stories.length, none.total]).toEqual([0, 5]);
  // What is chosen stays to be let go of, although there is none of it.
  expect(none.severities).toContainEqual({ severity: 'low', count: 0 });
});

test('what was dismissed is at the end with what explains it, is not filtered and not counted among the rest', () => {
  const [head, , part] = story as [Finding, Finding, Finding];
  const whole = arrangeFindings(story, [decide(head, 'dismissed')], { ...ALL, severities: ['info'] });
  expect(told(whole)).toEqual(['NM-05[]']);
  expect(whole.dismissed.map(({ finding, parts }) => `${finding.ruleId}[${ids(parts)}]`)).toEqual(['PN-01[PR-03,PM-04]']);
  expect(whole.total).toBe(2);
  const single = arrangeFindings(story, [decide(part, 'dismissed')], ALL);
  expect(told(single)).toEqual(['PN-01[PR-03]', 'NM-01[]', 'NM-05[]']);
  expect(ids(single.dismissed.map(({ finding }) => finding))).toEqual(['PM-04']);
  const other = arrangeFindings(story, [decide(head, 'confirmed'), decide({ ...part, snapshotId: 'other' }, 'dismissed')], ALL);
  expect([other.total, other.dismissed.length]).toEqual([5, 0]);
});

test('findings that cannot have one cause are told at each of them', () => {
  const why = of('PR-04', { contradicts: ['NM-01', 'PR-03'] });
  const all = [...story, why];
  const say = (finding: Finding) => findContradictions(finding, all).map(({ by, others }) => `${by.ruleId}: ${ids(others)}`);
  expect(say(why)).toEqual(['PR-04: PR-03,NM-01']);
  expect(say(story[1]!)).toEqual(['PR-04: NM-01']);
  expect(say(story[0]!)).toEqual([]);
  expect(findContradictions({ ...story[1]!, snapshotId: 'other' }, all)).toEqual([]);
});

test('decisions on what has gone are told where they belong', () => {
  const gone = (snapshotId: string | null) => decide(of('PM-01', { snapshotId }), 'dismissed', { fires: false });
  const decisions = [gone('t0'), gone('t1'), gone(null), gone('no longer there'), decide(of('PN-01', { snapshotId: 't1' }), 'confirmed')];
  expect(goneDecisions(decisions, 't1', ['t0', 't1']).map(({ snapshotId }) => snapshotId)).toEqual(['t1', null, 'no longer there']);
});

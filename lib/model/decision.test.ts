import { expect, test } from 'vitest';
import { type Decision, findDecision, keyOf, SUBJECT_LETTERS, sayDecided, sayDecision, toDecisionViews } from './decision';
import type { Finding, Verdict } from './finding';

const finding = (more: Partial<Finding> = {}): Finding => ({
  ruleId: 'PN-01',
  severity: 'critical',
  confidence: 'high',
  title: '1.89 GiB that no JVM subsystem asked for',
  summary: '',
  explanation: '',
  evidence: [],
  nextSteps: [],
  falsePositives: [],
  sources: [],
  snapshotId: 't1',
  ...more,
});
const decision = (more: Partial<Decision> = {}): Decision => ({
  ...keyOf(finding()),
  state: 'dismissed',
  reason: 'Known: a cache of RocksDB.',
  author: 'Ann',
  title: '1.80 GiB that no JVM subsystem asked for',
  ...more,
});
const verdict: Verdict = {
  figure: null,
  markup: '',
  text: 'The JVM cannot account for 1.89 GiB. NMT counts 2 GiB of direct memory.',
  certainty: null,
  blockingDoubt: null,
};

test('a finding is known by rule, subject and snapshot, whatever it says', () => {
  const decisions = [decision()];
  expect(findDecision(decisions, finding({ title: 'other figures', severity: 'low' }))).toBe(decisions[0]);
  for (const other of [{ snapshotId: 't0' }, { snapshotId: null }, { subject: 'live' }, { ruleId: 'PN-02' }])
    expect(findDecision(decisions, finding(other)), JSON.stringify(other)).toBeNull();
  const long = finding({ subject: 'x'.repeat(SUBJECT_LETTERS + 1) });
  expect(findDecision([decision(keyOf(long))], long)).not.toBeNull();
});

test('what no longer fires is told as such, in the order of time', () => {
  const rows = [
    { ...decision({ ruleId: 'PM-01' }), decidedAt: new Date(2_000) },
    { ...decision(), decidedAt: new Date(1_000) },
  ];
  expect(toDecisionViews(rows, [finding()]).map(({ ruleId, fires, decidedAt }) => [ruleId, fires, decidedAt])).toEqual([
    ['PN-01', true, '1970-01-01T00:00:01.000Z'],
    ['PM-01', false, '1970-01-01T00:00:02.000Z'],
  ]);
});

test('a decision in one line', () => {
  expect(sayDecision(decision({ state: 'confirmed', author: null, reason: 'seen\n in  a dump' }))).toBe('confirmed: “seen in a dump”');
  expect(sayDecision(decision({ reason: 'a'.repeat(500) })).length).toBeLessThan(180);
});

test('the verdict says what was decided of what it rests on, and of nothing else', () => {
  const direct = finding({ ruleId: 'NM-01', title: '2 GiB of direct memory' });
  const other = finding({ ruleId: 'PM-12', title: '1 GiB is swapped out' });
  const all = [finding({ ruleId: 'DQ-03', title: 'times' }), finding(), direct, other];
  expect(sayDecided(verdict, all, [decision({ ruleId: 'PM-12' }), decision({ ruleId: 'DQ-03' })])).toBeNull();
  expect(sayDecided(verdict, all, [decision()])).toBe(
    'PN-01 (1.89 GiB that no JVM subsystem asked for) was dismissed by Ann: “Known: a cache of RocksDB.”. The verdict is what the captures say; it does not change by that.',
  );
  expect(sayDecided(verdict, all, [decision({ ruleId: 'NM-01', state: 'confirmed', reason: 'yes' })])).toBe(
    'NM-01 (2 GiB of direct memory) was confirmed by Ann: “yes”.',
  );
});

import { expect, test } from 'vitest';
import type { Confidence, Severity } from '@/lib/model/finding';
import { groupStories } from '@/lib/model/finding';
import { defineRule } from './define';
import { runRules } from './run';
import { at, exceeds, THRESHOLDS } from './thresholds';

const words = { condition: 'Always.', explanation: 'The rule says so.', advice: 'pmap', falsePositives: [], sources: [] };
const rule = (id: string, part: { confidence?: Confidence; severity?: Severity; explains?: string[]; partOf?: string } = {}) => {
  const { confidence = 'high', severity = 'info', explains, partOf } = part;
  return defineRule({
    ...words,
    id,
    title: id,
    needs: [],
    ...(explains ? { explains } : {}),
    evaluate: () => [
      {
        severity,
        confidence,
        title: `${id} says.`,
        summary: '',
        explanation: 'Plain words.',
        evidence: [],
        nextSteps: [],
        ...(partOf ? { partOf } : {}),
      },
    ],
  });
};
const run = (...rules: ReturnType<typeof rule>[]) => runRules({}, { pid: '1', snapshotId: 's' }, rules).findings;

test('a doubt about the captures lowers what rests on them by one step, and says so', () => {
  const [, floor] = run(rule('DQ-03'), rule('PN-01'));
  expect(floor).toMatchObject({
    confidence: 'medium',
    loweredBy: ['DQ-03'],
    explanation: 'Plain words. Confidence lowered by DQ-03 (DQ-03 says).',
  });
});

test('several doubts are one step; what does not depend, or is low already, stays', () => {
  expect(run(rule('DQ-03'), rule('DQ-04'), rule('PN-01', { confidence: 'certain' })).at(-1)).toMatchObject({
    confidence: 'high',
    loweredBy: ['DQ-03', 'DQ-04'],
  });
  expect(run(rule('DQ-03'), rule('NM-01')).at(-1)).toMatchObject({ confidence: 'high' });
  expect(run(rule('DQ-01'), rule('ND-02', { confidence: 'low' })).at(-1)?.loweredBy).toBeUndefined();
});

test('explanations are told beneath what they explain, two levels deep', () => {
  const findings = run(
    rule('PN-04', { explains: ['NM-01'] }),
    rule('NM-01', { severity: 'high' }),
    rule('ND-01', { partOf: 'NM-01' }),
    rule('ND-03', { explains: ['ND-01', 'NM-02'] }),
    rule('PM-02', { explains: ['PN-01'] }),
  );
  expect(findings.map(({ ruleId, partOf }) => [ruleId, partOf ?? null])).toEqual([
    ['NM-01', null],
    ['PN-04', 'NM-01'],
    ['ND-01', 'NM-01'],
    ['ND-03', 'NM-01'],
    ['PM-02', null],
  ]);
  expect(groupStories(findings).map(({ head, parts }) => [head.ruleId, ...parts.map((part) => part.ruleId)])).toEqual([
    ['NM-01', 'PN-04', 'ND-01', 'ND-03'],
    ['PM-02'],
  ]);
});

test('stories of other snapshots are apart, and a head that is missing leaves none behind', () => {
  const [head, part] = run(rule('PN-01'), rule('PM-02', { explains: ['PN-01'] }));
  if (!head || !part) throw new Error('two findings');
  expect(groupStories([head, { ...part, snapshotId: 'other' }])).toHaveLength(2);
  expect(groupStories([part])).toEqual([{ head: part, parts: [] }]);
});

test('every threshold has a number and a reason, and comparing with it is heard', () => {
  for (const [key, { at: limit, why }] of Object.entries(THRESHOLDS)) {
    expect(limit, key).toBeGreaterThan(0);
    expect(why.length, key).toBeGreaterThan(8);
  }
  const heard: unknown[] = [];
  expect(exceeds({ measure: (...told) => heard.push(told) }, 'PM-13.rows', 50_001)).toBe(true);
  expect(exceeds({}, 'PM-13.rows', at('PM-13.rows'))).toBe(false);
  expect(heard).toEqual([['PM-13.rows', 50_001]]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySnapshotFacts } from '@/lib/model/facts';
import { SEVERITIES, type Severity } from '@/lib/model/finding';
import { defineRule } from './define';
import { rules } from './registry';
import { runRules, toRuleFacts } from './run';
import { ledgerFacts, ledgerOf, mapOf, nmtOf, profileOf, reconciliationOf, regionOf } from './testing/build';

const context = { pid: '4711', snapshotId: 's1' };
const words = {
  condition: 'Always.',
  explanation: 'The rule says so.',
  advice: 'Run pmap -X {pid}.',
  falsePositives: ['rule fp'],
  sources: ['rule source'],
};
const fire = (id: string, severity: Severity = 'info') =>
  defineRule({
    ...words,
    id,
    title: id,
    needs: [],
    evaluate: () => [
      { severity, confidence: 'certain', title: id, summary: '', explanation: '', evidence: [], nextSteps: [], sources: ['own source'] },
    ],
  });

test('fired, clear and not checked', () => {
  const clear = defineRule({ ...words, id: 'B', title: 'b', needs: ['ledger'], evaluate: () => [] });
  const missing = defineRule({ ...words, id: 'C', title: 'c', needs: ['regions', 'ledger'], evaluate: () => [] });
  const run = runRules(ledgerFacts({ rss: 1 }), context, [fire('A'), clear, missing]);
  expect(run.findings.map((one) => one.ruleId)).toEqual(['A']);
  expect(run.findings[0]).toMatchObject({ snapshotId: 's1', falsePositives: ['rule fp'], sources: ['rule source', 'own source'] });
  expect(run.notChecked).toEqual([{ ruleId: 'C', title: 'c', needs: ['regions'], advice: 'Run pmap -X 4711.' }]);
});

test('a rule that throws harms only itself', () => {
  const broken = defineRule({
    ...words,
    id: 'X',
    title: 'x',
    needs: [],
    evaluate: () => {
      throw new Error('bad index');
    },
  });
  const run = runRules({}, context, [broken, fire('A')]);
  expect(run.findings.map((one) => one.ruleId)).toEqual(['A']);
  expect(run.failures).toEqual([{ ruleId: 'X', message: 'bad index' }]);
  expect(run.notChecked[0]).toMatchObject({ ruleId: 'X', advice: expect.stringContaining('error of its own') });
});

test('facts that cannot answer give advice instead of silence', () => {
  const rule = defineRule({
    ...words,
    id: 'D',
    title: 'd',
    needs: ['ledger'],
    blocked: () => 'Rows are cut: pmap -X {pid}.',
    evaluate: () => [],
  });
  expect(runRules(ledgerFacts({ rss: 1 }), context, [rule]).notChecked[0]).toMatchObject({
    needs: [],
    advice: 'Rows are cut: pmap -X 4711.',
  });
});

test('a rule that joins others sees those before it, and only those', () => {
  const seen: string[][] = [];
  const join = defineRule({
    ...words,
    id: 'J',
    title: 'j',
    needs: ['findings'],
    evaluate: ({ findings }) => {
      seen.push(findings.map((one) => one.ruleId));
      return [];
    },
  });
  runRules({}, context, [fire('A'), join, fire('B')]);
  expect(seen).toEqual([['A']]);
});

test('most severe first, then in the order of the registry', () => {
  const run = runRules({}, context, [fire('low', 'low'), fire('high-1', 'high'), fire('critical', 'critical'), fire('high-2', 'high')]);
  expect(run.findings.map((one) => one.ruleId)).toEqual(['critical', 'high-1', 'high-2', 'low']);
});

test('empty lists are missing facts, and NMT facts exist only with NMT', () => {
  expect(Object.keys(toRuleFacts(emptySnapshotFacts(), null, [], []))).toEqual([]);
  expect(Object.keys(toRuleFacts(emptySnapshotFacts(), reconciliationOf(), [], []))).toEqual(['reconciliation']);
  const facts = emptySnapshotFacts();
  facts['memory-map'].push(mapOf([]));
  const without = toRuleFacts(facts, reconciliationOf({ ledger: ledgerOf({ rss: 1 }) }), [regionOf(0n, 4)], []);
  expect(Object.keys(without).sort()).toEqual(['ledger', 'memory-map', 'reconciliation', 'regions']);
  facts['nmt-report'].push(nmtOf(1, {}));
  const all = toRuleFacts(facts, reconciliationOf({ ledger: ledgerOf({ rss: 1, nmt: [1, 1] }) }), [regionOf(0n, 4)], [profileOf('a 1')]);
  expect(Object.keys(all).sort()).toEqual([
    'hot-stacks',
    'ledger',
    'ledger-with-nmt',
    'memory-map',
    'nmt-report',
    'reconciliation',
    'regions',
  ]);
});

test('rule ids are unique; families stand together, in order inside', () => {
  const ids = rules.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  const families = ids.map((id) => id.slice(0, 2));
  expect(families.filter((family, at) => family !== families[at - 1])).toEqual(['DQ', 'PN', 'NM', 'ND', 'TS', 'PM', 'PR']);
  for (const family of new Set(families)) {
    const own = ids.filter((id) => id.startsWith(family));
    expect(own).toEqual([...own].sort());
  }
});

test('every rule has words, and its advice names a command', () => {
  for (const rule of rules) {
    expect(rule.title, rule.id).toMatch(/^\S/);
    expect(rule.advice, rule.id).toMatch(/pmap|jcmd|asprof|cat \/proc|perf record|Nothing is needed/);
  }
});

test('with nothing to read, nothing fires and every rule says what it lacks', () => {
  const run = runRules({}, context);
  expect(run.findings).toEqual([]);
  expect(run.failures).toEqual([]);
  expect(run.notChecked.map((one) => one.ruleId)).toEqual(rules.map((rule) => rule.id));
  expect(run.notChecked.filter((one) => one.advice.includes('{pid}'))).toEqual([]);
  expect(SEVERITIES[0]).toBe('critical');
});

test('no figures and no names make a rule throw, and every finding cites lines', () => {
  const kib = fc.integer({ min: 0, max: 2 ** 40 });
  const bounds = fc.tuple(kib, kib, kib).map((three) => three.sort((a, b) => a - b) as [number, number, number]);
  const frame = fc.oneof(
    fc.constantFrom(
      'deflate',
      'java.util.zip.Inflater.inflate',
      'demo.A.b',
      '[unknown]',
      'org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor.gzip',
    ),
    fc.string({ minLength: 1 }).map((text) => text.replaceAll(/[\s;]/g, '_')),
  );
  const stack = fc
    .tuple(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.nat())
    .map(([frames, weight]) => `${frames.join(';')} ${weight}`);
  fc.assert(
    fc.property(
      kib,
      fc.boolean(),
      fc.tuple(kib, kib),
      bounds,
      bounds,
      fc.array(stack, { maxLength: 8 }),
      (rss, complete, nmt, unexplained, outside, stacks) => {
        const draft = { rss, complete, nmt, unexplained, outside, buckets: { 'java-heap': { resident: unexplained, committed: nmt[0] } } };
        const facts = {
          ...ledgerFacts(draft),
          reconciliation: reconciliationOf({ heapNotResidentBytes: { min: 0, best: 1, max: 2 } }),
          regions: [regionOf(0x1000n, rss, { kind: 'brk-heap' })],
          'memory-map': [mapOf([[0x1000n, rss, rss]])],
          'nmt-report': [nmtOf(nmt[0], { Internal: nmt[1] })],
          'hot-stacks': [profileOf(stacks.join('\n'), { event: 'cpu', kind: 'time' })],
        };
        const run = runRules(facts, context);
        expect(run.failures).toEqual([]);
        for (const finding of run.findings) {
          expect(finding.evidence.length, finding.ruleId).toBeGreaterThan(0);
          expect(`${finding.title} ${finding.summary}`, finding.ruleId).not.toMatch(/NaN|undefined|Infinity/);
        }
      },
    ),
  );
});

test('a finding says what its rule says, unless it has words of its own; findings of one subject are told apart', () => {
  const steps = [{ command: 'pmap -X 4711', why: 'why', risk: 'none' }];
  const rule = defineRule({
    ...words,
    id: 'A',
    title: 'a',
    needs: [],
    nextSteps: (pid) => [{ command: `pmap -X ${pid}`, why: 'why', risk: 'none' }],
    evaluate: () => {
      const plain = { severity: 'info' as const, confidence: 'certain' as const, title: 'a', summary: '', evidence: [] };
      return [plain, { ...plain, explanation: 'Its own.', nextSteps: [] }, { ...plain, subject: 'x' }];
    },
  });
  expect(runRules({}, context, [rule]).findings).toMatchObject([
    { explanation: 'The rule says so.', nextSteps: steps },
    { explanation: 'Its own.', nextSteps: [], subject: '#2' },
    { subject: 'x' },
  ]);
});

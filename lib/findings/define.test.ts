import { expect, test } from 'vitest';
import { defineRule, type RuleFacts } from './define';
import { runRules } from './run';

const words = { condition: 'Always.', explanation: 'The rule says so.', advice: 'Run pmap -X {pid}.', falsePositives: [], sources: [] };

test('a rule reads what it declared, and the compiler stops it from reading more', () => {
  const seen: string[][] = [];
  const rule = defineRule({
    ...words,
    id: 'T-01',
    title: 'reads only what it declares',
    needs: ['ledger'],
    optional: ['regions'],
    evaluate(facts) {
      seen.push(Object.keys(facts).sort());
      // @ts-expect-error: reconciliation is neither needed nor optional, so it does not exist here
      expect(facts.reconciliation).toBeUndefined();
      // @ts-expect-error: an optional fact may be missing
      expect(() => facts.regions.length).toThrow();
      expect(facts.ledger.rssBytes).toBe(1);
      return [];
    },
  });
  const facts = { ledger: { rssBytes: 1 }, reconciliation: {} } as unknown as Partial<RuleFacts>;
  expect(runRules(facts, { pid: '1', snapshotId: null }, [rule]).failures).toEqual([]);
  expect(seen).toEqual([['ledger']]);
});

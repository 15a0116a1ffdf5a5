import { expect } from 'vitest';
import { findFaults } from '@/lib/findings/testing/prose';
import { corpusPresent, corpusTest } from '@/lib/testing/corpus';
import { analyseShots } from './testing/coach-shots';
import { listCases } from './testing/judge';

const cases = corpusPresent ? listCases().filter(({ name }) => !/^samples\/(?!mixed-documents\/seed)/.test(name)) : [];

corpusTest(
  'what findings, verdict and coach say of real captures: short, explained, with units, no surer than the captures',
  { timeout: 180_000 },
  () => {
    const faults = new Map<string, string>();
    for (const { name, shots } of cases) {
      const { findings, verdict, coach } = analyseShots(shots).analysis;
      const texts: [string, string][] = [
        ['verdict', verdict.text],
        ['coach', coach.summary],
        ...coach.steps.map(({ id, decides }): [string, string] => [`step ${id}`, decides]),
        ...findings.flatMap(({ ruleId, title, summary, explanation, nextSteps, falsePositives }): [string, string][] => [
          [ruleId, title],
          [ruleId, summary],
          [ruleId, explanation],
          ...[...falsePositives, ...nextSteps.flatMap(({ why, risk }) => [why, risk])].map((text): [string, string] => [ruleId, text]),
        ]),
      ];
      for (const [where, text] of texts)
        for (const fault of findFaults(text)) faults.set(`${where} ${fault.slice(0, 40)}`, `${name}, ${where}: ${fault}`);
    }
    expect([...faults.values()]).toEqual([]);
  },
);

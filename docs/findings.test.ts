import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeFindings } from '../lib/incidents/finding-pages';
import { FINDINGS_PAGE, findingsPage } from './findings';

const stored = readFileSync(FINDINGS_PAGE, 'utf8');

test('findings.md tells of the rules and signatures as they are (npm run docs writes it)', () => {
  expect(stored).toBe(findingsPage());
});

test('every rule and signature has its part, and every link leads to one', () => {
  const ids = describeFindings().map(({ id }) => id);
  expect([...stored.matchAll(/^### (\S+) /gm)].map(([, id]) => id).sort()).toEqual(ids.toSorted());
  const anchors = new Set([...stored.matchAll(/<a id="([\w-]+)"><\/a>/g)].map(([, id]) => id));
  for (const [, target = ''] of stored.matchAll(/\]\(#([\w-]+)\)/g)) expect(anchors).toContain(target);
});

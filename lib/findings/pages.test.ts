import { expect, test } from 'vitest';
import { describeFindings, fillCondition, findPage } from './pages';
import { rules } from './registry';
import { SIGNATURES } from './signatures/table';
import { THRESHOLDS } from './thresholds';

const pages = describeFindings();
const rulePages = pages.flatMap((page) => (page.kind === 'rule' ? [page] : []));

test('every rule and every signature has a page of its own', () => {
  expect(pages.map(({ id }) => id)).toEqual([...rules, ...SIGNATURES].map(({ id }) => id));
  expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
  expect(findPage('pn-01')?.title).toBe('unexplained floor');
  expect(findPage('SIG-45')).toBeNull();
});

test('a condition names every threshold of its rule, and no other that does not exist', () => {
  for (const { id, condition } of rules) {
    expect(fillCondition(condition, id), id).not.toMatch(/[{}]/);
    const own = Object.keys(THRESHOLDS).flatMap((key) => (key.startsWith(`${id}.`) ? [key.slice(id.length + 1)] : []));
    expect(
      own.filter((name) => !condition.includes(`{${name}}`)),
      id,
    ).toEqual([]);
  }
});

test('the numbers in a condition are those in force', () => {
  expect(fillCondition('more than {bytes} and {share}, {critical}', 'PN-01')).toBe('more than 512.0 MiB and 10 %, 25 %');
  expect(fillCondition('{share} or {seconds} or {PN-04.times}', 'DQ-03')).toBe('0.5 % or 5 min or 1.2 times');
  expect(fillCondition('{nothing}', 'PN-01')).toBe('{nothing}');
});

test('a page says what it means and what to do, as prose', () => {
  for (const { id, condition, explanation, needs, optional, advice, nextSteps } of rulePages) {
    for (const text of [condition, explanation, advice]) expect(text.length, id).toBeGreaterThan(20);
    for (const text of [condition, explanation]) expect(text, id).toMatch(/^\S.*[.]$/);
    expect(needs.length + optional.length, id).toBeGreaterThan(0);
    for (const { command, why, risk } of nextSteps)
      expect(
        [command, why, risk].every((text) => text.length > 3),
        id,
      ).toBe(true);
  }
});

test('stories and doubts are told from both sides', () => {
  const byId = new Map(rulePages.map((page) => [page.id, page]));
  for (const { id, explains, loweredBy } of rulePages) {
    for (const other of explains) expect(byId.get(other.id)?.explainedBy.map((one) => one.id)).toContain(id);
    for (const doubt of loweredBy) expect(byId.get(doubt.id)?.lowers.map((one) => one.id)).toContain(id);
  }
  expect(byId.get('PN-01')?.loweredBy.map(({ id }) => id)).toContain('DQ-03');
});

test('a signature says its signs and versions', () => {
  const page = findPage('SIG-01');
  if (page?.kind !== 'signature') throw new Error('no page');
  expect(page.versions).toEqual({ of: 'Jetty', affected: ['from 9.3 on, before 9.4.12'], repaired: '9.4.12 and later' });
  expect(page.signs[0]).toMatch(/^A stack of a profile has a frame like `.*` called from one like `.*GzipHttpOutputInterceptor.*`\.$/);
  expect(page.unitBytes).toBe(263 * 1024);
  expect(page.sources).not.toContain('SIG-01');
  for (const { signs, and } of pages.flatMap((one) => (one.kind === 'signature' ? [one] : [])))
    for (const text of [...signs, ...and]) expect(text.split('`').length % 2, text).toBe(1);
});

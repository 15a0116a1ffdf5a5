import { expect, test } from 'vitest';
import { ask, ledgerFacts, nmtOf, onlyFinding, profileOf, reconciliationOf } from '../testing/build';
import rule from '.';

const nmt = (malloc: number) => ({ 'nmt-report': [nmtOf(84_530_010, { Internal: malloc }, { jdkFamily: 8 })] });
const zlib = { 'hot-stacks': [profileOf('demo.Web.write;java.util.zip.Deflater.deflate;deflate 9')] };

test('two figures cannot have one cause', () => {
  const gap = {
    ...ledgerFacts({ rss: 86_763_996, nmt: [84_530_010, 5_461_281], unexplained: 16_917_298 }),
    reconciliation: reconciliationOf(),
  };
  const finding = onlyFinding(rule, { ...nmt(5_296_401), ...zlib, ...gap });
  expect(finding).toMatchObject({
    severity: 'medium',
    confidence: 'high',
    title: 'Two problems, not one: zlib cannot appear under Internal',
  });
  expect(finding.evidence.map((one) => one.artifactId)).toEqual(['nmt', 'profile']);
});

test('without a gap the suspect is wrong, or not the problem', () => {
  expect(onlyFinding(rule, { ...nmt(5_296_401), ...zlib }).title).toBe('zlib cannot be what Internal shows');
});

test('clear without direct memory or without a suspect', () => {
  expect(ask(rule, { ...nmt(5_000), ...zlib })).toBe('clear');
  expect(ask(rule, { ...nmt(5_296_401), 'hot-stacks': [profileOf('main;a 9')] })).toBe('clear');
  expect(ask(rule, nmt(5_296_401))).toBe('not checked');
});

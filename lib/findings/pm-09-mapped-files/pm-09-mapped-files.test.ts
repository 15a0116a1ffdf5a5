import { expect, test } from 'vitest';
import { ask, ledgerFacts, onlyFinding, regionOf } from '../testing/build';
import rule from '.';

const file = (name: string, kib: number) => ({
  ...ledgerFacts({ rss: 100_000 }),
  regions: [regionOf(0x1000n, kib, { owner: 'file', kind: 'mapped-file', name })],
});

test('more than a quarter of RSS', () => {
  const finding = onlyFinding(rule, file('/data/index.bin', 25_001));
  expect(finding).toMatchObject({ severity: 'info', confidence: 'certain', title: '24.4 MiB of RSS are mapped files' });
  expect(finding.summary).toBe('1 file, 25,001 KiB resident, 25 % of RSS: /data/index.bin (24.4 MiB).');
  expect(ask(rule, file('/data/index.bin', 25_000))).toBe('clear');
});

test('the program itself, its class data and the ZGC heap are no mapped files', () => {
  for (const name of [
    '/usr/lib/libz.so.1.2.13',
    '/tmp/librocksdbjni.so (deleted)',
    '/opt/jdk/lib/server/classes.jsa',
    '/opt/jdk/lib/modules',
    '/memfd:java_heap (deleted)',
  ])
    expect(ask(rule, file(name, 90_000)), name).toBe('clear');
});

test('only files count, and a map is needed', () => {
  expect(ask(rule, { ...ledgerFacts({ rss: 100 }), regions: [regionOf(0x1000n, 90, { owner: 'nmt', name: '/x' })] })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});

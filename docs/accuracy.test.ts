import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { corpusTest } from '../lib/testing/corpus';
import { ACCURACY_PAGE, accuracyPage, isInside, isNear, measureIncidents } from './accuracy';

corpusTest(
  'every ledger is as near its truth as the page says, and the page says what is (npm run accuracy writes it)',
  () => {
    const measured = measureIncidents();
    expect(measured.length).toBeGreaterThanOrEqual(37);
    for (const line of measured)
      expect([line.incident, line.snapshot, line.map, isNear(line), isInside(line)]).toEqual([
        line.incident,
        line.snapshot,
        line.map,
        true,
        true,
      ]);
    for (const { errors, rssBytes, incident, snapshot, map } of measured) {
      const what = `${incident} ${snapshot} ${map}`;
      expect(Math.abs(errors.heap), what).toBeLessThanOrEqual(0.01 * rssBytes);
      expect(Math.abs(errors.files), what).toBeLessThanOrEqual(64 * 1024);
    }
    // More incidents may lie beside a checkout than when the page was written: those it tells of must be told right.
    const told = readFileSync(ACCURACY_PAGE, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const now = new Set(accuracyPage(measured).split('\n'));
    expect(told.length).toBeGreaterThan(40);
    expect(told.filter((line) => !now.has(line))).toEqual([]);
    // Forty ledgers from eighty files: a busy machine may take its time.
  },
  120_000,
);

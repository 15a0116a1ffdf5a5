import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { explainCommitted, explainResident, explainRss, explainShare, explainSum } from './ledger-how';
import { selectLedgerRows } from './ledger-select';

const { reconciliation, tree } = seedView().analysis.snapshots[0]!;
const ledger = reconciliation.ledger!;
const rows = selectLedgerRows(ledger, tree);
const explain = (role: string) => explainResident(rows.find((row) => row.role === role)!, ledger, reconciliation.mallocSide);
const kib = (bytes: number | undefined) => (bytes ?? Number.NaN) / 1024;

test('the inputs of every row add up to its figure', () => {
  for (const row of rows) {
    const { bytes, inputs, formula } = explainResident(row, ledger, reconciliation.mallocSide);
    expect(bytes).toBe(row.residentBytes.best);
    const [first = 0, second = 0] = inputs.map((input) => input.bytes ?? 0);
    if (row.role === 'unexplained') expect(Math.max(0, first - second)).toBe(bytes);
    else if (formula.includes('−')) expect(first - second).toBeGreaterThanOrEqual(bytes!);
    else expect(inputs.reduce((sum, input) => sum + (input.bytes ?? 0), 0)).toBe(bytes);
  }
});

test('a bounded figure says between what it is certain, and leads to its lines', () => {
  const heap = explain('heap');
  expect(heap.note).toContain('Certain: between 60,931,252 and 61,078,708 KiB.');
  expect(heap.inputs[0]?.lines?.length).toBeGreaterThan(0);
  expect(explain('code').note).toContain('Exact to the kilobyte.');
});

test('what was cut from the listing is the difference of two sums, and shared by two rows', () => {
  const { inputs } = explain('not-shown-outside');
  expect(inputs.map((input) => kib(input.bytes))).toEqual([86_763_996, 66_028_796, 16_917_298]);
});

test('committed is what NMT prints, where it prints something', () => {
  expect(kib(explainCommitted(rows[0]!)?.bytes)).toBe(75_497_472);
  expect(explainCommitted(rows.find((row) => row.role === 'not-shown-outside')!)).toBeNull();
});

test('a share and a sum tell what they are made of', () => {
  const heap = rows[0]!;
  const share = explainShare(heap, ledger);
  expect(share.inputs.map(({ bytes, text }) => text ?? kib(bytes))).toEqual([
    60_959_646,
    86_763_996,
    '70.259 %, between 70.226 % and 70.396 %',
  ]);
  const sum = explainSum('All', rows);
  expect(sum.bytes).toBe(ledger.rssBytes);
  expect(sum.inputs).toHaveLength(rows.length);
  expect(sum.note).toContain('bounds');
  expect(explainSum('One', [heap])).toMatchObject({ formula: '', bytes: heap.residentBytes.best });
  expect(explainRss(ledger).inputs[0]).toMatchObject({ bytes: ledger.rssBytes, lines: [ledger.rssLines] });
});

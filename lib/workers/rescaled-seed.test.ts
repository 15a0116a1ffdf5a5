import { expect } from 'vitest';
import { corpusTest, readCorpus, SEED } from '@/lib/testing/corpus';
import { analyse } from './analyse';
import { readDocument } from './read-document';

// Nothing may be written for the seed: every number of its text × 3/4, every address elsewhere, another pid, and all results follow.

const SHIFT = -0x0123_4560_0000n;

const kib = (text: string, step: number) => String(Math.round((Number(text) * 0.75) / step) * step);
const shifted = (hex: string) => {
  const address = BigInt(`0x${hex}`);
  // The brk heap of a launcher that is not position-independent stays low.
  return (address < 0x1_0000_0000n ? address + 0x20_0000n : address + SHIFT).toString(16).padStart(hex.length, '0');
};

function rescale(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      // 00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]      whole pages stay whole pages
      if (/^[0-9a-f]{16} \d+ \d+ \d+ /.test(line)) {
        return line.replace(/^([0-9a-f]{16}) (\d+) (\d+) (\d+)/, (_, start, ...sizes) =>
          [shifted(start), ...sizes.slice(0, 3).map((size) => kib(size, 4))].join(' '),
        );
      }
      if (line.startsWith('total kB ')) return line.replace(/\d+/g, (size) => kib(size, 4));
      // A range of addresses keeps its length, and the words beside it must agree.
      const isRange = /^\[0x[0-9a-f]+ - 0x/.test(line);
      return line
        .replace(/0x0*([0-9a-f]{9,})/g, (_, hex) => `0x${shifted(hex)}`)
        .replace(/\b(\d+)KB/g, (_, size) => `${isRange ? size : kib(size, 1)}KB`)
        .replace(/#(\d+)/g, (_, count) => `#${kib(count, 1)}`)
        .replace(/\b86\.7G/, '65.07G')
        .replace(/--- (\d+) ns/, (_, weight) => `--- ${kib(weight, 1)} ns`);
    })
    .join('\n')
    .replaceAll('107870', '80903');
}

function results(text: string) {
  const reading = readDocument(new TextEncoder().encode(text));
  const artifacts = reading.artifacts.map(({ sheet, facts }, i) => ({ id: `a${i}`, command: sheet.tool.command, facts }));
  const pid = reading.artifacts.find(({ sheet }) => sheet.tool.pid !== null)?.sheet.tool.pid ?? null;
  const { analysis } = analyse([{ id: 's', label: 'snapshot 1', pid, artifacts }]);
  return { reading, pid, analysis, ledger: analysis.snapshots[0]!.reconciliation.ledger! };
}

corpusTest('every number of the seed × 3/4 at other addresses: all results follow', () => {
  const seed = results(readCorpus(SEED));
  const other = results(rescale(readCorpus(SEED)));
  expect(other.pid).toBe(80903);
  expect(other.reading.artifacts.map(({ sheet }) => [sheet.format, sheet.firstLine, sheet.lastLine])).toEqual(
    seed.reading.artifacts.map(({ sheet }) => [sheet.format, sheet.firstLine, sheet.lastLine]),
  );

  // Rounding to whole pages moves a row by 2 KiB at most; there are ten rows and eleven categories.
  const near = (value: number, of: number) => expect(Math.abs(value - of * 0.75)).toBeLessThanOrEqual(64 * 1024);
  expect(other.ledger.buckets.map(({ key }) => key)).toEqual(seed.ledger.buckets.map(({ key }) => key));
  near(other.ledger.rssBytes, seed.ledger.rssBytes);
  near(other.ledger.outsideNmtBytes!.min, seed.ledger.outsideNmtBytes!.min);
  near(other.ledger.naiveGapBytes!, seed.ledger.naiveGapBytes!);
  for (const [i, bucket] of other.ledger.buckets.entries()) {
    near(bucket.residentBytes.min, seed.ledger.buckets[i]!.residentBytes.min);
    near(bucket.residentBytes.best, seed.ledger.buckets[i]!.residentBytes.best);
    near(bucket.residentBytes.max, seed.ledger.buckets[i]!.residentBytes.max);
  }
  expect(other.ledger.buckets.reduce((sum, bucket) => sum + bucket.residentBytes.best, 0)).toBe(other.ledger.rssBytes);

  // NM-05 falls silent, rightly: G1's mark stack is 32 MiB whatever the heap, so a GC figure scaled with the rest fits no real heap.
  const fired = ({ analysis }: typeof seed) => analysis.findings.map(({ ruleId, severity, confidence }) => [ruleId, severity, confidence]);
  expect(fired(other)).toEqual(fired(seed).filter(([ruleId]) => ruleId !== 'NM-05'));
  expect(other.analysis.verdict.text).toContain('At least 12.10 GiB of 62.06 GiB');
  expect(other.analysis.verdict.text).toContain('3.79 GiB of direct-type memory under Internal');
  expect(other.analysis.verdict.text).not.toMatch(/16\.13|82\.74|5\.05/);
  const said = JSON.stringify(other.analysis.findings);
  expect(said).toContain('80903');
  expect(said).not.toContain('107870');
  expect(said).not.toContain('7fd673000000');
  expect(other.analysis.profiles[0]!.total).toBe(Math.round(120038581 * 0.75));
});

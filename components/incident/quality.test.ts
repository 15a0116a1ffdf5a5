import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';
import { qualityStatements } from './quality';

function statements(change: (view: IncidentView, analysis: SnapshotAnalysis) => void = () => {}) {
  const view = seedView();
  const analysis = view.analysis.snapshots[0]!;
  change(view, analysis);
  return qualityStatements(view, analysis).map(({ says, title, text }) => `${says} ${title}: ${text}`);
}

test('the seed: what speaks for it, and what is not known', () => {
  expect(statements()).toEqual([
    'yes Same process: pid 107870 in 3 captures: pmap-x, nmt-summary, async-profiler-text.',
    'open Listing cut: 9 rows show 66,028,796 of 86,763,996 KiB.',
    'open Matched by size: This NMT report lists no ranges, so its categories were found by their sizes; VM.native_memory detail lists them.',
    'open Allocator not known: The libraries are not among the rows shown; glibc is assumed.',
    'open Times not known: The captures do not print when they were taken: what grew between them would look like a gap.',
    'yes Every line understood: 95 lines were used or are known noise.',
  ]);
});

test('a whole pair of captures is told as such', () => {
  const told = statements((view, { reconciliation }) => {
    Object.assign(reconciliation.ledger!, { listingComplete: true });
    Object.assign(reconciliation.map!, { hiddenRssBytes: 0, rowCount: 350 });
    reconciliation.matching = 'address';
    view.snapshots[0]!.takenAt = '2026-11-22T21:47:33.000Z';
  });
  expect(told.filter((text) => text.startsWith('open'))).toEqual([]);
  expect(told).toContain('yes Complete listing: 350 rows add up to the printed total, 86,763,996 KiB.');
  expect(told).toContain('yes Matched by address: The ranges of NMT cut the map into 9 regions.');
});

test('other captures of the moment: where they agree, where not, and what they add', () => {
  const GIB = 1024 ** 3;
  const at = (bytes: number, firstLine: number) => ({ bytes, lines: { artifactId: 'a', firstLine, lastLine: firstLine } });
  const told = statements((_, { reconciliation }) => {
    reconciliation.beside = {
      checks: [
        { what: 'rss', label: 'RSS by smaps-rollup', printed: at(80 * GIB, 3), ledgerBytes: 80 * GIB, agrees: true },
        { what: 'pss', label: 'Pss by smaps-rollup', printed: at(2 * GIB, 4), ledgerBytes: GIB, agrees: false },
      ],
      container: null,
      clock: null,
      allocator: {
        outstandingBytes: 3 * GIB,
        retainedBytes: 2 * GIB,
        beyondNmtBytes: null,
        slackBytes: { min: 0, best: GIB, max: 2 * GIB },
        lines: { artifactId: 'a', firstLine: 9, lastLine: 9 },
      },
      heap: { used: at(GIB, 5), committed: at(2 * GIB, 5), max: at(4 * GIB, 6), collector: 'G1' },
      taken: [{ artifactId: 'a', text: 'names of 2 rows from smaps, which pmap-x does not print' }],
    };
  });
  expect(told).toContain('yes Captures agree: The ledger’s figures are those of RSS by smaps-rollup.');
  expect(told).toContain('open Captures differ: Pss by smaps-rollup is 2.00 GiB, by the ledger 1.00 GiB.');
  expect(told).toContain('yes Taken from other captures: names of 2 rows from smaps, which pmap-x does not print.');
  expect(told).toContain('yes Use of the heap: 1.00 GiB used, 2.00 GiB committed of at most 4.00 GiB.');
  expect(told).toContain('yes malloc’s own count: 3.00 GiB in use, 2.00 GiB freed and kept; of it 0 KiB to 2.00 GiB resident.');
});

test('two pids are left to the rule that tells them, doubts and warnings are not hidden', () => {
  const told = statements((view, { reconciliation }) => {
    view.artifacts[0]!.tool.pid = 1;
    view.artifacts[1]!.warningCount = 2;
    view.artifacts[1]!.warnings = [{ line: 97, code: 'nmt/cut-number', text: 'cut' }];
    reconciliation.matching = 'none';
    reconciliation.doubts = ['the pids differ'];
  });
  expect(told.some((text) => text.includes('Same process'))).toBe(false);
  expect(told).toContain('open A doubt: the pids differ');
  expect(told).toContain('open Lines with warnings: 2 of 95 lines could not be used, or only with a doubt.');
});

test('without a map little is said, and nothing that is not known', () => {
  const told = statements((_, { reconciliation }) => {
    Object.assign(reconciliation, { ledger: null, map: null });
  });
  expect(told.map((text) => text.split(':')[0])).toEqual(['yes Same process', 'open Times not known', 'yes Every line understood']);
});

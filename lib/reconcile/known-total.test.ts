import { expect } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { reconcile } from './reconcile';
import { readFacts } from './testing/facts';

const KIB = 1024;
const incidents = listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}`).includes('truth.json'));
const reconcileFiles = (...artifacts: [format: string, text: string][]) => reconcile(readFacts(...artifacts)).reconciliation;
const outsideOf = (folder: string): number => {
  const [incident, moment] = folder.split('/').slice(-2);
  const { snapshots } = JSON.parse(readCorpus(`incidents/${incident}/truth.json`));
  const { reconcile_smaps, unexplained_rss_kb } = snapshots[moment ?? ''];
  const kinds: [string, { rss_kb: number }][] = Object.entries(reconcile_smaps.unmatched_by_kind_kb);
  const backed = kinds.filter(([kind]) => !['anon', 'heap'].includes(kind)).reduce((kb, [, { rss_kb }]) => kb + rss_kb, 0);
  return (Math.max(0, unexplained_rss_kb.value) + backed) * KIB;
};
/** The first rows of a whole smaps, as `head` leaves them. */
function headOf(smaps: string, count: number): string {
  const lines = smaps.split('\n');
  const heads = lines.flatMap((line, i) => (/^[0-9a-f]+-[0-9a-f]+ /.test(line) ? [i] : []));
  return lines.slice(0, heads[count]).join('\n');
}
/** `pmap -x PID | sort -rn -k3 | head -n 12` without the total, which somebody left out. */
const withoutTotal = (pmap: string) =>
  pmap
    .split('\n')
    .filter((line) => /^[0-9a-f]{8,16} /.test(line))
    .sort((a, b) => Number(b.split(/\s+/)[2]) - Number(a.split(/\s+/)[2]))
    .slice(0, 12)
    .join('\n');

for (const [total, file] of [
  ['smaps-rollup', 'smaps_rollup.txt'],
  ['proc-status', 'status.txt'],
] as const) {
  corpusTest.for(incidents)(`%s: rows without a total are completed by ${total}`, (name) => {
    const folder = `incidents/${name}/t1`;
    const nmt: [string, string] = ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)];
    const sum: [string, string] = [total, readCorpus(`${folder}/${file}`)];
    const rss = Number(/VmRSS:\s+(\d+)/.exec(readCorpus(`${folder}/status.txt`))?.[1]) * KIB;
    for (const [format, text] of [
      ['pmap-x', withoutTotal(readCorpus(`${folder}/pmap-x.txt`))],
      ['smaps', headOf(readCorpus(`${folder}/smaps.txt`), 30)],
    ] as const) {
      const blind = reconcileFiles([format, text], nmt);
      const { ledger, map, beside, doubts } = reconcileFiles([format, text], nmt, sum);
      expect(blind.ledger?.rssBytes).toBeLessThan(rss);
      expect(ledger?.rssBytes).toBe(rss);
      expect(ledger?.listingComplete).toBe(false);
      expect(map?.hiddenRssBytes).toBe(rss - (map?.listedRssBytes ?? 0));
      expect(ledger?.buckets.reduce((bytes, { residentBytes }) => bytes + residentBytes.best, 0)).toBe(rss);
      expect(ledger?.rssLines?.artifactId).toBe(`${total}:1`);
      expect(beside.taken.map(({ text: words }) => words).join()).toContain('the RSS of the whole process');
      expect(doubts.join()).not.toContain('without a trace');
      const { min, max } = ledger?.outsideNmtBytes ?? { min: NaN, max: NaN };
      const truth = outsideOf(folder);
      expect(min - 64 * KIB).toBeLessThanOrEqual(truth);
      expect(max + 64 * KIB).toBeGreaterThanOrEqual(truth);
    }
  });
}

corpusTest.for(incidents)('%s: a whole map keeps its own sum, whatever other totals say', (name) => {
  const folder = `incidents/${name}/t1`;
  const later = readCorpus(`${folder}/smaps_rollup.txt`).replace(/^Rss: +\d+/m, 'Rss: 99999999');
  const { ledger, beside } = reconcileFiles(['smaps', readCorpus(`${folder}/smaps.txt`)], ['smaps-rollup', later]);
  const alone = reconcileFiles(['smaps', readCorpus(`${folder}/smaps.txt`)]).ledger;
  expect(ledger?.rssBytes).toBe(alone?.rssBytes);
  expect(ledger?.listingComplete).toBe(true);
  expect(beside.checks.find(({ what }) => what === 'rss')?.agrees).toBe(false);
});

corpusTest('a sorted listing without a total is whole where the sum of the kernel agrees', () => {
  const folder = 'incidents/deflater-leak/t1';
  const sorted = readCorpus(`${folder}/pmap-x.txt`)
    .split('\n')
    .filter((line) => /^[0-9a-f]{8,16} /.test(line))
    .sort()
    .reverse()
    .join('\n');
  expect(reconcileFiles(['pmap-x', sorted]).doubts).toEqual([expect.stringContaining('rows may be missing without a trace')]);
  expect(reconcileFiles(['pmap-x', sorted], ['smaps-rollup', readCorpus(`${folder}/smaps_rollup.txt`)]).doubts).toEqual([]);
});

corpusTest('what the kernel counts as anonymous bounds what the JVM can have in the rows not shown', () => {
  // Nearly all of this process is mapped files. Of its rows only the heap is left: NMT has 70 MB committed elsewhere, untouched.
  const folder = 'incidents/mapped-files/t1';
  const pmap = readCorpus(`${folder}/pmap-x.txt`).split('\n');
  const cut = [...pmap.slice(0, 5), ...pmap.slice(-3)].join('\n');
  const nmt: [string, string] = ['nmt-detail', readCorpus(`${folder}/nmt-detail.txt`)];
  const blind = reconcileFiles(['pmap-x', cut], nmt).ledger;
  const told = reconcileFiles(['pmap-x', cut], nmt, ['proc-status', readCorpus(`${folder}/status.txt`)]).ledger;
  expect(told?.listingComplete).toBe(false);
  expect(told?.outsideNmtBytes?.min).toBeGreaterThan(blind?.outsideNmtBytes?.min ?? NaN);
  expect(told?.outsideNmtBytes?.max).toBeGreaterThanOrEqual(outsideOf(folder));
  expect(told?.outsideNmtBytes?.min).toBeLessThanOrEqual(outsideOf(folder));
  const hidden = told?.buckets.find(({ key }) => key === 'not-shown');
  expect(hidden?.reasons[1]).toMatch(/^at most [\d,]+ KiB of it is anonymous/);
});

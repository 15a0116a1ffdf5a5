import { expect, test } from 'vitest';
import { exactly } from '@/lib/base/bounds';
import { KIB, MIB } from '@/lib/base/bytes';
import type { Sourced } from '@/lib/model/facts';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';
import type { NmtReport } from '@/lib/model/nmt';
import type { RuleFacts } from './define';
import { runRules, withNmt } from './run';
import { ledgerOf, mapOf, nmtOf, profileOf, reconciliationOf, regionOf } from './testing/build';
import { composeVerdict } from './verdict';

interface Shot {
  label?: string;
  ledger: Ledger;
  reconciliation?: Partial<Reconciliation>;
  nmt?: Sourced<NmtReport>[];
  profiles?: ProfileSummary[];
  facts?: Partial<RuleFacts>;
  mapCommand?: string;
}

/** The findings that the real rules give, and the verdict on them. */
function judge(...shots: Shot[]) {
  const findings = [];
  const snapshots = [];
  for (const [at, { label = `t${at}`, ledger, reconciliation: part, nmt, profiles, facts, mapCommand }] of shots.entries()) {
    const reconciliation = reconciliationOf({ ...part, ledger });
    const known = withNmt(ledger);
    const given: Partial<RuleFacts> = { ledger, reconciliation, ...facts };
    if (known) given['ledger-with-nmt'] = known;
    if (nmt) given['nmt-report'] = nmt;
    if (profiles) given['hot-stacks'] = profiles;
    findings.push(...runRules(given, { pid: '107870', snapshotId: label }).findings);
    snapshots.push({ snapshotId: label, label, reconciliation, mapCommand });
  }
  return composeVerdict(
    snapshots,
    findings,
    shots.flatMap((shot) => shot.profiles ?? []),
  );
}

const jetty = profileOf('org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor.gzip;java.util.zip.Deflater.deflate;deflate 12', {
  event: 'cpu',
  kind: 'time',
  recordedWeight: 152,
});
const cutMap = {
  artifactId: 'map',
  format: 'pmap-x',
  rowCount: 9,
  listedRssBytes: 66_028_796 * KIB,
  hiddenRssBytes: 20_735_200 * KIB,
  ascending: false,
};
const cutLedger = ledgerOf({
  rss: 86_763_996,
  complete: false,
  nmt: [84_530_010, 5_461_281],
  outside: [16_917_298, 17_000_000, 25_000_000],
});

test('a cut listing with two problems and a candidate', () => {
  const verdict = judge({
    ledger: cutLedger,
    reconciliation: { matching: 'size', map: cutMap },
    nmt: [nmtOf(84_530_010, { Internal: [5_296_401, 75_822] }, { jdkFamily: 8 })],
    profiles: [jetty],
    mapCommand: 'pmap -x 107870 | sort -rn -k3 | head -n 10',
  });
  expect(verdict).toEqual({
    figure: { bytes: 16_917_298 * KIB, qualifier: 'at-least', label: 'outside NMT, 19 % of RSS' },
    markup:
      "At least **16.13 GiB of 82.74 GiB** is outside everything NMT accounts for. The paste was cut by head -n 10, so **19.77 GiB of rows cannot be named**; mapped files among them would lower the figure. There are two problems: this memory, and **5.05 GiB of direct-type memory under Internal**, which NMT does count. Candidate for the memory outside NMT: **Deflater under Jetty's gzip handler**, seen in a profile that shows time, not memory. About **64,300 live Deflaters** would confirm it.",
    text: expect.not.stringContaining('**'),
    certainty: 'Pattern seen, not yet confirmed.',
    blockingDoubt: 'Incomplete listing. 9 rows show 66,028,796 of 86,763,996 KiB. Paste the full pmap -X 107870 to name the other 24 %.',
  });
});

test('a cut listing in which NMT may explain all', () => {
  const ledger = ledgerOf({ rss: 100_000, complete: false, nmt: [90_000, 5_000], outside: [0, 10, 50_000] });
  const map = { ...cutMap, hiddenRssBytes: 20_000 * KIB };
  const verdict = judge({ ledger, reconciliation: { map } });
  expect(verdict.text).toBe(
    'NMT could account for all of 97.7 MiB, as far as can be told. The listing shows 9 rows only, so 19.5 MiB of rows cannot be named.',
  );
  expect(verdict.certainty).toBe('Not proven: the listing is cut.');
  expect(verdict.figure?.qualifier).toBe('at-least');
});

const leak = ledgerOf({ rss: 2_611_084, nmt: [638_926, 33_050], unexplained: 1_985_191 });
const arenas = {
  count: 34,
  residentBytes: 1_889_676 * KIB,
  writableBytes: 1_889_800 * KIB,
  medianWritableBytes: 64 * MIB,
  medianResidentBytes: 64 * MIB,
};

test('a complete listing names amount, place and candidate', () => {
  const gzip = profileOf('demo/ReportServer.gzip;java/util/zip/Deflater.init;deflateInit2_ 999\nmain 1', {
    event: 'nativemem',
    kind: 'allocation',
  });
  const verdict = judge({ ledger: leak, reconciliation: { arenas }, profiles: [gzip] });
  expect(verdict.markup).toBe(
    'The JVM cannot account for **1.89 GiB of its 2.49 GiB**. It sits in **34 glibc arena heaps** (1.80 GiB). In the nativemem profile 99.9 % goes to **Deflater under ReportServer.gzip**. About **7,550 live Deflaters** would confirm it.',
  );
  expect(verdict.figure).toEqual({ bytes: 1_985_191 * KIB, qualifier: 'exact', label: 'unexplained, 76 % of RSS' });
  expect(verdict.certainty).toBe('Pattern seen, not yet confirmed.');
});

test('without a profile nobody is named', () => {
  const verdict = judge({ ledger: leak, reconciliation: { allocator: 'jemalloc' } });
  expect(verdict.text).toBe('The JVM cannot account for 1.89 GiB of its 2.49 GiB. It sits in memory of jemalloc.');
  expect(verdict.certainty).toBe('The amount is measured; who took it is not known yet.');
});

test('the brk heap is a place', () => {
  const regions = [regionOf(0x562db0995000n, 613_020, { kind: 'brk-heap' })];
  expect(judge({ ledger: leak, facts: { regions } }).text).toContain('It sits in the brk heap.');
});

const calm = ledgerOf({ rss: 357_248, nmt: [354_214, 22_680], unexplained: 22_056, buckets: { 'java-heap': { resident: 290_000 } } });

test('a healthy process', () => {
  expect(judge({ ledger: calm }).text).toBe('Nothing unusual: the JVM accounts for all but 21.5 MiB of 348.9 MiB.');
  expect(judge({ ledger: ledgerOf({ rss: 1_024, nmt: [1, 1], unexplained: 0 }) }).text).toBe(
    'Nothing unusual: the JVM accounts for all of its 1.0 MiB.',
  );
});

test('memory that NMT counts is something to chase all the same', () => {
  const nmt = [nmtOf(1_321_968, { Other: [984_496, 916] }, { jdkFamily: 17 })];
  expect(judge({ ledger: calm, nmt }).text).toBe(
    'The JVM accounts for all but 21.5 MiB of 348.9 MiB. NMT counts 961.4 MiB of direct-type memory under Other.',
  );
});

test('growth of a category is said, growth of the heap is not', () => {
  const of = (heap: number, metaspace: number) =>
    ledgerOf({
      rss: heap + metaspace,
      nmt: [1, 1],
      buckets: { 'java-heap': { resident: heap }, 'nmt-metaspace': { resident: metaspace, label: 'Metaspace' } },
    });
  expect(judge({ ledger: of(100_000, 10_000) }, { ledger: of(100_000, 120_000) }).text).toContain('Since t0, Metaspace grew by 107.4 MiB.');
  expect(judge({ ledger: of(100_000, 10_000) }, { ledger: of(100_000, 120_000) }).text).not.toContain('Nothing unusual');
  expect(judge({ ledger: of(100_000, 10_000) }, { ledger: of(300_000, 75_536) }).text).toContain('Nothing unusual');
});

test('the last snapshot with a ledger is judged, with its findings only', () => {
  const verdict = judge({ ledger: leak }, { ledger: calm });
  expect(verdict.text).toMatch(/^Nothing unusual: the JVM accounts for all but 21.5 MiB/);
});

test('without NMT: the parts, and what cannot be told', () => {
  const ledger = ledgerOf({
    rss: 1_000_000,
    buckets: {
      anonymous: { resident: 900_000, label: 'Anonymous memory' },
      'file-library': { resident: 90_000, label: 'Libraries' },
      kernel: { resident: 0, label: 'Kernel pages' },
    },
  });
  const verdict = judge({ ledger });
  expect(verdict).toMatchObject({ figure: null, certainty: null });
  expect(verdict.text).toBe(
    "The resident set is 976.6 MiB; its largest parts are Anonymous memory (878.9 MiB) and Libraries (87.9 MiB). There is no NMT report: without it the JVM's own memory cannot be told from the rest.",
  );
});

test('captures of two processes stand before everything else', () => {
  const nmt = [nmtOf(354_214, {}, { pid: 6906 })];
  const facts = { 'memory-map': [mapOf([[0x1000n, 4, 4]], { pid: 5247 })] };
  expect(judge({ ledger: calm, nmt, facts, reconciliation: { matching: 'none' } }).blockingDoubt).toBe(
    'These captures are of different processes (5247, 6906). Addresses are not matched.',
  );
  expect(judge({ ledger: calm, reconciliation: { matching: 'none', doubts: ['Another run of the service.'] } }).blockingDoubt).toBe(
    'Another run of the service.',
  );
});

test('captures that cannot be matched give no figure', () => {
  const nmt = { artifactId: 'nmt', level: 'detail' as const, hasRanges: true };
  const verdict = judge({ ledger: calm, reconciliation: { matching: 'none', nmt, doubts: ['Another run of the service.'] } });
  expect(verdict.figure).toBeNull();
  expect(verdict.text).toContain('The map shows too little of what the NMT report lists');
  expect(verdict.text).not.toMatch(/accounts for|Nothing unusual/);
});

test('only NMT, only a profile, nothing', () => {
  const only = (reconciliation: Reconciliation | null, profiles: ProfileSummary[] = []) =>
    composeVerdict([{ snapshotId: 's', label: '', reconciliation }], [], profiles).text;
  expect(only(reconciliationOf({ map: null }))).toBe(
    'There is an NMT report but no memory map: what is resident, and what lies outside NMT, cannot be told.',
  );
  expect(only(reconciliationOf({ map: null, nmt: null }), [jetty])).toBe(
    'There is a cpu profile but no memory map, so no memory can be placed. Its hottest frame is deflate with 7.9 %. It shows CPU time, not memory.',
  );
  expect(only(null)).toBe('Nothing here shows memory yet: add a memory map and an NMT report of the same process.');
  expect(composeVerdict([], [], [])).toMatchObject({ figure: null, certainty: null, blockingDoubt: null });
});

test('a floor known only within bounds still balances', () => {
  const ledger = ledgerOf({ rss: 2_000_000, nmt: [100, 10], unexplained: [600_000, 700_000, 800_000] });
  const verdict = judge({ ledger, reconciliation: { mallocSide: { anonymousBytes: exactly(710_000 * KIB), nmtMallocBytes: 10 * KIB } } });
  expect(verdict.figure?.bytes).toBe(700_000 * KIB);
});

import { exactly } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import { NOTHING_BESIDE } from '@/lib/model/beside';
import type { CallTree, ProfileSummary } from '@/lib/model/hot-stacks';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';
import type { Bucket, BucketKind, Ledger } from '@/lib/model/ledger';
import type { MemoryNode, MemoryRole } from '@/lib/model/memory-tree';
import type { FrameType } from '@/lib/model/profile';
import type { RegionView } from '@/lib/model/region';

// The sample incident as its page gets it: the ten rows, the ledger and the one stack of the Presto article, in KiB as printed.

const MAP = 'artifact-pmap';
const NMT = 'artifact-nmt';
const PROFILE = 'artifact-profile';

const bucket = (key: string, label: string, kind: BucketKind, bounds: [number, number, number], more: Partial<Bucket> = {}): Bucket => ({
  key,
  label,
  kind,
  residentBytes: { min: bounds[0] * KIB, best: bounds[1] * KIB, max: bounds[2] * KIB },
  reservedBytes: null,
  committedBytes: null,
  regionCount: 1,
  reasons: [],
  sources: [],
  ...more,
});

const OUTSIDE = 16_917_298;
const NOT_SHOWN = 20_735_200;

const ledger: Ledger = {
  rssBytes: 86_763_996 * KIB,
  rssSource: 'pmap-x total',
  rssLines: { artifactId: MAP, firstLine: 19, lastLine: 19 },
  listingComplete: false,
  buckets: [
    bucket('java-heap', 'Java heap', 'nmt', [60_931_252, 60_959_646, 61_078_708], {
      committedBytes: 75_497_472 * KIB,
      reservedBytes: 75_497_472 * KIB,
      reasons: ['matched by size: the row is the heap and one G1 table of H/512'],
      sources: [{ artifactId: MAP, firstLine: 20, lastLine: 20 }],
    }),
    bucket('nmt-gc', 'GC', 'nmt', [2_537_116, 2_656_178, 2_684_572], {
      committedBytes: 2_834_432 * KIB,
      reservedBytes: 2_834_432 * KIB,
      reasons: ['two mark bitmaps and two tables fit the G1 formula to the kilobyte'],
      sources: [{ artifactId: MAP, firstLine: 21, lastLine: 21 }],
    }),
    bucket('nmt-code', 'Code', 'nmt', [114_164, 114_164, 114_164], {
      committedBytes: 118_560 * KIB,
      reservedBytes: 532_480 * KIB,
      reasons: ['the only rwx row; NMT Code mmap committed is 118,560 KiB'],
      sources: [{ artifactId: MAP, firstLine: 27, lastLine: 27 }],
    }),
    bucket('malloc-nmt', 'NMT malloc', 'malloc', [0, 2_298_808, 2_298_808], { committedBytes: 5_461_281 * KIB, regionCount: 6 }),
    bucket('unexplained', 'Unexplained', 'unexplained', [0, 0, 0], { regionCount: 0 }),
    bucket('not-shown', 'Not shown', 'not-shown', [NOT_SHOWN, NOT_SHOWN, NOT_SHOWN], {
      regionCount: 0,
      reasons: ['the printed total exceeds the rows listed'],
    }),
  ],
  unexplainedBytes: exactly(0),
  outsideNmtBytes: { min: OUTSIDE * KIB, best: 16_919_806 * KIB, max: NOT_SHOWN * KIB },
  naiveGapBytes: 2_233_986 * KIB,
  nmt: { reservedBytes: 85_091_386 * KIB, committedBytes: 84_530_010 * KIB, mallocBytes: 5_461_281 * KIB },
};

const ROWS: [start: string, sizeKib: number, rssKib: number, line: number, kind: RegionView['kind'], grade: RegionView['grade']][] = [
  ['0x120a000', 1_244_772, 1_244_644, 22, 'brk-heap', 'consistent'],
  ['0x7fd5803cf000', 520_388, 497_972, 23, 'anonymous', 'guess'],
  ['0x7fd08c836000', 149_720, 149_720, 24, 'anonymous', 'guess'],
  ['0x7fd0e2fe2000', 147_620, 147_620, 25, 'anonymous', 'guess'],
  ['0x7fd0d9b35000', 146_920, 146_920, 26, 'anonymous', 'guess'],
  ['0x7fd0612b1000', 111_932, 111_932, 28, 'anonymous', 'guess'],
];

const regions = ROWS.map(
  ([start, sizeKib, rssKib, line, kind, grade]): RegionView => ({
    start,
    end: `0x${(BigInt(start) + BigInt(sizeKib * KIB)).toString(16)}`,
    sizeBytes: sizeKib * KIB,
    rssBytes: rssKib * KIB,
    residentBytes: exactly(rssKib * KIB),
    mode: 'rw-p',
    name: '',
    owner: 'unmatched',
    category: null,
    kind,
    grade,
    reasons: [
      kind === 'brk-heap'
        ? 'a low address, above the launcher: where the main arena grows'
        : 'does not start on a 64 MiB line, no name, no NMT range',
    ],
    artifactId: MAP,
    line,
    nmt: null,
  }),
);

const leaf = (
  key: string,
  label: string,
  role: MemoryRole,
  residentKib: number,
  sizeKib: number,
  region: string | null = null,
): MemoryNode => ({
  key,
  label,
  role,
  owner: null,
  kind: null,
  sizeBytes: sizeKib * KIB,
  residentBytes: residentKib * KIB,
  regionCount: region ? 1 : 0,
  region,
  children: [],
});

function group(key: string, label: string, role: MemoryRole, children: MemoryNode[]): MemoryNode {
  const sum = (of: (node: MemoryNode) => number) => children.reduce((total, child) => total + of(child), 0);
  return {
    ...leaf(key, label, role, 0, 0),
    residentBytes: sum((child) => child.residentBytes),
    sizeBytes: sum((child) => child.sizeBytes),
    regionCount: sum((child) => child.regionCount),
    children,
  };
}

const tree = group('root', 'Resident memory', 'heap', [
  group('group/heap', 'Java heap', 'heap', [leaf('0x7fd673000000', 'Java heap', 'heap', 60_959_646, 75_497_472, '0x7fd673000000')]),
  group('group/gc', 'GC', 'gc', [leaf('0x7fd5c8000000', 'GC bitmaps, tables', 'gc', 2_656_178, 2_801_664, '0x7fd5c8000000')]),
  group('group/code', 'Code', 'code', [leaf('0x7fe964000000', 'Code cache', 'code', 114_164, 116_672, '0x7fe964000000')]),
  group(
    'group/unmatched',
    'Unmatched',
    'unexplained',
    ROWS.map(([start, sizeKib, rssKib, , kind]) => ({
      ...leaf(start, kind === 'brk-heap' ? 'brk heap' : `${(rssKib / 1024).toFixed(1)} MiB`, 'malloc', rssKib, sizeKib, start),
      owner: 'unmatched' as const,
    })),
  ),
  group('group/not-shown', 'Not shown', 'not-shown-outside', [
    leaf('not-shown/outside', 'outside NMT, at least', 'not-shown-outside', OUTSIDE, 0),
    leaf('not-shown/nmt', 'NMT may own', 'not-shown-nmt', NOT_SHOWN - OUTSIDE, 0),
  ]),
]);

const STACK: [name: string, type: FrameType][] = [
  ['com.fasterxml.jackson.databind.ser.std.CollectionSerializer.serializeContents', 'java'],
  ['com.fasterxml.jackson.databind.ser.BeanSerializer.serialize', 'java'],
  ['com.fasterxml.jackson.core.json.UTF8JsonGenerator.writeString', 'java'],
  ['com.fasterxml.jackson.core.json.UTF8JsonGenerator._flushBuffer', 'java'],
  ['org.glassfish.jersey.message.internal.CommittingOutputStream.write', 'java'],
  ['io.airlift.http.server.TimingFilter$TimedServletOutputStream.write', 'java'],
  ['org.eclipse.jetty.server.HttpOutput.write', 'java'],
  ['org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor.gzip', 'java'],
  ['org.eclipse.jetty.util.IteratingCallback.iterate', 'java'],
  ['org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor$GzipBufferCB.process', 'java'],
  ['java.util.zip.Deflater.deflate', 'java'],
  ['java.util.zip.Deflater.deflateBytes', 'java'],
  ['Java_java_util_zip_Deflater_deflateBytes', 'native'],
  ['deflate', 'native'],
  ['deflate_slow', 'native'],
  ['longest_match', 'native'],
];
const WEIGHT = 120_038_581;

function straight(): CallTree {
  const frames: [string, FrameType][] = [['all', 'unknown'], ...STACK];
  return {
    names: frames.map(([name]) => name),
    types: frames.map(([, type]) => type),
    frame: frames.map((_, i) => i),
    depth: frames.map((_, i) => i),
    self: frames.map((_, i) => (i === frames.length - 1 ? WEIGHT : 0)),
    total: frames.map(() => WEIGHT),
  };
}

const profile: ProfileSummary = {
  id: 'profile-1',
  artifactId: PROFILE,
  event: 'cpu',
  unit: 'ns',
  kind: 'time',
  total: WEIGHT,
  samples: 12,
  recordedSamples: 152,
  recordedWeight: 1_525_267_865,
  hot: STACK.toReversed()
    .slice(0, 6)
    .map(([name, type], i) => ({
      name,
      type,
      selfWeight: i === 0 ? WEIGHT : 0,
      totalWeight: WEIGHT,
      javaCaller: type === 'java' ? null : 'java.util.zip.Deflater.deflateBytes',
      artifactId: PROFILE,
      firstLine: 221,
      lastLine: 250,
    })),
  tree: straight(),
};

const snapshot: SnapshotAnalysis = {
  snapshotId: 'snapshot-1',
  reconciliation: {
    ledger,
    matching: 'size',
    map: {
      artifactId: MAP,
      format: 'pmap-x',
      rowCount: 9,
      listedRssBytes: 66_028_796 * KIB,
      hiddenRssBytes: NOT_SHOWN * KIB,
      ascending: false,
    },
    nmt: { artifactId: NMT, level: 'summary', hasRanges: false },
    droppedRows: [],
    containerLimitBytes: null,
    beside: NOTHING_BESIDE,
    g1Fit: null,
    boundaries: [],
    allocator: null,
    heapNotResidentBytes: { min: 14_418_764 * KIB, best: 14_537_826 * KIB, max: 14_566_220 * KIB },
    mallocSide: { anonymousBytes: exactly(2_298_808 * KIB), nmtMallocBytes: 5_461_281 * KIB },
    arenas: null,
    doubts: [],
  },
  regionCount: 9,
  tree,
  unmatched: {
    regions,
    total: regions.length,
    sizeBytes: regions.reduce((sum, region) => sum + region.sizeBytes, 0),
    residentBytes: regions.reduce((sum, region) => sum + region.residentBytes.best, 0),
  },
};

const artifact = (id: string, format: string, firstLine: number, lastLine: number, because: string) => ({
  id,
  documentId: 'document-1',
  snapshotId: 'snapshot-1',
  format,
  parserVersion: 1,
  firstLine,
  lastLine,
  confidence: 0.95,
  because,
  complete: format !== 'pmap-x',
  fragment: false,
  linesUsed: lastLine - firstLine + 1,
  linesNoise: 0,
  warnings: [],
  warningCount: 0,
  tool: { pid: 107_870, version: null, command: format === 'pmap-x' ? 'pmap -x 107870 | sort -rn -k3 | head -n 10' : null },
});

/** A fresh copy, so that a test may change it. */
export function seedView(): IncidentView {
  return structuredClone<IncidentView>({
    id: 'seed',
    title: 'Presto coordinator, sample incident',
    service: 'presto',
    revision: 3,
    createdAt: '2026-07-01T08:30:00.000Z',
    role: 'manage',
    documents: [
      {
        id: 'document-1',
        filename: 'presto-coordinator.txt',
        sha256: '0'.repeat(64),
        sizeBytes: 7_925,
        encoding: 'utf-8',
        lines: 278,
        status: 'parsed',
        problem: null,
        createdAt: '2026-07-01T08:30:00.000Z',
      },
    ],
    artifacts: [
      artifact(MAP, 'pmap-x', 19, 28, '9 of 10 lines are mapping rows'),
      artifact(NMT, 'nmt-summary', 88, 135, '39 of 48 lines are NMT lines'),
      artifact(PROFILE, 'async-profiler-text', 214, 250, '29 frames of one stack'),
    ],
    snapshots: [
      {
        id: 'snapshot-1',
        label: 'snapshot 1',
        pid: 107_870,
        takenAt: null,
        artifactIds: [MAP, NMT, PROFILE],
        because: 'from one document; pid 107870',
      },
    ],
    decisions: [],
    analysis: {
      snapshots: [snapshot],
      profiles: [profile],
      findings: [
        {
          ruleId: 'PN-01',
          severity: 'critical',
          confidence: 'medium',
          title: 'At least 16.13 GiB that NMT cannot explain',
          summary:
            'After the heap and GC rows 23,148,172 KiB remain. NMT can account for at most 6,230,874 of it (769,593 mapped, 5,461,281 malloc). 16,917,298 KiB is left.',
          explanation: 'Native Memory Tracking counts what the JVM itself asks for. Memory that a library allocates is invisible to it.',
          evidence: [
            { artifactId: MAP, lines: [19, 19], text: 'total' },
            { artifactId: MAP, lines: [20, 20], address: '0x7fd673000000', text: 'heap row' },
            { artifactId: NMT, lines: [92, 92], text: 'NMT Total' },
          ],
          nextSteps: [
            {
              command: 'pmap -X 107870 > pmap.txt',
              why: 'The whole listing names mapped files and counts the 64 MiB arena heaps.',
              risk: 'none, reads /proc.',
            },
          ],
          falsePositives: ['Mapped files among the rows that were cut away.'],
          sources: [],
          snapshotId: 'snapshot-1',
        },
        {
          ruleId: 'NM-01',
          severity: 'high',
          confidence: 'high',
          title: 'A second matter: 5.05 GiB of direct-type memory',
          summary: 'On JDK 8, Internal malloc is Unsafe and direct memory: 5,296,401 KiB in 75,822 blocks. zlib cannot appear there.',
          explanation: 'Direct buffers are memory outside the Java heap that Java code asked for.',
          evidence: [{ artifactId: NMT, lines: [119, 121], text: 'Internal' }],
          nextSteps: [],
          falsePositives: [],
          sources: ['JDK-8199752'],
          snapshotId: 'snapshot-1',
        },
        {
          ruleId: 'DQ-02',
          severity: 'medium',
          confidence: 'certain',
          title: 'Listing cut by head -n 10',
          summary: '76.1 % of RSS is shown. Sums per kind are lower bounds.',
          explanation: '',
          evidence: [{ artifactId: MAP, lines: [18, 28], text: 'rows' }],
          nextSteps: [],
          falsePositives: [],
          sources: [],
          snapshotId: 'snapshot-1',
        },
      ],
      notChecked: [
        { ruleId: 'PM-01', title: 'Arena heaps', needs: ['memory-map'], advice: 'needs the reserved rows: pmap -X 107870' },
        { ruleId: 'PN-06', title: 'Slack or leak', needs: ['vm-info'], advice: 'run jcmd 107870 VM.info | grep C-Heap' },
      ],
      verdict: {
        figure: { bytes: OUTSIDE * KIB, qualifier: 'at-least', label: 'outside NMT' },
        markup:
          'At least **16.13 GiB of 82.74 GiB** is outside everything NMT accounts for. The paste was cut by head -n 10, so **19.77 GiB of rows cannot be named**; mapped files among them would lower the figure.',
        text: 'At least 16.13 GiB of 82.74 GiB is outside everything NMT accounts for. The paste was cut by head -n 10, so 19.77 GiB of rows cannot be named; mapped files among them would lower the figure.',
        certainty: 'Pattern seen, not yet confirmed.',
        blockingDoubt:
          'Incomplete listing. 9 rows show 66,028,796 of 86,763,996 KiB. Paste the full pmap -X 107870 to name the other 23.9 %.',
      },
      coach: {
        snapshotId: 'snapshot-1',
        summary: 'Anonymous memory outside NMT: at least 16.13 GiB.',
        steps: [
          {
            id: 'whole-map',
            captures: 'The whole memory map',
            command: 'pmap -X 107870 > pmap.txt',
            where: null,
            cost: 'some milliseconds',
            risk: 'none',
            riskText: 'none, reads /proc',
            decides: 'What the 19.77 GiB of rows that were cut away are.',
            checks: ['PM-02'],
            answers: ['DQ-05'],
          },
        ],
        playbook: {
          id: 'start',
          title: 'The resident memory of the process',
          question: 'What is most of it?',
          state: 'yes',
          because: '82.74 GiB RSS.',
          here: 'main',
          action: null,
          children: [],
        },
      },
    },
  });
}

import { z } from 'zod';
import { CAPTURE_RISKS } from '@/lib/model/coach';
import { AUTHOR_LETTERS, DECISION_STATES, REASON_LETTERS, SUBJECT_LETTERS } from '@/lib/model/decision';
import { CONFIDENCES, SEVERITIES } from '@/lib/model/finding';
import { ROLES } from '@/lib/model/incident';
import { MEMORY_ROLES } from '@/lib/model/memory-tree';
import { EXPORT_FORMATS } from '@/lib/model/profile-export/registry';
import { OWNERS, REGION_KINDS } from '@/lib/model/region';

// What enters and leaves by HTTP. The same schemas check requests, describe answers in /api/openapi.json and hold our answers in tests.

const bytes = z.int().describe('bytes');
const time = z.iso.datetime().describe('ISO 8601, UTC');
const bounds = z
  .object({ min: bytes, best: bytes, max: bytes })
  .meta({ id: 'Bounds', description: 'The true value lies in [min, max]; best is the single figure to show.' });
const address = z.string().regex(/^0x[0-9a-f]+$/);
const lineRef = z.object({ artifactId: z.string(), firstLine: z.int(), lastLine: z.int() });

export const idParams = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) });
export const snapshotParams = idParams.extend({ snapshotId: z.string().regex(/^[\w-]{1,64}$/) });
export const documentParams = idParams.extend({ documentId: z.string().regex(/^[\w-]{1,64}$/) });
export const linkParams = idParams.extend({ linkId: z.string().regex(/^[\w-]{1,64}$/) });
export const noParams = z.object({});

export const createBody = z
  .object({ title: z.string().max(200).optional(), service: z.string().max(200).nullish() })
  .meta({ id: 'CreateIncident' });
export const patchBody = z
  .object({ title: z.string().max(200).optional(), service: z.string().max(200).nullish() })
  .meta({ id: 'PatchIncident' });
export const linkBody = z
  .object({
    role: z.enum(ROLES).default('read'),
    expiresInDays: z
      .union([z.literal(1), z.literal(7), z.literal(30), z.literal(90), z.null()])
      .default(30)
      .describe('null: never'),
    label: z.string().max(100).default(''),
  })
  .meta({ id: 'CreateLink' });

export const artifactParams = idParams.extend({ artifactId: z.string().regex(/^[\w-]{1,64}$/) });

/** Format ids come from the registry; null makes the lines a note. */
const formatChoice = z.string().max(64).nullable();
export const artifactBody = z
  .object({ format: formatChoice.optional(), snapshotId: z.string().max(64).optional() })
  .meta({ id: 'CorrectArtifact', description: 'Corrects detection, grouping or both; the choice is kept through every reading anew.' });
export const newArtifactBody = z
  .object({ firstLine: z.int().min(1), lastLine: z.int().min(1), format: formatChoice })
  .meta({ id: 'CorrectLines', description: 'These lines are of this format, whatever recognition said.' });
export const snapshotBody = z
  .object({ label: z.string().trim().min(1).max(100), takenAt: z.iso.datetime().nullish() })
  .meta({ id: 'CreateSnapshot' });
export const snapshotPatch = z
  .object({ label: z.string().trim().min(1).max(100).optional(), takenAt: z.iso.datetime().nullish() })
  .meta({ id: 'PatchSnapshot' });
export const snapshotAnswer = z
  .object({ id: z.string(), label: z.string(), takenAt: z.iso.datetime().nullable() })
  .meta({ id: 'SnapshotRow' });
export const formatsBody = z
  .object({
    formats: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        reads: z.string().describe('which tools and versions print it, and what is taken from it'),
        parserVersion: z.int(),
        produces: z.array(z.string()),
        capture: z.object({ command: z.string(), risk: z.string() }),
      }),
    ),
  })
  .meta({ id: 'Formats' });

const number = (fallback: number, least: number, most: number) => z.coerce.number().int().min(least).max(most).default(fallback);

const lineNumber = (fallback: number) => number(fallback, 1, 2_000_000_000);
export const linesQuery = z.object({
  from: lineNumber(1),
  to: lineNumber(200).describe('at most 2,000 lines and about 4 Mi characters at once: `to` of the answer says how far it goes'),
  width: number(65_536, 1, 4_194_304).describe('characters of each line; `length` tells how long a cut one is'),
});
export const searchQuery = z.object({
  q: z.string().min(1).max(200).describe('plain text, without regard to case'),
  from: lineNumber(1),
  limit: number(200, 1, 1_000),
});
export const profileParams = idParams.extend({ profileId: z.string().regex(/^[\w.:-]{1,80}$/) });
export const columnsQuery = z.object({
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('As the incident names it: then the answer may be kept for ever.'),
});
export const hotQuery = z.object({ limit: number(20, 1, 200) });
export const profileQuery = z.object({
  format: z
    .enum([...EXPORT_FORMATS, 'columns'])
    .default('collapsed')
    .describe('collapsed: folded stacks; speedscope: its JSON; pprof: profile.proto, gzipped; columns: as …/columns'),
});
const profileId = z.string().regex(/^[\w.:-]{1,80}$/);
export const compareProfilesQuery = z.object({
  from: profileId.describe('id of a profile: before'),
  to: profileId.describe('id of a profile: after'),
  format: z
    .enum(['json', 'columns'])
    .default('json')
    .describe('json: the functions that changed most; columns: one tree with both weights by node (lib/model/diff-codec), gzipped'),
  limit: number(60, 1, 1_000).describe('functions in the answer'),
});

const tool = z.object({ pid: z.int().nullable(), version: z.string().nullable(), command: z.string().nullable() });
const warning = z.object({ line: z.int(), code: z.string(), text: z.string() });
const documentStatus = z.enum(['parsed', 'rejected']);
const problemMembers = z.looseObject({ code: z.string(), detail: z.string() });

const documentSchema = z
  .object({
    id: z.string(),
    filename: z.string(),
    sha256: z.string(),
    sizeBytes: bytes,
    encoding: z.string(),
    lines: z.int(),
    status: documentStatus,
    problem: problemMembers.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Document' });

const artifactSchema = z
  .object({
    id: z.string(),
    documentId: z.string(),
    format: z.string(),
    parserVersion: z.int(),
    firstLine: z.int(),
    lastLine: z.int(),
    complete: z.boolean(),
    confidence: z.number().min(0).max(1),
    because: z.string(),
    linesUsed: z.int(),
    linesNoise: z.int(),
    warnings: z.array(warning),
    warningCount: z.int(),
    tool,
    snapshotId: z.string().nullable(),
  })
  .meta({ id: 'Artifact' });

const bucket = z
  .object({
    key: z.string(),
    label: z.string(),
    kind: z.enum(['nmt', 'file', 'shared', 'kernel', 'malloc', 'unexplained', 'not-shown']),
    residentBytes: bounds,
    reservedBytes: bytes.nullable(),
    committedBytes: bytes.nullable(),
    regionCount: z.int(),
    reasons: z.array(z.string()),
    sources: z.array(lineRef),
  })
  .meta({ id: 'Bucket' });

const ledger = z
  .object({
    rssBytes: bytes,
    rssSource: z.string(),
    rssLines: lineRef.nullable(),
    listingComplete: z.boolean(),
    buckets: z.array(bucket).describe('Σ residentBytes.best = rssBytes'),
    unexplainedBytes: bounds.nullable(),
    outsideNmtBytes: bounds.nullable(),
    naiveGapBytes: bytes.nullable(),
    nmt: z.object({ reservedBytes: bytes, committedBytes: bytes, mallocBytes: bytes }).nullable(),
  })
  .meta({ id: 'Ledger' });

const printed = z.object({ bytes, lines: lineRef });

const beside = z
  .object({
    checks: z
      .array(
        z.object({
          what: z.enum(['rss', 'pss', 'size', 'anonymous', 'heap-committed']),
          label: z.string(),
          printed,
          ledgerBytes: bytes,
          agrees: z.boolean(),
        }),
      )
      .describe('totals of other captures, held against the ledger'),
    container: z
      .object({
        limit: printed.nullable(),
        current: printed.nullable(),
        inactiveFile: printed.nullable(),
        oomKills: z.object({ count: z.int(), lines: lineRef }).nullable(),
      })
      .nullable(),
    allocator: z
      .object({
        outstandingBytes: bytes,
        retainedBytes: bytes,
        beyondNmtBytes: bytes.nullable(),
        slackBytes: bounds.nullable(),
        lines: lineRef,
      })
      .nullable()
      .describe("glibc's own account: in use, free and kept, in use beyond NMT, and how much of the resident memory is free"),
    heap: z
      .object({ used: printed.nullable(), committed: printed.nullable(), max: printed.nullable(), collector: z.string().nullable() })
      .nullable(),
    clock: z
      .object({
        text: z.string(),
        ms: z.int().describe('as if the time printed were of UTC'),
        zone: z.string().nullable().describe('as printed; null where it is not'),
        lines: lineRef,
      })
      .nullable()
      .describe('when a capture says it was taken (VM.info, a crash log); takenAt, where somebody set it, stands before it'),
    taken: z.array(z.object({ artifactId: z.string(), text: z.string() })).describe('figures that another capture gives better'),
  })
  .meta({ id: 'Beside', description: 'What the other captures of a snapshot say, beside its memory map and its NMT report.' });

const dumpText = z.object({
  artifactId: z.string(),
  because: z.string().describe('why it is taken for the content of this range'),
  lines: z.int(),
  classes: z.array(z.object({ look: z.string(), lines: z.int(), firstLine: z.int() })).describe('what its lines look like'),
  repeated: z.array(z.object({ text: z.string().describe('masked'), count: z.int(), firstLine: z.int() })),
  from: address.nullable(),
  to: address.nullable(),
});
const dumps = z
  .object({
    dumps: z.array(z.object({ start: address, end: address, file: z.string().nullable(), lines: lineRef, texts: z.array(dumpText) })),
    untied: z.array(z.object({ artifactId: z.string(), lines: z.int() })).describe('content that no command tells the addresses of'),
  })
  .meta({ id: 'RegionDumps', description: 'Memory that somebody copied (gdb), and what strings found in it: weak evidence.' });

const snapshotSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    pid: z.int().nullable(),
    takenAt: time.nullable(),
    artifactIds: z.array(z.string()),
    because: z.string().describe('why its captures were put together'),
    ledger: ledger.nullable(),
    matching: z.enum(['address', 'size', 'none']),
    containerLimitBytes: printed.nullable(),
    beside,
    doubts: z.array(z.string()),
    regionCount: z.int(),
    dumps: dumps.nullable(),
  })
  .meta({ id: 'Snapshot' });

const profileSchema = z
  .object({
    id: z.string(),
    artifactId: z.string(),
    event: z.string().nullable(),
    unit: z.string(),
    kind: z.enum(['time', 'allocation']).nullable(),
    because: z.string().nullable().describe('from what event and unit were taken, where the text itself does not say them'),
    total: z.number(),
    samples: z.int().nullable(),
    recordedSamples: z.int().nullable(),
    recordedWeight: z.number().nullable(),
    columns: z
      .object({ hash: z.string(), nodes: z.int(), sizeBytes: bytes })
      .nullable()
      .describe('The whole call tree, fetched apart: SHA-256 and size of its bytes, gzipped, and its nodes.'),
    sampleColumns: z
      .object({
        hash: z.string(),
        each: z.enum(['sample', 'stack']),
        rows: z.int(),
        threads: z.int(),
        hasTimes: z.boolean(),
        sizeBytes: bytes,
      })
      .nullable()
      .describe('Its samples (or stacks) by node of that tree, with threads and times, fetched apart; null where its text tells neither.'),
  })
  .meta({ id: 'Profile' });

const evidence = z.object({
  artifactId: z.string(),
  lines: z.tuple([z.int(), z.int()]),
  address: address.optional(),
  frame: z.string().optional(),
  text: z.string(),
});

const finding = z
  .object({
    ruleId: z.string(),
    severity: z.enum(SEVERITIES),
    confidence: z.enum(CONFIDENCES),
    title: z.string(),
    summary: z.string(),
    explanation: z.string(),
    evidence: z.array(evidence),
    nextSteps: z.array(z.object({ command: z.string(), why: z.string(), risk: z.string() })),
    falsePositives: z.array(z.string()),
    sources: z.array(z.string()),
    snapshotId: z.string().nullable(),
    subject: z.string().optional().describe('Tells it from other findings of its rule on one snapshot. Absent: the only one.'),
    signatureId: z.string().optional().describe('The known defect that it names: /docs/findings/<id>.'),
    partOf: z
      .string()
      .optional()
      .describe('The finding of the same snapshot, by rule, that this one explains. Absent: a story of its own.'),
    contradicts: z
      .array(z.string())
      .optional()
      .describe('Rules whose findings, of the same snapshot, cannot have one cause: this one tells why.'),
    loweredBy: z.array(z.string()).optional().describe('Rules whose doubts about the captures lowered the confidence.'),
  })
  .meta({ id: 'Finding' });

const ruleId = z.string().regex(/^[A-Z]{2}-\d{2}$/);
const findingSubject = z.string().max(SUBJECT_LETTERS).default('').describe('`subject` of the finding; empty where it has none');
const ofSnapshot = z.string().regex(/^[\w-]{1,64}$/);

export const decisionBody = z
  .object({
    ruleId,
    subject: findingSubject,
    snapshotId: ofSnapshot.nullable(),
    state: z.enum(DECISION_STATES),
    reason: z.string().trim().min(1).max(REASON_LETTERS),
    author: z.string().trim().max(AUTHOR_LETTERS).nullish().describe('as typed: nobody checks it'),
  })
  .meta({
    id: 'DecideFinding',
    description: 'What somebody says of a finding. It takes the place of what was said before; the finding stays.',
  });
export const decisionQuery = z.object({
  ruleId,
  subject: findingSubject,
  snapshotId: ofSnapshot.optional().describe('absent: of the whole incident'),
});
const decision = z
  .object({
    ruleId: z.string(),
    subject: z.string(),
    snapshotId: z.string().nullable(),
    state: z.enum(DECISION_STATES),
    reason: z.string(),
    author: z.string().nullable(),
    title: z.string().describe('what the finding said when it was decided'),
    decidedAt: time,
    fires: z.boolean().describe('false: the finding does not fire any more'),
  })
  .meta({ id: 'Decision' });
export const decisionsAnswer = z
  .object({ revision: z.int(), decisions: z.array(decision).describe('in the order of time') })
  .meta({ id: 'Decisions' });

const verdict = z.object({
  figure: z.object({ bytes, qualifier: z.enum(['at-least', 'exact']), label: z.string() }).nullable(),
  markup: z.string(),
  text: z.string(),
  certainty: z.string().nullable(),
  blockingDoubt: z.string().nullable(),
  decided: z.string().optional().describe('What people decided of the findings it rests on; the verdict never changes by it.'),
});

const coachStep = z
  .object({
    id: z.string(),
    captures: z.string().describe('what is captured'),
    command: z.string().describe('with the pids of this incident; an option of the JVM begins with "-", one of its environment with NAME='),
    where: z.string().nullable().describe('where to run it, where that is not plain'),
    cost: z.string(),
    risk: z.enum(CAPTURE_RISKS),
    riskText: z.string(),
    decides: z.string(),
    checks: z.array(z.string()).describe('rules that could not be checked, and then can be'),
    answers: z.array(z.string()).describe('findings, by rule, whose open question it answers'),
  })
  .meta({ id: 'CoachStep', description: 'A capture that is missing and would decide something.' });

const playbookNode = z
  .object({
    id: z.string(),
    title: z.string(),
    question: z.string().nullable(),
    state: z.enum(['yes', 'no', 'open']),
    because: z.string().describe('the figures that decided it, or what is missing'),
    here: z.enum(['main', 'also']).nullable().describe('the incident stands here'),
    action: z.string().nullable().describe('what to do at this end'),
    get children() {
      return z.array(playbookNode);
    },
  })
  .meta({ id: 'PlaybookNode' });

const coach = z
  .object({
    snapshotId: z.string().nullable(),
    summary: z.string(),
    steps: z.array(coachStep).describe('in the order to take them, at most six; empty: everything needed is there'),
    playbook: playbookNode,
  })
  .meta({ id: 'Coach' });

const shownOnce = z.object({ url: z.url(), token: z.string(), expiresAt: time.nullable() });

export const incidentBody = z
  .object({
    id: z.string(),
    title: z.string(),
    service: z.string().nullable(),
    createdAt: time,
    revision: z.int(),
    documents: z.array(documentSchema),
    artifacts: z.array(artifactSchema),
    snapshots: z.array(snapshotSchema),
    profiles: z.array(profileSchema),
    findings: z.array(finding),
    notChecked: z.array(z.object({ ruleId: z.string(), title: z.string(), needs: z.array(z.string()), advice: z.string() })),
    decisions: z.array(decision).describe('what people said of the findings, in the order of time'),
    verdict: z.string(),
    verdictParts: verdict,
    coach,
  })
  .meta({ id: 'Incident' });

export const createdBody = incidentBody
  .extend({ links: z.object({ manage: shownOnce, comment: shownOnce, read: shownOnce }).describe('Only ever shown here.') })
  .meta({ id: 'CreatedIncident' });

const regionSchema = z
  .object({
    start: address,
    end: address,
    sizeBytes: bytes,
    rssBytes: bytes.describe('of the whole mapping row'),
    residentBytes: bounds.describe('of this piece'),
    mode: z.string(),
    name: z.string(),
    owner: z.enum(OWNERS),
    category: z.string().nullable(),
    kind: z.enum(REGION_KINDS),
    grade: z.enum(['proven', 'consistent', 'guess']),
    reasons: z.array(z.string()),
    artifactId: z.string(),
    line: z.int(),
    nmt: z.object({ artifactId: z.string(), line: z.int() }).nullable(),
  })
  .meta({ id: 'Region' });

const regionTotals = z.object({ sizeBytes: bytes, rssBytes: bytes.describe('Σ best') });

export const regionsBody = z
  .object({
    total: z.int().describe('regions that fit, before paging'),
    totals: regionTotals,
    groups: z.array(regionTotals.extend({ key: z.string(), count: z.int() })).describe('in the order of the rows; empty without `group`'),
    regions: z.array(regionSchema),
    nextCursor: z.string().nullable(),
    foundAt: z.int().nullable().optional().describe('place of the region asked for with `find`, from 0'),
  })
  .meta({ id: 'Regions' });

export const treeBody = z
  .object({
    key: z.string(),
    label: z.string(),
    role: z.enum(MEMORY_ROLES),
    owner: z.enum(OWNERS).nullable(),
    kind: z.enum(REGION_KINDS).nullable(),
    sizeBytes: bytes,
    residentBytes: bytes.describe('best'),
    regionCount: z.int(),
    region: address.nullable().describe('start address, for leaves that are one region'),
    get children() {
      return z.array(treeBody).describe('their sums are those of the node; at most 250 leaves below one answer');
    },
  })
  .meta({ id: 'MemoryNode', description: 'group → kind → region. The key of a leaf "other (n)" opens it: ?node=<key>' });

export const hotBody = z
  .object({
    frames: z.array(
      z.object({
        name: z.string(),
        type: z.enum(['java', 'native', 'vm', 'kernel', 'thread', 'unknown']),
        selfWeight: z.number(),
        totalWeight: z.number(),
        javaCaller: z.string().nullable(),
        artifactId: z.string(),
        firstLine: z.int(),
        lastLine: z.int(),
      }),
    ),
    unit: z.string(),
    total: z.number(),
  })
  .meta({ id: 'HotFrames' });

const diffWeight = z.object({
  from: z.number(),
  to: z.number(),
  fromShare: z.number(),
  toShare: z.number(),
  delta: z.number().describe('toShare − fromShare'),
  ratio: z.number().describe('−1 gone, −0.5 halved, 0 the same, 0.5 doubled, 1 new'),
});
const diffEnd = profileSchema.pick({ id: true, artifactId: true, event: true, unit: true, kind: true, total: true, samples: true });
export const profileDiffBody = z
  .object({
    from: diffEnd,
    to: diffEnd,
    comparable: z.boolean().describe('one event, one unit'),
    doubts: z.array(z.string()).describe('what keeps the two from being compared as they stand'),
    count: z.int().describe('functions in all'),
    functions: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['java', 'native', 'vm', 'kernel', 'thread', 'unknown']),
          dso: z.string().nullable(),
          self: diffWeight,
          total: diffWeight.describe('recursion counted once'),
          certain: z.boolean().nullable().describe('false: so few samples could differ by chance; null: samples are not counted'),
          lines: z.object({ from: lineRef.nullable(), to: lineRef.nullable() }),
        }),
      )
      .describe('the largest change of own share first'),
  })
  .meta({
    id: 'ProfileDiff',
    description: 'Two profiles held against each other by function; names that change from run to run count as one.',
  });

const unit = z.number().min(0).max(1);
const stripSlot = z.object({
  kind: z.literal('slot'),
  start: address,
  end: address,
  slots: z.int().describe('so many slots that one region fills, drawn as one'),
  bands: z.array(z.object({ role: z.enum(MEMORY_ROLES), from: unit, to: unit, resident: unit })).describe('shares of the slot'),
  ranges: z.array(
    z.object({
      category: z.string(),
      role: z.enum(MEMORY_ROLES),
      from: unit,
      to: unit,
      unmapped: unit.describe('share of the NMT range that lies in no mapping'),
    }),
  ),
  region: address.nullable(),
  label: z.string(),
  regionCount: z.int(),
  sizeBytes: bytes,
  residentBytes: bytes,
});

export const stripBody = z
  .object({
    slotBytes: bytes,
    from: address.nullable(),
    to: address.nullable(),
    items: z.array(z.discriminatedUnion('kind', [stripSlot, z.object({ kind: z.literal('fold'), bytes: z.number() })])),
    regionCount: z.int(),
  })
  .meta({ id: 'AddressStrip' });

const nmtChange = z.object({
  lines: lineRef,
  category: z.string().nullable(),
  frames: z.array(z.string()),
  committedBytes: bytes,
  deltaBytes: bytes,
  count: z.int().nullable(),
  deltaCount: z.int().nullable(),
});

const callTree = z.object({
  names: z.array(z.string()),
  types: z.array(z.enum(['java', 'native', 'vm', 'kernel', 'thread', 'unknown'])),
  frame: z.array(z.int()),
  depth: z.array(z.int()),
  self: z.array(z.number()),
  total: z.array(z.number()),
});

export const compareQuery = z.object({
  from: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .describe('id of a snapshot'),
  to: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .describe('id of a snapshot; the same one compares it with itself'),
});

const change = z.object({ from: bytes, to: bytes, delta: bytes });
const counts = z.object({ from: z.int(), to: z.int(), delta: z.int() });
const boundsChange = z
  .object({ from: bounds, to: bounds, delta: bounds })
  .describe('delta: to.min − from.max, to.best − from.best, to.max − from.min');
const orNull = z.object({ from: bytes.nullable(), to: bytes.nullable() });
const share = z.object({ from: z.number().nullable(), to: z.number().nullable() }).describe('0..1; null: not among the hottest');
const comparedSnapshot = z.object({ id: z.string(), label: z.string(), pid: z.int().nullable() });
const regionEnd = z.object({ start: address, sizeBytes: bytes, residentBytes: bounds, artifactId: z.string(), line: z.int() });
const comparedProfile = z.object({ id: z.string(), total: z.number(), samples: z.int().nullable() });

export const compareBody = z
  .object({
    from: comparedSnapshot,
    to: comparedSnapshot,
    process: z.enum(['same', 'restarted', 'unknown']),
    matchedBy: z.enum(['address', 'shape']).describe('how the regions of one were found in the other'),
    because: z.string(),
    time: z
      .object({ seconds: z.number(), because: z.string(), lines: z.array(lineRef) })
      .nullable()
      .describe('between the two; negative where `from` is the later one'),
    rssBytes: change.nullable(),
    rssBytesPerHour: bytes.nullable(),
    buckets: z
      .array(
        z.object({
          key: z.string(),
          label: z.string(),
          kind: bucket.shape.kind,
          residentBytes: boundsChange,
          committedBytes: orNull,
          regionCount: counts,
          sources: z.object({ from: z.array(lineRef), to: z.array(lineRef) }),
        }),
      )
      .describe('Σ residentBytes.delta.best = rssBytes.delta'),
    categories: z.array(
      z.object({
        name: z.string(),
        reservedBytes: change,
        committedBytes: change,
        mallocBytes: change.describe('malloc and arenas'),
        mallocCount: counts.nullable(),
        counted: z.object({ what: z.enum(['threads', 'classes']), count: counts }).nullable(),
        from: lineRef.nullable(),
        to: lineRef.nullable(),
      }),
    ),
    categoriesSince: z.enum(['snapshot', 'baseline']).nullable().describe('baseline: from a diff report of the later snapshot'),
    sitesSince: z.enum(['snapshot', 'baseline']).nullable(),
    sites: z.array(
      z.object({
        category: z.string().nullable(),
        what: z.enum(['malloc', 'mmap']),
        frames: z.array(z.string()).describe('innermost first'),
        bytes: change,
        count: counts.nullable(),
        from: lineRef.nullable(),
        to: lineRef.nullable(),
      }),
    ),
    roles: z.array(z.object({ kind: z.enum(REGION_KINDS), count: counts, sizeBytes: change, residentBytes: boundsChange })),
    regions: z
      .array(
        z.object({
          owner: z.enum(OWNERS),
          kind: z.enum(REGION_KINDS),
          category: z.string().nullable(),
          name: z.string(),
          from: regionEnd.nullable(),
          to: regionEnd.nullable(),
          delta: bounds,
        }),
      )
      .describe('those that differ, the largest change first, at most 200'),
    regionCounts: z.object({ grown: z.int(), shrunk: z.int(), appeared: z.int(), vanished: z.int(), unchanged: z.int() }),
    profiles: z.array(
      z.object({
        event: z.string().nullable(),
        unit: z.string(),
        kind: z.enum(['time', 'allocation']).nullable(),
        from: comparedProfile,
        to: comparedProfile,
        functions: z.array(
          z.object({
            name: z.string(),
            type: z.enum(['java', 'native', 'vm', 'kernel', 'thread', 'unknown']),
            self: share,
            total: share,
            certain: z.boolean().nullable().describe('false: so few samples could differ by chance'),
            from: lineRef.nullable(),
            to: lineRef.nullable(),
          }),
        ),
      }),
    ),
    pressure: z
      .object({
        limitBytes: bytes.nullable(),
        usedBytes: bytes,
        usedFrom: z.enum(['container', 'process']),
        growthBytesPerHour: bytes.nullable(),
        lines: z.array(lineRef),
      })
      .nullable()
      .describe('memory against the limit of the container, at the later snapshot'),
    sentence: z.object({ markup: z.string(), text: z.string() }),
    doubts: z.array(z.string()),
  })
  .meta({ id: 'Comparison' });

export const nmtBody = z
  .object({
    artifactId: z.string().nullable(),
    level: z.enum(['summary', 'detail']).nullable(),
    jdkFamily: z.int().nullable(),
    unitBytes: bytes,
    total: z.object({ reservedBytes: bytes, committedBytes: bytes, mallocBytes: bytes, lines: lineRef }).nullable(),
    categories: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        lines: lineRef,
        reservedBytes: bytes,
        committedBytes: bytes,
        mmap: z.object({ reservedBytes: bytes, committedBytes: bytes }).nullable(),
        residentBytes: bounds.nullable().describe('of the mmap side, from the memory map'),
        mallocBytes: bytes,
        mallocCount: z.int().nullable(),
        arenaBytes: bytes,
        arenaCount: z.int().nullable(),
        threadCount: z.int().nullable(),
        classCount: z.int().nullable(),
        meaning: z.string(),
      }),
    ),
    sites: z.array(
      z.object({
        lines: lineRef,
        category: z.string().nullable(),
        frames: z.array(z.string()).describe('innermost first'),
        mallocBytes: bytes,
        mallocCount: z.int().nullable(),
        reservedBytes: bytes,
        committedBytes: bytes,
      }),
    ),
    siteCount: z.int().describe('`sites` lists the 1,000 largest'),
    siteBytes: bytes,
    tree: callTree.nullable().describe('all sites: category, then from the outermost frame inwards; bytes'),
    ranges: z.array(
      z.object({
        lines: lineRef,
        start: address,
        end: address,
        category: z.string(),
        sizeBytes: bytes,
        committedBytes: bytes,
        residentBytes: bounds.nullable(),
        region: address.nullable().describe('the largest region inside it'),
      }),
    ),
    rangeCount: z.int(),
    diffs: z.array(
      z.object({
        artifactId: z.string(),
        level: z.enum(['summary', 'detail']),
        deltaCommittedBytes: bytes.nullable(),
        categories: z.array(nmtChange),
        sites: z.array(nmtChange),
        siteCount: z.int(),
      }),
    ),
  })
  .meta({ id: 'Nmt' });

export const linesBody = z
  .object({
    from: z.int(),
    to: z.int(),
    lines: z.array(
      z.object({
        line: z.int(),
        text: z.string(),
        use: z.enum(['used', 'noise', 'warned', 'note']),
        length: z.int().optional().describe('characters of the whole line, where `text` is only its beginning'),
      }),
    ),
  })
  .meta({ id: 'Lines' });

export const searchBody = z
  .object({
    hits: z
      .array(
        z.object({
          line: z.int(),
          column: z.int().describe('characters before the hit'),
          excerpt: z.string(),
          at: z.int().describe('characters of the excerpt before the hit'),
        }),
      )
      .describe('lines that hold the text, each once'),
    searchedTo: z.int(),
    nextFrom: z.int().nullable().describe('ask again from here; null: the end of the document was reached'),
  })
  .meta({ id: 'LineSearch' });

export const unreadBody = z
  .object({
    ranges: z
      .array(
        z.object({
          firstLine: z.int(),
          lastLine: z.int(),
          byHand: z.boolean().describe('somebody made them a note'),
          nearest: z
            .object({ format: z.string(), firstLine: z.int(), lastLine: z.int(), score: z.number(), because: z.string() })
            .nullable()
            .describe('the part that comes nearest to a format; null: no line resembles any'),
          compared: z.boolean().describe('false: too much text to compare it with every format'),
        }),
      )
      .describe('the first 200'),
    total: z.int(),
    lines: z.int(),
  })
  .meta({ id: 'UnreadLines', description: 'Lines outside every artifact, without the blank ones around them.' });

const linkSchema = z
  .object({
    id: z.string(),
    role: z.enum(ROLES),
    label: z.string(),
    createdAt: time,
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'Link' });
export const linksBody = z.object({ links: z.array(linkSchema) }).meta({ id: 'Links' });
export const newLinkBody = linkSchema.extend({ url: z.url(), token: z.string() }).meta({ id: 'NewLink' });

export const undoableBody = z.object({ undoableUntil: time }).meta({ id: 'Undoable' });
export const removedBody = z
  .object({
    documents: z.array(z.object({ id: z.string(), filename: z.string(), sizeBytes: bytes, removedAt: time, undoableUntil: time })),
  })
  .meta({ id: 'RemovedDocuments' });

export const limitsBody = z
  .object({ wireBytes: bytes, documentBytes: bytes, documentsPerIncident: z.int(), linkDaysDefault: z.int() })
  .meta({ id: 'Limits' });

export const problemBody = z
  .looseObject({ type: z.string(), title: z.string(), status: z.int(), code: z.string(), detail: z.string() })
  .meta({ id: 'Problem', description: 'RFC 9457. `code` is stable; `detail` says what to do next.' });

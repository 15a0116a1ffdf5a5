import { exactly } from '@/lib/base/bounds';
import { KIB } from '@/lib/base/bytes';
import { NOTHING_BESIDE } from '@/lib/model/beside';
import type { Sourced } from '@/lib/model/facts';
import type { Finding } from '@/lib/model/finding';
import type { CallTree, HotFrame, ProfileSummary } from '@/lib/model/hot-stacks';
import type { Bucket, BucketKind, Ledger, Reconciliation } from '@/lib/model/ledger';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { NmtCategory, NmtReport } from '@/lib/model/nmt';
import type { ProcessStatus } from '@/lib/model/process-facts';
import type { FrameType } from '@/lib/model/profile';
import type { Region } from '@/lib/model/region';
import type { AnyRule, RuleContext, RuleFacts } from '../define';
import type { Moment } from '../moment';
import { rules } from '../registry';
import { runRules, withNmt } from '../run';

// Small facts for the tests of rules. Sizes are KiB, as the tools print them.

const MAP = 'map';
const NMT = 'nmt';
const line = (at: number) => ({ artifactId: MAP, firstLine: at, lastLine: at });

type Kib = number | [min: number, best: number, max: number];
const bounds = (kib: Kib) => (typeof kib === 'number' ? exactly(kib * KIB) : { min: kib[0] * KIB, best: kib[1] * KIB, max: kib[2] * KIB });

export interface LedgerDraft {
  rss: number;
  complete?: boolean;
  /** "java-heap": resident, or [resident, committed]. */
  buckets?: Record<string, { kind?: BucketKind; resident: Kib; committed?: number; label?: string }>;
  /** [committed, malloc]; absent: no NMT. */
  nmt?: [committed: number, malloc: number];
  unexplained?: Kib;
  outside?: Kib;
}

export function ledgerOf(draft: LedgerDraft): Ledger {
  const buckets: Bucket[] = Object.entries(draft.buckets ?? {}).map(([key, { kind = 'nmt', resident, committed, label }], at) => ({
    key,
    label: label ?? key,
    kind,
    residentBytes: bounds(resident),
    reservedBytes: null,
    committedBytes: committed === undefined ? null : committed * KIB,
    regionCount: 1,
    reasons: [],
    sources: [line(10 + at)],
  }));
  return {
    rssBytes: draft.rss * KIB,
    rssSource: 'pmap-x total',
    rssLines: line(2),
    listingComplete: draft.complete ?? true,
    buckets,
    unexplainedBytes: draft.nmt ? bounds(draft.unexplained ?? 0) : null,
    outsideNmtBytes: draft.nmt ? bounds(draft.outside ?? draft.unexplained ?? 0) : null,
    naiveGapBytes: draft.nmt ? (draft.rss - draft.nmt[0]) * KIB : null,
    nmt: draft.nmt ? { reservedBytes: draft.nmt[0] * KIB, committedBytes: draft.nmt[0] * KIB, mallocBytes: draft.nmt[1] * KIB } : null,
  };
}

export function reconciliationOf(part: Partial<Reconciliation> = {}): Reconciliation {
  return {
    ledger: null,
    matching: 'address',
    map: { artifactId: MAP, format: 'pmap-x', rowCount: 9, listedRssBytes: 0, hiddenRssBytes: 0, ascending: true },
    nmt: { artifactId: NMT, level: 'detail', hasRanges: true },
    droppedRows: [],
    containerLimitBytes: null,
    beside: NOTHING_BESIDE,
    g1Fit: null,
    boundaries: [],
    allocator: null,
    heapNotResidentBytes: null,
    mallocSide: null,
    arenas: null,
    doubts: [],
    ...part,
  };
}

export function regionOf(start: bigint, residentKib: number, part: Partial<Region> = {}): Region {
  const sizeBytes = part.sizeBytes ?? residentKib * KIB;
  return {
    start,
    end: start + BigInt(sizeBytes),
    sizeBytes,
    rssBytes: residentKib * KIB,
    residentBytes: exactly(residentKib * KIB),
    mode: 'rw-p',
    name: '',
    owner: 'unmatched',
    category: null,
    kind: 'anonymous',
    grade: 'consistent',
    reasons: [],
    artifactId: MAP,
    line: 20,
    nmt: null,
    ...part,
  };
}

/** Rows as [start, KiB of size, KiB of RSS, name, KiB of Pss]. */
export function mapOf(
  rows: [start: bigint, size: number, rss: number, name?: string, pss?: number][],
  part: Partial<MemoryMap> = {},
): Sourced<MemoryMap> {
  const mappings = rows.map(
    ([start, size, rss, name = '', pss], at): Mapping => ({
      line: 10 + at,
      lastLine: 10 + at,
      start,
      end: start + BigInt(size * KIB),
      sizeBytes: size * KIB,
      rssBytes: rss * KIB,
      pssBytes: pss === undefined ? null : pss * KIB,
      dirtyBytes: null,
      anonymousBytes: null,
      swapBytes: null,
      anonHugePagesBytes: null,
      mode: 'rw-p',
      name,
      vmFlags: null,
    }),
  );
  return {
    artifactId: MAP,
    value: { source: 'pmap-x', pid: null, rows: mappings, printedTotal: null, ascending: true, kernelNames: false, ...part },
  };
}

/** Categories as KiB of malloc, or [malloc, blocks]; the rest of `committed` is mmap. */
export function nmtOf(
  total: number,
  categories: Record<string, number | [malloc: number, blocks: number]>,
  part: Partial<NmtReport> = {},
): Sourced<NmtReport> {
  const list = Object.entries(categories).map(([name, entry], at): NmtCategory => {
    const [malloc, count] = typeof entry === 'number' ? [entry, null] : entry;
    const first = 30 + at * 3;
    return {
      name,
      line: first,
      lastLine: first + 1,
      reservedBytes: malloc * KIB,
      committedBytes: malloc * KIB,
      malloc: { line: first + 1, bytes: malloc * KIB, count },
      mmap: null,
      arena: null,
      stack: null,
      trackingOverhead: null,
      classCount: null,
      threadCount: null,
    };
  });
  const value: NmtReport = {
    pid: null,
    level: 'summary',
    unitBytes: KIB,
    total: { line: 28, reservedBytes: total * KIB, committedBytes: total * KIB },
    totalMalloc: null,
    totalMmap: null,
    categories: list,
    ranges: [],
    sites: [],
    jdkFamily: null,
    ...part,
  };
  return { artifactId: NMT, value };
}

/** Java by its dots or slashes before a method, as in "demo.ReportServer.gzip"; everything else is native. */
const typeOf = (name: string): FrameType =>
  /^\[?unknown/.test(name) ? 'unknown' : /[\w$][./]\w/.test(name) && !name.includes('.so') ? 'java' : 'native';

/** Stacks as `root;child;leaf weight`, one a line. */
export function profileOf(folded: string, part: Partial<ProfileSummary> = {}): ProfileSummary {
  interface Node {
    children: Map<string, Node>;
    self: number;
    total: number;
    line: number;
  }
  const fresh = (at: number): Node => ({ children: new Map(), self: 0, total: 0, line: at });
  const root = fresh(1);
  const lines = folded
    .split('\n')
    .map((text) => text.trim())
    .filter(Boolean);
  lines.forEach((text, at) => {
    const cut = text.lastIndexOf(' ');
    const weight = Number(text.slice(cut + 1));
    let node = root;
    node.total += weight;
    for (const name of text.slice(0, cut).split(';')) {
      const child = node.children.get(name) ?? fresh(100 + at);
      node.children.set(name, child);
      child.total += weight;
      node = child;
    }
    node.self += weight;
  });
  const tree: CallTree = { names: [], types: [], frame: [], depth: [], self: [], total: [] };
  const hot = new Map<string, HotFrame>();
  const visit = (name: string, node: Node, depth: number) => {
    const index = tree.names.includes(name) ? tree.names.indexOf(name) : tree.names.push(name) - 1;
    tree.types[index] = typeOf(name);
    tree.frame.push(index);
    tree.depth.push(depth);
    tree.self.push(node.self);
    tree.total.push(node.total);
    if (depth > 0) {
      const frame = hot.get(name) ?? {
        name,
        type: typeOf(name),
        selfWeight: 0,
        totalWeight: 0,
        javaCaller: null,
        artifactId: 'profile',
        firstLine: node.line,
        lastLine: node.line,
      };
      hot.set(name, { ...frame, selfWeight: frame.selfWeight + node.self, totalWeight: frame.totalWeight + node.total });
    }
    for (const [child, below] of [...node.children].sort((a, b) => b[1].total - a[1].total)) visit(child, below, depth + 1);
  };
  visit('all', root, 0);
  return {
    id: 'p',
    artifactId: 'profile',
    event: null,
    unit: 'samples',
    kind: null,
    total: root.total,
    samples: null,
    recordedSamples: null,
    recordedWeight: null,
    hot: [...hot.values()].sort((a, b) => b.selfWeight - a.selfWeight),
    tree,
    ...part,
  };
}

/** A ledger with NMT as both facts that rules ask for. */
export function ledgerFacts(draft: LedgerDraft): Partial<RuleFacts> {
  const ledger = ledgerOf(draft);
  const known = withNmt(ledger);
  return known ? { ledger, 'ledger-with-nmt': known } : { ledger };
}

/**
 * What the engine makes of one rule: its findings, "clear", or "not checked". A rule that joins others is asked after all
 * registered rules before it.
 */
export function ask(rule: AnyRule, facts: Partial<RuleFacts>, context: Partial<RuleContext> = {}): Finding[] | 'clear' | 'not checked' {
  const asked = rule.needs.includes('findings') ? rules.slice(0, rules.indexOf(rule) + 1) : [rule];
  const { findings, notChecked, failures } = runRules(facts, { pid: '4711', snapshotId: 's', ...context }, asked);
  if (failures.length > 0) throw new Error(failures[0]?.message);
  if (notChecked.some((one) => one.ruleId === rule.id)) return 'not checked';
  const own = findings.filter((finding) => finding.ruleId === rule.id);
  return own.length > 0 ? own : 'clear';
}

/** The only finding that a rule gives; throws where it is silent. */
export function onlyFinding(rule: AnyRule, facts: Partial<RuleFacts>, context: Partial<RuleContext> = {}): Finding {
  const answer = ask(rule, facts, context);
  if (typeof answer === 'string' || answer.length !== 1 || !answer[0])
    throw new Error(`${rule.id}: ${typeof answer === 'string' ? answer : answer.length} instead of one finding`);
  return answer[0];
}

/** `/proc/PID/status` with VmRSS (KiB) on line 22, and a number of threads. */
export function statusOf(rss: number, threads: number | null = null, amounts: Record<string, number> = {}): Sourced<ProcessStatus> {
  const lined = Object.entries({ VmRSS: rss, ...amounts }).map(([key, kib], at) => [key, { line: 22 + at, bytes: kib * KIB }]);
  return { artifactId: 'status', value: { pid: null, nsPids: [], name: 'java', threads, amounts: Object.fromEntries(lined) } };
}

/** One category of a report, its other figures as given: `{ Code: { reserved, committed } }` in KiB. */
export function categoryOf(
  name: string,
  part: { reserved?: number; committed: number; classes?: number; threads?: number },
): NmtReport['categories'][number] {
  const amount = { line: 41, reservedBytes: (part.reserved ?? part.committed) * KIB, committedBytes: part.committed * KIB };
  return {
    ...amount,
    name,
    line: 40,
    lastLine: 41,
    malloc: null,
    mmap: amount,
    arena: null,
    stack: null,
    trackingOverhead: null,
    classCount: part.classes ?? null,
    threadCount: part.threads ?? null,
  };
}

/** Snapshots of one process, hour by hour, as rules about time see them: RSS in KiB, and NMT categories with [malloc, blocks]. */
export function historyOf(
  moments: readonly {
    rss?: number;
    nmt?: Record<string, number | [number, number]>;
    outstanding?: number;
    used?: number;
    hour?: number | null;
  }[],
): Moment[] {
  return moments.map(({ rss, nmt, outstanding, used, hour }, at) => ({
    snapshotId: `t${at}`,
    label: `t${at}`,
    pid: 4711,
    at: hour === null ? null : (hour ?? at) * 3_600_000,
    reconciliation: rss === undefined ? null : reconciliationOf({ ledger: ledgerOf({ rss }) }),
    report: nmt ? { ...nmtOf(1_000_000, nmt), artifactId: `nmt-t${at}` } : null,
    cHeap:
      outstanding === undefined
        ? null
        : {
            artifactId: `info-t${at}`,
            value: { line: 9, pid: 4711, outstandingBytes: outstanding * KIB, retainedBytes: 0, mayHaveWrapped: false },
          },
    heap:
      used === undefined
        ? null
        : {
            artifactId: `info-t${at}`,
            value: {
              pid: 4711,
              collector: 'G1',
              maxHeap: null,
              reserved: null,
              committed: null,
              used: { line: 7, bytes: used * KIB },
              regionBytes: null,
              range: null,
              parts: [],
            },
          },
  }));
}

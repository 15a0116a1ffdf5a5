import { formatAddress } from '@/lib/base/address';
import { formatKib } from '@/lib/base/bytes';
import type { MemoryNode, MemoryRole } from '@/lib/model/memory-tree';
import type { Region, RegionKind } from '@/lib/model/region';

const MOST_LEAVES = 250;

const KIND_LABEL: Record<RegionKind, string> = {
  'glibc-arena-heap': 'glibc arena heaps',
  'brk-heap': 'brk heap',
  'malloc-mmapped': 'large malloc blocks',
  'thread-stack': 'thread stacks',
  'java-heap': 'Java heap',
  gc: 'GC structures',
  metaspace: 'metaspace',
  'class-space': 'class space',
  'code-cache': 'code cache',
  'cds-archive': 'CDS archive',
  library: 'libraries',
  jar: 'Java archives',
  'mapped-file': 'mapped files',
  'shared-memory': 'shared memory',
  'zgc-heap-view': 'ZGC heap views',
  jemalloc: 'jemalloc',
  tcmalloc: 'tcmalloc',
  mimalloc: 'mimalloc',
  kernel: 'kernel pages',
  guard: 'no access',
  anonymous: 'other anonymous',
  'nmt-other': 'other NMT',
};

const GROUPS = ['heap', 'gc', 'code', 'meta', 'stack', 'unmatched', 'file'] as const;
type Group = (typeof GROUPS)[number];
const GROUP_LABEL: Record<Group, string> = {
  heap: 'Java heap',
  gc: 'GC',
  code: 'Code cache',
  meta: 'Class data and other NMT',
  stack: 'Thread stacks',
  unmatched: 'Unmatched',
  file: 'Files and shared memory',
};

/** What the listing hides: of it, what is outside NMT at least. */
export interface Hidden {
  bytes: number;
  outsideBytes: number;
}

/**
 * The treemap: group → kind → region, largest first. At most 250 leaves; what is smaller is summed up per kind as
 * "other (n)". Σ children = parent in size, residency and count of regions. `unmatchedRole`: whether the unmatched group
 * is mostly unexplained or mostly what NMT's malloc may own.
 */
export function growMemoryTree(regions: readonly Region[], unmatchedRole: 'malloc' | 'unexplained', hidden: Hidden): MemoryNode {
  const kinds = new Map<string, Region[]>();
  for (const region of regions) {
    const key = `${groupOf(region)}/${region.kind}`;
    const bin = kinds.get(key);
    if (bin) bin.push(region);
    else kinds.set(key, [region]);
  }
  const tilesLeft = MOST_LEAVES - kinds.size - 2;
  // One tile per region for the largest ones; each kind keeps a leaf for the rest.
  const shown = new Set(selectLargest(regions, Math.max(0, tilesLeft)));
  const groups: MemoryNode[] = [];
  for (const group of GROUPS) {
    const role: MemoryRole = group === 'unmatched' ? unmatchedRole : group;
    const children: MemoryNode[] = [];
    for (const [key, bin] of kinds) {
      if (key.startsWith(`${group}/`)) children.push(growKind(key, bin, shown, role));
    }
    if (children.length > 0) groups.push(makeParent(`group/${group}`, GROUP_LABEL[group], role, children));
  }
  if (hidden.bytes > 0) groups.push(growHidden(hidden));
  return makeParent('memory', 'Resident memory', 'heap', groups);
}

/** The `count` largest, without sorting them all: only those not below the smallest that can be among them. */
function selectLargest(regions: readonly Region[], count: number): Region[] {
  if (regions.length <= count) return [...regions];
  const weights = Float64Array.from(regions, (region) => region.residentBytes.best).sort();
  const least = weights[weights.length - Math.max(1, count)] ?? 0;
  const near = regions.filter((region) => region.residentBytes.best >= least);
  return near.sort(byWeight).slice(0, count);
}

function groupOf(region: Region): Group {
  if (region.owner === 'unmatched') return 'unmatched';
  if (region.owner === 'stack') return 'stack';
  if (region.owner !== 'nmt') return 'file';
  switch (region.category) {
    case 'Java Heap':
      return 'heap';
    case 'GC':
      return 'gc';
    case 'Code':
      return 'code';
    case 'Thread':
    case 'Thread Stack':
      return 'stack';
    default:
      return 'meta';
  }
}

function byWeight(a: Region, b: Region): number {
  return b.residentBytes.best - a.residentBytes.best || b.sizeBytes - a.sizeBytes || (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);
}

const bySize = (a: MemoryNode, b: MemoryNode) => b.residentBytes - a.residentBytes || b.sizeBytes - a.sizeBytes || (a.key < b.key ? -1 : 1);

function growKind(key: string, bin: readonly Region[], shown: ReadonlySet<Region>, role: MemoryRole): MemoryNode {
  const children = bin.filter((region) => shown.has(region)).map((region) => makeTile(region, role));
  const rest = bin.filter((region) => !shown.has(region));
  const [first] = bin;
  const only = rest[0];
  if (rest.length === 1 && only) children.push(makeTile(only, role));
  else if (rest.length > 1) {
    children.push({
      key: `group/${key}/other`,
      label: `other (${rest.length})`,
      role,
      owner: first?.owner ?? null,
      kind: first?.kind ?? null,
      sizeBytes: rest.reduce((sum, region) => sum + region.sizeBytes, 0),
      residentBytes: rest.reduce((sum, region) => sum + region.residentBytes.best, 0),
      regionCount: rest.length,
      region: null,
      children: [],
    });
  }
  const kind = first?.kind ?? 'anonymous';
  const label = kind === 'nmt-other' && first?.category ? 'other NMT' : KIND_LABEL[kind];
  return { ...makeParent(`group/${key}`, label, role, children), owner: first?.owner ?? null, kind };
}

function makeTile(region: Region, role: MemoryRole): MemoryNode {
  const start = formatAddress(region.start);
  const file = region.name !== '' && !region.name.startsWith('[') ? region.name.split('/').at(-1) : undefined;
  return {
    key: start,
    label: file ?? region.category ?? KIND_LABEL[region.kind],
    role,
    owner: region.owner,
    kind: region.kind,
    sizeBytes: region.sizeBytes,
    residentBytes: region.residentBytes.best,
    regionCount: 1,
    region: start,
    children: [],
  };
}

/** What `head -n 10` cut away has no tiles, only a bound: this much is outside NMT at least, the rest NMT may own. */
function growHidden({ bytes, outsideBytes }: Hidden): MemoryNode {
  const leaf = (key: string, label: string, role: MemoryRole, residentBytes: number): MemoryNode => ({
    key: `group/not-shown/${key}`,
    label,
    role,
    owner: null,
    kind: null,
    // Sizes of hidden rows are unknown; a tile by size shows what is resident.
    sizeBytes: residentBytes,
    residentBytes,
    regionCount: 0,
    region: null,
    children: [],
  });
  const leaves = [
    leaf('outside', `outside NMT, at least ${formatKib(outsideBytes)} KiB`, 'not-shown-outside', outsideBytes),
    leaf('nmt', 'NMT may own', 'not-shown-nmt', bytes - outsideBytes),
  ].filter((node) => node.residentBytes > 0);
  return makeParent('group/not-shown', 'Not shown', 'not-shown-outside', leaves);
}

function makeParent(key: string, label: string, role: MemoryRole, children: MemoryNode[]): MemoryNode {
  const sum = (figure: 'sizeBytes' | 'residentBytes' | 'regionCount') => children.reduce((bytes, child) => bytes + child[figure], 0);
  return {
    key,
    label,
    role,
    owner: null,
    kind: null,
    sizeBytes: sum('sizeBytes'),
    residentBytes: sum('residentBytes'),
    regionCount: sum('regionCount'),
    region: null,
    children: children.sort(bySize),
  };
}

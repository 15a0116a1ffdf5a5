import { formatAddress } from '@/lib/base/address';
import { formatCount, formatKib } from '@/lib/base/bytes';
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

/** What the area of a tile shows, and so which regions get a tile of their own. */
export type TreeBy = 'rss' | 'size';

/**
 * The treemap: group → kind → region, largest first. At most 250 leaves; what is smaller is summed up per kind as
 * "other (n)". Σ children = parent in size, residency and count of regions. `unmatchedRole`: whether the unmatched group
 * is mostly unexplained or mostly what NMT's malloc may own.
 */
export function growMemoryTree(regions: readonly Region[], unmatchedRole: UnmatchedRole, hidden: Hidden): MemoryNode {
  return growWhole(regions, { by: 'rss', unmatchedRole }, hidden.bytes > 0 ? growHidden(hidden) : null);
}

/** "group/unmatched", "group/unmatched/anonymous", "group/unmatched/anonymous/from-240": a group, a kind, a kind's regions from that rank on. */
const NODE = /^group\/([a-z]+)(?:\/([a-z-]+)(?:\/from-(\d{1,7}))?)?$/;

/**
 * A node of the treemap with 250 leaves of its own: what "other (n)" opens, and what zooming in shows. `whole` is the
 * tree of the same regions: it says how the unmatched are coloured and what the listing hides. null: no such node.
 */
export function growSubtree(regions: readonly Region[], whole: MemoryNode, node: string, by: TreeBy): MemoryNode | null {
  const hidden = whole.children.find(({ key }) => key === HIDDEN) ?? null;
  const unmatched = whole.children.find(({ key }) => key === 'group/unmatched')?.role;
  const style: Style = { by, unmatchedRole: unmatched === 'unexplained' ? 'unexplained' : 'malloc' };
  if (node === WHOLE) return growWhole(regions, style, hidden);
  if (node === HIDDEN) return hidden;
  const [, name, kind, from] = NODE.exec(node) ?? [];
  const group = GROUPS.find((known) => known === name);
  if (!group) return null;
  const inside = regions.filter((region) => groupOf(region) === group && (kind === undefined || region.kind === kind));
  if (inside.length === 0) return null;
  if (kind === undefined) return growGroups(inside, style)[0] ?? null;
  const rest = inside.sort(byWeight(by)).slice(Number(from ?? 0));
  if (rest.length === 0) return null;
  const key = `group/${group}/${kind}`;
  const grown = growKind(key, rest, new Set(rest.slice(0, MOST_LEAVES - 1)), { style, group, first: Number(from ?? 0) });
  return from === undefined ? grown : { ...grown, key: node, label: otherLabel(rest.length) };
}

export type UnmatchedRole = 'malloc' | 'unexplained';

interface Style {
  by: TreeBy;
  unmatchedRole: UnmatchedRole;
}

const WHOLE = 'memory';
const HIDDEN = 'group/not-shown';

function growWhole(regions: readonly Region[], style: Style, hidden: MemoryNode | null): MemoryNode {
  const groups = growGroups(regions, style);
  return makeParent(WHOLE, 'Resident memory', 'heap', hidden ? [...groups, hidden] : groups);
}

/** Groups with their kinds. One tile per region for the largest ones; each kind keeps a leaf for the rest, and two are left for what is hidden. */
function growGroups(regions: readonly Region[], style: Style): MemoryNode[] {
  const kinds = new Map<string, Region[]>();
  for (const region of regions) {
    const key = `group/${groupOf(region)}/${region.kind}`;
    const bin = kinds.get(key);
    if (bin) bin.push(region);
    else kinds.set(key, [region]);
  }
  const shown = new Set(selectLargest(regions, Math.max(0, MOST_LEAVES - kinds.size - 2), style.by));
  const groups: MemoryNode[] = [];
  for (const group of GROUPS) {
    const children: MemoryNode[] = [];
    for (const [key, bin] of kinds) {
      if (key.startsWith(`group/${group}/`)) children.push(growKind(key, bin, shown, { style, group, first: 0 }));
    }
    if (children.length > 0) groups.push(makeParent(`group/${group}`, GROUP_LABEL[group], roleOf(group, style), children));
  }
  return groups;
}

const roleOf = (group: Group, { unmatchedRole }: Style): MemoryRole => (group === 'unmatched' ? unmatchedRole : group);

const weightOf = (region: Region, by: TreeBy) => (by === 'rss' ? region.residentBytes.best : region.sizeBytes);

/** The `count` largest, without sorting them all: only those not below the smallest that can be among them. */
function selectLargest(regions: readonly Region[], count: number, by: TreeBy): Region[] {
  if (regions.length <= count) return [...regions];
  const weights = Float64Array.from(regions, (region) => weightOf(region, by)).sort();
  const least = weights[weights.length - Math.max(1, count)] ?? 0;
  const near = regions.filter((region) => weightOf(region, by) >= least);
  return near.sort(byWeight(by)).slice(0, count);
}

function groupOf(region: Region): Group {
  if (region.owner === 'unmatched') return 'unmatched';
  if (region.owner === 'stack') return 'stack';
  return region.owner === 'nmt' ? groupOfCategory(region.category) : 'file';
}

function groupOfCategory(category: string | null): Exclude<Group, 'unmatched'> {
  switch (category) {
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

/** The colour of a region, here and in every other picture of the address space. */
export const roleOfRegion = (region: Region, unmatchedRole: UnmatchedRole): MemoryRole =>
  roleOf(groupOf(region), { by: 'rss', unmatchedRole });

/** The colour of an NMT category: that of its regions. */
export const roleOfCategory = (category: string): MemoryRole => groupOfCategory(category);

/** No two are equal: the first n are the same n wherever they are counted. */
function byWeight(by: TreeBy): (a: Region, b: Region) => number {
  const other = by === 'rss' ? 'size' : 'rss';
  return (a, b) =>
    weightOf(b, by) - weightOf(a, by) || weightOf(b, other) - weightOf(a, other) || (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);
}

const bySize = (a: MemoryNode, b: MemoryNode) => b.residentBytes - a.residentBytes || b.sizeBytes - a.sizeBytes || (a.key < b.key ? -1 : 1);

const otherLabel = (count: number) => `other (${formatCount(count)})`;

/** Tiles for the regions shown, one leaf for the others: they are those from rank `first` + number of tiles on. */
function growKind(
  key: string,
  bin: readonly Region[],
  shown: ReadonlySet<Region>,
  { style, group, first }: { style: Style; group: Group; first: number },
): MemoryNode {
  const role = roleOf(group, style);
  const children = bin.filter((region) => shown.has(region)).map((region) => makeTile(region, role));
  const rest = bin.filter((region) => !shown.has(region));
  const owner = bin[0]?.owner ?? null;
  const kind = bin[0]?.kind ?? 'anonymous';
  const [only] = rest;
  if (rest.length === 1 && only) children.push(makeTile(only, role));
  else if (rest.length > 1) {
    children.push({
      key: `${key}/from-${first + children.length}`,
      label: otherLabel(rest.length),
      role,
      owner,
      kind,
      sizeBytes: rest.reduce((sum, region) => sum + region.sizeBytes, 0),
      residentBytes: rest.reduce((sum, region) => sum + region.residentBytes.best, 0),
      regionCount: rest.length,
      region: null,
      children: [],
    });
  }
  return { ...makeParent(key, KIND_LABEL[kind], role, children), owner, kind };
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
    key: `${HIDDEN}/${key}`,
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
  return makeParent(HIDDEN, 'Not shown', 'not-shown-outside', leaves);
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

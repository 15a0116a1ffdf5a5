import { formatBytes, formatCount, formatShare } from '@/lib/base/bytes';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { MemoryNode } from '@/lib/model/memory-tree';
import type { Grade, RegionKind, RegionView } from '@/lib/model/region';
import type { ViewData } from './define';
import { reachOf } from './frame-reach';
import { findTakers, type Taker, type Takers } from './memory-takers';
import type { CandidateFrame, Judgement, RegionFacts, Relation } from './relation';
import { KIND_WORDS } from './words';

/** Where malloc puts things. `anonymous`: unnamed memory outside NMT may hold large blocks of it. */
const MALLOC_KINDS: ReadonlySet<RegionKind> = new Set([
  'glibc-arena-heap',
  'brk-heap',
  'malloc-mmapped',
  'jemalloc',
  'tcmalloc',
  'mimalloc',
  'anonymous',
]);
const HEAP_KINDS: ReadonlySet<RegionKind> = new Set(['java-heap', 'zgc-heap-view']);
const FILE_KINDS: ReadonlySet<RegionKind> = new Set(['library', 'jar', 'mapped-file', 'cds-archive']);

/** NMT category of a kind, where the tile does not carry it. */
const CATEGORY_OF: Partial<Record<RegionKind, string>> = {
  'java-heap': 'Java Heap',
  'zgc-heap-view': 'Java Heap',
  gc: 'GC',
  metaspace: 'Metaspace',
  'class-space': 'Class',
  'code-cache': 'Code',
  'cds-archive': 'Shared class space',
  'thread-stack': 'Thread Stack',
};

const COUNTED_DIRECT = 'Other (Internal before JDK 11)';
const COUNTED_JVM = 'malloc of its categories';
/** Surest first. */
const GRADES: readonly Grade[] = ['proven', 'consistent', 'guess'];
const lessSure = (a: Grade, b: Grade): Grade => (GRADES.indexOf(a) >= GRADES.indexOf(b) ? a : b);

/** A selected region as far as it is known: a row of the unmatched table, or a tile. */
interface Subject extends RegionFacts {
  label: string;
  grade: Grade;
  category: string | null;
}

/**
 * What a region has to do with the profiles: the frames that may own its memory, and how sure that is. Never surer than
 * "consistent": malloc leaves no addresses. `row` is given for a region that the page does not list.
 */
export function relateRegion(data: ViewData, start: string, row: RegionView | null = null): Relation {
  const subject = findSubject(data.analysis, start, row);
  const relation = { frames: new Map<string, CandidateFrame>(), regions: new Map<string, Judgement>(), judge: () => null };
  if (!subject) return { ...relation, category: null, sentence: 'Nothing more is known about this region here.' };
  const category = subject.owner === 'nmt' ? subject.category : null;
  const barred = whyNoStack(subject);
  if (barred !== null) return { ...relation, category, sentence: barred };
  const frames = candidates(data.profiles, subject.grade);
  return { ...relation, frames, category, sentence: tellCandidates(data, frames) };
}

/** Why no stack can be the reason for a region; null where malloc may have put it there. */
function whyNoStack({ owner, kind, label, category }: Subject): string | null {
  if (kind !== null && HEAP_KINDS.has(kind)) return 'Java objects fill the heap: no native frame can be the reason for this region.';
  if (owner === 'nmt')
    return `NMT lists this range under ${category ?? 'a category of its own'}: the JVM owns it, and no stack of a native library explains it.`;
  if (owner === 'file' || (kind !== null && FILE_KINDS.has(kind)))
    return `Pages of ${label}: they come from the file, not from malloc, so no stack is the reason.`;
  if (owner === 'shared') return 'Shared memory: malloc never takes it, so no stack of the profile explains it.';
  if (owner === 'kernel') return 'The kernel put these pages here; no stack of the process explains them.';
  if (owner === 'stack' || kind === 'thread-stack') return 'The stack of a thread: it grows with the depth of calls, not with malloc.';
  if (kind === 'guard') return 'Address space without access: nothing can be resident here.';
  return kind !== null && !MALLOC_KINDS.has(kind) ? `${KIND_WORDS[kind]}: not a place where malloc puts things.` : null;
}

function candidates(profiles: readonly ProfileSummary[], regionGrade: Grade): Map<string, CandidateFrame> {
  const found = new Map<string, CandidateFrame>();
  for (const profile of profiles) {
    const takers = findTakers(profile);
    const grade = lessSure(takers.testimony === 'native' ? 'consistent' : 'guess', regionGrade);
    for (const taker of takers.frames.values()) {
      const known = found.get(taker.name);
      if (known && GRADES.indexOf(known.grade) <= GRADES.indexOf(grade)) continue;
      found.set(taker.name, { grade, why: whyTaker(taker, takers, profile), countedBy: countedBy(taker) });
    }
  }
  return found;
}

const countedBy = ({ reach }: Taker): string | null => (reach === 'native' ? null : reach === 'direct' ? COUNTED_DIRECT : COUNTED_JVM);

function whyTaker({ reach, weight }: Taker, { testimony }: Takers, profile: ProfileSummary): string {
  const share = shareOf(weight, profile);
  if (reach === 'direct') return `${share} of the malloc calls sampled; NMT counts it under ${COUNTED_DIRECT}`;
  if (reach === 'jvm') return `${share} of the malloc calls sampled; libjvm’s own, which NMT counts by category`;
  switch (testimony) {
    case 'native':
      return `${share} of the malloc calls sampled, outside NMT’s sight`;
    case 'time':
      return `${share} of the time recorded; a library whose malloc NMT cannot see, but time is not memory`;
    default:
      return `${share} of a profile that does not say what it counts; a library whose malloc NMT cannot see`;
  }
}

const shareOf = (weight: number, profile: ProfileSummary): string =>
  formatShare(weight, Math.max(profile.recordedWeight ?? 0, profile.total));

/** The candidates in one sentence: the lead of the profile that testifies best. */
function tellCandidates({ profiles }: ViewData, frames: ReadonlyMap<string, CandidateFrame>): string {
  if (profiles.length === 0) return 'malloc may have put it here; without a profile nobody can be named as its owner.';
  const found = profiles.flatMap((profile) => {
    const { testimony, lead } = findTakers(profile);
    return lead ? [{ profile, testimony, lead }] : [];
  });
  const best = found.find(({ testimony }) => testimony === 'native') ?? found.find(({ testimony }) => testimony === 'time') ?? found[0];
  if (!best) {
    return frames.size > 0
      ? 'In the profiles only the JVM itself takes such memory, and NMT counts that.'
      : 'No stack of the profiles takes memory that NMT cannot see: none is a candidate.';
  }
  const { profile, testimony, lead } = best;
  const grade = frames.get(lead.name)?.grade ?? 'guess';
  const share = shareOf(lead.weight, profile);
  if (testimony === 'native') return `May be owned by ${lead.name} (${share} of the memory sampled): ${grade}.`;
  if (testimony === 'time') return `May be owned by ${lead.name} (${share} of the time recorded): a guess, for time is not memory.`;
  return `May be owned by ${lead.name} (${share} of the profile, which does not say what it counts): a guess.`;
}

/** What memory a frame can and cannot explain: for each region of the page, and in one sentence. */
export function relateFrame(data: ViewData, name: string): Relation {
  const { judge, sentence } = judgeFrame(data, name);
  const regions = new Map<string, Judgement>();
  const add = (start: string, facts: RegionFacts) => {
    const judgement = judge(facts);
    if (judgement) regions.set(start, judgement);
  };
  if (data.analysis?.tree) forEachLeaf(data.analysis.tree, (leaf) => leaf.region !== null && add(leaf.region, leaf));
  for (const region of data.analysis?.unmatched.regions ?? []) add(region.start, region);
  return { frames: new Map(), regions, judge, category: null, sentence };
}

type Judge = (region: RegionFacts) => Judgement | null;

function judgeFrame(data: ViewData, name: string): { judge: Judge; sentence: string } {
  const profile = data.profiles.find((candidate) => candidate.tree.names.includes(name));
  if (!profile) return { judge: () => null, sentence: 'This frame is in none of the profiles here.' };
  const all = data.profiles.map((candidate) => ({ profile: candidate, takers: findTakers(candidate) }));
  // The profile that testifies best speaks: mallocs before time.
  const hit = all
    .filter(({ takers }) => takers.frames.has(name))
    .toSorted((a, b) => Number(b.takers.testimony === 'native') - Number(a.takers.testimony === 'native'))[0];
  const taker = hit?.takers.frames.get(name);
  const type = profile.tree.types[profile.tree.names.indexOf(name)] ?? 'unknown';
  const reach = taker?.reach ?? reachOf(name, type);
  const through = all.map(({ takers }) => takers.leadsTo.get(name)).find((found) => found !== undefined);
  switch (reach) {
    case 'native': {
      if (!taker || !hit) {
        const passes = 'machine code that was not seen to take memory';
        return {
          judge: nativeJudge(passes, null),
          sentence: `${capital(passes)}: nothing speaks for it, and it cannot explain the Java heap, what NMT lists, or pages of files.`,
        };
      }
      const why = whyTaker(taker, hit.takers, hit.profile);
      const sure = hit.takers.testimony === 'native' ? '' : ' A guess: it was only seen running.';
      return {
        judge: nativeJudge('malloc of a native library', `may own it: ${why}`),
        sentence: `It may explain ${tellUnmatched(data)}, because NMT cannot see a library’s malloc; never the Java heap, what NMT lists, or pages of files.${sure}`,
      };
    }
    case 'direct':
      return {
        judge: nativeJudge('direct memory', `may own it, but NMT counts it under ${COUNTED_DIRECT}`),
        sentence: `Direct memory: it lies in malloc regions, but NMT counts it under ${COUNTED_DIRECT}, so it explains nothing of the unexplained.`,
      };
    case 'jvm':
      return {
        judge: ({ owner, kind }) =>
          kind !== null && HEAP_KINDS.has(kind)
            ? { can: 'cannot', why: 'Java objects fill the heap' }
            : owner === 'nmt'
              ? { can: 'may', why: 'libjvm reserves it, and NMT lists it' }
              : (nativeJudge('libjvm’s memory', 'may hold malloc of libjvm, which NMT counts')({ owner, kind }) ?? null),
        sentence: 'Code of the JVM: whatever it takes, NMT counts by category, so it explains nothing of the unexplained.',
      };
    case 'java':
      return through
        ? {
            judge: javaJudge(`leads to ${through.name}, which may own it`),
            sentence: `Java code that leads to ${through.name}: through it, it may explain ${tellUnmatched(data)}; its own objects lie in the Java heap.`,
          }
        : {
            judge: javaJudge(null),
            sentence:
              'Java code: its objects lie in the Java heap. In these profiles it leads to no library that takes memory outside NMT.',
          };
    case 'allocator':
      return {
        judge: nativeJudge('what malloc gives', 'every malloc passes through here; its caller owns the memory'),
        sentence: 'The allocator itself: every malloc passes through it. Look at its callers: they own the memory.',
      };
    case 'passive':
      return { judge: () => null, sentence: 'It copies, waits, or starts a thread, and keeps no memory of its own. Look at its callers.' };
    case 'kernel':
      return { judge: () => null, sentence: 'Kernel code owns no memory of the process: it makes pages resident for whoever called it.' };
    case 'unknown':
      return { judge: () => null, sentence: 'The profiler could not tell what this frame is, so nothing can be said about its memory.' };
  }
}

/** For what lies in malloc's regions: everything else is out of its reach. `may` null: nothing speaks for those regions either. */
function nativeJudge(what: string, may: string | null): Judge {
  return ({ owner, kind }) => {
    if (kind === null) return null;
    if (HEAP_KINDS.has(kind)) return { can: 'cannot', why: 'Java objects fill the heap, no native frame does' };
    if (owner === 'nmt') return { can: 'cannot', why: `NMT lists it as the JVM’s own; ${what} is not in it` };
    if (owner === 'file' || FILE_KINDS.has(kind)) return { can: 'cannot', why: 'pages of a file, not malloc' };
    if (owner === 'shared') return { can: 'cannot', why: 'shared memory, not malloc' };
    if (owner === 'kernel' || kind === 'guard') return { can: 'cannot', why: 'no memory that a program can take' };
    if (owner === 'stack' || kind === 'thread-stack') return { can: 'cannot', why: 'the stack of a thread, not malloc' };
    return may !== null && MALLOC_KINDS.has(kind) ? { can: 'may', why: may } : null;
  };
}

function javaJudge(mayNative: string | null): Judge {
  return ({ owner, kind }) => {
    if (kind !== null && HEAP_KINDS.has(kind)) return { can: 'may', why: 'Java objects fill the heap' };
    if (owner === 'file' || owner === 'kernel') return { can: 'cannot', why: 'pages of a file or of the kernel, not objects' };
    return kind !== null && owner !== 'nmt' && MALLOC_KINDS.has(kind) && mayNative !== null ? { can: 'may', why: mayNative } : null;
  };
}

/** "51 unmatched regions, 1.92 GiB resident" */
function tellUnmatched({ analysis }: ViewData): string {
  const regions = (analysis?.unmatched.regions ?? []).filter((region) => MALLOC_KINDS.has(region.kind));
  if (regions.length === 0) return 'unmatched regions, of which none is listed here';
  const bytes = regions.reduce((sum, region) => sum + region.residentBytes.best, 0);
  const least = (analysis?.unmatched.total ?? 0) > (analysis?.unmatched.regions.length ?? 0) ? 'at least ' : '';
  return `${least}${formatCount(regions.length)} unmatched ${regions.length === 1 ? 'region' : 'regions'}, ${formatBytes(bytes)} resident`;
}

function findSubject(analysis: SnapshotAnalysis | null, start: string, row: RegionView | null): Subject | null {
  const region = row ?? analysis?.unmatched.regions.find((candidate) => candidate.start === start);
  if (region) {
    const { owner, kind, grade, category, name } = region;
    return { owner, kind, grade, category: category ?? CATEGORY_OF[kind] ?? null, label: name === '' ? KIND_WORDS[kind] : name };
  }
  let found: Subject | null = null;
  if (analysis?.tree) {
    forEachLeaf(analysis.tree, ({ region: at, owner, kind, label }) => {
      if (at !== start) return;
      const category = owner === 'nmt' && kind !== null ? (CATEGORY_OF[kind] ?? label) : null;
      // A tile does not carry its grade: what malloc may own is never surer than its shape.
      found = { owner, kind, label, category, grade: 'consistent' };
    });
  }
  return found;
}

function forEachLeaf(node: MemoryNode, visit: (leaf: MemoryNode) => void): void {
  if (node.children.length === 0) visit(node);
  else for (const child of node.children) forEachLeaf(child, visit);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

import { formatBytes, formatCount } from '@/lib/base/bytes';
import type { FrameType } from '@/lib/model/profile';
import { COUNTED_DIRECT, whyTaker } from './candidates';
import type { ViewData } from './define';
import { reachOf } from './frame-reach';
import { FILE_KINDS, forEachLeaf, HEAP_KINDS, MALLOC_KINDS } from './memory-places';
import { findTakers } from './memory-takers';
import type { Judgement, RegionFacts, Relation } from './relation';

/**
 * What memory a frame can and cannot explain: for each region of the page, and in one sentence. `known`: what the frame is, where the
 * asker knows it; the light frames of a large profile are not on the page.
 */
export function relateFrame(data: ViewData, name: string, known?: FrameType): Relation {
  const { judge, sentence } = judgeFrame(data, name, known);
  const regions = new Map<string, Judgement>();
  const add = (start: string, facts: RegionFacts) => {
    const judgement = judge(facts);
    if (judgement) regions.set(start, judgement);
  };
  if (data.analysis?.tree) forEachLeaf(data.analysis.tree, (leaf) => leaf.region !== null && add(leaf.region, leaf));
  for (const region of data.analysis?.unmatched.regions ?? []) add(region.start, region);
  return { frames: new Map(), regions, judge, category: null, sentence };
}

/** mmap, __mmap64, mremap: a region of its own; malloc's arenas and large blocks come this way too. */
const MAPPING = /^_{0,2}(?:GI_{1,3})?(?:libc_)?(?:mmap(?:64)?|mremap)(?:@.*)?$/;

type Judge = (region: RegionFacts) => Judgement | null;

function judgeFrame(data: ViewData, name: string, known: FrameType | undefined): { judge: Judge; sentence: string } {
  const profile = data.profiles.find((candidate) => candidate.tree.names.includes(name));
  if (!profile && known === undefined) return { judge: () => null, sentence: 'This frame is in none of the profiles here.' };
  const all = data.profiles.map((candidate) => ({ profile: candidate, takers: findTakers(candidate) }));
  // The profile that testifies best speaks: mallocs before time.
  const hit = all
    .filter(({ takers }) => takers.frames.has(name))
    .toSorted((a, b) => Number(b.takers.testimony === 'native') - Number(a.takers.testimony === 'native'))[0];
  const taker = hit?.takers.frames.get(name);
  const type = known ?? profile?.tree.types[profile.tree.names.indexOf(name)] ?? 'unknown';
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
      if (MAPPING.test(name))
        return {
          judge: nativeJudge('what is mapped', 'every mapping passes through here; its caller owns the memory'),
          sentence:
            'It maps memory: what it gives is a region of its own, to be found by its range in the map. NMT lists what libjvm maps, and no other. Look at its callers: they own the memory.',
        };
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

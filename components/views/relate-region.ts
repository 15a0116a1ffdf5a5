import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { Grade, RegionView } from '@/lib/model/region';
import { findCandidates, shareOf } from './candidates';
import type { ViewData } from './define';
import { CATEGORY_OF, FILE_KINDS, forEachLeaf, HEAP_KINDS, MALLOC_KINDS } from './memory-places';
import { findTakers } from './memory-takers';
import type { CandidateFrame, Judgement, RegionFacts, Relation } from './relation';
import { KIND_WORDS } from './words';

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
  const frames = findCandidates(data.profiles, subject.grade);
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

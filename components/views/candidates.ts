import { formatShare } from '@/lib/base/bytes';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Grade } from '@/lib/model/region';
import { findTakers, type Taker, type Takers } from './memory-takers';
import type { CandidateFrame } from './relation';

/** Where NMT counts direct memory. */
export const COUNTED_DIRECT = 'Other (Internal before JDK 11)';
const COUNTED_JVM = 'malloc of its categories';
/** Surest first. */
const GRADES: readonly Grade[] = ['proven', 'consistent', 'guess'];
const lessSure = (a: Grade, b: Grade): Grade => (GRADES.indexOf(a) >= GRADES.indexOf(b) ? a : b);

/** The frames of all profiles that may own memory of a malloc region, with the best grade any profile gives them; never surer than the region itself. */
export function findCandidates(profiles: readonly ProfileSummary[], regionGrade: Grade): Map<string, CandidateFrame> {
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

/** What a profile says for a taker. */
export function whyTaker({ reach, weight }: Taker, { testimony }: Takers, profile: ProfileSummary): string {
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

export const shareOf = (weight: number, profile: ProfileSummary): string =>
  formatShare(weight, Math.max(profile.recordedWeight ?? 0, profile.total));

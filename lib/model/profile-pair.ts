import { formatShare } from '@/lib/base/bytes';
import type { ProfileSummary } from './hot-stacks';

/** What tells whether two profiles can be held against each other. */
export type Comparable = Pick<ProfileSummary, 'event' | 'unit' | 'kind' | 'total' | 'recordedWeight'>;

/** Both count the same: one event, one unit. Where neither text names its event, the unit alone decides. */
export const countTheSame = (a: Comparable, b: Comparable): boolean => a.event === b.event && a.unit === b.unit;

/** Whether weights can be subtracted as they stand; shares always can. */
export const haveOneUnit = (a: Comparable, b: Comparable): boolean => a.unit === b.unit && a.unit !== 'unknown';

const eventOf = ({ event }: Comparable): string => event ?? 'an event that its text does not name';
const what = { time: 'time', allocation: 'memory asked for', null: 'something unnamed' } as const;

/** What keeps two profiles from being compared as they stand, each a sentence or two; empty where nothing does. */
export function tellPairDoubts(from: Comparable, to: Comparable): string[] {
  const doubts: string[] = [];
  if (from.kind !== to.kind) {
    const [first, second] = [from, to].map(({ kind }) => what[`${kind}`]);
    doubts.push(
      `They count different things: ${eventOf(from)} (${first}) and ${eventOf(to)} (${second}). A larger share here is no growth: read it as two views of one service.`,
    );
  } else if (from.event !== to.event) {
    doubts.push(`They were recorded by different events: ${eventOf(from)} and ${eventOf(to)}. Shares can be compared with care.`);
  } else if (from.event === null) {
    doubts.push('Neither text says what it counts: make sure that both were recorded alike.');
  }
  if (from.unit !== to.unit) doubts.push(`Their units differ (${from.unit}, ${to.unit}): only shares can be compared.`);
  const parts = [from, to].map(({ recordedWeight, total }) =>
    recordedWeight !== null && total > 0 && recordedWeight > total * 1.01 ? formatShare(total, recordedWeight) : null,
  );
  if (parts.some((part) => part !== null)) {
    const [before, after] = parts.map((part) => part ?? 'all');
    doubts.push(`Only part of a recording was pasted (${before} of the first, ${after} of the second): a frame may be missing, not gone.`);
  }
  return doubts;
}

/** Profiles to hold one against: those that count the same first, each group in the order given. */
export function rankPartners<P extends Comparable & { id: string }>(profile: P, all: readonly P[]): { alike: P[]; others: P[] } {
  const rest = all.filter(({ id }) => id !== profile.id);
  return {
    alike: rest.filter((other) => countTheSame(profile, other)),
    others: rest.filter((other) => !countTheSame(profile, other)),
  };
}

import type { LineRef } from '@/lib/model/artifact';
import { isBeyondChance } from '@/lib/model/chance';
import type { FunctionChange, ProfileChange } from '@/lib/model/comparison';
import type { HotFrame } from '@/lib/model/hot-stacks';
import type { ProfileDigest } from '@/lib/model/snapshot-digest';

const MOST_FUNCTIONS = 60;

/** Profiles of one event and unit, one of each side; where a side has several, the one with the most samples. */
export function compareProfiles(from: readonly ProfileDigest[], to: readonly ProfileDigest[]): ProfileChange[] {
  const kinds = new Map(to.map((profile) => [keyOf(profile), profile]));
  return [...kinds.keys()].flatMap((key) => {
    const before = fullest(from.filter((profile) => keyOf(profile) === key));
    const after = fullest(to.filter((profile) => keyOf(profile) === key));
    return before && after && before.total > 0 && after.total > 0 ? compareTwo(before, after) : [];
  });
}

const keyOf = ({ event, unit, kind }: ProfileDigest) => `${event} ${unit} ${kind}`;

const fullest = (profiles: ProfileDigest[]): ProfileDigest | undefined =>
  profiles.toSorted((a, b) => (b.samples ?? 0) - (a.samples ?? 0) || (a.id < b.id ? -1 : 1))[0];

function compareTwo(from: ProfileDigest, to: ProfileDigest): ProfileChange {
  const before = new Map(from.hot.map((frame) => [frame.name, frame]));
  const after = new Map(to.hot.map((frame) => [frame.name, frame]));
  const functions = [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
    const was = before.get(name);
    const is = after.get(name);
    const known = is ?? was;
    if (!known) return [];
    const share = (frame: HotFrame | undefined, profile: ProfileDigest, weight: 'selfWeight' | 'totalWeight') =>
      frame ? frame[weight] / profile.total : profile.complete ? 0 : null;
    const self = { from: share(was, from, 'selfWeight'), to: share(is, to, 'selfWeight') };
    const total = { from: share(was, from, 'totalWeight'), to: share(is, to, 'totalWeight') };
    return {
      name,
      type: known.type,
      self,
      total,
      certain: isCertain(total, from.samples, to.samples),
      from: linesOf(was),
      to: linesOf(is),
    };
  });
  const side = ({ id, total, samples }: ProfileDigest) => ({ id, total, samples });
  return {
    event: to.event,
    unit: to.unit,
    kind: to.kind,
    from: side(from),
    to: side(to),
    functions: functions.sort(bySelfMoved).slice(0, MOST_FUNCTIONS),
  };
}

const moved = ({ from, to }: FunctionChange['self']) => Math.abs((to ?? 0) - (from ?? 0));

function bySelfMoved(a: FunctionChange, b: FunctionChange): number {
  return moved(b.self) - moved(a.self) || moved(b.total) - moved(a.total) || (a.name < b.name ? -1 : 1);
}

const isCertain = ({ from, to }: FunctionChange['total'], before: number | null, after: number | null): boolean | null =>
  from === null || to === null ? null : isBeyondChance(from, to, before, after);

const linesOf = (frame: HotFrame | undefined): LineRef | null =>
  frame ? { artifactId: frame.artifactId, firstLine: frame.firstLine, lastLine: frame.lastLine } : null;

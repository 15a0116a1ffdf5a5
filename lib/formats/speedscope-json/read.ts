import { readFrame } from '@/lib/model/frame-type';
import type { Profile, ProfileUnit } from '@/lib/model/profile';
import { profileOfStacks } from '@/lib/model/profile-of-stacks';
import { StackTable } from '@/lib/model/stack-table';
import type { JsonLines, JsonProfiles } from '../json-profile/json-reader';
import { indexOf, isMembers, listOf, type Members, membersOf, numberOf, textOf } from '../json-profile/members';

/** Units of speedscope's file format, and what they are in ours. */
const UNITS: Record<string, { unit: ProfileUnit; factor: number }> = {
  none: { unit: 'unknown', factor: 1 },
  nanoseconds: { unit: 'ns', factor: 1 },
  microseconds: { unit: 'ns', factor: 1e3 },
  milliseconds: { unit: 'ns', factor: 1e6 },
  seconds: { unit: 'ns', factor: 1e9 },
  bytes: { unit: 'bytes', factor: 1 },
};
/** Names of profiles that name an event: "cpu", "alloc_space", "wall". Others are threads and files. */
const EVENT =
  /^(?:cpu|wall|itimer|ctimer|alloc(?:_space|_objects)?|inuse(?:_space|_objects)?|live|nativemem|malloc|lock|cycles|page-faults)$/i;
/** Doubts are told once per kind and profile, and not for thousands of profiles. */
const MOST_DOUBTS = 20;

interface Weighing {
  table: StackTable;
  ids: number[];
  lines: JsonLines;
  doubt(code: string, text: string): void;
}

/** Reads a parsed speedscope file of any version; null where it is none. Every profile in it becomes one of ours. */
export function readSpeedscope(value: unknown, lines: JsonLines): JsonProfiles | null {
  const { shared, profiles } = membersOf(value);
  const frames = membersOf(shared).frames;
  if (!Array.isArray(frames) || !Array.isArray(profiles)) return null;
  const doubts: JsonProfiles['doubts'] = [];
  const found: Profile[] = [];
  let complete = true;
  profiles.forEach((one, index) => {
    const name = textOf(membersOf(one).name) ?? `profile ${index + 1}`;
    const told = new Set<string>();
    const doubt = (code: string, text: string) => {
      complete = false;
      if (told.has(code) || doubts.length >= MOST_DOUBTS) return;
      told.add(code);
      doubts.push({ code, text: `In "${name.slice(0, 60)}": ${text}` });
    };
    const profile = isMembers(one) ? readProfile(one, frames, lines, doubt) : null;
    if (profile) found.push(profile);
    else doubt('unknown-profile', 'it is neither "evented" nor "sampled" with its lists: left out.');
  });
  return { profiles: found, doubts, complete: complete && found.length > 0 };
}

function readProfile(one: Members, frames: readonly unknown[], lines: JsonLines, doubt: Weighing['doubt']): Profile | null {
  const printed = textOf(one.unit) ?? 'none';
  const known = Object.hasOwn(UNITS, printed) ? UNITS[printed] : undefined;
  const { unit, factor } = known ?? { unit: 'unknown', factor: 1 };
  const table = new StackTable();
  const ids = frames.map((frame) => {
    const { name, type } = readFrame(textOf(membersOf(frame).name) ?? '[unknown]');
    return table.frame(name, type);
  });
  const weighing: Weighing = { table, ids, lines, doubt };
  let samples: number | null = null;
  if (one.type === 'sampled' && Array.isArray(one.samples)) samples = weighSamples(one, factor, weighing);
  else if (one.type === 'evented' && Array.isArray(one.events)) weighEvents(one, factor, weighing);
  else return null;
  const name = textOf(one.name)?.trim() ?? '';
  return profileOfStacks({
    event: EVENT.test(name) ? name.toLowerCase() : null,
    unit,
    unitPrinted: known ? null : printed.slice(0, 40),
    frames: table.frames,
    stacks: table.stacks,
    samples,
  });
}

const MOST = Number.MAX_SAFE_INTEGER;

function add({ table, lines }: Weighing, frames: readonly number[], weight: number, samples: number | null): void {
  if (frames.length > 0) table.add(frames, { weight: Math.min(weight, MOST), samples, ...lines, cut: false });
}

/** Stacks are root first; a weight stands for each. Returns the number of samples. */
function weighSamples(one: Members, factor: number, weighing: Weighing): number {
  const { doubt, ids } = weighing;
  const samples = listOf(one.samples);
  const weights = Array.isArray(one.weights) ? one.weights : null;
  if (weights && weights.length !== samples.length)
    doubt('uneven-lists', `${samples.length} samples and ${weights.length} weights: those without a partner are left out.`);
  let counted = 0;
  samples.forEach((sample, i) => {
    const weight = weights ? numberOf(weights[i]) : 1;
    const stack = toStack(listOf(sample), ids);
    if (weight === null || weight < 0 || stack === null) {
      doubt('odd-sample', 'some samples have a weight below zero or frames that are not in the list: left out.');
      return;
    }
    counted++;
    add(weighing, stack, weight * factor, 1);
  });
  const span = spanOf(one);
  const sum = weights?.reduce((total: number, weight) => total + (numberOf(weight) ?? 0), 0) ?? null;
  if (span !== null && span > 0 && sum !== null && Math.abs(sum - span) > 0.01 * span)
    doubt('sum-mismatch', `the weights sum up to ${sum}, its end says ${span}.`);
  return counted;
}

function toStack(sample: readonly unknown[], ids: readonly number[]): number[] | null {
  const stack: number[] = [];
  for (const frame of sample) {
    const id = ids[indexOf(frame, ids.length) ?? -1];
    if (id === undefined) return null;
    stack.push(id);
  }
  return stack;
}

/**
 * A frame is open from its "O" to its "C"; what passes between two events belongs to the stack that is open. A close that is not the
 * innermost one closes what is inside it, too; one of a frame that is not open is passed over.
 */
function weighEvents(one: Members, factor: number, weighing: Weighing): void {
  const { doubt, ids } = weighing;
  const open: number[] = [];
  let at = numberOf(one.startValue) ?? 0;
  const passTo = (next: number) => {
    if (next < at) doubt('time-goes-back', 'events go back in time: the time between is not counted.');
    else if (next > at) add(weighing, open, (next - at) * factor, null);
    at = Math.max(at, next);
  };
  for (const event of listOf(one.events)) {
    const { type, frame, at: when } = membersOf(event);
    const time = numberOf(when);
    const id = ids[indexOf(frame, ids.length) ?? -1];
    if (time === null || id === undefined || (type !== 'O' && type !== 'C')) {
      doubt('odd-event', 'some events have no time, or a frame that is not in the list: left out.');
      continue;
    }
    passTo(time);
    if (type === 'O') {
      open.push(id);
      continue;
    }
    const place = open.lastIndexOf(id);
    if (place !== open.length - 1 || place < 0) doubt('order', 'frames are closed out of order: the stacks between are a guess.');
    if (place >= 0) open.length = place;
  }
  const end = numberOf(one.endValue);
  if (end !== null && end > at && open.length > 0) passTo(end);
  if (open.length > 0) doubt('left-open', 'frames are still open at the end: it may have been cut.');
}

function spanOf(one: Members): number | null {
  const start = numberOf(one.startValue);
  const end = numberOf(one.endValue);
  return start === null || end === null ? null : end - start;
}

import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { baseWeight, walkPaths } from '../call-paths';
import type { Sign, Signature } from './schema';
import { SIGNATURES } from './table';

export type SignOf<K extends Sign['in']> = Extract<Sign, { in: K }>;

export interface SignatureMatch {
  signature: Signature;
  profile: ProfileSummary;
  /** Inclusive weight of the stacks that show it; `share` of the whole recording, 0..1. */
  weight: number;
  share: number;
  /** The frame that completes the pattern, on its heaviest path. */
  frame: string;
}

const compiled = new Map<string, RegExp>();

/** The patterns are data; each is compiled once. They hold no state (no flags), and their repetition is bounded. */
export function compile(source: string): RegExp {
  const known = compiled.get(source);
  if (known) return known;
  const made = new RegExp(source);
  compiled.set(source, made);
  return made;
}

/** A longer name is no frame of a program; nobody matches it. */
const LONGEST_NAME = 4_096;
export const matches = (source: string, text: string): boolean => text.length <= LONGEST_NAME && compile(source).test(text);

/** Every signature that some stack of the profile shows, heaviest first, whatever else it asks for. */
export function matchSignatures(profile: ProfileSummary): SignatureMatch[] {
  return SIGNATURES.flatMap((signature) => matchSignature(signature, profile) ?? []).sort((a, b) => b.weight - a.weight);
}

/** The heaviest of the stacks by which one signature may show; null where it does not. */
export function matchSignature(signature: Signature, profile: ProfileSummary): SignatureMatch | null {
  const found = signature.signs.flatMap((sign) => (sign.in === 'stack' ? (matchStack(signature, sign, profile) ?? []) : []));
  return found.sort((a, b) => b.weight - a.weight)[0] ?? null;
}

function matchStack(signature: Signature, sign: SignOf<'stack'>, profile: ProfileSummary): SignatureMatch | null {
  const { names, types, frame: frames, total } = profile.tree;
  const isCode = (at: number) => types[at] !== 'thread';
  const isFrame = names.map((name, at) => isCode(at) && matches(sign.frame, name));
  if (!isFrame.includes(true)) return null;
  const { under } = sign;
  const isUnder = under === undefined ? null : names.map((name, at) => isCode(at) && matches(under, name));
  if (isUnder && !isUnder.includes(true)) return null;
  let underAt = isUnder ? Number.POSITIVE_INFINITY : 0;
  let doneAt = Number.POSITIVE_INFINITY;
  let heaviest = 0;
  const match: SignatureMatch = { signature, profile, weight: 0, share: 0, frame: '' };
  walkPaths(profile.tree, (node, path) => {
    const depth = path.length;
    if (isUnder && underAt >= depth) underAt = Number.POSITIVE_INFINITY;
    if (doneAt >= depth) doneAt = Number.POSITIVE_INFINITY;
    const index = frames[node] ?? 0;
    if (isUnder?.[index] && underAt > depth) underAt = depth;
    // Counted once per stack: at the first frame of the pattern below the place.
    if (!isFrame[index] || underAt >= depth || doneAt < depth) return;
    doneAt = depth;
    const weight = total[node] ?? 0;
    match.weight += weight;
    if (weight > heaviest) {
      heaviest = weight;
      match.frame = names[index] ?? '';
    }
  });
  if (match.weight <= 0) return null;
  const base = baseWeight(profile);
  match.share = base > 0 ? match.weight / base : 0;
  return match.share >= sign.leastShare ? match : null;
}

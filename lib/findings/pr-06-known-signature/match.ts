import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { baseWeight, walkPaths } from '../call-paths';
import { SIGNATURES, type Signature } from './signatures';

export interface SignatureMatch {
  signature: Signature;
  profile: ProfileSummary;
  /** Inclusive weight of the stacks that show it; `share` of the whole recording, 0..1. */
  weight: number;
  share: number;
  /** The frame that completes the pattern, on its heaviest path. */
  frame: string;
}

/** Every signature that some stack of the profile shows, heaviest first. */
export function matchSignatures(profile: ProfileSummary): SignatureMatch[] {
  const base = baseWeight(profile);
  return SIGNATURES.flatMap((signature) => {
    const match = matchSignature(signature, profile, base);
    return match ? [match] : [];
  }).sort((a, b) => b.weight - a.weight);
}

function matchSignature(signature: Signature, profile: ProfileSummary, base: number): SignatureMatch | null {
  const { names, frame: frames, total } = profile.tree;
  const isUnder = names.map((name) => signature.under.test(name));
  if (!isUnder.includes(true)) return null;
  const isFrame = names.map((name) => signature.frame.test(name));
  let underAt = Number.POSITIVE_INFINITY;
  let doneAt = Number.POSITIVE_INFINITY;
  let heaviest = 0;
  const match: SignatureMatch = { signature, profile, weight: 0, share: 0, frame: '' };
  walkPaths(profile.tree, (node, path) => {
    const depth = path.length;
    if (underAt >= depth) underAt = Number.POSITIVE_INFINITY;
    if (doneAt >= depth) doneAt = Number.POSITIVE_INFINITY;
    const index = frames[node] ?? 0;
    if (isUnder[index] && underAt > depth) underAt = depth;
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
  match.share = base > 0 ? match.weight / base : 0;
  return match;
}

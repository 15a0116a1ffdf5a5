import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { shortName } from './java-frame';
import { ACTIVE_SHARE, findLibraryUse, type LibraryOwner, type LibraryUse } from './library-use';
import { matchSignatures, type SignatureMatch } from './signatures/match';

/** Who may own memory outside NMT, as far as profiles tell: a library that NMT cannot see, and the Java code that calls it. */
export interface Candidate {
  use: LibraryUse;
  owner: LibraryOwner;
  signature: SignatureMatch | null;
  /** "Deflater under Jetty's gzip handler", "Deflater under ReportServer.gzip", "zstd under Codec.encode". */
  name: string;
}

/** The heaviest library that NMT cannot see with a Java owner; allocation profiles speak before others. */
export function findCandidate(summaries: readonly ProfileSummary[]): Candidate | null {
  const uses = summaries
    .flatMap((summary) => findLibraryUse(summary))
    .filter((use) => use.share >= ACTIVE_SHARE && use.owners.length > 0)
    .sort((a, b) => rank(a.profile) - rank(b.profile) || b.share - a.share);
  const use = uses[0];
  const owner = use?.owners[0];
  if (!use || !owner) return null;
  const object = owner.object?.name ?? use.library.name;
  const signature = matchSignatures(use.profile).find((match) => match.signature.object === object) ?? null;
  return { use, owner, signature, name: `${object} under ${signature ? signature.signature.place : shortName(owner.method)}` };
}

const rank = (profile: ProfileSummary) => (profile.kind === 'allocation' ? 0 : 1);

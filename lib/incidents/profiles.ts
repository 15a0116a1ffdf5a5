import { createHash } from 'node:crypto';
import type { LineRef } from '@/lib/model/artifact';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { IncidentContent } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import { type ExportName, exportFormats, fileStem } from '@/lib/model/profile-export/registry';
import { countTheSame, tellPairDoubts } from '@/lib/model/profile-pair';
import { loadAnalysis, loadOfProfile } from './analysis';
import { load } from './ingest';
import type { Services } from './services';

/** Raise it when the same columns would give another file. */
const EXPORT_VERSION = 1;
/** Raise it when the same two profiles would give another diff. */
const DIFF_VERSION = 1;

const noProfile = (profileId: string) => new Problem(404, 'profile/not-found', `This incident has no profile ${profileId}.`);

interface OpenedProfile {
  profile: ProfileSummary;
  hash: string;
  packed: Uint8Array;
}

async function openProfile(services: Services, content: IncidentContent, profileId: string): Promise<OpenedProfile> {
  const { content: current, analysis } = await loadAnalysis(services, content);
  const profile = analysis.profiles.find(({ id }) => id === profileId);
  const found = profile && (await loadOfProfile(services, current, 'columns', profileId));
  if (!profile || !found) throw noProfile(profileId);
  return { profile, hash: found.sheet.hash, packed: found.packed };
}

const nameOf = (...parts: (string | number)[]) => createHash('sha256').update(parts.join(' ')).digest('hex');

export interface ProfileFile {
  /** Names the bytes: equal names, equal bytes. */
  hash: string;
  mediaType: string;
  filename: string;
  /** Made when asked for: whoever holds the bytes needs none. */
  make(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A whole profile as a file of another tool; off the event loop. 404 where there is no such profile. */
export async function exportProfile(
  services: Services,
  { id, profileId }: { id: string; profileId: string },
  name: ExportName,
): Promise<ProfileFile> {
  const { profile, hash, packed } = await openProfile(services, await load(services, id), profileId);
  const { mediaType, ending } = exportFormats[name];
  const { event, unit } = profile;
  return {
    hash: nameOf(hash, name, EXPORT_VERSION, event ?? '', unit),
    mediaType,
    filename: `${fileStem(event)}${ending}`,
    make: () => services.pool.exportProfile(packed, name, { event, unit }),
  };
}

interface Pair {
  id: string;
  from: string;
  to: string;
}

async function openPair(services: Services, { id, from, to }: Pair): Promise<{ from: OpenedProfile; to: OpenedProfile }> {
  const content = await load(services, id);
  const first = await openProfile(services, content, from);
  return { from: first, to: from === to ? first : await openProfile(services, content, to) };
}

/** Two profiles as one tree (lib/model/diff-codec), gzipped; made when asked for. 404 where there is no such profile. */
export async function openDiff(services: Services, pair: Pair): Promise<{ hash: string; make(): Promise<Uint8Array> }> {
  const { from, to } = await openPair(services, pair);
  return { hash: nameOf(from.hash, to.hash, DIFF_VERSION), make: () => services.pool.diffProfiles(from.packed, to.packed) };
}

/** The functions of two profiles that changed most, and what keeps the two from being compared as they stand. */
export async function compareProfiles(services: Services, pair: Pair, limit: number) {
  const { from, to } = await openPair(services, pair);
  const samples = { from: from.profile.samples, to: to.profile.samples };
  const { count, functions } = await services.pool.listChanges(from.packed, to.packed, samples, limit);
  const end = ({ profile: { id, artifactId, event, unit, kind, total, samples } }: OpenedProfile) => {
    return { id, artifactId, event, unit, kind, total, samples };
  };
  const refer = (lines: { firstLine: number; lastLine: number } | null, { profile }: OpenedProfile): LineRef | null =>
    lines && { artifactId: profile.artifactId, ...lines };
  return {
    from: end(from),
    to: end(to),
    comparable: countTheSame(from.profile, to.profile),
    doubts: tellPairDoubts(from.profile, to.profile),
    count,
    functions: functions.map(({ lines, ...change }) => ({ ...change, lines: { from: refer(lines.from, from), to: refer(lines.to, to) } })),
  };
}

import type { LineRef } from '@/lib/model/artifact';
import type { ContainerState, PrintedFigure } from '@/lib/model/beside';
import type { Sourced } from '@/lib/model/facts';
import type { ContainerMemory, LinedBytes } from '@/lib/model/process-facts';

/** A line of one capture, as the lines of an artifact. */
export const lineOf = (artifactId: string, line: number): LineRef => ({ artifactId, firstLine: line, lastLine: line });

/** A printed amount with the artifact it stands in. */
export const figureOf = (artifactId: string, printed: LinedBytes | null | undefined): PrintedFigure | null =>
  printed ? { bytes: printed.bytes, lines: lineOf(artifactId, printed.line) } : null;

/**
 * Merges what several captures say of the container: memory.max of one paste and memory.current of the next, the cgroups on the
 * way up to the root, VM.info. A process is killed by whichever limit is reached first, so where captures print both usage and
 * limit, the pair with the least left stands; else the lowest limit and the highest usage. Null without any capture.
 */
export function mergeContainers(facts: readonly Sourced<ContainerMemory>[]): ContainerState | null {
  if (facts.length === 0) return null;
  const read = facts.map(({ artifactId, value }) => readContainer(artifactId, value)).sort(byArtifact);
  const pairs = read.filter(({ limit, current }) => limit !== null && current !== null);
  const left = ({ limit, current }: Read) => (limit?.bytes ?? 0) - (current?.bytes ?? 0);
  const [tightest] = pairs.sort((a, b) => left(a) - left(b));
  const limit = tightest?.limit ?? extreme(read, 'limit', (a, b) => a < b);
  const current = tightest?.current ?? extreme(read, 'current', (a, b) => a > b);
  // What can be dropped belongs to the same cgroup as the usage; memory.stat pasted by itself has no other to belong to.
  const owner = read.find((one) => one.current !== null && one.current === current);
  return {
    limit,
    current,
    inactiveFile: owner?.inactiveFile ?? onlyInactive(read),
    oomKills: mostKills(read),
  };
}

type Read = ContainerState & { artifactId: string };

function readContainer(artifactId: string, { limit, currentBytes, stat, events }: ContainerMemory): Read {
  const kills = events.oom_kill;
  return {
    artifactId,
    limit: limit && limit.bytes !== null ? { bytes: limit.bytes, lines: lineOf(artifactId, limit.line) } : null,
    current: figureOf(artifactId, currentBytes),
    // Version 1 counts children under total_*, and usage_in_bytes includes them.
    inactiveFile: figureOf(artifactId, stat.total_inactive_file ?? stat.inactive_file),
    oomKills: kills ? { count: kills.count, lines: lineOf(artifactId, kills.line) } : null,
  };
}

const byArtifact = (a: Read, b: Read) => (a.artifactId < b.artifactId ? -1 : a.artifactId > b.artifactId ? 1 : firstLine(a) - firstLine(b));
const firstLine = ({ limit, current, inactiveFile }: Read) => (limit ?? current ?? inactiveFile)?.lines.firstLine ?? 0;

function extreme(read: readonly Read[], key: 'limit' | 'current', wins: (a: number, b: number) => boolean): PrintedFigure | null {
  let found: PrintedFigure | null = null;
  for (const one of read) {
    const figure = one[key];
    if (figure && (!found || wins(figure.bytes, found.bytes))) found = figure;
  }
  return found;
}

function onlyInactive(read: readonly Read[]): PrintedFigure | null {
  const [only, ...others] = read.filter(({ inactiveFile }) => inactiveFile !== null);
  return others.length === 0 ? (only?.inactiveFile ?? null) : null;
}

function mostKills(read: readonly Read[]): ContainerState['oomKills'] {
  let most: ContainerState['oomKills'] = null;
  for (const { oomKills } of read) if (oomKills && (!most || oomKills.count > most.count)) most = oomKills;
  return most;
}

import type { Candidate } from './candidate';

/** Below this a range stays a note. */
export const MIN_CONFIDENCE = 0.4;

/**
 * Of candidates that overlap, the one that explains most lines stays; a tie goes to the format that comes first in the list.
 * A loser whose own rows lie outside gives up only its borders (a pid line above a report fits several formats).
 */
export function resolveOverlaps(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  const ranked = candidates
    .filter((candidate) => candidate.confidence >= MIN_CONFIDENCE)
    .sort((a, b) => b.explained - a.explained || a.order - b.order || a.firstLine - b.firstLine);
  for (const candidate of ranked) {
    const fitting = fitBetween(candidate, kept);
    if (fitting) kept.push(fitting);
  }
  return kept.sort((a, b) => a.firstLine - b.firstLine);
}

function fitBetween(candidate: Candidate, kept: readonly Candidate[]): Candidate | null {
  let { firstLine, lastLine } = candidate;
  for (const other of kept) {
    if (other.lastLine < firstLine || other.firstLine > lastLine) continue;
    if (other.lastLine < candidate.coreFirst) firstLine = other.lastLine + 1;
    else if (other.firstLine > candidate.coreLast) lastLine = other.firstLine - 1;
    else return null;
  }
  return { ...candidate, firstLine, lastLine };
}

import type { Candidate } from './candidate';

/** Below this a range stays a note. */
export const MIN_CONFIDENCE = 0.4;

/**
 * Of candidates that overlap, the one that explains most lines stays; a tie goes to the format that comes first in the list.
 * A loser whose own rows lie outside gives up only its borders (a pid line above a report fits several formats).
 */
export function resolveOverlaps(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  const rejected = candidates.filter((candidate) => candidate.confidence < MIN_CONFIDENCE);
  const ranked = candidates
    .filter((candidate) => candidate.confidence >= MIN_CONFIDENCE && !rejected.some((whole) => isCrumbOf(candidate, whole)))
    .sort((a, b) => b.explained - a.explained || a.order - b.order || a.firstLine - b.firstLine);
  for (const candidate of ranked) {
    const fitting = fitBetween(candidate, kept);
    if (fitting) kept.push(fitting);
  }
  return kept.sort((a, b) => a.firstLine - b.firstLine);
}

/**
 * Lines inside a range that a format knew and yet rejected as a whole: single rows of an NMT difference report look like
 * rows of a report. Where both know about the same lines, the rejection says nothing (a summary is no detail report).
 */
function isCrumbOf(crumb: Candidate, whole: Candidate): boolean {
  return whole.firstLine <= crumb.firstLine && crumb.lastLine <= whole.lastLine && whole.explained > 2 * crumb.explained;
}

function fitBetween(candidate: Candidate, kept: readonly Candidate[]): Candidate | null {
  const { coreFirst, coreLast, before, after } = candidate;
  let { firstLine, lastLine } = candidate;
  for (const other of kept) {
    if (other.lastLine < firstLine || other.firstLine > lastLine) continue;
    if (other.lastLine < coreFirst) firstLine = before.find((line) => line > other.lastLine) ?? coreFirst;
    else if (other.firstLine > coreLast) lastLine = after.findLast((line) => line < other.firstLine) ?? coreLast;
    else return null;
  }
  return { ...candidate, firstLine, lastLine };
}

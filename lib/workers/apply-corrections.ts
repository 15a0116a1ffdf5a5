import type { Segment } from '@/lib/documents/segment';
import type { Correction } from '@/lib/model/incident';

/**
 * Segments as recognition found them, with what somebody corrected by hand in their place. Later corrections win over
 * earlier ones, all of them over recognition; who chooses what recognition had found has its segment again, as it was.
 * Ascending and disjoint, as they came.
 */
export function applyCorrections(found: readonly Segment[], corrections: readonly Correction[]): Segment[] {
  let segments = [...found];
  for (const correction of corrections) {
    const under = found.filter((segment) => overlaps(segment, correction));
    segments = segments.filter((segment) => !overlaps(segment, correction));
    const same = under.find((segment) => agrees(segment, correction));
    if (same) segments.push(same);
    else if (correction.format !== null) segments.push(toSegment(correction, correction.format, under));
  }
  return segments.sort((a, b) => a.firstLine - b.firstLine);
}

type Lines = Pick<Correction, 'firstLine' | 'lastLine'>;

const overlaps = (a: Lines, b: Lines) => a.firstLine <= b.lastLine && b.firstLine <= a.lastLine;

const agrees = (segment: Segment, { firstLine, lastLine, format }: Correction) =>
  segment.formatId === format && segment.firstLine === firstLine && segment.lastLine === lastLine;

function toSegment({ firstLine, lastLine }: Lines, formatId: string, under: readonly Segment[]): Segment {
  return {
    formatId,
    firstLine,
    lastLine,
    confidence: 1,
    because: 'chosen by hand',
    complete: null,
    tool: under[0]?.tool ?? { pid: null, version: null, command: null },
    // What recognition took off these lines (quote marks, gutters) comes off for the chosen format too.
    clean(text, line) {
      const segment = under.find((candidate) => candidate.firstLine <= line && line <= candidate.lastLine);
      return segment ? segment.clean(text, line) : text;
    },
  };
}

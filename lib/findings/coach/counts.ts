import { formatBytes, formatCount, formatShare } from '@/lib/base/bytes';
import type { Situation } from './situation';

/** What a class histogram says of the candidate. */
export interface ObjectCount {
  /** confirms: enough of them to hold the gap. short: they hold little of it. counted: what one holds is not known. */
  says: 'confirms' | 'short' | 'counted';
  text: string;
}

/** Live objects that hold this much of the gap, and more, are the owner. */
const CONFIRMING = 0.7;

/** For `grep -E` on a class histogram: the Java objects that may own what this incident lacks. Empty where nobody is suspected. */
export function suspects(situation: Situation): string {
  const patterns = [situation.candidate?.use.library.histogram, situation.found('NM-01') ? 'java.nio.DirectByteBuffer|Cleaner' : undefined];
  return patterns.filter((pattern) => pattern !== undefined).join('|');
}

/** Whether a histogram is there that would show the suspects: whole, or what grep left of them. */
export function hasCounted(situation: Situation): boolean {
  const wanted = suspects(situation);
  if (wanted === '') return situation.facts['class-histogram'].length > 0;
  // The pattern is one of ours: alternatives of plain names.
  const names = new RegExp(wanted);
  return situation.facts['class-histogram'].some(
    ({ value }) => value.total !== null || value.rows.some((row) => names.test(row.className)),
  );
}

/** The count of the candidate's objects held against the gap; null without a histogram that would show them. */
export function countCandidate(situation: Situation): ObjectCount | null {
  const { candidate, floor } = situation;
  const confirmed = situation.learnt('PR-06').find(({ confidence }) => confidence === 'certain');
  if (confirmed) return { says: 'confirms', text: confirmed.summary.split('. ').slice(0, 2).join('. ').replace(/\.?$/, '.') };
  if (!candidate || !floor || !hasCounted(situation)) return null;
  const object = candidate.owner.object;
  if (!object)
    return {
      says: 'counted',
      text: `Objects of ${candidate.use.library.name} are counted; how much native memory one of them holds is not known.`,
    };
  const instances = Math.max(
    0,
    ...situation.facts['class-histogram'].map(({ value }) =>
      value.rows.filter((row) => row.className.split(' ')[0]?.endsWith(`.${object.name}`)).reduce((sum, row) => sum + row.instances, 0),
    ),
  );
  const bytes = instances * object.unitBytes;
  const text = `${formatCount(instances)} live ${object.name}s hold about ${formatBytes(bytes)}, ${formatShare(bytes, floor.bestBytes)} of the ${formatBytes(floor.bestBytes)}.`;
  return { says: bytes >= CONFIRMING * floor.bestBytes ? 'confirms' : 'short', text };
}

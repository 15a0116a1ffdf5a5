'use client';
import { useAnswer } from '@/components/views/use-answer';
import type { CallDiff } from '@/lib/model/call-diff';
import { decodeColumns } from '@/lib/model/columns-codec';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { desk, LARGE_NODES, LARGE_ROWS } from '../desk/desk';
import { inflate } from '../desk/inflate';
import { fetchPacked } from '../fetch-packed';
import { type BySide, pairOf, SIDES } from './shape';

/** Pairs opened last: to go back to one costs nothing. */
const KEPT = 2;
const opened = new Map<string, CallDiff>();

async function loadDiff(incidentId: string, pair: BySide<ProfileSummary>, key: string, signal: AbortSignal): Promise<CallDiff> {
  const known = opened.get(key);
  if (known) return known;
  const [from, to] = await Promise.all(
    SIDES.map((side) => fetchPacked(incidentId, pair[side].id, 'columns', pair[side].columns?.hash ?? '', signal)),
  );
  if (!from || !to) throw new Error('A pair has two sides.');
  const sum = (count: (profile: ProfileSummary) => number) => count(pair.from) + count(pair.to);
  // A node takes a byte and less: what is many bytes is many nodes, whatever was announced.
  const nodes = Math.max(
    sum(({ columns }) => columns?.nodes ?? 0),
    from.byteLength + to.byteLength,
  );
  const isLarge = nodes > LARGE_NODES || sum(({ sampleColumns }) => sampleColumns?.rows ?? 0) > LARGE_ROWS;
  const diff = isLarge
    ? await desk.openPair(key, { from, to })
    : pairOf(decodeColumns(await inflate(from)), decodeColumns(await inflate(to))).original;
  opened.set(key, diff);
  for (const old of opened.keys()) {
    if (opened.size <= KEPT) break;
    opened.delete(old);
    desk.close(old);
  }
  return diff;
}

/** Two profiles as one tree, in shares; null while it is on its way. Both must have a tree. */
export function useDiff(
  incidentId: string,
  from: ProfileSummary,
  to: ProfileSummary,
): { diff: CallDiff | null; failure: unknown; retry(): void } {
  // Hashes name the trees: the same pair read anew is another one.
  const key = `${from.columns?.hash} ${to.columns?.hash}`;
  const { key: answered, value, failure, retry } = useAnswer(key, (signal) => loadDiff(incidentId, { from, to }, key, signal));
  return { diff: answered === key ? value : null, failure, retry };
}

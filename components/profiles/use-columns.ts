'use client';
import { useAnswer } from '@/components/views/use-answer';
import type { CallColumns } from '@/lib/model/call-columns';
import { decodeColumns } from '@/lib/model/columns-codec';
import type { ColumnsSheet } from '@/lib/model/hot-stacks';
import { desk, LARGE_NODES, LARGE_ROWS } from './desk/desk';
import { inflate } from './desk/inflate';
import { fetchPacked } from './fetch-packed';

/** Trees decoded last: to switch between two profiles costs nothing. */
const KEPT = 4;
const decoded = new Map<string, CallColumns>();

async function loadColumns(
  incidentId: string,
  profileId: string,
  { hash, nodes }: ColumnsSheet,
  rows: number,
  signal: AbortSignal,
): Promise<CallColumns> {
  const known = decoded.get(hash);
  if (known) return known;
  const packed = await fetchPacked(incidentId, profileId, 'columns', hash, signal);
  // A node takes a byte and less: what is many bytes is many nodes, whatever was announced.
  const isLarge = Math.max(nodes, packed.byteLength) > LARGE_NODES || rows > LARGE_ROWS;
  const tree = isLarge ? await desk.open(hash, packed) : decodeColumns(await inflate(packed));
  decoded.set(hash, tree);
  for (const key of decoded.keys()) {
    if (decoded.size <= KEPT) break;
    decoded.delete(key);
    desk.close(key);
  }
  return tree;
}

/** The call tree of a profile; null while it is on its way. */
export function useColumns(
  incidentId: string,
  profile: { id: string; columns: ColumnsSheet; rows: number } | null,
): { tree: CallColumns | null; failure: unknown; retry(): void } {
  const key = profile?.columns.hash ?? null;
  const answer = useAnswer(key, (signal) => {
    if (!profile) throw new Error('nothing to load');
    return loadColumns(incidentId, profile.id, profile.columns, profile.rows, signal);
  });
  return { tree: answer.key === key ? answer.value : null, failure: answer.failure, retry: answer.retry };
}

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { encodeColumns } from '@/lib/model/columns-codec';
import type { ColumnsSheet } from '@/lib/model/hot-stacks';
import type { Profile } from '@/lib/model/profile';
import { buildColumns } from '@/lib/reconcile/call-columns';

/** The whole call tree of a profile as it is stored and sent. The same stacks give the same bytes, and so the same hash. */
export function packColumns(profile: Pick<Profile, 'frames' | 'stacks'>): { sheet: ColumnsSheet; packed: Uint8Array } {
  const tree = buildColumns(profile);
  const packed = new Uint8Array(gzipSync(encodeColumns(tree), { level: 6 }));
  const hash = createHash('sha256').update(packed).digest('hex');
  return { sheet: { hash, nodes: tree.frame.length, sizeBytes: packed.length }, packed };
}

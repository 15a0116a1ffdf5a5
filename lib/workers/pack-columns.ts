import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { encodeColumns } from '@/lib/model/columns-codec';
import type { ColumnsSheet, SamplesSheet } from '@/lib/model/hot-stacks';
import type { Profile } from '@/lib/model/profile';
import { encodeSamples } from '@/lib/model/samples-codec';
import { buildSampledColumns } from '@/lib/reconcile/call-columns';

export interface PackedColumns {
  columns: { sheet: ColumnsSheet; packed: Uint8Array };
  /** null where the profile tells neither threads nor times. */
  samples: { sheet: SamplesSheet; packed: Uint8Array } | null;
}

/** The whole call tree of a profile, and its samples, as they are stored and sent. The same stacks give the same bytes, and so the same hash. */
export function packColumns(profile: Pick<Profile, 'frames' | 'stacks' | 'perSample'>): PackedColumns {
  const { tree, samples } = buildSampledColumns(profile);
  const { hash, packed } = seal(encodeColumns(tree));
  const columns = { sheet: { hash, nodes: tree.frame.length, sizeBytes: packed.length }, packed };
  if (!samples) return { columns, samples };
  const { each, node, threads, timeNs } = samples;
  const rows = seal(encodeSamples(samples));
  const sheet: SamplesSheet = {
    hash: rows.hash,
    each,
    rows: node.length,
    threads: threads.length,
    hasTimes: timeNs !== null,
    sizeBytes: rows.packed.length,
  };
  return { columns, samples: { sheet, packed: rows.packed } };
}

function seal(bytes: Uint8Array): { hash: string; packed: Uint8Array } {
  const packed = new Uint8Array(gzipSync(bytes, { level: 6 }));
  return { packed, hash: createHash('sha256').update(packed).digest('hex') };
}

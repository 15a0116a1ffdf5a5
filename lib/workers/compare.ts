import type { Comparison } from '@/lib/model/comparison';
import { type HeadroomInputs, measureHeadroom, sayHeadroom } from '@/lib/model/headroom';
import type { Region } from '@/lib/model/region';
import type { SnapshotDigest } from '@/lib/model/snapshot-digest';
import { type ComparedSide, compareSnapshots } from '@/lib/reconcile/compare/compare-snapshots';
import { measureLastPressure } from '@/lib/reconcile/compare/measure-growth';
import { pack, unpack } from './pack';
import type { PackedSide } from './protocol';

const open = ({ digest, regions }: PackedSide): ComparedSide => ({
  digest: unpack<SnapshotDigest>(digest),
  regions: unpack<Region[]>(regions),
});

/** Two snapshots held against each other, and the same packed: what is stored. */
export function compareSides({ from, to }: { from: PackedSide; to: PackedSide }): { comparison: Comparison; packed: Uint8Array } {
  const before = open(from);
  const comparison = compareSnapshots(before, from === to ? before : open(to));
  return { comparison, packed: pack(comparison) };
}

export function openComparison({ packed }: { packed: Uint8Array }): Comparison {
  return unpack(packed);
}

/** What the verdict says of the container: only where little is left below its limit, or for not much longer. */
export function warnOfLimit(sides: readonly ComparedSide[]): string | null {
  const pressure = measureLastPressure(sides);
  if (!pressure || pressure.limitBytes === null) return null;
  const { limitBytes, usedBytes, growthBytesPerHour } = pressure;
  const inputs: HeadroomInputs = { limitBytes, usedBytes, growthBytesPerHour };
  const headroom = measureHeadroom(inputs);
  return headroom?.alarming ? sayHeadroom(headroom) : null;
}

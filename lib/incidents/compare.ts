import type { Comparison } from '@/lib/model/comparison';
import { Problem } from '@/lib/model/problem';
import type { PackedSide } from '@/lib/workers/protocol';
import { findComparison, keepComparison, loadOfSnapshot } from './analysis';
import { load } from './ingest';
import type { Services } from './services';

/** Two snapshots of an incident held against each other; off the event loop, and kept. 404 where there is no such snapshot. */
export async function compareIncidentSnapshots(
  services: Services,
  { id }: { id: string },
  { from, to }: { from: string; to: string },
): Promise<Comparison> {
  const content = await load(services, id);
  const known = await findComparison(services, content, from, to);
  if (known) return services.pool.openComparison(known);
  const side = async (snapshotId: string): Promise<PackedSide> => {
    const [digest, regions] = [
      await loadOfSnapshot(services, content, 'digest', snapshotId),
      await loadOfSnapshot(services, content, 'regions', snapshotId),
    ];
    if (!digest || !regions) throw new Problem(404, 'snapshot/not-found', `This incident has no snapshot ${snapshotId}.`);
    return { digest, regions };
  };
  const { comparison, packed } = await services.pool.compare(await side(from), await side(to));
  await keepComparison(services, content, from, to, packed);
  return comparison;
}

import type { ColumnsSheet } from '@/lib/model/hot-stacks';
import { Problem } from '@/lib/model/problem';
import { loadColumns } from './analysis';
import { load } from './ingest';
import type { Services } from './services';

/** The call tree of a profile as stored: gzipped columns. Throws 404. */
export async function openColumns(
  services: Services,
  { id, profileId }: { id: string; profileId: string },
): Promise<{ sheet: ColumnsSheet; packed: Uint8Array }> {
  const found = await loadColumns(services, await load(services, id), profileId);
  if (!found) throw new Problem(404, 'profile/not-found', 'This incident has no such profile.');
  return found;
}

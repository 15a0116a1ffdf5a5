import type { ColumnsSheet, SamplesSheet } from '@/lib/model/hot-stacks';
import { Problem } from '@/lib/model/problem';
import { loadOfProfile } from './analysis';
import { load } from './ingest';
import type { Services } from './services';

/** What is stored of a profile for browsers, gzipped, and what it is called. */
export interface Stored<Sheet> {
  sheet: Sheet;
  packed: Uint8Array;
}

interface Asked {
  id: string;
  profileId: string;
}

/** The call tree of a profile (lib/model/columns-codec). Throws 404. */
export async function openColumns(services: Services, { id, profileId }: Asked): Promise<Stored<ColumnsSheet>> {
  const found = await loadOfProfile(services, await load(services, id), 'columns', profileId);
  if (!found) throw new Problem(404, 'profile/not-found', 'This incident has no such profile.');
  return found;
}

/** The samples of a profile with thread and time (lib/model/samples-codec). Throws 404, also where the profile tells neither. */
export async function openSamples(services: Services, { id, profileId }: Asked): Promise<Stored<SamplesSheet>> {
  const content = await load(services, id);
  const found = await loadOfProfile(services, content, 'samples', profileId);
  if (found) return found;
  if (await loadOfProfile(services, content, 'columns', profileId))
    throw new Problem(404, 'profile/no-samples', 'This profile tells neither threads nor times: its text has only sums.');
  throw new Problem(404, 'profile/not-found', 'This incident has no such profile.');
}

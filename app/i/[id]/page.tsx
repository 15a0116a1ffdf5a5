import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { IncidentPage } from '@/components/incident/incident-page';
import { limitsInForce } from '@/lib/api/limits';
import { presentedTokens } from '@/lib/api/route';
import { viewIncident } from '@/lib/incidents/view';
import type { IncidentView } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';

interface Props {
  params: Promise<{ id: string }>;
}

/** Once per request, for the title and the page. */
const load = cache(async (id: string): Promise<IncidentView> => {
  try {
    return await viewIncident(id, presentedTokens(await headers()));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await load((await params).id);
  return { title };
}

export default async function Page({ params }: Props) {
  return <IncidentPage view={await load((await params).id)} limits={limitsInForce()} />;
}

import { headers } from 'next/headers';
import { HeldScript } from '@/components/home/held-script';
import { HomePage } from '@/components/home/home-page';
import { limitsInForce } from '@/lib/api/limits';
import { readEnvironment } from '@/lib/base/environment';

export default async function Page() {
  const known = await headers();
  const host = known.get('x-forwarded-host') ?? known.get('host') ?? 'HOST';
  const protocol = known.get('x-forwarded-proto')?.split(',')[0] ?? 'http';
  const origin = readEnvironment(process.env).RESIDUE_BASE_URL ?? `${protocol}://${host}`;
  return (
    <>
      <HeldScript nonce={known.get('x-nonce') ?? undefined} />
      <HomePage limits={limitsInForce()} origin={origin} />
    </>
  );
}

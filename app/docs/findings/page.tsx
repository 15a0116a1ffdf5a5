import type { Metadata } from 'next';
import { FindingsIndex } from '@/components/docs/findings-index';
import { describeFindings } from '@/lib/incidents/finding-pages';

export const metadata: Metadata = { title: 'What Residue looks for' };

export default function Page() {
  return <FindingsIndex pages={describeFindings()} />;
}

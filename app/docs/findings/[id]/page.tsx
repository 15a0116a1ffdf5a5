import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FindingDocument } from '@/components/docs/finding-page';
import { findPage } from '@/lib/incidents/finding-pages';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = findPage((await params).id);
  return page ? { title: `${page.id} ${page.title}` } : {};
}

export default async function Page({ params }: Props) {
  const page = findPage((await params).id);
  if (!page) notFound();
  return <FindingDocument page={page} />;
}

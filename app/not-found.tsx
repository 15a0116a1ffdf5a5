import type { Metadata } from 'next';
import { TopBar } from '@/components/ui/top-bar';

export const metadata: Metadata = { title: 'Not here' };

export default function NotFound() {
  return (
    <>
      <TopBar />
      <main className="wrap wrap-home py-12">
        <h1 className="font-[650] text-2xl tracking-[-0.022em]">There is nothing here for this link</h1>
        <p className="mt-2 max-w-[66ch] text-[15px] text-ink2 leading-[1.5]">
          The incident does not exist, or your link to it has expired or was revoked; we answer all three alike. Ask whoever sent it for a
          new one.
        </p>
        <p className="mt-4">
          <a href="/" className="btn btn-primary">
            Go to the start page
          </a>
        </p>
      </main>
    </>
  );
}

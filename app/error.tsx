'use client';
import { useEffect } from 'react';
import { TopBar } from '@/components/ui/top-bar';

/** A mistake of ours on a page. Nothing of the incident is lost: it lives on the server. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <>
      <TopBar />
      <main className="wrap wrap-home py-12">
        <h1 className="font-[650] text-2xl tracking-[-0.022em]">This page failed to load</h1>
        <p className="mt-2 max-w-[66ch] text-[15px] text-ink2 leading-[1.5]">
          The mistake is ours; what you sent is stored and unharmed. Try again, and if it stays, tell the operator
          {error.digest ? (
            <>
              {' '}
              the number <code>{error.digest}</code>
            </>
          ) : (
            ' what you did'
          )}
          .
        </p>
        <p className="mt-4 flex gap-2">
          <button type="button" className="btn btn-primary" onClick={retry}>
            Try again
          </button>
          <a href="/" className="btn">
            Go to the start page
          </a>
        </p>
      </main>
    </>
  );
}

import { TopBar } from '@/components/ui/top-bar';

export default function NotFound() {
  return (
    <>
      <TopBar crumb="Findings" />
      <main className="wrap wrap-home py-12">
        <h1 className="font-[650] text-2xl tracking-[-0.022em]">There is no such rule or signature</h1>
        <p className="mt-2 max-w-[66ch] text-[15px] text-ink2 leading-[1.5]">An id reads like PN-01 or SIG-12.</p>
        <p className="mt-4">
          <a href="/docs/findings" className="btn btn-primary">
            All rules and signatures
          </a>
        </p>
      </main>
    </>
  );
}

import { TopBar } from '@/components/ui/top-bar';
import { FAMILIES, FAMILY_WORDS } from '@/lib/model/finding-family';
import type { FindingPage } from '@/lib/model/rule-page';
import { pageAddress } from './parts';

/** Every rule by family, then every known signature. */
export function FindingsIndex({ pages }: { pages: readonly FindingPage[] }) {
  const signatures = pages.filter((page) => page.kind === 'signature');
  return (
    <>
      <TopBar crumb="Findings" />
      <main className="wrap wrap-home pb-12">
        <h1 className="pt-6 font-[650] text-[22px] tracking-[-0.02em]">What Residue looks for</h1>
        <p className="max-w-[70ch] pt-1 pb-4 text-[14px] text-ink2 leading-[1.55]">
          {pages.length - signatures.length} rules judge the captures of an incident. Each fires, is clear, or could not be checked and says
          what it lacks. One of them, PR-06, knows {signatures.length} signatures: defects and shapes that were met before. Every page tells
          when a rule fires, with the numbers in force and why they are there, when it would be wrong, and what to do next.
        </p>
        {FAMILIES.map((family) => {
          const { short, says } = FAMILY_WORDS[family];
          return (
            <Group
              key={family}
              id={family}
              title={short}
              says={says}
              pages={pages.filter((page) => page.kind === 'rule' && page.family === family)}
            />
          );
        })}
        <Group id="SIG" title="Known signatures" says="Patterns of known defects; the running version decides." pages={signatures} />
      </main>
    </>
  );
}

function Group({ id, title, says, pages }: { id: string; title: string; says: string; pages: readonly FindingPage[] }) {
  return (
    <section aria-labelledby={id} className="border-line border-t pt-3 pb-5">
      <h2 id={id} className="font-[650] text-[15px]">
        {title} <span className="mono font-normal text-[12px] text-ink3">{id}</span>
      </h2>
      <p className="pb-2 text-ink3">{says}</p>
      <ul className="columns-3 gap-x-8 max-lg:columns-2 max-sm:columns-1">
        {pages.map((page) => (
          <li key={page.id} className="break-inside-avoid py-[2px] [overflow-wrap:anywhere]">
            <a className="link grid grid-cols-[52px_minmax(0,1fr)]" href={pageAddress(page.id)}>
              <span className="mono">{page.id}</span> {page.title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

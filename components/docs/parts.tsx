import type { ReactNode } from 'react';
import type { PageLink } from '@/lib/model/rule-page';

export const pageAddress = (id: string): string => `/docs/findings/${id}`;

/** A part of a page with its heading; nothing where it holds nothing. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[200px_minmax(0,1fr)] gap-x-6 border-line border-t pt-3 pb-4 max-md:grid-cols-1">
      <h2 className="pb-1 font-[650] text-[14px] leading-[22px]">{title}</h2>
      <div className="max-w-[76ch] text-[14px] text-ink2 leading-[1.55] [overflow-wrap:anywhere]">{children}</div>
    </section>
  );
}

/** Text in which `this` is code. */
export function CodeText({ text }: { text: string }) {
  let offset = 0;
  return text.split('`').map((part, i) => {
    const key = offset;
    offset += part.length + 1;
    return i % 2 === 1 ? (
      <code key={key} className="rounded-[3px] bg-sunken px-[3px] text-[12.5px]">
        {part}
      </code>
    ) : (
      part
    );
  });
}

export function Points({ texts }: { texts: readonly string[] }) {
  return (
    <ul className="list-disc pl-5">
      {texts.map((text) => (
        <li key={text}>
          <CodeText text={text} />
        </li>
      ))}
    </ul>
  );
}

/** "PN-01 unexplained floor, NM-01 direct memory", each a link. */
function PageLinks({ links }: { links: readonly PageLink[] }) {
  return (
    <ul className="grid gap-[2px]">
      {links.map(({ id, title }) => (
        <li key={id}>
          <a className="link" href={pageAddress(id)}>
            <span className="mono">{id}</span> {title}
          </a>
        </li>
      ))}
    </ul>
  );
}

const LINK = /^https?:\/\//;

/** Sources as they are cited; only an address is a link. */
export function Sources({ sources }: { sources: readonly string[] }) {
  return (
    <ul className="list-disc pl-5">
      {sources.map((source) => (
        <li key={source}>
          {LINK.test(source) ? (
            <a className="link" href={source} rel="noreferrer">
              {source}
            </a>
          ) : (
            source
          )}
        </li>
      ))}
    </ul>
  );
}

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Other pages that belong to this one under a title; nothing where there are none. */
export function LinkPart({ title, links }: { title: string; links: readonly PageLink[] }) {
  if (links.length === 0) return null;
  return (
    <Part title={title}>
      <PageLinks links={links} />
    </Part>
  );
}

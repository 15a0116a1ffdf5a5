import { type ReactNode, useId } from 'react';

/** A pane of the workspace: head (name, count and sum, controls), a body that scrolls, a foot of two lines that never grows. */
export function Pane({
  title,
  meta,
  controls,
  foot,
  children,
}: {
  title: string;
  meta?: ReactNode;
  controls?: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section className="pane" aria-labelledby={titleId}>
      <div className="pane-head">
        <h2 id={titleId} className="font-[650]">
          {title}
        </h2>
        <span className="min-w-0 flex-1 truncate text-ink3">{meta}</span>
        {controls}
      </div>
      {children}
      {foot === undefined ? null : <div className="pane-foot">{foot}</div>}
    </section>
  );
}

'use client';
import { createContext, type ReactNode, useContext, useId } from 'react';

/** Set by whoever lays panes out side by side: how the pane around is folded away. */
export const CollapsePane = createContext<(() => void) | null>(null);

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
  const collapse = useContext(CollapsePane);
  return (
    <section className="pane" aria-labelledby={titleId}>
      <div className="pane-head">
        <h2 id={titleId} className="font-[650]">
          {title}
        </h2>
        <span className="min-w-0 flex-1 truncate text-ink3">{meta}</span>
        {controls}
        {collapse ? (
          <button
            type="button"
            className="btn btn-small btn-ghost w-[22px] justify-center max-lg:hidden"
            aria-label={`Collapse ${title}`}
            onClick={collapse}
          >
            <span aria-hidden="true">–</span>
          </button>
        ) : null}
      </div>
      {children}
      {foot === undefined ? null : <div className="pane-foot">{foot}</div>}
    </section>
  );
}

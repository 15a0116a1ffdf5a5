import { type ReactNode, useId } from 'react';

/** One list beside the lines: a name, a count, and a body that scrolls. */
export function Side({
  title,
  note,
  place,
  action,
  children,
}: {
  title: string;
  note?: string;
  place: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={`pane ${place}`}>
      <div className="pane-head">
        <h2 id={titleId} className="font-[650]">
          {title}
        </h2>
        <span className="min-w-0 flex-1 truncate text-ink3">{note}</span>
        {action}
      </div>
      <div className="pane-body">{children}</div>
    </section>
  );
}

import type { Crumb } from './select';

/** The way back from a zoomed part to the whole. */
export function ZoomPath({ crumbs, onZoom }: { crumbs: readonly Crumb[]; onZoom(key: string | null): void }) {
  return (
    <nav aria-label="Zoom" className="flex-none overflow-hidden border-line border-b px-3 py-[4px] text-[12px]">
      <ol className="flex min-w-0 items-center gap-[5px] whitespace-nowrap">
        {crumbs.map(({ key, label }, i) => (
          <li key={key ?? ''} className="flex min-w-0 items-center gap-[5px]">
            {i > 0 ? (
              <span aria-hidden="true" className="text-ink3">
                ›
              </span>
            ) : null}
            {i === crumbs.length - 1 ? (
              <span aria-current="location" className="truncate font-semibold">
                {label}
              </span>
            ) : (
              <button type="button" className="link truncate" onClick={() => onZoom(key)}>
                {label}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

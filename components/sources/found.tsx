'use client';
import { formatCount } from '@/lib/base/bytes';
import { splitAtHits } from './highlight';
import type { SearchState } from './search-store';

/** More are reached with n; a list of thousands is no answer. */
const SHOWN = 100;

/** Lines that hold the text searched for, with some of each. */
export function Found({ state, current, onGo }: { state: SearchState; current: number | null; onGo(index: number): void }) {
  const { hits, query } = state;
  return (
    <>
      <ol>
        {hits.slice(0, SHOWN).map((hit, i) => (
          <li key={hit.line} className="border-sunken border-b last:border-b-0">
            <button
              type="button"
              aria-current={i === current || undefined}
              className="grid w-full grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2 px-3 py-[3px] text-left hover:bg-sunken aria-[current=true]:bg-select"
              onClick={() => onGo(i)}
            >
              <span className="text-[11.5px] text-ink3">L{hit.line}</span>
              <span className="mono truncate text-[11px]">
                {splitAtHits(hit.excerpt.trimStart(), query).map(({ text, hit: marked, at }) =>
                  marked ? (
                    <mark key={at} className="bg-transparent font-bold text-ink">
                      {text}
                    </mark>
                  ) : (
                    text
                  ),
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {hits.length > SHOWN ? (
        <p className="px-3 py-[5px] text-[11.5px] text-ink3">
          The first {SHOWN} of {formatCount(hits.length)}; n leads to the next ones.
        </p>
      ) : null}
    </>
  );
}

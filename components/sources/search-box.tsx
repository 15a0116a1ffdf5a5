'use client';
import { type KeyboardEvent, type Ref, useEffect, useState } from 'react';
import { formatCount } from '@/lib/base/bytes';
import type { SearchState } from './search-store';

/** Somebody who types has not finished the word. */
const PAUSE_MS = 200;

/** Search in one document: next and previous with Enter, n and N. */
export function SearchBox({
  ref,
  state,
  lineCount,
  current,
  onQuery,
  onStep,
  onMore,
}: {
  ref: Ref<HTMLInputElement>;
  state: SearchState;
  lineCount: number;
  /** Index of the hit that was come to. */
  current: number | null;
  onQuery(query: string): void;
  onStep(direction: 1 | -1): void;
  onMore(): void;
}) {
  const [text, setText] = useState(state.query);
  useEffect(() => {
    const timer = setTimeout(() => onQuery(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, onQuery]);

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Enter') {
      if (text === state.query) onStep(event.shiftKey ? -1 : 1);
      else onQuery(text);
    } else if (event.key === 'Escape' && text !== '') setText('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const none = state.hits.length === 0;
  return (
    <search className="flex flex-none items-center gap-1 max-sm:flex-wrap">
      <input
        ref={ref}
        type="search"
        className="field !h-[24px] !w-[190px] min-w-0 max-sm:!h-[30px] max-sm:!w-[140px]"
        aria-label="Search in this document"
        placeholder="Search in this document"
        maxLength={200}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        className="btn btn-small"
        aria-label="Previous hit"
        title="Previous hit: N"
        disabled={none}
        onClick={() => onStep(-1)}
      >
        ↑
      </button>
      <button type="button" className="btn btn-small" aria-label="Next hit" title="Next hit: n" disabled={none} onClick={() => onStep(1)}>
        ↓
      </button>
      <span
        role="status"
        className="w-[142px] flex-none truncate text-[11.5px] text-ink3 max-sm:w-[110px]"
        title={state.problem ?? undefined}
      >
        {searchWords(state, lineCount, current)}
      </span>
      <button
        type="button"
        className={`btn btn-small ${state.status === 'paused' ? '' : 'invisible'}`}
        aria-label="Search for more"
        onClick={onMore}
      >
        More
      </button>
    </search>
  );
}

/** "3 of 12", "3 of 1,000 or more", "12 % searched", "no line has it". */
export function searchWords({ status, hits, searchedTo, problem }: SearchState, lineCount: number, current: number | null): string {
  const share = Math.floor((searchedTo / Math.max(1, lineCount)) * 100);
  const place = current === null ? '' : `${formatCount(current + 1)} of `;
  switch (status) {
    case 'idle':
      return '';
    case 'failed':
      return `✕ ${problem ?? 'The search failed.'}`;
    case 'searching':
      return hits.length > 0 ? `${place}${formatCount(hits.length)}, ${share} % searched` : `${share} % searched`;
    case 'paused':
      return `${place}${formatCount(hits.length)} or more`;
    case 'done':
      return hits.length > 0
        ? `${place}${formatCount(hits.length)} ${hits.length === 1 && current === null ? 'line' : 'lines'}`
        : 'no line has it';
  }
}

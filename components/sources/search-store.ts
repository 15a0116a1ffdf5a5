import type { LineHit, SearchAnswer } from './requests';

/** Hits gathered before we stop and wait for somebody to ask for more. */
export const HITS_AT_ONCE = 1_000;

export interface SearchState {
  query: string;
  hits: readonly LineHit[];
  /** The last line looked at. */
  searchedTo: number;
  /** `paused`: enough hits for now, there may be more. */
  status: 'idle' | 'searching' | 'paused' | 'done' | 'failed';
  problem: string | null;
}

export const NO_SEARCH: SearchState = { query: '', hits: [], searchedTo: 0, status: 'idle', problem: null };

type Ask = (query: { q: string; from: number; limit: number }, signal: AbortSignal) => Promise<SearchAnswer>;

/** Looks through one document from its first line on, answer by answer. Holds no React. */
export class SearchStore {
  readonly #ask: Ask;
  readonly #listeners = new Set<() => void>();
  #state = NO_SEARCH;
  #nextFrom: number | null = null;
  #abort = new AbortController();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): SearchState => this.#state;

  /** A new text; "" ends the search. The answer to the last one is not waited for. */
  start(query: string): void {
    if (query === this.#state.query && this.#state.status !== 'failed') return;
    this.close();
    this.#abort = new AbortController();
    this.#nextFrom = query === '' ? null : 1;
    this.#set({ ...NO_SEARCH, query, status: query === '' ? 'idle' : 'searching' });
    if (query !== '') void this.#run(HITS_AT_ONCE);
  }

  /** Goes on after a pause. */
  more(): void {
    if (this.#state.status !== 'paused') return;
    this.#set({ ...this.#state, status: 'searching' });
    void this.#run(this.#state.hits.length + HITS_AT_ONCE);
  }

  close(): void {
    this.#abort.abort();
  }

  async #run(upTo: number): Promise<void> {
    const { signal } = this.#abort;
    try {
      while (this.#nextFrom !== null && this.#state.hits.length < upTo) {
        const limit = Math.min(HITS_AT_ONCE, upTo - this.#state.hits.length);
        const answer = await this.#ask({ q: this.#state.query, from: this.#nextFrom, limit }, signal);
        if (signal.aborted) return;
        this.#nextFrom = answer.nextFrom;
        this.#set({ ...this.#state, hits: [...this.#state.hits, ...answer.hits], searchedTo: answer.searchedTo });
      }
      this.#set({ ...this.#state, status: this.#nextFrom === null ? 'done' : 'paused' });
    } catch (error) {
      if (!signal.aborted) this.#set({ ...this.#state, status: 'failed', problem: error instanceof Error ? error.message : String(error) });
    }
  }

  #set(state: SearchState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Index of the hit after (or before) a line, going round at the ends; -1 where there is none. */
export function nextHit(hits: readonly LineHit[], line: number, direction: 1 | -1): number {
  if (hits.length === 0) return -1;
  if (direction === 1) {
    const after = hits.findIndex((hit) => hit.line > line);
    return after < 0 ? 0 : after;
  }
  const before = hits.findLastIndex((hit) => hit.line < line);
  return before < 0 ? hits.length - 1 : before;
}

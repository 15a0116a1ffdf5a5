/** Gives `limit` rows from `offset` on; fewer only at the end. Throws where they cannot be had, and when `signal` is aborted. */
export type LoadRows<R> = (offset: number, limit: number, signal: AbortSignal) => Promise<readonly R[]>;

/** Requests on their way at once. */
const AT_ONCE = 2;

/**
 * Rows of a long list that somebody else keeps in order, fetched in pages where they are looked at. What is asked for last
 * is fetched first, so that dragging the scroll bar never waits for pages passed on the way; pages far away are let go.
 */
export class PagedRows<R> {
  readonly #load: LoadRows<R>;
  readonly #pageSize: number;
  readonly #mostPages: number;
  /** The page used last stands last. */
  readonly #pages = new Map<number, readonly R[]>();
  readonly #underway = new Set<number>();
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  #wanted: [first: number, last: number] = [0, -1];
  #version = 0;
  #failure: unknown = null;

  constructor(load: LoadRows<R>, { pageSize = 500, mostPages = 40 }: { pageSize?: number; mostPages?: number } = {}) {
    this.#load = load;
    this.#pageSize = pageSize;
    this.#mostPages = mostPages;
  }

  get pageSize(): number {
    return this.#pageSize;
  }

  /** Why the last request failed; null after one that did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Changes whenever a row may have come or gone. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Rows that are at hand already: the first page, which came with the count. */
  put(page: number, rows: readonly R[]): void {
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    this.#forgetFar();
    this.#tell();
  }

  /** undefined: not fetched yet. */
  rowAt(index: number): R | undefined {
    return this.#pages.get(Math.floor(index / this.#pageSize))?.[index % this.#pageSize];
  }

  /** All rows at hand, in pages. */
  pages(): Iterable<[page: number, rows: readonly R[]]> {
    return this.#pages;
  }

  /** Rows from `first` to `last` are looked at now; nothing else needs to come. */
  want(first: number, last: number): void {
    this.#wanted = [first, last];
    for (let page = this.#pageOf(first); page <= this.#pageOf(last); page++) {
      const rows = this.#pages.get(page);
      if (rows) {
        this.#pages.delete(page);
        this.#pages.set(page, rows);
      }
    }
    this.#fetchNext();
  }

  /** A row, fetched where it is not at hand. */
  async rowFrom(index: number): Promise<R | undefined> {
    const known = this.rowAt(index);
    if (known !== undefined) return known;
    const page = this.#pageOf(index);
    this.put(page, await this.#load(page * this.#pageSize, this.#pageSize, this.#stop.signal));
    return this.rowAt(index);
  }

  /** After a failure. */
  retry(): void {
    this.#failure = null;
    this.#fetchNext();
    this.#tell();
  }

  close(): void {
    this.#stop.abort();
    this.#listeners.clear();
  }

  #pageOf(index: number): number {
    return Math.max(0, Math.floor(index / this.#pageSize));
  }

  #fetchNext(): void {
    const [first, last] = this.#wanted;
    for (let page = this.#pageOf(first); last >= 0 && page <= this.#pageOf(last); page++) {
      if (this.#underway.size >= AT_ONCE || this.#stop.signal.aborted || this.#failure !== null) return;
      if (!this.#pages.has(page) && !this.#underway.has(page)) void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    this.#underway.add(page);
    try {
      const rows = await this.#load(page * this.#pageSize, this.#pageSize, this.#stop.signal);
      this.#underway.delete(page);
      this.put(page, rows);
    } catch (error) {
      this.#underway.delete(page);
      if (this.#stop.signal.aborted) return;
      this.#failure = error;
      this.#tell();
    }
    this.#fetchNext();
  }

  #forgetFar(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= this.#mostPages) return;
      this.#pages.delete(page);
    }
  }

  #tell(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

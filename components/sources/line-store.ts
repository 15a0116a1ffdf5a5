import type { SourceLine } from './requests';

/** Lines of one block, fetched at once. */
export const BLOCK_LINES = 500;
/** Blocks held: about 40,000 lines, whatever was scrolled through. */
const KEPT_BLOCKS = 80;
/** Between two looks at what is wanted while somebody scrolls fast. */
const PAUSE_MS = 80;

type Load = (from: number, to: number, signal: AbortSignal) => Promise<SourceLine[]>;

interface Block {
  lines: SourceLine[] | null;
  problem: string | null;
  abort: AbortController;
}

/** The lines of one document that are on the page or near it. Holds no React: `subscribe` and `snapshot` are for useSyncExternalStore. */
export class LineStore {
  readonly #load: Load;
  readonly #lineCount: number;
  readonly #blocks = new Map<number, Block>();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #wanted: { from: number; to: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(lineCount: number, load: Load) {
    this.#lineCount = lineCount;
    this.#load = load;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows with every change. */
  snapshot = (): number => this.#version;

  /** undefined: not here yet. */
  line(line: number): SourceLine | undefined {
    const lines = this.#blocks.get(blockOf(line))?.lines;
    return lines?.[(line - 1) % BLOCK_LINES];
  }

  /** What went wrong with the block of this line. */
  problem(line: number): string | null {
    return this.#blocks.get(blockOf(line))?.problem ?? null;
  }

  /** Lines `from`..`to` are in sight. The first wish is heard at once, further ones every 80 ms. */
  want(from: number, to: number): void {
    this.#wanted = { from, to };
    if (this.#timer !== undefined || this.#closed) return;
    this.#fetch();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#wanted?.from !== from || this.#wanted.to !== to) this.want(this.#wanted?.from ?? from, this.#wanted?.to ?? to);
    }, PAUSE_MS);
  }

  /** Asks again for what failed. */
  retry(): void {
    for (const [number, block] of this.#blocks) if (block.problem !== null) this.#blocks.delete(number);
    this.#fetch();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { abort } of this.#blocks.values()) abort.abort();
    this.#blocks.clear();
  }

  #fetch(): void {
    if (!this.#wanted) return;
    // Half a block beyond either end is asked for too, so that a turn of the wheel meets lines, not gaps.
    const first = blockOf(Math.max(1, this.#wanted.from - BLOCK_LINES / 2));
    const last = blockOf(Math.min(this.#lineCount, this.#wanted.to + BLOCK_LINES / 2));
    for (const [number, block] of this.#blocks) {
      if (block.lines !== null || block.problem !== null || (number >= first && number <= last)) continue;
      block.abort.abort();
      this.#blocks.delete(number);
    }
    for (let number = first; number <= last; number++) this.#open(number);
    this.#forget();
  }

  #open(number: number): void {
    const known = this.#blocks.get(number);
    if (known) {
      // To stand last again: the least recently wanted goes first.
      this.#blocks.delete(number);
      this.#blocks.set(number, known);
      return;
    }
    const block: Block = { lines: null, problem: null, abort: new AbortController() };
    this.#blocks.set(number, block);
    const from = number * BLOCK_LINES + 1;
    this.#load(from, Math.min(this.#lineCount, from + BLOCK_LINES - 1), block.abort.signal).then(
      (lines) => {
        block.lines = lines;
        this.#tell();
      },
      (error: unknown) => {
        if (block.abort.signal.aborted) return;
        block.problem = error instanceof Error ? error.message : String(error);
        this.#tell();
      },
    );
  }

  #forget(): void {
    for (const [number, block] of this.#blocks) {
      if (this.#blocks.size <= KEPT_BLOCKS) return;
      block.abort.abort();
      this.#blocks.delete(number);
    }
  }

  #tell(): void {
    if (this.#closed) return;
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

const blockOf = (line: number): number => Math.floor((line - 1) / BLOCK_LINES);

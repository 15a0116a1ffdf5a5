import type { PreviewAsked, PreviewReply } from '@/lib/preview/protocol';
import type { PreviewEnd, ProfilePreview } from '@/lib/preview/read-file';

/** What is seen of a file that is read here. */
export interface PreviewState {
  /** null: nothing to show yet. */
  preview: ProfilePreview | null;
  /** How the reading ended; null while it goes on. */
  end: PreviewEnd | 'broken' | null;
}

type Listener = (state: PreviewState) => void;

/** The page's end of the worker that reads files while they are sent. Whatever goes wrong with it, nothing else notices. */
export class PreviewDesk {
  #worker: Worker | null = null;
  #nextId = 1;
  readonly #reading = new Map<number, { listener: Listener; state: PreviewState }>();

  constructor(private readonly start: () => Worker) {}

  /** Starts the worker before it is needed, so that the first picture need not wait for its code. */
  warm(): void {
    try {
      this.#worker ??= this.#begin();
    } catch {
      // No workers here: files are sent all the same, unseen.
    }
  }

  /** Reads a file, after those asked for before; tells what can be seen of it. Gives the way to stop. */
  read(file: Blob, listener: Listener): () => void {
    const id = this.#nextId++;
    this.warm();
    if (!this.#worker) return () => undefined;
    this.#reading.set(id, { listener, state: { preview: null, end: null } });
    this.#worker.postMessage({ kind: 'read', id, file } satisfies PreviewAsked);
    return () => {
      if (!this.#reading.delete(id)) return;
      this.#worker?.postMessage({ kind: 'stop', id } satisfies PreviewAsked);
    };
  }

  #begin(): Worker {
    const worker = this.start();
    worker.onmessage = ({ data }: MessageEvent<PreviewReply>) => {
      const reading = this.#reading.get(data.id);
      if (reading) {
        const { state, listener } = reading;
        reading.state = data.kind === 'end' ? { ...state, end: data.end } : { ...state, preview: data.preview };
        listener(reading.state);
      }
      if (data.kind !== 'end') return;
      this.#reading.delete(data.id);
      // What the worker held of a large file goes with it.
      if (this.#reading.size === 0) this.#renew(worker);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      this.#worker = null;
      const reading = [...this.#reading.values()];
      this.#reading.clear();
      for (const { listener, state } of reading) listener({ ...state, end: 'broken' });
    };
    return worker;
  }

  #renew(worker: Worker): void {
    worker.terminate();
    this.#worker = null;
    this.warm();
  }
}

export const previewDesk = new PreviewDesk(
  () => new Worker(new URL('../../../lib/preview/preview-worker.ts', import.meta.url), { type: 'module' }),
);

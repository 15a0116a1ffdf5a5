import path from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { AddressStrip, StripQuery } from '@/lib/model/address-strip';
import type { Comparison } from '@/lib/model/comparison';
import type { Correction } from '@/lib/model/incident';
import type { MemoryNode } from '@/lib/model/memory-tree';
import type { NmtSheet } from '@/lib/model/nmt-sheet';
import type { ExportName, ProfileLabel } from '@/lib/model/profile-export/registry';
import type { listChanges } from '@/lib/workers/open-profiles';
import type {
  AnalyseJob,
  FromReader,
  PackedAnalysis,
  PackedReading,
  PackedSide,
  RegionFormat,
  RegionPage,
  RegionPageQuery,
  ToReader,
  TreeQuery,
} from '@/lib/workers/protocol';

/** Chunks on their way to a worker at once: enough to keep it busy, little enough to hold in memory. */
const WINDOW = 16;

/** Parsing, reconciling and unpacking off the event loop. */
export class WorkerPool {
  readonly #pool: Piscina;

  constructor(root: string, threads: number) {
    this.#pool = new Piscina({
      filename: path.join(root, '.workers', 'pool.worker.mjs'),
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: 60_000,
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
    });
  }

  /**
   * Sends a document to a worker while it arrives. `onChunk` sees every chunk before it leaves (to write it down);
   * `again` gives the bytes once more, for documents too large to keep in the worker.
   */
  async readDocument(
    source: AsyncIterable<Uint8Array>,
    onChunk: (chunk: Uint8Array) => Promise<void>,
    again: (sha256: string) => Promise<AsyncIterable<Uint8Array>>,
    corrections: readonly Correction[] = [],
  ): Promise<PackedReading> {
    const { port1: mine, port2: theirs } = new MessageChannel();
    const abort = new AbortController();
    const reading: Promise<PackedReading> = this.#pool.run(
      { port: theirs, corrections },
      { name: 'readDocument', transferList: [theirs], signal: abort.signal },
    );
    reading.catch(() => {}); // awaited below; must not count as unhandled while chunks are still sent
    const sender = new ChunkSender(mine, reading);
    try {
      for await (const chunk of source) {
        await onChunk(chunk);
        await sender.send(chunk);
      }
      sender.end();
      const replay = await Promise.race([sender.again, reading.then(() => null)]);
      if (replay) {
        for await (const chunk of await again(replay.sha256)) await sender.send(chunk);
        sender.end();
      }
      return await reading;
    } catch (error) {
      mine.postMessage({ failed: true } satisfies ToReader);
      abort.abort();
      throw error;
    } finally {
      mine.close();
    }
  }

  analyse(job: AnalyseJob): Promise<PackedAnalysis> {
    return this.#pool.run(job, { name: 'analyseIncident' });
  }

  openAnalysis(packed: Uint8Array): Promise<PackedAnalysis['analysis']> {
    return this.#pool.run({ packed }, { name: 'openAnalysis' });
  }

  openNmt(packed: Uint8Array): Promise<NmtSheet | null> {
    return this.#pool.run({ packed }, { name: 'openNmt' });
  }

  listRegions(regions: Uint8Array, query: RegionPageQuery): Promise<RegionPage> {
    return this.#pool.run({ regions, query }, { name: 'listRegions' });
  }

  /** A page of regions as the bytes of a file. */
  printRegions(regions: Uint8Array, query: RegionPageQuery, format: RegionFormat): Promise<Uint8Array<ArrayBuffer>> {
    return this.#pool.run({ regions, query, format }, { name: 'printRegions' });
  }

  compare(from: PackedSide, to: PackedSide): Promise<{ comparison: Comparison; packed: Uint8Array }> {
    return this.#pool.run({ from, to }, { name: 'compareSides' });
  }

  openComparison(packed: Uint8Array): Promise<Comparison> {
    return this.#pool.run({ packed }, { name: 'openComparison' });
  }

  growTree(regions: Uint8Array, whole: MemoryNode, query: TreeQuery): Promise<MemoryNode | null> {
    return this.#pool.run({ regions, whole, ...query }, { name: 'growTree' });
  }

  layStrip(regions: Uint8Array, nmt: Uint8Array, whole: MemoryNode, query: StripQuery): Promise<AddressStrip> {
    return this.#pool.run({ regions, nmt, whole, ...query }, { name: 'layStrip' });
  }

  exportProfile(columns: Uint8Array, name: ExportName, label: ProfileLabel): Promise<Uint8Array<ArrayBuffer>> {
    return this.#pool.run({ columns, name, label }, { name: 'exportProfile' });
  }

  diffProfiles(from: Uint8Array, to: Uint8Array): Promise<Uint8Array> {
    return this.#pool.run({ from, to }, { name: 'diffProfiles' });
  }

  listChanges(
    from: Uint8Array,
    to: Uint8Array,
    samples: { from: number | null; to: number | null },
    limit: number,
  ): Promise<ReturnType<typeof listChanges>> {
    return this.#pool.run({ from, to, samples, limit }, { name: 'listChanges' });
  }

  close(): Promise<void> {
    return this.#pool.close({ force: true });
  }
}

/** Sends chunks over a port, never more than WINDOW ahead of the reader. */
class ChunkSender {
  /** Resolves when the reader asks for the bytes once more. */
  readonly again: Promise<{ sha256: string }>;
  readonly #port: MessagePort;
  readonly #failed: Promise<never>;
  #underway = 0;
  #wake = () => {};

  constructor(port: MessagePort, reading: Promise<unknown>) {
    this.#port = port;
    this.#failed = reading.then(
      () => new Promise<never>(() => {}),
      (error) => Promise.reject(error),
    );
    this.#failed.catch(() => {});
    this.again = new Promise((resolve) => {
      port.on('message', (message: FromReader) => {
        if ('again' in message) resolve(message.again);
        else {
          this.#underway -= message.took;
          this.#wake();
        }
      });
    });
  }

  async send(chunk: Uint8Array): Promise<void> {
    while (this.#underway >= WINDOW) {
      await Promise.race([
        this.#failed,
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
      ]);
    }
    this.#underway++;
    this.#port.postMessage({ chunk } satisfies ToReader);
  }

  end(): void {
    this.#port.postMessage({ end: true } satisfies ToReader);
  }
}

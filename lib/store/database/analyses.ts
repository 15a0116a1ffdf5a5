import type { AnalysisKey, Database } from '../define';
import { type Client, codeOf, retryBusy } from './client';

type Entry = { key: AnalysisKey; body: Uint8Array };

/** Bytes of bodies per transaction: bodies are copied and (SQLite) base64-coded on their way, and one that waits blocks the others. */
const BYTES_AT_ONCE = 8 * 1024 * 1024;
const ENTRIES_AT_ONCE = 100;

/** The cache of what the parsers and rules made of the documents. */
export const analysesOf = (client: Client): Pick<Database, 'getAnalysis' | 'putAnalyses'> => ({
  async getAnalysis(key) {
    const row = await retryBusy(() => client.analysis.findUnique({ where: { [KEY]: columnsOf(key) }, select: { body: true } }));
    return row?.body ?? null;
  },

  async putAnalyses(entries, now) {
    for (const some of batches(entries)) {
      const write = () =>
        client.$transaction(
          some.map(({ key, body }) => {
            const columns = { body: new Uint8Array(body), createdAt: now };
            return client.analysis.upsert({
              where: { [KEY]: columnsOf(key) },
              create: { ...columnsOf(key), ...columns },
              update: columns,
              select: { part: true },
            });
          }),
        );
      try {
        await retryBusy(write);
      } catch (error) {
        // P2003: the incident was deleted meanwhile, and nobody will ask for its analyses.
        if (codeOf(error) !== 'P2003') throw error;
      }
    }
  },
});

const KEY = 'incidentId_sha256_formatId_parserVersion_part';

const columnsOf = ({ incidentId, sha256, formatId, parserVersion, part }: AnalysisKey) => ({
  incidentId,
  sha256,
  formatId,
  parserVersion,
  part,
});

/** Never two incidents in one batch: one of them may be gone. */
function* batches(entries: readonly Entry[]): Generator<Entry[]> {
  let batch: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const full = batch.length >= ENTRIES_AT_ONCE || bytes + entry.body.length > BYTES_AT_ONCE;
    if (batch[0] && (full || batch[0].key.incidentId !== entry.key.incidentId)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += entry.body.length;
  }
  if (batch.length > 0) yield batch;
}

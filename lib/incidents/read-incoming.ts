import type { ArtifactRow, DocumentRow } from '@/lib/model/incident';
import { Problem } from '@/lib/model/problem';
import type { AnalysisKey, BlobWriter } from '@/lib/store/define';
import type { PackedReading } from '@/lib/workers/protocol';
import { READER_VERSION } from '@/lib/workers/read-document';
import { newId } from './access';
import { announce } from './progress';
import type { Services } from './services';

/** A document on its way in, as lib/api/receive gives it. */
export interface IncomingDocument {
  filename: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** A document read, not yet stored: its bytes wait in `writer`. */
export interface ReadIncoming {
  document: DocumentRow;
  artifacts: ArtifactRow[];
  entries: { key: AnalysisKey; body: Uint8Array }[];
  /** null where there is nothing to keep (too large, binary). */
  writer: BlobWriter | null;
}

const PROGRESS_EVERY_BYTES = 1024 * 1024;

/** Hashes, writes down, cuts and parses one document while it arrives. Trouble with the document becomes a rejected row, not a throw. */
export async function readIncoming(
  services: Services,
  incidentId: string,
  ordinal: number,
  incoming: IncomingDocument,
  totalBytes: number | null,
): Promise<ReadIncoming> {
  const id = newId();
  const { filename } = incoming;
  const tell = (phase: 'receiving' | 'reading' | 'rejected', bytes: number) =>
    announce(incidentId, { event: 'progress', data: { documentId: id, filename, bytes, totalBytes, phase } });
  const writer = await services.blobs.begin();
  let seen = 0;
  let told = 0;
  tell('receiving', 0);
  try {
    const reading = await services.pool.readDocument(
      incoming.bytes,
      async (chunk) => {
        await writer.write(chunk);
        seen += chunk.length;
        if (seen - told >= PROGRESS_EVERY_BYTES) {
          told = seen;
          tell('receiving', seen);
        }
      },
      async (sha256) => {
        tell('reading', seen);
        await writer.commit(sha256);
        return services.blobs.read(sha256);
      },
    );
    tell('reading', seen);
    const problem = judge(reading);
    if (problem && reading.binary) await writer.abort();
    if (problem) tell('rejected', seen);
    return toRows(services, incidentId, id, ordinal, filename, reading, problem, problem && reading.binary ? null : writer);
  } catch (error) {
    await writer.abort();
    tell('rejected', seen);
    if (!(error instanceof Problem)) throw error;
    return { document: rejectedRow(services, incidentId, id, ordinal, filename, seen, error), artifacts: [], entries: [], writer: null };
  }
}

/** What was read only in part is said, though the rest is fine. */
function remark(reading: PackedReading): Problem | null {
  if (reading.cutLines > 0) {
    return new Problem(
      200,
      'document/long-lines',
      `${reading.cutLines} of its lines are longer than 4 MiB; only their beginning was read. The bytes are all kept.`,
    );
  }
  if (reading.segmentsLeft > 0) {
    return new Problem(
      200,
      'document/too-many-artifacts',
      `${reading.segmentsLeft} more places look like captures and were left as notes. Send the captures as files of their own.`,
    );
  }
  return null;
}

/** Why a document cannot be taken in, with what to do next; null where something was recognised. */
function judge(reading: PackedReading): Problem | null {
  if (reading.sizeBytes === 0)
    return new Problem(
      422,
      'document/empty',
      'This document is empty. Check that the command printed something: pmap and jcmd write errors to stderr.',
    );
  // What looks like the output of `strings` in bytes that are no text is the chance of any binary file.
  const readable = reading.artifacts.filter(({ sheet }) => !reading.binary || sheet.format !== 'strings');
  if (readable.length > 0) return null;
  if (reading.binary) {
    return new Problem(
      422,
      'document/binary',
      'This is binary, not text. For a memory dump send what `strings -n 8 -t x FILE` prints; for perf.data what `perf script` prints; convert JFR with jfrconv to collapsed.',
    );
  }
  const { nearest } = reading;
  const hint = nearest && nearest.score >= 0.05 ? ` Nearest format: ${nearest.title} (${nearest.because}).` : '';
  return new Problem(
    422,
    'document/nothing-recognised',
    `Nothing in this document was recognised.${hint} Send the output as text, with its rows complete: for example pmap -x PID, /proc/PID/smaps or jcmd PID VM.native_memory detail.`,
    { nearest },
  );
}

function rejectedRow(
  services: Services,
  incidentId: string,
  id: string,
  ordinal: number,
  filename: string,
  sizeBytes: number,
  problem: Problem,
): DocumentRow {
  return {
    id,
    incidentId,
    ordinal,
    filename,
    sha256: '',
    sizeBytes,
    encoding: 'unknown',
    lines: 0,
    status: 'rejected',
    problem: problem.toJSON(),
    corrections: [],
    placements: [],
    createdAt: services.now(),
  };
}

function toRows(
  services: Services,
  incidentId: string,
  id: string,
  ordinal: number,
  filename: string,
  reading: PackedReading,
  problem: Problem | null,
  writer: BlobWriter | null,
): ReadIncoming {
  const { sha256, sizeBytes, encoding, lines } = reading;
  const document: DocumentRow = {
    id,
    incidentId,
    ordinal,
    filename,
    sha256: writer ? sha256 : '',
    sizeBytes,
    encoding,
    lines,
    status: problem ? 'rejected' : 'parsed',
    problem: (problem ?? remark(reading))?.toJSON() ?? null,
    corrections: [],
    placements: [],
    createdAt: services.now(),
  };
  return { document, writer, ...artifactRows(document, problem ? { ...reading, artifacts: [] } : reading) };
}

/** Rows and cache entries of a reading; the first entry is the map of its lines, then one per artifact. */
export function artifactRows(document: DocumentRow, reading: PackedReading): Pick<ReadIncoming, 'artifacts' | 'entries'> {
  const { incidentId, sha256 } = document;
  const artifacts: ArtifactRow[] = [];
  const entries: ReadIncoming['entries'] = [{ key: runsKey(document), body: reading.lineMap }];
  for (const { sheet, facts } of reading.artifacts) {
    const artifact: ArtifactRow = { ...sheet, id: newId(), incidentId, documentId: document.id, snapshotId: null };
    artifacts.push(artifact);
    entries.push({ key: factsKey(artifact, sha256), body: facts });
  }
  return { artifacts, entries };
}

export const runsKey = (document: Pick<DocumentRow, 'incidentId' | 'sha256'>): AnalysisKey => ({
  incidentId: document.incidentId,
  sha256: document.sha256,
  formatId: 'document',
  parserVersion: READER_VERSION,
  part: 'lines',
});

export const factsKey = (artifact: ArtifactRow, sha256: string): AnalysisKey => ({
  incidentId: artifact.incidentId,
  sha256,
  formatId: artifact.format,
  parserVersion: artifact.parserVersion,
  part: `${artifact.firstLine}-${artifact.lastLine}`,
});

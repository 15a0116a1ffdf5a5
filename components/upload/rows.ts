import type { FoundDocument, SendProblem } from './protocol';

/**
 * What became of a document.
 *   waiting → packing → sending → reading → parsed | rejected (its content) | failed (the way there)
 *   refused: above a limit, never sent; cancelled: by the person
 */
export type RowStatus = 'waiting' | 'packing' | 'sending' | 'reading' | 'parsed' | 'rejected' | 'failed' | 'refused' | 'cancelled';

export interface UploadRow {
  key: number;
  filename: string;
  /** Of the file as it was dropped. */
  sizeBytes: number;
  status: RowStatus;
  /** Sent so far, of what goes over the wire (compressed). */
  sentBytes: number;
  wireBytes: number;
  /** Compressed already when it was dropped: how large it is unpacked, nobody knows before the end. */
  wasCompressed: boolean;
  /** Read by the server so far, as it announces. */
  readBytes: number;
  /** The server's word for what it does: "reading", "analysing". */
  phase: string;
  problem: SendProblem | null;
  /** What came of it: one document, or those of an archive. */
  documents: FoundDocument[];
}

export const newRow = (key: number, filename: string, sizeBytes: number): UploadRow => ({
  key,
  filename,
  sizeBytes,
  status: 'waiting',
  sentBytes: 0,
  wireBytes: 0,
  wasCompressed: false,
  readBytes: 0,
  phase: '',
  problem: null,
  documents: [],
});

const AT_WORK: readonly RowStatus[] = ['waiting', 'packing', 'sending', 'reading'];

export const isAtWork = (row: UploadRow): boolean => AT_WORK.includes(row.status);

/** True where the person should look before going on: something of what was dropped is not in the incident. */
export const needsALook = (row: UploadRow): boolean =>
  row.status === 'rejected' ||
  row.status === 'failed' ||
  row.status === 'refused' ||
  row.documents.some((document) => document.rejected !== null);

/** Takes up a place among the documents of the incident. */
export const countsAsDocument = (row: UploadRow): boolean => isAtWork(row) || row.status === 'parsed';

/** The row after an answer: parsed where anything of it was, rejected where all of it was. */
export function withDocuments(row: UploadRow, documents: FoundDocument[]): UploadRow {
  const refused = documents.filter((document) => document.rejected !== null);
  if (documents.length === 0 || refused.length === documents.length) {
    return {
      ...row,
      status: 'rejected',
      documents,
      problem: { text: refused[0]?.rejected ?? 'Nothing in it was recognised.', retry: false },
    };
  }
  return { ...row, status: 'parsed', documents, problem: null };
}

/** 0..1 of a row at work, or null where nobody can say. */
export function progressOf(row: UploadRow): number | null {
  if (row.status === 'sending') return row.wireBytes > 0 ? row.sentBytes / row.wireBytes : null;
  if (row.status === 'reading' && !row.wasCompressed && row.sizeBytes > 0 && row.readBytes > 0)
    return Math.min(1, row.readBytes / row.sizeBytes);
  return null;
}

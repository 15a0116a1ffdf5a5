import { formatBytes } from '@/lib/base/bytes';
import { readEnvironment } from '@/lib/base/environment';
import { Problem } from '@/lib/model/problem';

/** Every limit on what is sent, in force for every way in. Bytes. */
export interface Limits {
  /** One document as sent, perhaps compressed. */
  wireBytes: number;
  /** One document after inflating. */
  documentBytes: number;
  documentsPerIncident: number;
  /** Read links expire after this many days unless asked otherwise. */
  linkDaysDefault: number;
}

export function limitsInForce(): Limits {
  const environment = readEnvironment(process.env);
  return {
    wireBytes: environment.RESIDUE_MAX_UPLOAD_BYTES,
    documentBytes: environment.RESIDUE_MAX_DOCUMENT_BYTES,
    documentsPerIncident: environment.RESIDUE_MAX_DOCUMENTS,
    linkDaysDefault: 30,
  };
}

const tooLarge = (limits: Limits) =>
  new Problem(
    413,
    'upload/too-large',
    `This file is larger than ${formatBytes(limits.wireBytes)}, the limit for one file as sent. Compress it with gzip and send it again.`,
    {
      limitBytes: limits.wireBytes,
    },
  );

const inflatesTooFar = (limits: Limits) =>
  new Problem(
    413,
    'upload/inflates-too-far',
    `This file inflates to more than ${formatBytes(limits.documentBytes)}, the limit for one document. Send the part that matters, or split it.`,
    {
      limitBytes: limits.documentBytes,
    },
  );

/**
 * The one function that counts: bytes pass through, and the first one above the limit ends the stream with a 413.
 * `what` is "wire" for bytes as sent and "document" for bytes after inflating.
 */
export async function* meter(source: AsyncIterable<Uint8Array>, limits: Limits, what: 'wire' | 'document'): AsyncGenerator<Uint8Array> {
  const limit = what === 'wire' ? limits.wireBytes : limits.documentBytes;
  let seen = 0;
  for await (const chunk of source) {
    seen += chunk.length;
    if (seen > limit) throw what === 'wire' ? tooLarge(limits) : inflatesTooFar(limits);
    yield chunk;
  }
}

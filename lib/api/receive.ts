import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import busboy from 'busboy';
import { Problem } from '@/lib/model/problem';
import { cleanFilename, type IncomingDocument } from './incoming';
import type { Limits } from './limits';
import { openUpload } from './open-upload';

export interface Incoming {
  documents: AsyncIterable<IncomingDocument>;
  /** Fields of the form; complete once `documents` has ended. */
  fields: Map<string, string>;
}

const bodyOf = (request: Request): Readable => {
  if (!request.body)
    throw new Problem(
      400,
      'upload/empty',
      'The request has no body. Send the text of a capture, for example: pmap -x PID | curl --data-binary @- …',
    );
  return Readable.fromWeb(request.body as unknown as NodeReadableStream<Uint8Array>);
};

/**
 * Documents of a request: `file` parts of a multipart form, or the whole body; an archive gives one for each of its files.
 * Streams; never holds a document.
 */
export function receive(request: Request, limits: Limits): Incoming {
  const type = request.headers.get('content-type') ?? '';
  return /^multipart\/form-data\b/i.test(type) ? receiveForm(request, type, limits) : receiveBody(request, limits);
}

function receiveBody(request: Request, limits: Limits): Incoming {
  const query = new URL(request.url).searchParams;
  const fields = new Map([...query].filter(([name]) => name === 'title' || name === 'service'));
  const body = bodyOf(request);
  const documents = openUpload(cleanFilename(query.get('filename') ?? 'pasted.txt'), body, limits);
  return { documents: atMost(documents, limits), fields };
}

const tooManyFiles = (limits: Limits) =>
  new Problem(
    413,
    'upload/too-many-files',
    `More than ${limits.documentsPerIncident} files were sent at once. Send fewer, or put them into several incidents.`,
    { limit: limits.documentsPerIncident },
  );

const brokenForm = (error: unknown) =>
  new Problem(
    400,
    'upload/broken-form',
    `The form could not be read (${error instanceof Error ? error.message : 'unknown error'}). Send it again.`,
  );

/** The bytes of one part. Where they break off, the form does. */
async function* partBytes(part: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* part.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw brokenForm(error);
  }
}

/** An archive may hold more files than an incident takes: then nothing is taken, just as with a form. */
async function* atMost(documents: AsyncIterable<IncomingDocument>, limits: Limits): AsyncGenerator<IncomingDocument> {
  let count = 0;
  for await (const document of documents) {
    if (++count > limits.documentsPerIncident) throw tooManyFiles(limits);
    yield document;
  }
}

function receiveForm(request: Request, type: string, limits: Limits): Incoming {
  const fields = new Map<string, string>();
  const parser = busboy({
    headers: { 'content-type': type },
    defParamCharset: 'utf8',
    preservePath: true, // a folder in the name is the snapshot's label: t0/pmap.txt
    limits: { fields: 20, fieldSize: 10_000, files: limits.documentsPerIncident, parts: limits.documentsPerIncident + 20 },
  });
  // busboy calls back; the reader pulls. One slot is enough: busboy waits until a part has been read.
  const queue: { filename: string; part: Readable }[] = [];
  let ended = false;
  let failure: Error | null = null;
  let wake = () => {};
  const signal = () => wake();
  parser.on('file', (_field, part, info) => {
    part.on('error', () => {}); // told through the parser; without a listener it would end the process
    queue.push({ filename: cleanFilename(info.filename ?? 'pasted.txt'), part });
    signal();
  });
  parser.on('field', (name, value) => fields.set(name, value));
  parser.on('filesLimit', () => {
    failure = tooManyFiles(limits);
    signal();
  });
  parser.on('close', () => {
    ended = true;
    signal();
  });
  parser.on('error', (error) => {
    failure ??= brokenForm(error);
    ended = true;
    signal();
  });
  const body = bodyOf(request);
  body.on('error', (error) => {
    failure ??= error;
    ended = true;
    parser.destroy();
    signal();
  });
  body.pipe(parser);
  const documents = (async function* () {
    try {
      for (;;) {
        if (failure) throw failure;
        const next = queue.shift();
        if (next) {
          yield* openUpload(next.filename, partBytes(next.part), limits);
          next.part.resume(); // failed or left unread by the caller: the form would wait for ever
          continue;
        }
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      body.destroy();
      parser.destroy();
    }
  })();
  return { documents: atMost(documents, limits), fields };
}

/** Size of the body as the sender announced it, for progress only: never trusted. Unknown for compressed bodies. */
export function announcedBytes(request: Request): number | null {
  const length = Number(request.headers.get('x-document-bytes') ?? '');
  return Number.isSafeInteger(length) && length > 0 ? length : null;
}

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '@/lib/model/problem';
import { type Limits, meter } from './limits';

const startsWith = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** The first four bytes (or fewer, if there are no more) joined in front of the rest. */
async function* withHead(source: AsyncIterable<Uint8Array>, onHead: (head: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let seen = 0;
  let told = false;
  const tell = () => {
    told = true;
    onHead(Buffer.concat(waiting));
  };
  for await (const chunk of source) {
    if (told) {
      yield chunk;
      continue;
    }
    waiting.push(chunk);
    seen += chunk.length;
    if (seen < 4) continue;
    tell();
    yield Buffer.concat(waiting);
  }
  if (told) return;
  tell();
  if (seen > 0) yield Buffer.concat(waiting);
}

const broken = (error: Error) =>
  new Problem(
    422,
    'upload/broken-gzip',
    `This file begins like gzip, but could not be inflated (${error.message}). It may have been cut on the way: send it again, or send it plain.`,
  );

/**
 * The bytes of one document as the user has them: gzip is told by content, never by name, and inflated.
 * Counted on both sides. Throws Problems 413 and 415, and 422 for broken gzip.
 */
export async function* receiveBytes(source: AsyncIterable<Uint8Array>, limits: Limits): AsyncGenerator<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  const metered = withHead(meter(source, limits, 'wire'), (bytes) => {
    head = bytes;
  });
  const first = await metered.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* metered;
  })();
  if (startsWith(head, ZSTD))
    throw new Problem(
      415,
      'upload/zstd',
      'This file is compressed with zstd, which this version cannot read. Send it plain, or compressed with gzip.',
    );
  if (startsWith(head, ZIP))
    throw new Problem(415, 'upload/zip', 'This is a zip archive. Unpack it and send the files, all at once if you like.');
  yield* meter(startsWith(head, GZIP) ? gunzip(all) : all, limits, 'document');
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = createGunzip();
  const input = Readable.from(source, { objectMode: false });
  let problem: unknown;
  input.on('error', (error) => {
    problem = error;
    inflater.destroy(error);
  });
  input.pipe(inflater);
  try {
    for await (const chunk of inflater) yield chunk as Buffer;
  } catch (error) {
    throw problem ?? (error instanceof Error ? broken(error) : error);
  } finally {
    input.destroy();
    inflater.destroy();
  }
}

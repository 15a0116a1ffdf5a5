import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '@/lib/model/problem';
import { ByteReader } from './byte-reader';
import { unzstd } from './zstd';

const startsWith = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
/** A frame of zstd that holds no data may come first (pzstd writes one): 0x184D2A50 to …5F. */
const isZstd = (bytes: Uint8Array) =>
  startsWith(bytes, ZSTD) || (((bytes[0] ?? 0) & 0xf0) === 0x50 && startsWith(bytes.subarray(1), [0x2a, 0x4d, 0x18]));
/** What is not opened, and what to do about it. */
const REFUSED: [magic: readonly number[], code: string, words: string][] = [
  [
    [0x50, 0x4b, 0x03, 0x04],
    'upload/zip',
    'This is a zip archive. Unpack it and send the files, all at once if you like, or send a .tar.gz.',
  ],
  [[0x50, 0x4b, 0x05, 0x06], 'upload/zip', 'This is an empty zip archive. Send the files themselves, or a .tar.gz.'],
  [
    [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
    'upload/other-compression',
    'This is a 7-Zip archive. Unpack it and send the files, or a .tar.gz.',
  ],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], 'upload/other-compression', 'This is a RAR archive. Unpack it and send the files, or a .tar.gz.'],
  [
    [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
    'upload/other-compression',
    'This is compressed with xz. Unpack it (xz -d), or compress it with gzip or zstd.',
  ],
  [
    [0x42, 0x5a, 0x68],
    'upload/other-compression',
    'This is compressed with bzip2. Unpack it (bzip2 -d), or compress it with gzip or zstd.',
  ],
  [
    [0x04, 0x22, 0x4d, 0x18],
    'upload/other-compression',
    'This is compressed with lz4. Unpack it (lz4 -d), or compress it with gzip or zstd.',
  ],
];

const broken = (error: Error) =>
  new Problem(
    422,
    'upload/broken-gzip',
    `This file begins like gzip, but could not be inflated (${error.message}). It may have been cut on the way: send it again, or send it plain.`,
  );

/** The bytes as the user has them: gzip and zstd are told by content, never by name, and inflated. Throws a Problem 415 for what is not opened. */
export async function openEnvelope(source: AsyncIterable<Uint8Array>): Promise<ByteReader> {
  const reader = new ByteReader(source);
  const head = await reader.peek(6);
  for (const [magic, code, words] of REFUSED) if (startsWith(head, magic) && isNoText(head)) throw new Problem(415, code, words);
  if (startsWith(head, GZIP)) return new ByteReader(gunzip(reader));
  if (isZstd(head)) return new ByteReader(unzstd(reader.stream()));
  return reader;
}

/** "BZh" may begin a text, too: in bzip2 a level and the magic of a block follow, "9" and "1AY". */
const isNoText = (head: Uint8Array): boolean => head[0] !== 0x42 || (head[4] === 0x31 && head[5] === 0x41);

async function* gunzip(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const inflater = createGunzip();
  const input = Readable.from(reader.stream(), { objectMode: false });
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
    // Not waited for: the sender may be waiting for our answer before he sends on.
    reader.close().catch(() => {});
  }
}

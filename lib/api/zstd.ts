import { Decompress } from 'fzstd';
import { formatBytes, MIB } from '@/lib/base/bytes';
import { Problem } from '@/lib/model/problem';
import { ByteReader } from './byte-reader';

// A zstd stream is a row of frames (RFC 8878); a frame is a header and a row of blocks of at most 128 KiB. fzstd inflates, and it does
// so at once with all that it is given: the frames are walked here, so that it gets one block at a time, and no more than may be held.

const MAGIC = 0xfd2fb528;
/** 16 magic numbers of frames that hold no data: 0x184D2A50 to …5F. */
const SKIPPABLE = 0x184d2a5;
const MAX_BLOCK = 128 * 1024;
/** `zstd -1` to `-19` use up to 8 MiB; `--ultra -22` and `--long` use 128 MiB and more, which each upload would hold at once. */
const MAX_WINDOW = 32 * MIB;
/** fzstd moves the whole window for every block. So much is moved for one upload at most: ten seconds or so; a gigabyte of text needs half. */
const MAX_MOVED = 128 * 1024 * MIB;
/** After so much work others get their turn. */
const TURN = 32 * MIB;

const broken = (why: string) =>
  new Problem(
    422,
    'upload/broken-zstd',
    `This file begins like zstd, but could not be inflated (${why}). It may have been cut on the way: send it again, or send it plain.`,
  );

const u24 = (bytes: Uint8Array) => (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16);
const u32 = (bytes: Uint8Array) => (u24(bytes) | ((bytes[3] ?? 0) << 24)) >>> 0;

async function takeAll(reader: ByteReader, count: number): Promise<Uint8Array> {
  const bytes = await reader.take(count);
  if (bytes.length < count) throw broken('it ends in the middle');
  return bytes;
}

interface FrameHeader {
  bytes: Uint8Array;
  windowBytes: number;
  hasChecksum: boolean;
}

async function takeFrameHeader(reader: ByteReader, magic: Uint8Array): Promise<FrameHeader> {
  const [descriptor = 0] = await takeAll(reader, 1);
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const rest = await takeAll(reader, (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes);
  if (dictionaryBytes > 0)
    throw new Problem(
      415,
      'upload/zstd',
      'This file is compressed with zstd and a dictionary, which only its owner has. Send it plain, or with gzip.',
    );
  const windowBytes = isSingle ? contentSize(rest.subarray(dictionaryBytes)) : windowSize(rest[0] ?? 0);
  if (windowBytes > MAX_WINDOW) {
    throw new Problem(
      415,
      'upload/zstd',
      `This file needs a window of ${formatBytes(windowBytes)} to be inflated, and ${formatBytes(MAX_WINDOW)} is the limit. Compress it with zstd -19 or less and without --long, or with gzip.`,
    );
  }
  return { bytes: Buffer.concat([magic, Uint8Array.of(descriptor), rest]), windowBytes, hasChecksum: (descriptor & 4) !== 0 };
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(bytes: Uint8Array): number {
  let size = 0;
  for (let at = bytes.length - 1; at >= 0; at--) size = size * 256 + (bytes[at] ?? 0);
  return bytes.length === 2 ? size + 256 : size;
}

/** Inflates zstd as it comes, all frames one behind the other. Counting what comes out is the caller's part. Throws Problems 415 and 422. */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  let moved = 0;
  let turn = 0;
  try {
    for (;;) {
      const magic = await reader.take(4);
      if (magic.length === 0) return;
      if (u32(magic) >>> 4 === SKIPPABLE) {
        let left = u32(await takeAll(reader, 4));
        for await (const piece of reader.stream(left)) left -= piece.length;
        if (left > 0) throw broken('it ends in the middle');
        continue;
      }
      if (magic.length < 4 || u32(magic) !== MAGIC) throw broken('something else follows behind it');
      const header = await takeFrameHeader(reader, magic);
      let inflated: Uint8Array[] = [];
      const inflater = new Decompress((chunk) => inflated.push(chunk));
      push(inflater, header.bytes, false);
      for (let isLast = false; !isLast; ) {
        const block = await takeBlock(reader, header);
        isLast = block.isLast;
        push(inflater, block.bytes, isLast);
        moved += header.windowBytes + MAX_BLOCK;
        turn += header.windowBytes + MAX_BLOCK;
        if (moved > MAX_MOVED)
          throw new Problem(
            413,
            'upload/inflates-too-far',
            'This file takes too long to inflate. Send the part that matters, or compress it with gzip.',
          );
        if (turn > TURN) {
          turn = 0;
          await new Promise(setImmediate);
        }
        for (const chunk of inflated) if (chunk.length > 0) yield chunk;
        inflated = [];
      }
    }
  } finally {
    await reader.close();
  }
}

/** One block with its header; the last one brings the checksum of the frame along. */
async function takeBlock(reader: ByteReader, header: FrameHeader): Promise<{ bytes: Uint8Array; isLast: boolean }> {
  const start = await takeAll(reader, 3);
  const word = u24(start);
  const isLast = (word & 1) !== 0;
  const type = (word >> 1) & 3;
  const size = word >> 3;
  if (type === 3 || size > MAX_BLOCK) throw broken('a block is malformed');
  const body = await takeAll(reader, (type === 1 ? 1 : size) + (isLast && header.hasChecksum ? 4 : 0));
  return { bytes: Buffer.concat([start, body]), isLast };
}

function push(inflater: Decompress, bytes: Uint8Array, isLast: boolean): void {
  try {
    // A copy: fzstd keeps parts of what it gets.
    inflater.push(Uint8Array.from(bytes), isLast);
  } catch (error) {
    throw broken(error instanceof Error && error.message !== '' ? error.message : 'a block is malformed');
  }
}

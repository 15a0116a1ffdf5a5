import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, crc32, gzip } from 'node:zlib';

/**
 * A blob is one gzip file of many members, so that `zcat` reads it and a reader can begin in the middle:
 *
 *   member (1 MiB of the document each) … · index (empty members whose extra field holds the sizes) · footer (34 bytes)
 *
 * The index is a part of the file: what is durable is durable with it. Blobs of older builds are one plain member and have none.
 */
export const MEMBER_BYTES = 1024 * 1024;

/**
 * gzip, because `zcat` reads it when everything else is gone, its CRC-32 is checked by every read, and at level 1 it keeps up with an
 * upload while the texts we get (pmap, smaps, folded stacks) shrink to a fifth or less. It runs in zlib's thread pool.
 */
const compress = (bytes: Uint8Array): Promise<Buffer> => promisify(gzip)(bytes, { level: constants.Z_BEST_SPEED });

/** Sizes of one member, in bytes: of the document, and of the file. */
export interface Member {
  bytes: number;
  packedBytes: number;
}

/** Where a reader has to begin. */
export interface Entry {
  /** Offset of a member in the file. */
  packedStart: number;
  /** Bytes of its text before the wanted one. */
  skip: number;
}

// RFC 1952: ID1 ID2 CM FLG(FEXTRA) MTIME×4 XFL(fastest) OS(unknown), then XLEN and subfields of two letters, a length and data.
const HEADER = Buffer.from([0x1f, 0x8b, 0x08, 0x04, 0, 0, 0, 0, 4, 0xff]);
/** Header of what zlib writes, which has no extra field. */
const PLAIN_HEADER_BYTES = 10;
/** The deflate stream of no bytes, its CRC-32 and its length. */
const NOTHING = Buffer.from([0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]);
const ENTRY_BYTES = 8;
/** The extra field of one member holds 65,535 bytes at most. */
const ENTRIES_PER_MEMBER = 8_000;

const withExtra = (letters: string, data: Uint8Array): Buffer => {
  const extra = Buffer.alloc(6);
  extra.writeUInt16LE(4 + data.length, 0);
  extra.write(letters, 2, 'latin1');
  extra.writeUInt16LE(data.length, 4);
  return Buffer.concat([HEADER, extra, data]);
};

const MEMBER_HEADER = withExtra('RM', Buffer.alloc(0));
const EMPTY_BYTES = withExtra('RI', Buffer.alloc(0)).length + NOTHING.length;
const FOOTER_BYTES = EMPTY_BYTES + 8;

/** One member: at most MEMBER_BYTES of the document. */
export async function packMember(bytes: Uint8Array): Promise<Buffer> {
  const packed = await compress(bytes);
  return Buffer.concat([MEMBER_HEADER, packed.subarray(PLAIN_HEADER_BYTES)]);
}

/** What comes after the last member. */
export function packIndex(members: readonly Member[]): Buffer {
  const index: Buffer[] = [];
  for (let from = 0; from < members.length; from += ENTRIES_PER_MEMBER) {
    const some = members.slice(from, from + ENTRIES_PER_MEMBER);
    const data = Buffer.alloc(some.length * ENTRY_BYTES);
    for (const [i, { bytes, packedBytes }] of some.entries()) {
      data.writeUInt32LE(packedBytes, i * ENTRY_BYTES);
      data.writeUInt32LE(bytes, i * ENTRY_BYTES + 4);
    }
    index.push(withExtra('RI', data), NOTHING);
  }
  const all = Buffer.concat(index);
  const told = Buffer.alloc(8);
  told.writeUInt32LE(members.length, 0);
  told.writeUInt32LE(crc32(all), 4);
  return Buffer.concat([all, withExtra('RF', told), NOTHING]);
}

/**
 * The members of a blob; null for one of an older build. Throws where a file of ours has lost its end: read on regardless,
 * it would look like a shorter document.
 */
export async function readIndex(file: FileHandle): Promise<Member[] | null> {
  const { size } = await file.stat();
  const head = await readAt(file, 0, MEMBER_HEADER.length);
  if (!isOurs(head)) return null;
  const footer = await readAt(file, Math.max(0, size - FOOTER_BYTES), FOOTER_BYTES);
  if (lettersOf(footer) !== 'RF' || footer.length < FOOTER_BYTES) throw damaged();
  const count = footer.readUInt32LE(16);
  const indexBytes = count * ENTRY_BYTES + Math.ceil(count / ENTRIES_PER_MEMBER) * EMPTY_BYTES;
  const indexStart = size - FOOTER_BYTES - indexBytes;
  if (indexStart < 0) throw damaged();
  const index = await readAt(file, indexStart, indexBytes);
  if (crc32(index) !== footer.readUInt32LE(20)) throw damaged();
  const members = openIndex(index, count);
  if (members.reduce((sum, { packedBytes }) => sum + packedBytes, 0) !== indexStart) throw damaged();
  return members;
}

function openIndex(index: Buffer, count: number): Member[] {
  const members: Member[] = [];
  let at = 0;
  while (members.length < count) {
    at += MEMBER_HEADER.length;
    const some = Math.min(ENTRIES_PER_MEMBER, count - members.length);
    for (let i = 0; i < some; i++, at += ENTRY_BYTES)
      members.push({ packedBytes: index.readUInt32LE(at), bytes: index.readUInt32LE(at + 4) });
    at += NOTHING.length;
  }
  return members;
}

/** Where to begin for the byte at `offset` of the document; behind its last byte: at the index, which inflates to nothing. */
export function findEntry(members: readonly Member[], offset: number): Entry {
  let packedStart = 0;
  let start = 0;
  for (const { bytes, packedBytes } of members) {
    if (offset < start + bytes) return { packedStart, skip: offset - start };
    start += bytes;
    packedStart += packedBytes;
  }
  return { packedStart, skip: 0 };
}

const lettersOf = (header: Buffer): string =>
  header.length >= 16 && header.subarray(0, HEADER.length).equals(HEADER) ? header.toString('latin1', 12, 14) : '';

const isOurs = (header: Buffer): boolean => ['RM', 'RI', 'RF'].includes(lettersOf(header));

const damaged = () => new Error('The stored bytes have lost their end: the disk changed them.');

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

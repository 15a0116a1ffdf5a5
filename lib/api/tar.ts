import { Problem } from '@/lib/model/problem';
import type { ByteReader } from './byte-reader';

// tar: blocks of 512 bytes; a header block per entry, its bytes padded to whole blocks, two empty blocks at the end.
// Read: v7, ustar (prefix), GNU (long names, sizes in base 256), pax (path, size). Written by GNU tar, bsdtar, busybox, git archive, Python.

const BLOCK = 512;
/** Names and pax records are read as a whole; real ones stay far below. */
const MAX_META = 64 * 1024;

export interface TarEntry {
  name: string;
  /** "file" has bytes for us; "folder" and "meta" say nothing by themselves; "other" is a link, a device, a sparse file. */
  kind: 'file' | 'folder' | 'other';
  /** "symbolic link", for words. */
  what: string;
  sizeBytes: number;
  /** To be read before the next entry is asked for; what is left of it is skipped. */
  bytes: AsyncIterable<Uint8Array>;
}

const KINDS: Record<string, [TarEntry['kind'], string]> = {
  '0': ['file', 'file'],
  '\0': ['file', 'file'],
  '7': ['file', 'file'],
  '1': ['other', 'hard link'],
  '2': ['other', 'symbolic link'],
  '3': ['other', 'device'],
  '4': ['other', 'device'],
  '5': ['folder', 'folder'],
  '6': ['other', 'named pipe'],
  S: ['other', 'sparse file'],
};

interface Header {
  name: string;
  type: string;
  sizeBytes: number;
}

const broken = (why: string) =>
  new Problem(
    422,
    'upload/broken-archive',
    `This tar archive could not be read to its end: ${why}. It may have been cut on the way: send it again, or send its files.`,
  );

/** Up to the first NUL, as UTF-8. */
function text(block: Uint8Array, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}

/** Octal digits, or base 256 where the first bit is set; NaN where it is neither. */
function number(block: Uint8Array, from: number, length: number): number {
  if ((block[from] ?? 0) & 0x80) {
    let value = (block[from] ?? 0) & 0x7f;
    for (let at = from + 1; at < from + length; at++) value = value * 256 + (block[at] ?? 0);
    return value;
  }
  const digits = text(block, from, length).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** The header in a block; null where its checksum is not right. */
function readHeader(block: Uint8Array): Header | null {
  if (block.length < BLOCK) return null;
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  if (number(block, 148, 8) !== sum) return null;
  const sizeBytes = number(block, 124, 12);
  if (!Number.isSafeInteger(sizeBytes)) return null;
  const prefix = text(block, 257, 6) === 'ustar' ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  return { name: prefix === '' ? name : `${prefix}/${name}`, type: String.fromCharCode(block[156] ?? 0), sizeBytes };
}

const isEmpty = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** Whether these first 512 bytes are the header of a tar archive: its checksum is right, and it has a name. */
export function isTar(block: Uint8Array): boolean {
  const header = readHeader(block);
  return header !== null && header.name !== '' && /[\w\0]/.test(header.type);
}

/** "30 mtime=1700000000.123456789\n27 path=t0/很长的名字.txt\n": records by key; each begins with its length in bytes. */
function readPax(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  const buffer = Buffer.from(bytes);
  for (let at = 0; at < buffer.length; ) {
    const blank = buffer.indexOf(0x20, at);
    const length = blank > at && blank - at <= 10 ? Number(buffer.toString('latin1', at, blank)) : Number.NaN;
    if (!Number.isSafeInteger(length) || length <= blank - at || at + length > buffer.length) break;
    const record = buffer.toString('utf8', blank + 1, at + length - 1);
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** The entries of an archive, one after the other. Throws a Problem 422 where the archive is cut or damaged. */
export async function* readTar(reader: ByteReader): AsyncGenerator<TarEntry> {
  let longName: string | null = null;
  let pax = new Map<string, string>();
  for (;;) {
    const block = await reader.take(BLOCK);
    // Some writers leave out the two empty blocks at the end.
    if (block.length === 0 || (block.length === BLOCK && isEmpty(block))) return;
    const header = readHeader(block);
    if (!header) throw broken(block.length < BLOCK ? 'it ends in the middle' : 'the header of an entry is damaged');
    if ('LKxg'.includes(header.type)) {
      if (header.sizeBytes > MAX_META) throw broken('the name of an entry is too long');
      const meta = await reader.take(header.sizeBytes);
      await skip(reader, padding(header.sizeBytes));
      if (header.type === 'L') longName = text(meta, 0, meta.length);
      else if (header.type === 'x') pax = readPax(meta);
      continue;
    }
    const stated = pax.get('size');
    const sizeBytes = stated !== undefined && /^\d{1,15}$/.test(stated) ? Number(stated) : header.sizeBytes;
    const isSparse = [...pax.keys()].some((key) => key.startsWith('GNU.sparse.'));
    const [kind, what] = isSparse ? (['other', 'sparse file'] as const) : (KINDS[header.type] ?? (['other', 'special entry'] as const));
    const name = pax.get('path') ?? longName ?? header.name;
    longName = null;
    pax = new Map();
    // Links and folders have no bytes, whatever their header says of the size of what they name.
    const hasBytes = !['1', '2', '3', '4', '5', '6'].includes(header.type);
    let left = hasBytes ? sizeBytes : 0;
    const bytes = async function* () {
      for await (const piece of reader.stream(left)) {
        left -= piece.length;
        yield piece;
      }
      if (left > 0) throw broken('it ends in the middle');
    };
    // bsdtar marks a folder of the v7 format by its name alone.
    yield { name, kind: name.endsWith('/') && kind === 'file' ? 'folder' : kind, what, sizeBytes: left, bytes: bytes() };
    await skip(reader, left + padding(hasBytes ? sizeBytes : 0));
  }
}

const padding = (sizeBytes: number): number => (BLOCK - (sizeBytes % BLOCK)) % BLOCK;

async function skip(reader: ByteReader, count: number): Promise<void> {
  let left = count;
  for await (const piece of reader.stream(count)) left -= piece.length;
  if (left > 0) throw broken('it ends in the middle');
}

import { formatBytes } from '@/lib/base/bytes';

/** Limits in force on the server, as the page was told. */
export interface UploadLimits {
  wireBytes: number;
  documentBytes: number;
  documentsPerIncident: number;
  linkDaysDefault: number;
}

/** True for bytes that are compressed already: gzip or zstd, told by their content. */
export function isCompressed(head: Uint8Array): boolean {
  const [a, b, c, d] = head;
  return (a === 0x1f && b === 0x8b) || (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd);
}

/** Containers that nothing here can open, told by their first bytes: said before they are sent, however large they are. */
const UNREADABLE: readonly [magic: readonly number[], text: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'This is a zip archive. Unpack it and drop the folder, or send it as .tar.gz.'],
  [[0x50, 0x4b, 0x05, 0x06], 'This is an empty zip archive. Drop the files themselves, or a .tar.gz.'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'This is a 7-Zip archive. Unpack it and drop the folder, or send it as .tar.gz.'],
  [[0x52, 0x61, 0x72, 0x21], 'This is a RAR archive. Unpack it and drop the folder, or send it as .tar.gz.'],
  [[0xfd, 0x37, 0x7a, 0x58], 'This is compressed with xz. Unpack it (xz -d), or compress it with gzip or zstd.'],
  [[0x04, 0x22, 0x4d, 0x18], 'This is compressed with lz4. Unpack it (lz4 -d), or compress it with gzip or zstd.'],
  [[0x42, 0x5a, 0x68], 'This is compressed with bzip2. Unpack it (bzip2 -d), or compress it with gzip or zstd.'],
];

/** Why a file that begins like this is not sent at all, or null. `head` is its first four bytes. */
export function findUnreadable(head: Uint8Array): string | null {
  // "BZh" is three bytes and could begin a text; its fourth is the block size, a digit.
  const found = UNREADABLE.find(
    ([magic]) => magic.every((byte, i) => head[i] === byte) && (magic.length > 3 || /[1-9]/.test(String.fromCharCode(head[3] ?? 0))),
  );
  return found?.[1] ?? null;
}

/** Below this, compressing costs more than it saves. */
export const COMPRESS_FROM_BYTES = 64 * 1024;

/** Why a file is not sent at all, or null. Only what is certain before sending is said here; the server counts for itself. */
export function findTooLarge(sizeBytes: number, compressed: boolean, limits: UploadLimits): string | null {
  if (sizeBytes === 0) return 'This file is empty. Check that the command printed something: pmap and jcmd write their errors to stderr.';
  if (compressed && sizeBytes > limits.wireBytes) {
    return `This file is ${formatBytes(sizeBytes)}; the limit is ${formatBytes(limits.wireBytes)} as sent. Send the part that matters, or split it.`;
  }
  if (!compressed && sizeBytes > limits.documentBytes) {
    return `This file is ${formatBytes(sizeBytes)}; the limit for one document is ${formatBytes(limits.documentBytes)}. Send the part that matters, or split it.`;
  }
  return null;
}

/** The same, once the browser has compressed it. */
export function findTooLargePacked(packedBytes: number, limits: UploadLimits): string | null {
  return packedBytes > limits.wireBytes
    ? `Compressed, this file is still ${formatBytes(packedBytes)}; the limit is ${formatBytes(limits.wireBytes)}. Send the part that matters, or split it.`
    : null;
}

/** A title from the names of what was dropped: "t0", "pmap-x", "pmap-x and 2 more". */
export function proposeTitle(filenames: readonly string[]): string {
  const [first = ''] = filenames;
  const folder = first.split('/').length > 1 ? first.split('/')[0] : undefined;
  if (folder && filenames.length > 1 && filenames.every((name) => name.startsWith(`${folder}/`))) return folder;
  const base = (first.split('/').at(-1) ?? '').replace(/(\.(txt|log|gz|zst|out|tar|tgz))+$/i, '') || 'Untitled incident';
  if (/^pasted(-\d+)?$/.test(base)) return 'Pasted captures';
  return filenames.length > 1 ? `${base} and ${filenames.length - 1} more` : base;
}

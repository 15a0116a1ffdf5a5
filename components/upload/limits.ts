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

/** Below this, compressing costs more than it saves. */
export const COMPRESS_FROM_BYTES = 64 * 1024;

/** Why a file is not sent at all, or null. Only what is certain before sending is said here; the server counts for itself. */
export function findTooLarge(sizeBytes: number, compressed: boolean, limits: UploadLimits): string | null {
  if (sizeBytes === 0) return 'This file is empty.';
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

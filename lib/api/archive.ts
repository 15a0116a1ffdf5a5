import { formatBytes } from '@/lib/base/bytes';
import { Problem } from '@/lib/model/problem';
import type { ByteReader } from './byte-reader';
import { cleanFilename, type IncomingDocument } from './incoming';
import { openEnvelope } from './inflate';
import { type Limits, meter } from './limits';
import { isTar, readTar, type TarEntry } from './tar';

/** All entries of one archive together may inflate to so many times the limit of one document. */
const ARCHIVE_DOCUMENTS = 4;

/** Counts what an archive inflates to, entries that are skipped included. */
export async function* meterArchive(source: AsyncIterable<Uint8Array>, limits: Limits): AsyncGenerator<Uint8Array> {
  const limit = ARCHIVE_DOCUMENTS * limits.documentBytes;
  let seen = 0;
  for await (const chunk of source) {
    seen += chunk.length;
    if (seen > limit) {
      throw new Problem(
        413,
        'upload/inflates-too-far',
        `This archive inflates to more than ${formatBytes(limit)}, the limit for all its files together. Send those that matter, or split it.`,
        { limitBytes: limit },
      );
    }
    yield chunk;
  }
}

/** A document that gives nothing but the reason why it cannot be read: it becomes a rejected row with these words. */
export function failed(filename: string, error: unknown): IncomingDocument {
  // biome-ignore lint/correctness/useYield: it ends before there is anything to give
  const bytes = (async function* (): AsyncGenerator<Uint8Array> {
    throw error;
  })();
  return { filename, bytes };
}

/**
 * The documents of a tar archive, by their paths in it. Folders and what macOS puts beside files ("._pmap.txt") are passed over; links,
 * devices and archives in the archive become documents that say why they were not read. Where the archive breaks off, the last one says so.
 */
export async function* openArchive(filename: string, reader: ByteReader, limits: Limits): AsyncGenerator<IncomingDocument> {
  try {
    for await (const entry of readTar(reader)) {
      if (entry.kind === 'folder' || isCompanion(entry.name)) continue;
      const name = cleanFilename(entry.name);
      if (entry.kind === 'other') yield failed(name, notAFile(entry));
      else yield { filename: name, bytes: entryBytes(entry, limits) };
    }
  } catch (error) {
    yield failed(filename, error);
  }
}

const isCompanion = (name: string): boolean => /(?:^|\/)(?:\._[^/]*|\.DS_Store|__MACOSX\/.*)$/.test(name);

const notAFile = ({ what }: TarEntry) =>
  new Problem(
    422,
    'upload/not-a-file',
    `This entry of the archive is a ${what}, not a file: it was passed over. Pack the file itself (tar -h follows links).`,
  );

/** An entry may be compressed by itself (strings.txt.gz); an archive in it is not opened. */
async function* entryBytes(entry: TarEntry, limits: Limits): AsyncGenerator<Uint8Array> {
  const reader = await openEnvelope(entry.bytes);
  try {
    if (isTar(await reader.peek(512)))
      throw new Problem(
        422,
        'upload/nested-archive',
        'This is an archive inside an archive. Unpack it and send its files, all at once if you like.',
      );
    yield* meter(reader.stream(), limits, 'document');
  } finally {
    await reader.close();
  }
}

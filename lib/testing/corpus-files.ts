import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

// The corpus of real outputs lies beside the checkout when the developers have it; it is no part of the product.
const SHARED = join(import.meta.dirname, '../../../shared');

export const corpusPresent = existsSync(join(SHARED, 'samples'));

/** Path of a corpus file: corpusPath('incidents/healthy/t0/smaps.txt'). */
export const corpusPath = (path: string): string => join(SHARED, path);

/** Bytes of a corpus file; `.gz` beside it is inflated. */
export function readCorpusBytes(path: string): Buffer {
  const file = corpusPath(path);
  return existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
}

export const readCorpus = (path: string): string => readCorpusBytes(path).toString('utf8');

/** File names in a corpus folder, sorted; empty where there is none. */
export function listCorpus(path: string): string[] {
  const folder = corpusPath(path);
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).sort() : [];
}

export const SEED = 'samples/mixed-documents/seed-presto-jetty.txt';

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnvironment } from '@/lib/base/environment';
import type { IncomingIncident } from '../ingest';
import { openServices, type Services } from '../services';

const ROOT = path.join(import.meta.dirname, '../../..');

/** Real services over an empty folder: SQLite, blobs on disk, the worker pool. */
export async function openTestServices(): Promise<{ services: Services; folder: string; close(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'residue-test-'));
  const services = await openServices(readEnvironment({ RESIDUE_DATA_DIR: folder }), ROOT);
  const close = async () => {
    await services.pool.close();
    await services.database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { services, folder, close };
}

/** Documents as a request would bring them, in chunks of a few KiB. */
export function incoming(files: Record<string, string | Uint8Array>, fields: Record<string, string> = {}): IncomingIncident {
  async function* chunks(content: string | Uint8Array) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    for (let at = 0; at < bytes.length; at += 60_000) yield bytes.slice(at, at + 60_000);
  }
  async function* documents() {
    for (const [filename, content] of Object.entries(files)) yield { filename, bytes: chunks(content) };
  }
  return { documents: documents(), fields: new Map(Object.entries(fields)), totalBytes: null };
}

export async function readAll(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

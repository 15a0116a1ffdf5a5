import { findFormat } from '@/lib/formats/registry';
import { readArtifact } from '@/lib/formats/testing/read-artifact';
import { addFacts, emptySnapshotFacts, type SnapshotFacts } from '@/lib/model/facts';

/** Facts of one snapshot, read by the real parsers: [format, text, first line in its document]. */
export function readFacts(...artifacts: [format: string, text: string | readonly string[], firstLine?: number][]): SnapshotFacts {
  const facts = emptySnapshotFacts();
  for (const [id, text, firstLine = 1] of artifacts) {
    const format = findFormat(id);
    if (!format) throw new Error(`No format ${id}`);
    addFacts(facts, `${id}:${firstLine}`, readArtifact(format, text, {}, firstLine).facts);
  }
  return facts;
}

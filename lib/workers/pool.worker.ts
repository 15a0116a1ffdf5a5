import { createHash } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import type { Correction } from '@/lib/model/incident';
import type { NmtSheet } from '@/lib/model/nmt-sheet';
import { analyse } from './analyse';
import { makeLineMap, packLineMap } from './line-map';
import { pack, unpack } from './pack';
import { packColumns } from './pack-columns';
import { packFacts, unpackFacts } from './pack-facts';
import type { AnalyseJob, FromReader, PackedAnalysis, PackedReading, ToReader } from './protocol';
import { createFirstPass, createSecondPass } from './read-document';

export { compareSides, openComparison } from './compare';
export { diffProfiles, exportProfile, listChanges } from './open-profiles';
export { growTree, layStrip, listRegions, printRegions } from './open-regions';

/** Documents up to this size are kept while they arrive, so that the second pass needs nobody; larger ones are asked for again. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** Chunks as they come in over the port; tells the sender how many it took. */
async function* chunksFrom(port: MessagePort): AsyncGenerator<Uint8Array> {
  const waiting: ToReader[] = [];
  let wake = () => {};
  const listen = (message: ToReader) => {
    waiting.push(message);
    wake();
  };
  port.on('message', listen);
  try {
    for (;;) {
      const message = waiting.shift();
      if (!message) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if ('chunk' in message) {
        yield message.chunk;
        port.postMessage({ took: 1 } satisfies FromReader);
      } else if ('failed' in message) {
        throw new Error('The sender of this document left.');
      } else return;
    }
  } finally {
    port.off('message', listen);
  }
}

/** Hashes, cuts and parses one document while it arrives. */
export async function readDocument({ port, corrections }: { port: MessagePort; corrections: Correction[] }): Promise<PackedReading> {
  try {
    const hash = createHash('sha256');
    const first = createFirstPass();
    let kept: Uint8Array[] | null = [];
    let sizeBytes = 0;
    for await (const chunk of chunksFrom(port)) {
      hash.update(chunk);
      first.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > KEPT_BYTES) kept = null;
      kept?.push(chunk);
    }
    const sha256 = hash.digest('hex');
    const second = createSecondPass(first.finish(), corrections);
    if (kept) for (const chunk of kept) second.push(chunk);
    else {
      const again = chunksFrom(port);
      port.postMessage({ again: { sha256 } } satisfies FromReader);
      for await (const chunk of again) second.push(chunk);
    }
    const { artifacts, account, index, unread, encoding, lines, binary, cutLines, segmentsLeft, nearest } = second.finish();
    return {
      ...{ encoding, lines, binary, cutLines, segmentsLeft, nearest },
      sha256,
      sizeBytes,
      lineMap: packLineMap(makeLineMap(index, account, unread)),
      artifacts: artifacts.map(({ sheet, facts }) => ({ sheet, facts: packFacts(facts) })),
    };
  } finally {
    port.close();
  }
}

export function analyseIncident({ snapshots }: AnalyseJob): PackedAnalysis {
  const { analysis, regions, nmt, digests, profiles, failures } = analyse(
    snapshots.map((snapshot) => ({
      ...snapshot,
      artifacts: snapshot.artifacts.map((artifact) => ({ ...artifact, facts: unpackFacts(artifact.facts) })),
    })),
  );
  const columns = [];
  const samples = [];
  for (const summary of analysis.profiles) {
    const profile = profiles.get(summary.id);
    if (!profile) continue;
    const made = packColumns(profile);
    summary.columns = made.columns.sheet;
    columns.push({ profileId: summary.id, packed: made.columns.packed });
    if (!made.samples) continue;
    summary.sampleColumns = made.samples.sheet;
    samples.push({ profileId: summary.id, packed: made.samples.packed });
  }
  return {
    analysis,
    failures,
    columns,
    samples,
    packed: pack(analysis),
    regions: [...regions].map(([snapshotId, list]) => ({ snapshotId, packed: pack(list) })),
    digests: [...digests].map(([snapshotId, digest]) => ({ snapshotId, packed: pack(digest) })),
    nmt: [...nmt].map(([snapshotId, sheet]) => ({ snapshotId, packed: pack(sheet) })),
  };
}

export function openNmt({ packed }: { packed: Uint8Array }): NmtSheet | null {
  return unpack(packed);
}

export function openAnalysis({ packed }: { packed: Uint8Array }): PackedAnalysis['analysis'] {
  return unpack(packed);
}

import { gunzipSync, gzipSync } from 'node:zlib';
import type { CallColumns } from '@/lib/model/call-columns';
import { diffTrees } from '@/lib/model/call-diff';
import { decodeColumns } from '@/lib/model/columns-codec';
import { encodeDiff } from '@/lib/model/diff-codec';
import { type FrameChange, listFrameChanges } from '@/lib/model/diff-frames';
import { type ExportName, exportFormats, type ProfileLabel } from '@/lib/model/profile-export/registry';
import type { LinesOfFrame } from './protocol';

const open = (columns: Uint8Array): CallColumns => decodeColumns(new Uint8Array(gunzipSync(columns)));

/** A profile as a file of another tool. */
export function exportProfile({ columns, name, label }: { columns: Uint8Array; name: ExportName; label: ProfileLabel }): Uint8Array {
  const { write, gzip } = exportFormats[name];
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for (const piece of write(open(columns), label)) pieces.push(typeof piece === 'string' ? encoder.encode(piece) : piece);
  const bytes = Buffer.concat(pieces);
  return new Uint8Array(gzip ? gzipSync(bytes) : bytes);
}

/** Two profiles as one tree, both weights by node (lib/model/diff-codec), gzipped. */
export function diffProfiles({ from, to }: { from: Uint8Array; to: Uint8Array }): Uint8Array {
  return new Uint8Array(gzipSync(encodeDiff(diffTrees(open(from), open(to), 'share')), { level: 6 }));
}

/** The functions of two profiles that changed most, as shares. */
export function listChanges({
  from,
  to,
  samples,
  limit,
}: {
  from: Uint8Array;
  to: Uint8Array;
  samples: { from: number | null; to: number | null };
  limit: number;
}): { count: number; functions: (Omit<FrameChange, 'frame'> & { lines: LinesOfFrame })[] } {
  const diff = diffTrees(open(from), open(to), 'share');
  const all = listFrameChanges(diff, samples);
  const lines = ({ frames }: CallColumns, frame: number) =>
    frames.firstLine[frame] ? { firstLine: frames.firstLine[frame], lastLine: frames.lastLine[frame] ?? 0 } : null;
  return {
    count: all.length,
    functions: all
      .slice(0, limit)
      .map(({ frame, ...change }) => ({ ...change, lines: { from: lines(diff.from, frame), to: lines(diff.to, frame) } })),
  };
}

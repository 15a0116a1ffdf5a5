import type { ArtifactSheet } from '@/lib/model/artifact';
import type { IncidentAnalysis } from '@/lib/model/incident';
import type { RegionView } from '@/lib/model/region';
import type { RegionPage as Page, RegionPageQuery } from '@/lib/reconcile/list-regions';
import type { TreeBy } from '@/lib/reconcile/memory-tree';

export type { RegionPageQuery };

/** Server → worker, over the port of one document. */
export type ToReader = { chunk: Uint8Array } | { end: true } | { failed: true };

/** Worker → server. `took`: that many chunks were read, send more. `again`: the document was too large to keep, send it once more. */
export type FromReader = { took: number } | { again: { sha256: string } };

/** What a worker gives for one document. Facts are packed: the event loop never opens them. */
export interface PackedReading {
  sha256: string;
  sizeBytes: number;
  encoding: string;
  lines: number;
  binary: boolean;
  artifacts: { sheet: ArtifactSheet; facts: Uint8Array }[];
  /** A packed LineMap. */
  lineMap: Uint8Array;
  cutLines: number;
  segmentsLeft: number;
  nearest: { format: string; title: string; score: number; because: string } | null;
}

export interface AnalyseJob {
  snapshots: {
    id: string;
    label: string;
    pid: number | null;
    takenAt?: number | null;
    /** `filename`: of a file that holds nothing else. */
    artifacts: { id: string; command: string | null; filename: string | null; facts: Uint8Array }[];
  }[];
}

export interface PackedAnalysis {
  analysis: IncidentAnalysis;
  /** The same as JSON text, compressed: what is stored. */
  packed: Uint8Array;
  regions: { snapshotId: string; packed: Uint8Array }[];
  /** What the NMT view shows, packed; of every snapshot, null inside where it has no NMT. */
  nmt: { snapshotId: string; packed: Uint8Array }[];
  /** What comparing needs of each snapshot, packed. */
  digests: { snapshotId: string; packed: Uint8Array }[];
  /** The call trees as browsers get them: gzipped columns. */
  columns: { profileId: string; packed: Uint8Array }[];
  /** Their samples with thread and time, likewise; of those that have any. */
  samples: { profileId: string; packed: Uint8Array }[];
  failures: { ruleId: string; message: string }[];
}

/** A page of regions, addresses as text. */
export type RegionPage = Page<RegionView>;

export type RegionFormat = 'json' | 'csv' | 'tsv' | 'md';

export interface TreeQuery {
  /** Key of a node of the memory tree. */
  node: string;
  by: TreeBy;
}

/** A snapshot to be compared: its digest and all its regions, packed. */
export interface PackedSide {
  digest: Uint8Array;
  regions: Uint8Array;
}

/** Lines of both artifacts that show a function; null where a side has it not. */
export interface LinesOfFrame {
  from: { firstLine: number; lastLine: number } | null;
  to: { firstLine: number; lastLine: number } | null;
}

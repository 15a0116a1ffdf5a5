import type { ArtifactSheet } from './artifact';
import type { Coach } from './coach';
import type { TimelinePoint } from './comparison';
import type { DecisionRow, DecisionView } from './decision';
import type { Finding, NotChecked, Verdict } from './finding';
import type { ProfileSummary } from './hot-stacks';
import type { Reconciliation } from './ledger';
import type { MemoryNode } from './memory-tree';
import type { ProblemDocument } from './problem';
import type { RegionView } from './region';
import type { RegionDumps } from './region-dump';

export const ROLES = ['read', 'comment', 'manage'] as const;
export type Role = (typeof ROLES)[number];

/** A document as stored: what was dropped or pasted, byte for byte. */
export interface DocumentRow {
  id: string;
  incidentId: string;
  /** Order of arrival within the incident, from 0. */
  ordinal: number;
  filename: string;
  /** Hex, of the inflated bytes: the key of its blob. */
  sha256: string;
  sizeBytes: number;
  encoding: string;
  lines: number;
  status: 'parsed' | 'rejected';
  problem: ProblemDocument | null;
  /** What somebody corrected by hand; kept through every reading anew. */
  corrections: Correction[];
  /** Which of its artifacts somebody put into a snapshot by hand; kept likewise. */
  placements: Placement[];
  createdAt: Date;
}

/** These lines are of this format, whatever recognition says; null: a note. */
export interface Correction {
  firstLine: number;
  lastLine: number;
  format: string | null;
}

/** The artifact on these lines belongs to this snapshot, whatever grouping says. */
export interface Placement {
  firstLine: number;
  lastLine: number;
  snapshotId: string;
}

/** Lines outside every artifact, without the blank ones around them: nothing was read from them. */
export interface UnreadRange {
  firstLine: number;
  lastLine: number;
  /** Somebody made them a note. */
  byHand: boolean;
  /** The part of them that comes nearest to a format, and what that format says of it; null where no line resembles any. */
  nearest: NearestFormat | null;
  /** False where there was too much text to compare it with every format. */
  compared: boolean;
}

export interface NearestFormat {
  format: string;
  /** Lines of the paragraph that was judged. */
  firstLine: number;
  lastLine: number;
  /** 0..1 */
  score: number;
  because: string;
}

/** What nothing was read from in a document. `total` and `lines` count all ranges, of which the first 200 are listed. */
export interface UnreadLines {
  ranges: UnreadRange[];
  total: number;
  lines: number;
}

export interface ArtifactRow extends ArtifactSheet {
  id: string;
  incidentId: string;
  documentId: string;
  snapshotId: string | null;
}

export interface SnapshotRow {
  id: string;
  incidentId: string;
  ordinal: number;
  label: string;
  pid: number | null;
  takenAt: Date | null;
}

export interface IncidentRow {
  id: string;
  title: string;
  service: string | null;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface IncidentContent {
  incident: IncidentRow;
  documents: DocumentRow[];
  artifacts: ArtifactRow[];
  snapshots: SnapshotRow[];
  decisions: DecisionRow[];
}

export interface AccessLinkRow {
  id: string;
  incidentId: string;
  role: Role;
  label: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** What the analysis of one snapshot gives (all regions are kept apart: they can be many). */
export interface SnapshotAnalysis {
  snapshotId: string;
  reconciliation: Reconciliation;
  regionCount: number;
  /** For the treemap: at most 250 leaves. null without a memory map. */
  tree: MemoryNode | null;
  /** The unmatched regions with the largest residency, at most 1,000; totals are over all of them. */
  unmatched: { regions: RegionView[]; total: number; sizeBytes: number; residentBytes: number };
  /** Memory that somebody copied, and what was found in it; absent where nobody did. */
  dumps?: RegionDumps;
}

/** What the analysis of a whole incident gives. A cache: made again whenever parsers, rules or documents change. JSON-safe. */
export interface IncidentAnalysis {
  snapshots: SnapshotAnalysis[];
  profiles: ProfileSummary[];
  findings: Finding[];
  notChecked: NotChecked[];
  verdict: Verdict;
  /** Which capture comes next, and where the incident stands in the playbook. */
  coach: Coach;
  /** Snapshots with a ledger in the order of time; only where there are three or more. */
  timeline?: TimelinePoint[];
}

/** What a page shows of an incident: everything but tokens and bytes. JSON-safe but for dates, which are ISO text. */
export interface IncidentView {
  id: string;
  title: string;
  service: string | null;
  revision: number;
  createdAt: string;
  /** Of the person looking. */
  role: Role;
  documents: (Omit<DocumentRow, 'createdAt' | 'incidentId' | 'ordinal' | 'corrections' | 'placements'> & { createdAt: string })[];
  artifacts: Omit<ArtifactRow, 'incidentId'>[];
  snapshots: {
    id: string;
    label: string;
    pid: number | null;
    takenAt: string | null;
    artifactIds: string[];
    /** Why its captures were put together. */
    because: string;
  }[];
  /** What people said of its findings, in the order of time. */
  decisions: DecisionView[];
  analysis: IncidentAnalysis;
}

import type { LineRef } from './artifact';
import type { HotFrame, ProfileSummary } from './hot-stacks';
import type { Reconciliation } from './ledger';
import type { NmtCategory, NmtSite } from './nmt';
import type { NmtDiff } from './nmt-diff';
import type { TrimResponse, VmClock } from './process-facts';

/** The NMT figures of a snapshot, by category and by call site. */
export interface NmtFigures {
  artifactId: string;
  /** Every figure is rounded to it on its own. */
  unitBytes: number;
  reservedBytes: number;
  committedBytes: number;
  categories: NmtCategory[];
  /** From the report that lists them; empty without detail. */
  sites: { artifactId: string; unitBytes: number; sites: NmtSite[] } | null;
}

/** A profile without its tree. */
export interface ProfileDigest extends Pick<ProfileSummary, 'id' | 'artifactId' | 'event' | 'unit' | 'kind' | 'total' | 'samples'> {
  hot: HotFrame[];
  /** True where `hot` is every frame of the profile: a frame missing from it has no weight. */
  complete: boolean;
}

/** Memory of the container, as far as its captures say; null where they do not. */
export interface ContainerUse {
  /** null: no limit, or none told. */
  limitBytes: number | null;
  currentBytes: number | null;
  /** File pages that the kernel drops first. */
  inactiveFileBytes: number | null;
  /** Processes killed since the container began. */
  oomKills: number | null;
  lines: LineRef[];
}

/** What comparing needs of a snapshot besides its regions. Small where facts are large. JSON-safe. */
export interface SnapshotDigest {
  snapshotId: string;
  label: string;
  pid: number | null;
  /** Milliseconds; set by hand. */
  takenAt: number | null;
  clock: (VmClock & { artifactId: string }) | null;
  /** "17.0.15+6-Debian-1deb12u1" */
  vmVersion: string | null;
  reconciliation: Reconciliation;
  nmt: NmtFigures | null;
  /** What a diff report says changed since its baseline. */
  nmtDiff: { artifactId: string; diff: NmtDiff } | null;
  profiles: ProfileDigest[];
  container: ContainerUse | null;
  /** What malloc was told to give back when it was taken (System.trim_native_heap); absent where nobody did. */
  trim?: TrimResponse & { artifactId: string };
}

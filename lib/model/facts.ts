import type { Address } from '@/lib/base/address';
import type { MemoryMap } from './memory-map';
import type { NmtReport } from './nmt';
import type { NmtDiff, NmtReply } from './nmt-diff';
import type {
  CHeap,
  ClassHistogram,
  ContainerMemory,
  CrashSummary,
  DumpContent,
  HeapUsage,
  MemoryTotals,
  MetaspaceUsage,
  ProcessStatus,
  TrimResponse,
  VmClock,
  VmFlags,
} from './process-facts';
import type { Profile } from './profile';
import type { StatedFigure } from './stated-figure';

/** `dump memory FILE 0xS 0xE` of a gdb command: the range whose content somebody looked at. */
export interface DumpRange {
  line: number;
  pid: number | null;
  start: Address;
  end: Address;
  file: string | null;
}

/**
 * The narrow waist: many formats become these few kinds of facts. One artifact may give several.
 * Reconciliation, rules and views read only facts. A new kind is one line here.
 */
export interface FactKinds {
  'memory-map': MemoryMap;
  'nmt-report': NmtReport;
  profile: Profile;
  'dump-range': DumpRange;
  'nmt-diff': NmtDiff;
  'nmt-reply': NmtReply;
  'process-status': ProcessStatus;
  'memory-totals': MemoryTotals;
  'container-memory': ContainerMemory;
  'heap-usage': HeapUsage;
  'c-heap': CHeap;
  'trim-response': TrimResponse;
  'vm-flags': VmFlags;
  'metaspace-usage': MetaspaceUsage;
  'class-histogram': ClassHistogram;
  'dump-content': DumpContent;
  'crash-summary': CrashSummary;
  'vm-clock': VmClock;
  /** Not of a capture: of the text around it, filed with the nearest one. */
  'stated-figure': StatedFigure;
}

export type FactKind = keyof FactKinds;
export type Fact = { [K in FactKind]: { kind: K; value: FactKinds[K] } }[FactKind];
export type Facts = Fact[];

/** A fact and the artifact it was read from; the lines inside the value are lines of that artifact's document. */
export interface Sourced<T> {
  artifactId: string;
  value: T;
}

/** All facts of one snapshot, by kind, in the order of their artifacts. */
export type SnapshotFacts = { [K in FactKind]: Sourced<FactKinds[K]>[] };

export function emptySnapshotFacts(): SnapshotFacts {
  return {
    'memory-map': [],
    'nmt-report': [],
    profile: [],
    'dump-range': [],
    'nmt-diff': [],
    'nmt-reply': [],
    'process-status': [],
    'memory-totals': [],
    'container-memory': [],
    'heap-usage': [],
    'c-heap': [],
    'trim-response': [],
    'vm-flags': [],
    'metaspace-usage': [],
    'class-histogram': [],
    'dump-content': [],
    'crash-summary': [],
    'vm-clock': [],
    'stated-figure': [],
  };
}

/** Files the facts of one artifact into `into`. */
export function addFacts(into: SnapshotFacts, artifactId: string, facts: Facts): void {
  for (const fact of facts) {
    // The kind of a fact and the type of its value belong together by the type Fact; the compiler cannot follow that through an index.
    (into[fact.kind] as Sourced<unknown>[]).push({ artifactId, value: fact.value });
  }
}

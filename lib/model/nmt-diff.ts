/** A value and how much it changed since the baseline. Deltas not printed are 0. */
export interface NmtChanged {
  line: number;
  value: number;
  delta: number;
}

/** `(malloc=33050KB +17682KB #12345 +678)`. */
export interface NmtCountedChange {
  line: number;
  bytes: number;
  deltaBytes: number;
  /** null where the report prints no count. */
  count: number | null;
  deltaCount: number | null;
}

export interface NmtAmountChange {
  line: number;
  reservedBytes: number;
  deltaReservedBytes: number;
  committedBytes: number;
  deltaCommittedBytes: number;
}

export interface NmtCategoryChange extends NmtAmountChange {
  name: string;
  lastLine: number;
  malloc: NmtCountedChange | null;
  mmap: NmtAmountChange | null;
  arena: NmtCountedChange | null;
  stack: NmtAmountChange | null;
  trackingOverhead: NmtCountedChange | null;
  classCount: NmtChanged | null;
  threadCount: NmtChanged | null;
}

/** A call site of detail.diff. */
export interface NmtSiteChange {
  line: number;
  lastLine: number;
  category: string | null;
  /** For mmap sites null. */
  malloc: NmtCountedChange | null;
  /** For malloc sites null. */
  mmap: NmtAmountChange | null;
  frames: string[];
}

/** `jcmd PID VM.native_memory summary.diff | detail.diff`: what changed since the baseline. */
export interface NmtDiff {
  pid: number | null;
  level: 'summary' | 'detail';
  unitBytes: number;
  total: NmtAmountChange | null;
  /** Printed below Total by newer releases (seen in 25): `malloc=21452KB +170KB #12661 +1790`, `mmap: reserved=…`. */
  totalMalloc?: NmtCountedChange | null;
  totalMmap?: NmtAmountChange | null;
  categories: NmtCategoryChange[];
  sites: NmtSiteChange[];
  jdkFamily: number | null;
}

/** An answer of jcmd without data: "Native memory tracking is not enabled". */
export interface NmtReply {
  line: number;
  pid: number | null;
  reply:
    | 'not-enabled'
    | 'detail-not-enabled'
    | 'no-baseline'
    | 'baseline-taken'
    | 'shutdown'
    | 'bad-scale'
    | 'statistics'
    | 'no-such-process'
    | 'other';
  text: string;
}

/** A printed amount and the line it stands on. */
export interface LinedBytes {
  line: number;
  bytes: number;
}

/** `/proc/PID/status`: whole-process totals. Absent members were not printed. */
export interface ProcessStatus {
  pid: number | null;
  /** Pids inside its namespaces, outermost first. */
  nsPids: number[];
  name: string | null;
  threads: number | null;
  /** By key as printed: VmRSS, VmHWM, VmSize, RssAnon, RssFile, RssShmem, VmSwap, VmPTE, HugetlbPages, … */
  amounts: Record<string, LinedBytes>;
}

/** `/proc/PID/smaps_rollup`: sums over all mappings, no regions. By key as printed: Rss, Pss, Pss_Anon, Anonymous, Swap, … */
export interface MemoryTotals {
  pid: number | null;
  amounts: Record<string, LinedBytes>;
}

/** cgroup v1 or v2: `memory.current`, `memory.max`, `memory.stat`, `memory.events` (any of them). */
export interface ContainerMemory {
  version: 1 | 2 | null;
  currentBytes: LinedBytes | null;
  /** null bytes: "max" (no limit). */
  limit: { line: number; bytes: number | null } | null;
  /** Bytes by key of memory.stat: anon, file, inactive_file, kernel, slab, … */
  stat: Record<string, LinedBytes>;
  /** Counts by key of memory.events: low, high, max, oom, oom_kill. */
  events: Record<string, { line: number; count: number }>;
}

/** `jmap -heap`, `jhsdb jmap --heap`, `jcmd GC.heap_info`. */
export interface HeapUsage {
  pid: number | null;
  /** "G1", "Parallel", "Serial", "CMS", "Z", "Shenandoah"; null where the text does not say. */
  collector: string | null;
  maxHeap: LinedBytes | null;
  reserved: LinedBytes | null;
  committed: LinedBytes | null;
  used: LinedBytes | null;
  /** Heap region size of G1. */
  regionBytes: number | null;
  /** Address range of the heap, where printed. */
  range: { line: number; start: bigint; end: bigint } | null;
  /** Parts: "Eden Space", "G1 Old Generation", "Metaspace", … */
  parts: {
    name: string;
    line: number;
    capacityBytes: number | null;
    usedBytes: number | null;
    committedBytes: number | null;
    reservedBytes: number | null;
  }[];
}

/** VM.info: `C-Heap outstanding allocations: 911724K, retained: 2139K`. 0 means unknown (another allocator). */
export interface CHeap {
  line: number;
  pid: number | null;
  outstandingBytes: number;
  retainedBytes: number;
  /** Old glibc counts in 32 bits: "(may have wrapped)". */
  mayHaveWrapped: boolean;
}

/** `jcmd System.trim_native_heap`: `Trim native heap: RSS+Swap: 952M->951M (-1072K)`. */
export interface TrimResponse {
  line: number;
  pid: number | null;
  /** RSS and swap together, before and after. The change is printed more finely than the two amounts. */
  beforeBytes: number;
  afterBytes: number;
}

/** `jcmd VM.flags [-all]`, the flags line of VM.info and hs_err. Values as printed. */
export interface VmFlags {
  pid: number | null;
  flags: { name: string; value: string; line: number; origin: string | null }[];
  /** "17.0.15+6-Debian-1deb12u1", where the text says. */
  vmVersion: { line: number; text: string } | null;
  /** `java_class_path (initial): /opt/app/lib/jetty-server-9.4.11.jar:…`, at most 64 Ki characters; absent where not printed. */
  classPath?: { line: number; text: string };
}

/** `jcmd VM.metaspace`: totals of non-class and class space. */
export interface MetaspaceUsage {
  pid: number | null;
  reserved: LinedBytes | null;
  committed: LinedBytes | null;
  used: LinedBytes | null;
  classReserved: LinedBytes | null;
  classCommitted: LinedBytes | null;
  classUsed: LinedBytes | null;
  waste: LinedBytes | null;
  loaders: number | null;
  classes: number | null;
}

/** `jcmd GC.class_histogram`, `jmap -histo`, or what grep left of it. */
export interface ClassHistogram {
  pid: number | null;
  rows: { line: number; className: string; instances: number; bytes: number }[];
  total: { line: number; instances: number; bytes: number } | null;
}

/** `strings FILE` of a memory dump: what the content looks like. Weak evidence; holds no text that could be a secret. */
export interface DumpContent {
  /** Of offsets printed by -t x / -t d; null for plain output. */
  offsets: { radix: 8 | 10 | 16; certain: boolean; first: number; last: number } | null;
  lines: number;
  /** Lines by look: "http-header", "json", "java-class", "xml", "sql", "path", "log", "stack-frame", "base64", "other". */
  classes: { look: string; lines: number; firstLine: number }[];
  /** Most repeated lines, masked and cut to 120 characters. */
  repeated: { text: string; count: number; firstLine: number }[];
}

/** When VM.info or a crash log was written, and how long the JVM had been running by then. */
export interface VmClock {
  line: number;
  pid: number | null;
  /** As printed: "Sun Nov 22 21:47:33 2026 UTC". `ms` reads it as if it were UTC: only moments of one `zone` may be held against each other. */
  at: { text: string; ms: number; zone: string | null } | null;
  elapsedSeconds: number | null;
}

/** Where a crash log, VM.info or System.map says it comes from. */
export interface CrashSummary {
  line: number;
  pid: number | null;
  /** "SIGSEGV (0xb) at pc=…", "Native memory allocation (mmap) failed to map 65536 bytes". */
  reason: string;
  problematicFrame: string | null;
  vmVersion: string | null;
}

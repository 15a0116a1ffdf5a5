// The head of a crash log and of VM.info, every line behind a "#". Printed by HotSpot: vmError.cpp, VMError::report.

export type HeadLine =
  /** "# A fatal error has been detected by the Java Runtime Environment:" */
  | { kind: 'title' }
  /** "#  SIGSEGV (0xb) at pc=0x00007ff0a677de64, pid=92333, tid=…", "# Native memory allocation (mmap) failed to map 65536 bytes …" */
  | { kind: 'reason'; text: string; pid: number | null }
  /** "#  Out of Memory Error (os_linux.cpp:2798), pid=1, tid=2", behind the reason of a failed allocation */
  | { kind: 'pid'; pid: number }
  /** "# JRE version: OpenJDK Runtime Environment (17.0.15+6) (build 17.0.15+6-Debian-1deb12u1)" */
  | { kind: 'version'; text: string }
  /** "# Problematic frame:" */
  | { kind: 'frame-title' }
  /** "# C  [libcairo.so.2+0x66e64]  cairo_region_num_rectangles+0x4" */
  | { kind: 'frame'; text: string }
  | { kind: 'known' };

const TITLE =
  /^# (?:A fatal error has been detected by the Java Runtime Environment:|There is insufficient memory for the Java Runtime Environment to continue\.)$/;
const ALLOCATION = /^# (Native memory allocation \(\w{1,20}\) failed to .{1,200})$/;
// Signals, exceptions of Windows, internal errors.
const SIGNAL =
  /^#\s{1,4}((?:SIG[A-Z]{2,10} \(0x[0-9a-f]{1,8}\)|EXCEPTION_\w{3,40} \(0x[0-9a-f]{1,16}\)|Internal Error \(|Error:|fatal error: |assert\(|guarantee\().{0,600})$/;
const OUT_OF_MEMORY = /^#\s{1,4}Out of Memory Error \(/;
const VERSION = /^# (?:JRE version|Java version): (.{1,300})$/;
// "C  [libc.so.6+0x85f14]", "J 123% c2 java.lang.String.hashCode()I", "j  java.lang.Thread.run()V+11", "v  ~StubRoutines::call_stub"
const FRAME = /^# ([CVjvA]\s{2,4}\S.{0,2000}|[CV] \[.{0,2000}|J\s{1,4}\d.{0,2000})$/;
const PID = /\bpid=(\d{1,10})(?!\d)/;
const KNOWN = [
  /^#$/,
  /^# (?:Java VM: |Possible reasons:|Possible solutions:|This output file may be truncated|If you would like to submit|An error report file|Compiler replay data|JFR recording files? |The crash happened outside|See problematic frame|Can not save log file|CreateCoredumpOnCrash )/,
  /^# (?:Core dump |No core dump |Failed to write core dump|Core dump written)/,
  /^#\s{2,8}\S/,
  // "#   https://bugs.debian.org/openjdk-17", its blanks lost on the way through a page
  /^# https?:\/\/\S{1,300}$/,
  // "# /tmp/hs_err_pid5367.log"
  /^# \S{0,400}(?:hs_err|replay)_pid\S{1,80}\.log$/,
];
const LONGEST = 4_000;

/** Reads a line of the head; null for anything else, also for headings of Markdown. */
export function readHeadLine(raw: string): HeadLine | null {
  if (!raw.trimStart().startsWith('#') || raw.length > LONGEST) return null;
  const text = raw.trim();
  if (TITLE.test(text)) return { kind: 'title' };
  if (text === '# Problematic frame:') return { kind: 'frame-title' };
  const pid = PID.exec(text)?.[1];
  const reason = SIGNAL.exec(text)?.[1] ?? ALLOCATION.exec(text)?.[1];
  if (reason !== undefined) return { kind: 'reason', text: reason.trim(), pid: pid === undefined ? null : Number(pid) };
  if (pid !== undefined && OUT_OF_MEMORY.test(text)) return { kind: 'pid', pid: Number(pid) };
  const version = VERSION.exec(text)?.[1];
  if (version !== undefined) return { kind: 'version', text: version };
  const frame = FRAME.exec(text)?.[1];
  if (frame !== undefined) return { kind: 'frame', text: frame };
  return KNOWN.some((pattern) => pattern.test(text)) ? { kind: 'known' } : null;
}

/** "OpenJDK Runtime Environment (8.0_262-b10) (build 1.8.0_262-b10)" → "1.8.0_262-b10". */
export function readBuild(version: string): string {
  return /\(build ([^()]{1,80})\)/.exec(version)?.[1] ?? version;
}

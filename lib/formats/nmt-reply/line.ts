import type { NmtReply } from '@/lib/model/nmt-diff';

// Whole lines, printed by HotSpot's nmtDCmd.cpp and memTracker.cpp (8 to 25), and by jcmd itself where the process is gone.
const REPLIES: readonly [text: RegExp, reply: NmtReply['reply']][] = [
  [/^Native memory tracking is not enabled$/, 'not-enabled'],
  [/^Detail tracking is not enabled$/, 'detail-not-enabled'],
  // 8 and 11: it was, until its table was full. The newest: it is, but there was no memory for it.
  [/^Tracking level has been downgraded due to lack of resources$/, 'detail-not-enabled'],
  [/^Detailed collection failed\. Falling back to summary output$/, 'detail-not-enabled'],
  [/^No (?:detail )?baseline for comparison$/, 'no-baseline'],
  [/^Baseline (?:succeeded|taken)$/, 'baseline-taken'],
  [/^Detail baseline collection failed\. Summary baseline taken$/, 'baseline-taken'],
  // "… has been shutdown", "… has been shutdown by user", "… has been turned off"
  [/^Native memory tracking has been (?:shut ?down|turned off)[\w ]{0,60}$/, 'shutdown'],
  // `shutdown` of 17 and later
  [/^This option is deprecated and will be ignored\.$/, 'other'],
  [/^Incorrect scale value: \S{0,40}$/, 'bad-scale'],
  [/^Native Memory Tracking Statistics:$/, 'statistics'],
  [/^(?:java\.io\.IOException: )?No such process$/, 'no-such-process'],
  [/^com\.sun\.tools\.attach\.AttachNotSupportedException: .{1,300}$/, 'other'],
  // A JDK that does not know the command at all: System.map before 22.
  [/^java\.lang\.IllegalArgumentException: Unknown diagnostic command$/, 'other'],
  // An option that this release does not have: "Unknown argument 'vsmap' in diagnostic command."
  [
    /^java\.lang\.IllegalArgumentException: (?:Unknown argument '.{1,100}' in diagnostic command\.?|Duplicates? .{1,100}|Invalid .{1,150})$/,
    'other',
  ],
  // The file or socket of the process does not answer: another user, another container, a process that hangs.
  [
    /^(?:\d{1,10}: |java\.io\.IOException: )?(?:Unable to open socket file\b.{0,300}|well-known file \S{1,200} is not secure: .{1,100}|Unable to (?:access|create) .{1,300})$/,
    'other',
  ],
  [/^Could not find any processes matching : '.{0,200}'$/, 'no-such-process'],
  [/^Baseline failed$|^No command to execute$|^At most one of the following option can be specified: summary, /, 'other'],
];

// `statistics`: how full the tracker's own tables are.
const STATISTICS = [
  /^State: (?:off|summary|detail|minimal)$/,
  /^Malloc allocation site table(?: size: \d{1,9}|:)$/,
  /^Tracking stack depth: \d{1,3}$/,
  /^(?:Total|Empty) entries(?: \([a-z ]{3,40}\))?: \d{1,12}(?: \([\d.,]{1,9}%\))?$/,
  /^(?:Hash|Call stack depth|Bucket chain length) distribution:$/,
  /^(?:unused|longest|median): {1,4}\d{1,9}$/,
  /^\d{1,9} buckets are empty\.?$/,
  /^(?:\d{1,9}|most) {1,8}entr(?:y|ies): \d{1,9}\.?$/,
  /^\d{1,3}: \d{1,12}$/,
  /^Preinit state:$/,
  /^entries: \d{1,9} \(primary: .{1,120}$/,
  /^pre-init mallocs: .{1,120}$/,
  /^MallocLimit: .{1,120}$/,
];
// "	at jdk.attach/sun.tools.attach.VirtualMachineImpl.sendQuitTo(Native Method)"
const STACK = /^at (?:jdk\.\w{1,20}\/)?(?:com\.)?sun\.tools\.[\w.$<>]{1,200}\(.{0,200}\)$/;
const PID = /^(\d{1,10}):$/;
// "Trim native heap: RSS+Swap: 952M->951M (-1072K)", trimCHeapDCmd.cpp of 18 and later; the change is the finer figure.
const TRIM = /^Trim native heap: RSS\+Swap: (\d{1,15})([BKMG])-(?:>|&gt;)(\d{1,15})([BKMG])(?: \(([+-]\d{1,15})([BKMG])\))?$/;
const UNITS: Readonly<Record<string, number>> = { B: 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
// Every line of every document is asked: nearly all are rejected by their beginning.
const BEGINNING =
  /^\s*(?:Native |Trim |Detail|Tracking |No |Baseline|Incorrect |java\.|com\.sun\.|At most|State:|Malloc|Total |Empty |Hash |Call |\d{1,10}(?: |:)|most |Preinit|This option|Bucket |unused:|longest:|median:|Unable to|well-known|Could not|entries:|pre-init|at )/;
const LONGEST = 400;

export type ReplyLine =
  | { kind: 'blank' | 'unknown' }
  | { kind: 'pid'; pid: number }
  | { kind: 'reply'; reply: NmtReply['reply']; text: string }
  | { kind: 'trim'; beforeBytes: number; afterBytes: number }
  /** What follows a reply and holds no memory: tuning figures, a stack trace of jcmd. */
  | { kind: 'rest' };

/** Reads one cleaned line of jcmd's short answers. */
export function readReplyLine(raw: string): ReplyLine {
  if (raw.length > 4 * LONGEST) return { kind: 'unknown' };
  if (!BEGINNING.test(raw)) return { kind: raw.trim() === '' ? 'blank' : 'unknown' };
  const text = raw.trim();
  if (text.length > LONGEST) return { kind: 'unknown' };
  const [, pid] = PID.exec(text) ?? [];
  if (pid !== undefined) return { kind: 'pid', pid: Number(pid) };
  const trim = TRIM.exec(text);
  if (trim) {
    const bytes = (amount: string | undefined, unit: string | undefined) => Number(amount ?? 0) * (UNITS[unit ?? 'B'] ?? 1);
    const beforeBytes = bytes(trim[1], trim[2]);
    return {
      kind: 'trim',
      beforeBytes,
      afterBytes: trim[5] ? Math.max(0, beforeBytes + bytes(trim[5], trim[6])) : bytes(trim[3], trim[4]),
    };
  }
  for (const [pattern, reply] of REPLIES) if (pattern.test(text)) return { kind: 'reply', reply, text };
  return STACK.test(text) || STATISTICS.some((pattern) => pattern.test(text)) ? { kind: 'rest' } : { kind: 'unknown' };
}

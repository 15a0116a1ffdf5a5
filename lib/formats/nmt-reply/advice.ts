import type { NmtReply } from '@/lib/model/nmt-diff';

/** What an answer means, and what to do about it: said where the answer is listed among the artifacts. */
export const ADVICE: Readonly<Record<NmtReply['reply'], string>> = {
  'not-enabled': 'NMT is off in this JVM, and cannot be switched on later: start it with -XX:NativeMemoryTracking=detail',
  'detail-not-enabled': 'NMT counts by category only: for ranges and call sites start the JVM with -XX:NativeMemoryTracking=detail',
  'no-baseline': 'there is nothing to compare with yet: run jcmd PID VM.native_memory baseline, and summary.diff or detail.diff later',
  'baseline-taken': 'the counters of this moment are remembered: jcmd PID VM.native_memory summary.diff will tell what has grown since',
  shutdown: 'NMT was switched off while the JVM ran: only a restart with -XX:NativeMemoryTracking=detail brings it back',
  'bad-scale': 'jcmd does not know this scale: take KB, MB or GB, or 1 for bytes',
  statistics: 'these are figures about the tracker itself: jcmd PID VM.native_memory summary tells of memory',
  'no-such-process': 'there is no process of this number: inside a container it has another one, jcmd -l lists them',
  other: 'jcmd answered without data',
};

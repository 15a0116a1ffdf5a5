/** One line of /proc/PID/status, its key as printed and its value trimmed. */
export interface StatusLine {
  /** From "/proc/7/status:" that grep writes before lines of several files; "self" has no number. */
  pathPid: number | null;
  /** Whether grep wrote a path. */
  path: string | null;
  key: string;
  value: string;
}

// VmRSS:	  150940 kB
// /proc/10616/status:VmRSS:	  150940 kB       grep, asked about several files
// path                key    value
const LINE = /^[\s>|]*((?:\/host)?\/proc\/(\d{1,10}|self|thread-self)\/(?:task\/\d{1,10}\/)?status:)?([A-Za-z]\w{1,40}):(?:\s(.*))?$/s;

/** What kernels print besides memory (fs/proc/array.c and what it calls), up to Linux 6.x, with those of OpenVZ and 2.6. */
const OTHER_KEYS: ReadonlySet<string> = new Set(
  (
    'Name Umask State Tgid Ngid Pid PPid TracerPid Uid Gid FDSize Groups NStgid NSpid NSpgid NSsid Kthread CoreDumping THP_enabled untag_mask ' +
    'Threads SigQ SigPnd ShdPnd SigBlk SigIgn SigCgt CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs Seccomp Seccomp_filters ' +
    'Speculation_Store_Bypass SpeculationIndirectBranch Cpus_allowed Cpus_allowed_list Mems_allowed Mems_allowed_list ' +
    'voluntary_ctxt_switches nonvoluntary_ctxt_switches x86_Thread_features x86_Thread_features_locked ' +
    'Speculation_Indirect_Branch Cpus_active_mm SleepAVG Utrace StaBrk Brk StaStk envID VPid FNid StopState TaskUB MMUB'
  ).split(' '),
);

// Some_future_key:	12        the kernel writes a TAB behind the colon; prose does not
const NEW_KEY = /^[\s>|]*(?:(?:\/host)?\/proc\/[\w/-]{1,40}status:)?[A-Za-z]\w{1,40}:\t/;

const MEMORY_KEY = /^(?:Vm(?:Peak|Size|Lck|Pin|HWM|RSS|Data|Stk|Exe|Lib|PTE|PMD|Swap)|Rss(?:Anon|File|Shmem)|HugetlbPages)$/;

export const isMemoryKey = (key: string): boolean => MEMORY_KEY.test(key);

/** A line whose key status prints; null for any other ("Name: [anon:libc_malloc]" is of smaps). */
export function readStatusLine(text: string): StatusLine | null {
  const match = LINE.exec(text);
  const key = match?.[3] ?? '';
  if (!match || !(MEMORY_KEY.test(key) || OTHER_KEYS.has(key) || NEW_KEY.test(text))) return null;
  const value = match[4]?.trim() ?? '';
  if (key === 'Name' && /^[[/]/.test(value)) return null;
  return { pathPid: /^\d/.test(match[2] ?? '') ? Number(match[2]) : null, path: match[1] ?? null, key, value };
}

/** "150940 kB" → 150940; null for anything else, also for a number that lost its unit. */
export function readKb(value: string): number | null {
  const match = /^(\d{1,16})\s{1,40}kB$/.exec(value);
  return match ? Number(match[1]) : null;
}

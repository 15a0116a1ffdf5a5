import { GIB, KIB, MIB } from '@/lib/base/bytes';

// "Process Memory:" of crash logs and VM.info on Linux: os_linux.cpp, os::Linux::print_process_memory_info.

/** `C-Heap outstanding allocations: 911724K, retained: 2139K (may have wrapped)`: mallinfo of glibc. */
const C_HEAP = /^C-Heap outstanding allocations: (\d{1,15})K, retained: (\d{1,15})K(.{0,40})$/;
const VIRTUAL = /^Virtual Size: (\d{1,15})K(?: \(peak: (\d{1,15})K\))?$/;
const RESIDENT =
  /^Resident Set Size: (\d{1,15})K(?: \(peak: (\d{1,15})K\))?(?: \(anon: (\d{1,15})K, file: (\d{1,15})K, shmem: (\d{1,15})K\))?$/;
const SWAPPED = /^Swapped out: (\d{1,15})K(?:\b.{0,60})?$/;
const WORDS = /^(?:Process Memory:|glibc malloc tunables: .{1,400}|Process memory: .{1,200})$/;

// Every line of every document is asked.
const BEGINNING = /^\s*(?:C-Heap |Virtual Size|Resident Set|Swapped out|Process |glibc malloc)/;

export type MemoryLine =
  | { kind: 'c-heap'; outstandingBytes: number; retainedBytes: number; mayHaveWrapped: boolean }
  /** Amounts by the keys of /proc/PID/status, from which HotSpot takes them. */
  | { kind: 'amounts'; amounts: Record<string, number> }
  | { kind: 'words' };

/** Reads a line of the part "Process Memory:"; null for any other line. */
export function readMemoryLine(raw: string): MemoryLine | null {
  if (raw.length > 1000 || !BEGINNING.test(raw)) return null;
  const text = raw.trim();
  const heap = C_HEAP.exec(text);
  if (heap) {
    const [, outstanding, retained, rest = ''] = heap;
    return {
      kind: 'c-heap',
      outstandingBytes: Number(outstanding) * KIB,
      retainedBytes: Number(retained) * KIB,
      mayHaveWrapped: rest.includes('may have wrapped'),
    };
  }
  const amounts = readKeys(text);
  if (amounts) return { kind: 'amounts', amounts };
  return WORDS.test(text) ? { kind: 'words' } : null;
}

function readKeys(text: string): Record<string, number> | null {
  const virtual = VIRTUAL.exec(text);
  if (virtual) return named(['VmSize', 'VmPeak'], virtual);
  const resident = RESIDENT.exec(text);
  if (resident) return named(['VmRSS', 'VmHWM', 'RssAnon', 'RssFile', 'RssShmem'], resident);
  const swapped = SWAPPED.exec(text);
  return swapped && named(['VmSwap'], swapped);
}

const named = (keys: readonly string[], match: RegExpExecArray): Record<string, number> =>
  Object.fromEntries(keys.flatMap((key, i) => (match[i + 1] === undefined ? [] : [[key, Number(match[i + 1]) * KIB]])));

/** Of "container (cgroup) information:"; bytes null: no limit. */
export type ContainerLine =
  | { kind: 'version'; version: 1 | 2 }
  | { kind: 'limit'; bytes: number | null }
  | { kind: 'usage'; bytes: number }
  | { kind: 'known' };

// memory_limit_in_bytes: unlimited | -1 | 524288 k | 536870912 | not supported
// memory_limit: 512M
const CONTAINER = /^(container_type|memory_limit|memory_usage)(?:_in_bytes)?: (.{1,60})$/;
const AMOUNT = /^(\d{1,18})(?: ?([kKMG])B?)?$/;
const UNITS: Readonly<Record<string, number>> = { k: KIB, K: KIB, M: MIB, G: GIB };

/** Reads a line of the part "container (cgroup) information:"; null where it does not look like one. */
export function readContainerLine(raw: string): ContainerLine | null {
  if (raw.length > 200) return null;
  const text = raw.trim();
  const [, key, value = ''] = CONTAINER.exec(text) ?? [];
  if (key === 'container_type') {
    return value === 'cgroupv1' || value === 'cgroupv2' ? { kind: 'version', version: value === 'cgroupv1' ? 1 : 2 } : { kind: 'known' };
  }
  const [, digits, unit] = AMOUNT.exec(value) ?? [];
  const bytes = digits === undefined ? null : Number(digits) * (UNITS[unit ?? ''] ?? 1);
  const safe = bytes !== null && Number.isSafeInteger(bytes) ? bytes : null;
  if (key === 'memory_limit') {
    if (safe !== null) return { kind: 'limit', bytes: safe };
    return value === 'unlimited' || value === '-1' ? { kind: 'limit', bytes: null } : { kind: 'known' };
  }
  if (key === 'memory_usage' && safe !== null) return { kind: 'usage', bytes: safe };
  return /^[a-z_ ]{3,60}: .{1,80}$/.test(text) ? { kind: 'known' } : null;
}

import { type Address, parseAddress } from '@/lib/base/address';
import { EXACT_DIGITS, readDecimal, skipBlanks, skipDigits } from '@/lib/base/scan';
import { readUndashed } from '@/lib/base/typeset-dashes';

export interface BlockHead {
  start: Address;
  end: Address;
  mode: string;
  name: string;
}

// e0000000-f7a00000 rw-p 00000000 00:00 0
// 7f65874c0000-7f65874c1000 r--p 00002000 00:1b 1010411                    /usr/lib/x86_64-linux-gnu/zsh/5.9/zsh/terminfo.so
// start        end          mode offset   dev   inode                      name
const HEAD =
  /^[\s>|]*([0-9a-fA-F]{1,16})-([0-9a-fA-F]{1,16})\s+([r-][w-][x-][ps])\s+[0-9a-fA-F]{1,16}\s+[0-9a-fA-F]{1,8}:[0-9a-fA-F]{1,8}\s+\d{1,20}(?:\s+(.*))?$/s;

/** The first line of a block, which is a line of /proc/PID/maps; null for any other. */
export function readHead(text: string): BlockHead | null {
  return matchHead(text) ?? (RANGE.test(text) ? readUndashed(text, matchHead) : null);
}

// Where dashes in a row became long ones: "r–p", "—p".
const RANGE = /^[\s>|]*[0-9a-fA-F]{1,16}-[0-9a-fA-F]{1,16}\s/;

function matchHead(text: string): BlockHead | null {
  const match = HEAD.exec(text);
  if (!match) return null;
  const [, start = '', end = '', mode = '', name] = match;
  return { start: parseAddress(start), end: parseAddress(end), mode, name: name?.trim() ?? '' };
}

/** smaps_rollup has one block of sums under this name; it tells nothing about single mappings. */
export const isRollup = (head: BlockHead): boolean => head.name === '[rollup]';

export type KeyLine =
  /** A size of the mapping in KB, or a plain number (`kb` is then the number): THPeligible, ProtectionKey. */
  | { key: string; kb: number }
  | { key: 'VmFlags'; flags: string[] }
  /** "Name:           [anon:libc_malloc]": Android kernels before 5.18. */
  | { key: 'Name'; name: string };

// Rss:                2644 kB
// THPeligible:           0
const KEY = /^[\s>|]*([A-Z][A-Za-z_]{1,40}):\s+(\d{1,16})(\s+kB)?\s*$/;
const VM_FLAGS = /^[\s>|]*VmFlags:(?:\s(.*))?$/s;
const NAME = /^[\s>|]*Name:\s+([[/].*)$/s;

/** Keys that the kernel prints without a unit (fs/proc/task_mmu.c). */
export const WITHOUT_UNIT: ReadonlySet<string> = new Set(['THPeligible', 'ProtectionKey']);

/** One "Key: value" line under a head; null for any other line, also for a value that lost its unit ("Rss:   26"). */
export function readKey(text: string): KeyLine | null {
  return scanSize(text) ?? matchKey(text);
}

const UNIT = ' kB';

/** A size under one of the kernel's names, as it is printed: 20 of the 23 lines of a block. */
function scanSize(text: string): KeyLine | null {
  const colon = text.indexOf(':');
  const key = KNOWN_KEYS.get(text.slice(0, colon));
  if (key === undefined) return null;
  const from = skipBlanks(text, colon + 1);
  const to = skipDigits(text, from);
  const isWhole = from > colon + 1 && to > from && to - from <= EXACT_DIGITS && to + UNIT.length === text.length && text.endsWith(UNIT);
  return isWhole ? { key, kb: readDecimal(text, from, to) } : null;
}

/** "AnotherFlag:           1": a number that kernels to come print without a unit, padded as they pad all of them. */
const isNewFlag = (key: string, text: string): boolean => !KNOWN_KEYS.has(key) && maybeNewKey(key) && /^[^:]{5,40}: {4}/.test(text);

function matchKey(text: string): KeyLine | null {
  const match = KEY.exec(text);
  if (match) {
    const [, key = '', value, unit] = match;
    if (unit === undefined && !WITHOUT_UNIT.has(key) && !isNewFlag(key, text)) return null;
    return { key, kb: Number(value) };
  }
  const flags = VM_FLAGS.exec(text);
  if (flags) {
    const words = (flags[1] ?? '').split(/\s+/).filter((word) => word !== '');
    // "??" stands for a flag that the kernel has no letters for.
    return words.every((word) => /^(?:[a-z0-9]{2}|\?\?)$/.test(word)) ? { key: 'VmFlags', flags: words } : null;
  }
  const name = NAME.exec(text)?.[1];
  return name === undefined ? null : { key: 'Name', name: name.trim() };
}

/** Keys whose value reaches a fact (Size is checked against the address range). */
export const USED_KEYS: ReadonlySet<string> = new Set([
  'Size',
  'Rss',
  'Pss',
  'Shared_Dirty',
  'Private_Dirty',
  'Anonymous',
  'AnonHugePages',
  'Swap',
  'VmFlags',
  'Name',
]);

/** Keys of smaps up to Linux 6.x and Android whose value no view needs. */
export const UNUSED_KEYS: ReadonlySet<string> = new Set([
  'KernelPageSize',
  'MMUPageSize',
  'Pss_Dirty',
  'Pss_Anon',
  'Pss_File',
  'Pss_Shmem',
  'Shared_Clean',
  'Private_Clean',
  'Referenced',
  'KSM',
  'LazyFree',
  'ShmemPmdMapped',
  'FilePmdMapped',
  'Shared_Hugetlb',
  'Private_Hugetlb',
  'SwapPss',
  'Locked',
  'THPeligible',
  'ProtectionKey',
  'Nonlinear',
]);

/** Each under itself: one copy of every name. */
const KNOWN_KEYS: ReadonlyMap<string, string> = new Map([...USED_KEYS, ...UNUSED_KEYS].map((key) => [key, key]));

/** Keys that neither status, meminfo nor smaps_rollup print: one of them makes a line ours ("Rss" and "Pss" are in smaps_rollup too). */
export const TELLING_KEYS: ReadonlySet<string> = new Set([
  'Size',
  'KernelPageSize',
  'MMUPageSize',
  'Rss',
  'Pss',
  'THPeligible',
  'ProtectionKey',
  'VmFlags',
]);

const sizeLine = (keys: readonly string[]) => new RegExp(`^(?:${keys.join('|')}): {1,40}\\d{1,16} kB$`);
/** "Rss:                2644 kB": what is told of nearly all lines without reading them. */
export const TELLING_SIZE = sizeLine([...TELLING_KEYS]);
export const OTHER_SIZE = sizeLine([...USED_KEYS, ...UNUSED_KEYS].filter((key) => !TELLING_KEYS.has(key)));

/** Keys of /proc/PID/status and /proc/meminfo ("VmRSS", "RssAnon", "HugetlbPages", "MemTotal"), which may follow in a paste. */
const FOREIGN =
  /^(?:Vm(?!Flags)|Rss.|Hugetlb|Hugepage|HugePages|Mem|Swap(?!Pss$).|Direct|Commit|Active|Inactive|Cached|Buffers|Dirty|Mapped|Shmem$|Slab)/;

/** A key of a later kernel: not in our lists, but of the same shape and of no other file that we know. */
export const maybeNewKey = (key: string): boolean => !FOREIGN.test(key);

/** The columns of a listing, by its heads. */
export interface Columns {
  /** Which of the five leading columns are there, in their order; Address always is. */
  leading: ('Address' | 'Perm' | 'Offset' | 'Device' | 'Inode')[];
  /** The kernel's own words, never translated: Size, Rss, Pss, … One number each. */
  keys: string[];
  vmFlags: boolean;
  mapping: boolean;
}

/** Which pmap prints such heads: -X, -XX (everything), or -c/-C/-f with a choice of columns. */
export type ListingKind = 'x' | 'xx' | 'choice';

/** The five of them, translated into up to nine words: "주  소 권  한 오프셋 장  치 I-노드". */
const MOST_LEADING = 9;
const LEADING = ['Address', 'Perm', 'Offset', 'Device', 'Inode'] as const;

// The keys of smaps up to Linux 6.x, all of which may be columns. Keys to come have the same shape.
const KEYS: ReadonlySet<string> = new Set(
  (
    'Size KernelPageSize MMUPageSize Rss Pss Pss_Dirty Pss_Anon Pss_File Pss_Shmem Shared_Clean Shared_Dirty Private_Clean Private_Dirty ' +
    'Referenced Anonymous KSM LazyFree AnonHugePages ShmemHugePages ShmemPmdMapped FilePmdMapped Shared_Hugetlb Private_Hugetlb Swap SwapPss ' +
    'Locked THPeligible ProtectionKey Nonlinear'
  ).split(' '),
);

/** What -X leaves out as unimportant (src/pmap.c, is_unimportant). */
const UNIMPORTANT: ReadonlySet<string> = new Set(
  'AnonHugePages KernelPageSize MMUPageSize Shared_Dirty Private_Dirty Shared_Clean Private_Clean VmFlags'.split(' '),
);

/**
 *          Address Perm   Offset Device   Inode    Size    Rss    Pss Pss_Dirty Referenced … THPeligible Mapping
 * Heads of -X, -XX and chosen columns: words without digits, at least two of them the kernel's. Address, Perm, Offset, Device, Inode
 * and Mapping are translated, the others never.
 */
export function readColumns(text: string): Columns | null {
  // All formats are asked about all lines: most are told by this.
  if (text.length > 2000 || !/Size|Rss|Pss|_Dirty|_Clean|Referenced|Anonymous|Swap|Locked|Hugetlb/.test(text) || /\d/.test(text))
    return null;
  const words = text.trim().split(/\s+/);
  if (words.length < 3 || words.length > 60 || !words.every((word) => /^[\p{L}\p{M}_.-]{1,40}$/u.test(word))) return null;
  const first = words.findIndex((word) => KEYS.has(word));
  const last = words.findLastIndex((word) => KEYS.has(word) || word === 'VmFlags');
  // Where heads before are split, Mapping may be, too.
  if (first < 1 || first > MOST_LEADING || words.length - last > (first > LEADING.length ? 3 : 2)) return null;
  const inner = words.slice(first, last + 1);
  const vmFlags = inner.at(-1) === 'VmFlags';
  const keys = vmFlags ? inner.slice(0, -1) : inner;
  const known = keys.filter((word) => KEYS.has(word)).length;
  if (!keys.every((word) => /^[A-Z][A-Za-z_]+$/.test(word)) || known < Math.max(1, Math.ceil(keys.length / 2)) || inner.length + first < 3)
    return null;
  return { leading: nameLeading(words.slice(0, first)), keys, vmFlags, mapping: words.length - 1 > last };
}

/** Five are all; fewer are told by their English names, and translated ones by their place. */
function nameLeading(words: readonly string[]): Columns['leading'] {
  if (words.length >= LEADING.length) return [...LEADING];
  const named = LEADING.filter((name, i) => i === 0 || words.includes(name));
  return named.length === words.length ? named : LEADING.slice(0, words.length);
}

export function kindOf({ leading, keys, vmFlags, mapping }: Columns): ListingKind {
  const whole = leading.length === LEADING.length && mapping && ['Size', 'Rss', 'Pss'].every((key) => keys.includes(key));
  if (!whole) return 'choice';
  if (!vmFlags && !keys.some((key) => UNIMPORTANT.has(key))) return 'x';
  return vmFlags && keys.includes('KernelPageSize') && keys.includes('Private_Dirty') ? 'xx' : 'choice';
}

//                                               4539132 2611084 2607738   2587864 … KB
const TOTALS = /^\s*(?:\d{1,16}\s+){1,60}KB\s*$/;
/** The sums at the end, one for each key; null for any other line. */
export function readSums(text: string): number[] | null {
  if (text.length > 2000 || !TOTALS.test(text)) return null;
  return text.trim().split(/\s+/).slice(0, -1).map(Number);
}

//                                               ======= ======= =======
export const isSumsRuler = (text: string): boolean => text.length <= 2000 && /^\s*={3,}(?:\s+={3,})*\s*$/.test(text);

/** What a file of the memory controller holds. */
export interface CgroupFile {
  version: 1 | 2;
  /** current, limit: one number of bytes. count: one number. entries: "key N" lines. other: known, and of no use here. */
  holds: 'current' | 'limit' | 'count' | 'stat' | 'events' | 'other';
}

const FILES: Record<string, CgroupFile> = {
  current: { version: 2, holds: 'current' },
  max: { version: 2, holds: 'limit' },
  events: { version: 2, holds: 'events' },
  usage_in_bytes: { version: 1, holds: 'current' },
  limit_in_bytes: { version: 1, holds: 'limit' },
  oom_control: { version: 1, holds: 'events' },
  failcnt: { version: 1, holds: 'count' },
};
const OTHERS: Record<1 | 2, string> = {
  2: 'high low min peak oom.group reclaim pressure events.local swap.current swap.max swap.high swap.peak swap.events zswap.current zswap.max zswap.writeback',
  1:
    'max_usage_in_bytes soft_limit_in_bytes swappiness move_charge_at_immigrate use_hierarchy force_empty pressure_level memsw.usage_in_bytes ' +
    'memsw.limit_in_bytes memsw.max_usage_in_bytes memsw.failcnt kmem.usage_in_bytes kmem.limit_in_bytes kmem.max_usage_in_bytes kmem.failcnt ' +
    'kmem.slabinfo kmem.tcp.usage_in_bytes kmem.tcp.limit_in_bytes kmem.tcp.max_usage_in_bytes kmem.tcp.failcnt',
};
for (const version of [1, 2] as const) for (const name of OTHERS[version].split(' ')) FILES[name] = { version, holds: 'other' };

/** "current", "limit_in_bytes", … : the name behind "memory."; null for any other. memory.stat and numa_stat are of both versions. */
export function findFile(name: string): (Omit<CgroupFile, 'version'> & { version: 1 | 2 | null }) | null {
  if (name === 'stat') return { version: null, holds: 'stat' };
  if (name === 'numa_stat') return { version: null, holds: 'other' };
  return Object.hasOwn(FILES, name) ? (FILES[name] ?? null) : null;
}

/** Keys of memory.stat in bytes that only one version prints, and neither vmstat nor meminfo. */
const BYTES_2 = new Set(
  (
    'kernel_stack pagetables sec_pagetables percpu vmalloc zswap zswapped file_mapped file_dirty file_writeback anon_thp file_thp shmem_thp ' +
    'slab_reclaimable slab_unreclaimable hugetlb'
  ).split(' '),
);
const BYTES_1 = new Set('rss_huge mapped_file hierarchical_memory_limit hierarchical_memsw_limit'.split(' '));
/** Of both versions, and telling. */
const BYTES_BOTH = new Set('inactive_anon active_anon inactive_file active_file unevictable'.split(' '));
/** Words that others print before a number, too. */
const COMMON_2 = new Set('anon file kernel sock slab balloon'.split(' '));
const COMMON_1 = new Set('cache rss dirty writeback'.split(' '));
const COMMON_BOTH = new Set('shmem swap swapcached'.split(' '));
/** Numbers of pages and events: no bytes. The same words stand in /proc/vmstat. */
const COUNT = /^(?:total_)?(?:pg|thp_|workingset_|numa_|swpin|swpout|zswpin|zswpout|zswpwb|swap_ra)\w*$/;
/** memory.events and memory.oom_control. */
const EVENTS = new Set('low high max oom oom_kill oom_group_kill sock_throttled oom_kill_disable under_oom'.split(' '));
const TELLING_EVENTS = new Set('oom_kill oom_group_kill oom_kill_disable under_oom'.split(' '));

export interface KnownKey {
  of: 'stat' | 'events' | 'count';
  version: 1 | 2 | null;
  /** Nobody else prints it before a number. */
  telling: boolean;
}

/** What "inactive_file 8192" counts; null for a word that memory.stat and memory.events do not print. */
export function findKey(key: string): KnownKey | null {
  if (EVENTS.has(key))
    return { of: 'events', version: /^(?:oom_kill_disable|under_oom)$/.test(key) ? 1 : null, telling: TELLING_EVENTS.has(key) };
  if (BYTES_2.has(key)) return { of: 'stat', version: 2, telling: true };
  if (BYTES_1.has(key)) return { of: 'stat', version: 1, telling: true };
  if (BYTES_BOTH.has(key)) return { of: 'stat', version: null, telling: true };
  if (COMMON_2.has(key)) return { of: 'stat', version: 2, telling: false };
  if (COMMON_1.has(key)) return { of: 'stat', version: 1, telling: false };
  if (COMMON_BOTH.has(key)) return { of: 'stat', version: null, telling: false };
  if (COUNT.test(key)) return { of: 'count', version: null, telling: false };
  const total = key.startsWith('total_') ? findKey(key.slice('total_'.length)) : null;
  return total?.of === 'stat' && total.version !== 2 ? { of: 'stat', version: 1, telling: true } : null;
}

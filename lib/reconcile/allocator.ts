import type { Reconciliation } from '@/lib/model/ledger';
import type { Mapping } from '@/lib/model/memory-map';

export type Allocator = NonNullable<Reconciliation['allocator']>;

// libjemalloc.so.2, libtcmalloc_minimal.so.4, libmimalloc.so.2.0, ld-musl-x86_64.so.1, libc.musl-x86_64.so.1; the path
// is printed by smaps, the base name by pmap -x.
const LIBRARIES: [Allocator, RegExp][] = [
  ['jemalloc', /(^|\/)libjemalloc[^/]*\.so/],
  ['tcmalloc', /(^|\/)libtcmalloc[^/]*\.so/],
  ['mimalloc', /(^|\/)libmimalloc[^/]*\.so/],
  ['musl', /(^|\/)(ld-musl-|libc\.musl-)[^/]*\.so/],
];

/** The allocator that replaces glibc's, told by its library; null is glibc, or a listing without libraries. */
export function findAllocator(rows: readonly Mapping[]): Allocator | null {
  for (const [allocator, pattern] of LIBRARIES) if (rows.some((row) => pattern.test(row.name))) return allocator;
  return null;
}

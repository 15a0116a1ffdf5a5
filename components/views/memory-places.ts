import type { MemoryNode } from '@/lib/model/memory-tree';
import type { RegionKind } from '@/lib/model/region';

/** Where malloc puts things. `anonymous`: unnamed memory outside NMT may hold large blocks of it. */
export const MALLOC_KINDS: ReadonlySet<RegionKind> = new Set([
  'glibc-arena-heap',
  'brk-heap',
  'malloc-mmapped',
  'jemalloc',
  'tcmalloc',
  'mimalloc',
  'anonymous',
]);
export const HEAP_KINDS: ReadonlySet<RegionKind> = new Set(['java-heap', 'zgc-heap-view']);
export const FILE_KINDS: ReadonlySet<RegionKind> = new Set(['library', 'jar', 'mapped-file', 'cds-archive']);

/** NMT category of a kind, where the tile does not carry it. */
export const CATEGORY_OF: Partial<Record<RegionKind, string>> = {
  'java-heap': 'Java Heap',
  'zgc-heap-view': 'Java Heap',
  gc: 'GC',
  metaspace: 'Metaspace',
  'class-space': 'Class',
  'code-cache': 'Code',
  'cds-archive': 'Shared class space',
  'thread-stack': 'Thread Stack',
};

/** Calls back for every tile of the tree. */
export function forEachLeaf(node: MemoryNode, visit: (leaf: MemoryNode) => void): void {
  if (node.children.length === 0) visit(node);
  else for (const child of node.children) forEachLeaf(child, visit);
}

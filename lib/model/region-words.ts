import type { Grade, Owner, RegionKind } from './region';

/** Kinds of regions as people read, search and sort them. */
export const KIND_WORDS: Record<RegionKind, string> = {
  'glibc-arena-heap': 'glibc arena heap',
  'brk-heap': 'brk heap',
  'malloc-mmapped': 'malloc, own mapping',
  'thread-stack': 'thread stack',
  'java-heap': 'Java heap',
  gc: 'GC structure',
  metaspace: 'metaspace',
  'class-space': 'class space',
  'code-cache': 'code cache',
  'cds-archive': 'CDS archive',
  library: 'library',
  jar: 'jar',
  'mapped-file': 'mapped file',
  'shared-memory': 'shared memory',
  'zgc-heap-view': 'ZGC heap view',
  jemalloc: 'jemalloc',
  tcmalloc: 'tcmalloc',
  mimalloc: 'mimalloc',
  kernel: 'kernel',
  guard: 'guard pages',
  anonymous: 'other anonymous',
  'nmt-other': 'other JVM memory',
};

/** Owners as people read them. */
export const OWNER_WORDS: Record<Owner, string> = {
  nmt: 'JVM (NMT)',
  file: 'file',
  shared: 'shared memory',
  kernel: 'kernel',
  stack: 'thread stack',
  unmatched: 'unmatched',
};

/** From sure to unsure: the order in which grades sort. */
export const GRADES: readonly Grade[] = ['proven', 'consistent', 'guess'];

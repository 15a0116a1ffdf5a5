import type { Mapping } from '@/lib/model/memory-map';
import type { RegionKind } from '@/lib/model/region';

/** What a row's own name says, before anything is asked of its neighbours. */
export interface NamedBacking {
  bucket: 'file-library' | 'file-jar' | 'file-mapped' | 'shared-memory' | 'kernel' | 'stack-untracked';
  kind: RegionKind;
  reason: string;
}

// [vdso] [vvar] [vvar_vclock] [vsyscall] [uprobes] [sigpage] [vectors]: pages the kernel maps into every process.
const KERNEL = /^\[(vdso|vvar|vvar_vclock|vsyscall|uprobes|sigpage|vectors)\]$/;
// smaps writes [stack], pmap [ stack ]; kernels 3.x also [stack:4711].
const STACK = /^\[\s*stack(:\d+)?\s*\]$/;
// /dev/shm/x, /SYSV00000000 (deleted), /dev/zero (deleted), memfd:name, [ shmid=0x1 ], [anon_shmem:name]; pmap -x prints base names only.
const SHARED = /^(\/dev\/shm\/|\/?SYSV[0-9a-fA-F]{8}\b|\/dev\/zero\b|zero \(deleted\)|\/?memfd:|\[\s*shmid=|\[anon_shmem)/;
const ZGC_HEAP = /^\/?(memfd:)?java_heap\b/;
const DELETED = / \(deleted\)$/;
// libjvm.so, libz.so.1.2.13, ld-2.17.so
const LIBRARY = /\.so(\.[0-9][0-9.]*)?$/;
const ARCHIVE = /\.(jar|war|ear|zip|jmod)$/;

// A [stack:TID] row on old kernels may be any mapping that a thread's stack pointer once pointed into; a 6.6 GB one was seen.
const LARGEST_STACK = 64 * 1024 * 1024;

/** Names of files that have an executable row: programs and libraries whatever they are called. */
export function executableNames(pieces: readonly { row: Mapping }[]): Set<string> {
  const names = new Set<string>();
  for (const { row } of pieces) if (row.name !== '' && row.mode.includes('x') && !row.name.startsWith('[')) names.add(row.name);
  return names;
}

/** `nameBacking`, asked once for each name: a library has five rows, a process a thousand libraries. */
export function createBackingNames(executables: ReadonlySet<string>): (row: Mapping) => NamedBacking | null {
  const known = new Map<string, NamedBacking | null>();
  return (row) => {
    // (What has no name is told by its mode, a stack by its size.)
    if (row.name === '' || row.name.startsWith('[')) return nameBacking(row, executables);
    const before = known.get(row.name);
    if (before !== undefined) return before;
    const backing = nameBacking(row, executables);
    known.set(row.name, backing);
    return backing;
  };
}

const SHARED_ANONYMOUS: NamedBacking = { bucket: 'shared-memory', kind: 'shared-memory', reason: 'shared anonymous memory' };

/** Null for anonymous memory, named or not ("", "[heap]", "[anon:glibc]"). */
export function nameBacking(row: Mapping, executables: ReadonlySet<string>): NamedBacking | null {
  const { name } = row;
  if (name === '') return row.mode.endsWith('s') ? SHARED_ANONYMOUS : null;
  if (KERNEL.test(name)) return { bucket: 'kernel', kind: 'kernel', reason: `${name}: mapped by the kernel into every process` };
  if (STACK.test(name)) {
    if (row.sizeBytes > LARGEST_STACK && name.includes(':')) return null;
    return {
      bucket: 'stack-untracked',
      kind: 'thread-stack',
      reason: name.includes(':') ? 'named a stack by the kernel' : 'stack of the primordial thread',
    };
  }
  if (ZGC_HEAP.test(name)) return { bucket: 'shared-memory', kind: 'zgc-heap-view', reason: 'a view of the ZGC heap (memfd:java_heap)' };
  if (SHARED.test(name)) return { bucket: 'shared-memory', kind: 'shared-memory', reason: `shared memory: ${name}` };
  if (name.startsWith('[')) return null;
  const bare = name.replace(DELETED, '');
  if (LIBRARY.test(bare)) return { bucket: 'file-library', kind: 'library', reason: 'shared library' };
  if (ARCHIVE.test(bare)) return { bucket: 'file-jar', kind: 'jar', reason: 'Java archive, mapped for its directory' };
  if (bare.endsWith('.jsa')) return { bucket: 'file-mapped', kind: 'cds-archive', reason: 'class data sharing archive' };
  if (executables.has(name))
    return { bucket: 'file-library', kind: 'library', reason: 'program or library: another row of it is executable' };
  return { bucket: 'file-mapped', kind: 'mapped-file', reason: 'mapped file: page cache, reclaimable where clean' };
}

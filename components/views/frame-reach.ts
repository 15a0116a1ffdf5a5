import { isThreadEntry } from '@/lib/model/frame-type';
import type { FrameType } from '@/lib/model/profile';

/**
 * What memory the code of a frame takes when it takes some.
 * native: a library's own malloc, which NMT cannot see. direct: Unsafe and direct buffers, malloc that NMT counts under Other
 * (Internal before JDK 11). jvm: libjvm's malloc and mmap, counted by category. java: the Java heap. allocator: malloc itself;
 * its caller is the owner. passive: waits, copies, system calls, first functions of a thread: they keep nothing.
 */
export type Reach = 'native' | 'direct' | 'jvm' | 'java' | 'allocator' | 'passive' | 'kernel' | 'unknown';

/** malloc, malloc_hook (async-profiler), __libc_calloc, _int_malloc, je_malloc, operator new(unsigned long), sysmalloc, mmap64 */
const ALLOCATOR =
  /^(?:__libc_|__GI_{1,3}(?:libc_)?|_int_|__|je_|tc_|mi_)?(?:malloc|calloc|realloc|reallocarray|free|cfree|memalign|aligned_alloc|posix_memalign|valloc|pvalloc|mmap|mmap64|munmap|mremap|s?brk)(?:_hook)?(?:@.*)?$|^operator (?:new|delete)\b|^_Zn[wa]m|^_Zd[la]Pv|^(?:sysmalloc|systrim|malloc_consolidate|unlink_chunk|arena_get2|new_heap|grow_heap|shrink_heap|heap_trim|__default_morecore|__glibc_morecore|tcache_init)\b/;
/** Unsafe_AllocateMemory0 · jdk.internal.misc.Unsafe.allocateMemory · java/nio/DirectByteBuffer.<init> · java.nio.Bits.reserveMemory */
const DIRECT =
  /^Unsafe_(?:Rea|A)llocateMemory|(?:^|[./])Unsafe\.(?:re)?allocateMemory|(?:^|[./])Direct\w{0,9}Buffer\w{0,3}\.<init>|(?:^|[./])nio[./]Bits\.reserveMemory|(?:^|[./])ByteBuffer\.allocateDirect/;
/** __memmove_avx_unaligned_erms, strlen, epoll_wait, __GI___poll, pthread_cond_wait, __futex_abstimed_wait_common64, syscall */
const PASSIVE =
  /^_{0,2}(?:GI_{1,3})?(?:libc_)?(?:mem(?:cpy|move|set|cmp|chr)|str(?:n?cpy|n?cmp|len|r?chr|str)|epoll_p?wait\d?|p?poll|p?select|p?readv?(?:64)?|p?writev?(?:64)?|recv(?:from|m?msg)?|send(?:to|m?msg)?|accept4?|connect|shutdown|close|f(?:data)?sync|futex\w{0,40}|(?:clock_)?nanosleep|clock_gettime|gettimeofday|sched_yield|syscall|sem_\w{1,20}|sigwait\w{0,9}|madvise|mprotect|pthread_\w{1,60}|lll_\w{1,20})(?:[_@].*)?$|^\[vdso\]$/;

/** What a frame can take, by its name and type. Linear in the name. */
export function reachOf(name: string, type: FrameType): Reach {
  if (name.length <= 2_000 && DIRECT.test(name)) return 'direct';
  switch (type) {
    case 'java':
    case 'thread':
      return 'java';
    case 'vm':
      return 'jvm';
    case 'kernel':
      return 'kernel';
    case 'native':
      if (ALLOCATOR.test(name)) return 'allocator';
      return isThreadEntry(name) || PASSIVE.test(name) ? 'passive' : 'native';
    case 'unknown':
      return 'unknown';
  }
}

/** JDK natives that move bytes or ask the system; running in them says nothing about memory: sockets, files, System, checksums. */
const BYTE_MOVERS =
  /^Java_(?:java_(?:net|io|lang|nio|security)|sun_(?:nio|net|management|misc)|jdk_internal|java_util_(?:concurrent|zip_(?:CRC32|Adler32)))_/;

/** False for a JNI entry whose presence in a time profile is no reason to suspect it. */
export const isSuspectEntry = (name: string): boolean => !BYTE_MOVERS.test(name);

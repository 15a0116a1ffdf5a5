// What NMT books under its categories (hotspot's memTag.hpp, earlier allocation.hpp), in words for those who never read it.

const MEANINGS: Record<string, string> = {
  'Java Heap': 'The heap that -Xmx limits: Java objects. Committed is not resident; pages never touched cost nothing.',
  Thread: 'Stacks of Java and JVM threads, and what the JVM keeps of each.',
  Code: 'Compiled Java methods and the interpreter: the code cache.',
  GC: 'Tables the collector keeps beside the heap: card tables, remembered sets, mark bitmaps and queues.',
  GCCardSet: 'Remembered sets of G1: which parts of the heap point into a heap region.',
  Compiler: 'What the compilers C1 and C2 work with. It is given back after a compilation.',
  JVMCI: 'Memory of a compiler written in Java, such as Graal.',
  Symbol: 'Names of classes, methods and fields, and the table of interned strings.',
  'Native Memory Tracking': 'What NMT itself needs, most of it 8 to 18 bytes for every block of malloc.',
  'Shared class space': 'The archive of class data (CDS) that is mapped from a file.',
  'Arena Chunk': 'Free chunks of the JVM’s own arenas, waiting for the next compilation. Not glibc’s arenas.',
  Tracing: 'Flight Recorder and its buffers.',
  Logging: 'Unified logging (-Xlog).',
  Statistics: 'Counters of the JVM (jvmstat).',
  Arguments: 'Command-line flags as they were parsed.',
  Module: 'Tables of the module system.',
  Safepoint: 'The polling page that stops threads.',
  Synchronizer: 'Monitors of contended locks.',
  Synchronization: 'Locks and other primitives of the JVM itself.',
  'Object Monitors': 'Monitors of contended Java locks.',
  Serviceability: 'Tools that attach to the JVM: heap dumps, JVMTI agents, jcmd.',
  'String Deduplication': 'Tables of -XX:+UseStringDeduplication.',
  JNI: 'Handles and buffers given out through JNI.',
  Test: 'Memory of the JVM’s own tests; nothing in production.',
  Unknown: 'Memory that the JVM gave no category.',
  Metaspace: 'Class metadata outside the compressed class space: methods, constant pools.',
};

/** Plain words for a category as this JDK fills it; `jdkFamily` null: it is not known which. Unknown names get a sentence that says so. */
export function nmtMeaning(category: string, jdkFamily: number | null): string {
  if (category === 'Internal') {
    if (jdkFamily === null)
      return 'Buffers of the JVM with no category of their own; up to JDK 10 also direct byte buffers and Unsafe memory.';
    return jdkFamily < 11
      ? 'Direct byte buffers and all other Unsafe memory, and buffers of the JVM with no category of their own.'
      : 'Buffers of the JVM with no category of their own, such as arrays that JNI code holds. Direct byte buffers are in Other.';
  }
  if (category === 'Other') return 'Direct byte buffers and all other memory that Java code took through Unsafe (from JDK 11 on).';
  if (category === 'Class') {
    if (jdkFamily === null) return 'Class metadata; from JDK 16 on only the compressed class space.';
    return jdkFamily < 16
      ? 'Class metadata: metaspace and the compressed class space.'
      : 'The compressed class space and tables of classes.';
  }
  return MEANINGS[category] ?? 'A category that this build has no words for; the JVM named it.';
}

export const EXPLAINED_CATEGORIES = [...Object.keys(MEANINGS), 'Internal', 'Other', 'Class'] as const;

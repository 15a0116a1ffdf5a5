/** A word of the domain as the page explains it. The README of this folder lists the same words; a test holds both together. */
interface Entry {
  id: string;
  word: string;
  /** Other names of the same thing. */
  also?: readonly string[];
  /** One sentence, without the word in front. */
  definition: string;
}

export const GLOSSARY = [
  // What is dropped and what becomes of it
  { id: 'document', word: 'document', definition: 'What was dropped or pasted, kept byte for byte.' },
  {
    id: 'artifact',
    word: 'artifact',
    definition: 'A range of lines of a document that is in one format, such as one pmap or one NMT report.',
  },
  { id: 'fact', word: 'fact', definition: 'What a format reads from an artifact; rules, reconciliation and views read nothing else.' },
  { id: 'snapshot', word: 'snapshot', definition: 'The artifacts of one process at one moment.' },
  { id: 'incident', word: 'incident', definition: 'The snapshots, profiles, findings and links of one case.' },

  // Memory as the operating system sees it
  {
    id: 'mapping',
    word: 'mapping',
    also: ['VMA'],
    definition: 'One contiguous range of addresses with equal permissions and backing: a row of pmap.',
  },
  { id: 'region', word: 'region', definition: 'A piece of address space after pmap and NMT were laid over each other, with one owner.' },
  { id: 'unmatched-region', word: 'unmatched region', definition: 'Anonymous memory outside every address range that NMT lists.' },
  {
    id: 'rss',
    word: 'RSS',
    definition: 'Resident set size: the pages of the process that are in RAM now, with pages shared between processes counted fully.',
  },
  { id: 'pss', word: 'PSS', definition: 'RSS with every shared page divided by the number of processes that share it.' },
  { id: 'anonymous', word: 'anonymous', definition: 'Memory with no file behind it: heaps, stacks and what malloc takes.' },
  { id: 'reserved', word: 'reserved', definition: 'Addresses set aside; they cost no memory until something commits and touches them.' },
  {
    id: 'committed',
    word: 'committed',
    definition: 'Memory that may be used; the system backs it with RAM only when it is first touched.',
  },
  {
    id: 'page-cache',
    word: 'page cache',
    definition: 'Pages of files that the kernel keeps in RAM; it drops clean ones when memory gets short.',
  },
  {
    id: 'dirty',
    word: 'dirty',
    definition: 'Changed since it was read from its file, or with no file behind it: the kernel cannot just drop it.',
  },
  {
    id: 'huge-page',
    word: 'huge page',
    definition: 'A page of 2 MiB instead of 4 KiB: the first touch of any part of it makes all of it resident.',
  },
  { id: 'resident', word: 'resident', definition: 'Memory that was actually touched and is in RAM now.' },

  // Memory as the JVM sees it
  {
    id: 'nmt',
    word: 'NMT',
    definition: 'Native Memory Tracking: the JVM’s own account of the memory it asked for, off unless the JVM was started with it.',
  },
  { id: 'category', word: 'category', definition: 'What NMT books memory under: Java Heap, GC, Code, Thread and so on.' },
  {
    id: 'nmt-range',
    word: 'NMT range',
    definition: 'A row of NMT’s virtual memory map: addresses that the JVM reserved or committed itself.',
  },
  {
    id: 'nmt-malloc',
    word: 'NMT malloc',
    definition: 'What NMT itself counts as malloc, arenas and its own overhead; it has sizes but no addresses.',
  },
  { id: 'call-site', word: 'call site', definition: 'The four frames that NMT detail keeps of the place where memory was asked for.' },
  {
    id: 'metaspace',
    word: 'metaspace',
    definition: 'Where the JVM keeps what it knows of each class, outside the Java heap.',
  },
  {
    id: 'class-loader',
    word: 'class loader',
    definition: 'The object through which classes are loaded; only when it is collected are its classes given back.',
  },
  { id: 'code-cache', word: 'code cache', definition: 'Where the JVM puts compiled code: a space of fixed size.' },
  {
    id: 'direct-buffer',
    word: 'direct buffer',
    definition: 'Memory outside the Java heap with a small Java object in front of it, which frees it when it is collected.',
  },
  {
    id: 'cleaner',
    word: 'cleaner',
    definition:
      'Frees native memory some time after the Java object that owned it became unreachable; a finalizer does the same up to JDK 8.',
  },
  { id: 'jni', word: 'JNI', definition: 'Java Native Interface: how Java code calls libraries written in C or C++.' },
  { id: 'safepoint', word: 'safepoint', definition: 'A moment at which the JVM stops all Java threads to do something by itself.' },
  {
    id: 'remembered-set',
    word: 'remembered set',
    definition: 'A table of G1, one per heap region, of the places that point into it.',
  },
  {
    id: 'baseline',
    word: 'baseline',
    definition: 'A state of its own account that NMT keeps, so that a later diff can tell what has changed.',
  },

  // Where it went
  { id: 'ledger', word: 'ledger', definition: 'Where the RSS went: buckets that add up to it, to the kilobyte.' },
  {
    id: 'bounds',
    word: 'bounds',
    definition: 'The least and the most that a figure can be, for certain; the best single figure stands between them.',
  },
  {
    id: 'unexplained',
    word: 'unexplained',
    definition: 'Anonymous memory outside every NMT range, beyond what NMT counts as malloc: the JVM cannot account for it.',
  },
  {
    id: 'outside-nmt',
    word: 'outside NMT',
    definition: 'RSS less the resident part of all NMT ranges less NMT malloc: mapped files, shared memory and the unexplained.',
  },
  {
    id: 'naive-gap',
    word: 'naive gap',
    definition: 'RSS minus what NMT says is committed; it misleads wherever committed memory was never touched.',
  },
  { id: 'not-shown', word: 'not shown', definition: 'Rows that were cut from the listing, as by head -n 10; only their sum is known.' },

  // Allocators
  {
    id: 'allocator',
    word: 'allocator',
    definition: 'The library behind malloc and free: glibc’s own, jemalloc, tcmalloc, mimalloc or musl’s.',
  },
  {
    id: 'glibc-arena',
    word: 'glibc arena',
    definition: 'An independent pool of glibc’s malloc that threads are spread over; not the arenas that NMT lists.',
  },
  { id: 'arena-heap', word: 'arena heap', definition: 'One slot of 64 MiB, aligned to 64 MiB, of a glibc arena other than the main one.' },
  {
    id: 'main-arena',
    word: 'main arena',
    also: ['brk heap'],
    definition: 'The first arena of glibc, which grows in the process’s brk heap.',
  },
  {
    id: 'mmapped-chunk',
    word: 'mmapped chunk',
    definition: 'A malloc so large that it has a mapping of its own, given back when it is freed.',
  },
  {
    id: 'malloc',
    word: 'malloc',
    definition: 'The function by which native code asks for memory; free gives it back to the allocator, not to the system.',
  },
  { id: 'trim', word: 'trim', definition: 'Makes the allocator give the pages of freed blocks back to the system.' },
  { id: 'slack', word: 'slack', definition: 'Memory that the program freed and the allocator keeps.' },
  { id: 'outstanding', word: 'outstanding', definition: 'Blocks of malloc that are in use, by glibc’s own count.' },
  { id: 'retained', word: 'retained', definition: 'Blocks that were freed and that glibc keeps, by its own count.' },
  { id: 'heap-region', word: 'heap region', definition: 'The unit in which G1 divides the Java heap; a plain “region” is address space.' },

  // Stacks
  { id: 'profile', word: 'profile', definition: 'Stacks of one kind of event, such as CPU time or calls of malloc, each with a weight.' },
  { id: 'frame', word: 'frame', definition: 'One function of a stack.' },
  { id: 'leaf', word: 'leaf', definition: 'The innermost frame of a stack: the function that was running or allocating.' },
  { id: 'root', word: 'root', definition: 'The outermost frame of a stack, where the thread began.' },
  { id: 'self', word: 'self', definition: 'Weight of the stacks in which a frame is the leaf.' },
  { id: 'total', word: 'total', definition: 'Weight of the stacks that hold a frame anywhere; recursion counts once.' },
  {
    id: 'hot-frame',
    word: 'hot frame',
    definition: 'A frame with much self or total weight; a profile of time shows who computes, never who allocates.',
  },

  // Conclusions
  { id: 'rule', word: 'rule', definition: 'A check that every incident goes through: it fires, is clear, or could not be checked.' },
  { id: 'finding', word: 'finding', definition: 'A rule that fired, with the lines it rests on and what to run next.' },
  { id: 'signature', word: 'signature', definition: 'A known pattern of frames, such as Deflater under a servlet’s gzip handler.' },
  {
    id: 'grade',
    word: 'grade',
    definition: 'How sure a name is: proven by the captures, consistent with them, or a guess.',
  },
  {
    id: 'verdict',
    word: 'verdict',
    definition: 'The first sentence of the page: how much cannot be accounted for, where, and how sure that is.',
  },
] as const satisfies readonly Entry[];

export type TermId = (typeof GLOSSARY)[number]['id'];

export interface GlossaryEntry extends Entry {
  id: TermId;
}

const entries: ReadonlyMap<string, GlossaryEntry> = new Map(GLOSSARY.map((entry) => [entry.id, entry]));

/** The entry of a word: defineTerm('rss').word is "RSS". */
export function defineTerm(id: TermId): GlossaryEntry {
  return entries.get(id) ?? GLOSSARY[0]; // every TermId is in the map: the type is made from the list
}

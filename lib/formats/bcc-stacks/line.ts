// What bcc's and bpftrace's stack tools print. Frames are leaf first; indentation may be lost.
//
// memleak (bcc tools/memleak.py and libbpf-tools), mallocstacks:
//   [11:16:33] Top 2 stacks with outstanding allocations:
//           addr = 948cd0 size = 16                                     (-a)
//           64 bytes in 4 allocations from stack
//                   main+0x6d [allocs]
//                   0x00007fdf47029d90      __libc_start_call_main+0x80 [libc.so.6]
//                   0 [<00007f1c5a1d3a4b>] deflateInit2_+0x6b [libz.so.1]       (libbpf-tools)
//
// profile, offcputime, offwaketime, wakeuptime:       stackcount:                    bpftrace (ustack, kstack):
//     __vfs_write                                       malloc                       @bytes[
//     --                      (-d: kernel above)        rbtree_new+0x12                  deflateInit2_+107
//     read                                                --                             Java_java_util_zip_Deflater_init+23
//     -                dd (25036)                         tar [15069]                ,                    (@[ustack, kstack, comm])
//         9                                               12                             do_anonymous_page+1
//                                                                                    , java]: 268096
//
// offwaketime (its waker root first, then who was woken, leaf first):       wakeuptime:
//     waker:           swapper/1 0                                            target:          vmstat
//     ffffffff810df082 hrtimer_wakeup                                         ffffffff810df082 hrtimer_wakeup
//     --               --                                                     waker:           swapper/1
//     ffffffff81785085 schedule                                                   4000415
//     target:          cksum 77
//         56529

export type BccLine =
  | { kind: 'report' }
  | { kind: 'memory'; bytes: number; count: number | null }
  | { kind: 'open'; map: string }
  | { kind: 'close'; value: number }
  | { kind: 'process'; name: string /** Behind a dash, as profile prints it. */; dashed: boolean }
  | { kind: 'count'; value: number }
  | { kind: 'delimiter' }
  /** Between the two stacks of a key of bpftrace (kstack, ustack). */
  | { kind: 'comma' }
  | { kind: 'waker' }
  | { kind: 'waker-end' }
  | { kind: 'target'; name: string }
  | { kind: 'frame'; name: string; library: string | null }
  | { kind: 'title'; title: Title }
  | { kind: 'allocation' }
  | { kind: 'status' }
  | { kind: 'lost' }
  | { kind: 'elision' }
  | { kind: 'blank' }
  | { kind: 'other' };

/** What the first line of a tool says of its numbers. */
export interface Title {
  tool: 'memleak' | 'profile' | 'offcpu' | 'count';
  /** Of stackcount: "c:malloc". */
  event: string | null;
  pid: number | null;
}

const REPORT = /^\s*\[\d{1,2}:\d{1,2}:\d{1,2}\] Top \d{1,9} stacks with outstanding allocations:\s*$/;
const MEMORY = /^\s*(\d{1,16}) bytes in (\d{1,16}) allocations from stack\s*$/;
const MALLOC_STACK = /^\s*(\d{1,16}) bytes allocated at:\s*$/;
const ALLOCATION = /^\s*addr = (?:0x)?[0-9a-f]{1,16} size = \d{1,16}\s*$/;
const OPEN = /^\s*@(\w{0,40})\[\s*(?:[\w./:-]{1,32}, ?)*$/;
const CLOSE = /^\s*(?:, ?[\w./:() -]{1,64}){0,6}\]: (\d{1,16})\s*$/;
const PROCESS = /^\s*-\s{2,40}(\S.{0,31}?) \((\d{1,10})\)\s*$/;
/** Names stand in column 17. */
const WAKER = /^waker:\s{6,20}\S/;
const TARGET = /^target:\s{6,20}(\S.{0,31}?)(?: \d{1,10})?$/;
const WAKER_END = /^(--?)\s{10,20}\1$/;
/** What stands in the place of a stack that the kernel could not keep. */
const MISSED = /^\[Missed (?:User|Kernel) Stack\](?: -?\d{1,10})?$/;
const TASK = /^\s*(\S.{0,31}?) \[(\d{1,10})\]\s*$/;
const COUNT = /^\s*(\d{1,16})\s*$/;
const LOST = /^\s*WARNING: \d{1,12} stack traces (?:lost|could not be displayed|with)\b/;
const STATUS =
  /^\s*(?:\^C|Detaching\.\.\.|Tracing outstanding memory allocs\.{3} {1,4}Hit Ctrl-C to end|Executing '.{1,200}' and tracing the resulting process\.|\d{2}:\d{2}:\d{2}|Lost \d{1,12} events)\s*$/;

/** A frame: an address in front of it or none, a symbol with or without an offset, the library behind it or none. */
const ADDRESS = /^(?:(?:0x)?[0-9a-f]{8,16}|#?\d{1,3} \[<[0-9a-f]{4,16}>\])\s{1,16}(?=\S)/;
const LIBRARY = / \[([^[\]]{1,256})\]$/;
const IN_FILE = / \((\/[^()]{1,256}|\[[\w.]{1,40}\])\)$/;
const OFFSET = /\+(?:0x[0-9a-f]{1,16}|\d{1,12})$/;
const LONGEST_FRAME = 8_192;

/** Reads one cleaned line. Its first and last characters tell which patterns can fit: every line of every document comes by. */
export function readBccLine(text: string): BccLine {
  if (text.length > LONGEST_FRAME) return { kind: text.trim() === '' ? 'blank' : 'other' };
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'blank' };
  const first = trimmed.charCodeAt(0);
  if (isDigit(first)) return readNumber(trimmed) ?? readFrameLine(trimmed) ?? { kind: 'other' };
  return readMark(trimmed) ?? readStatus(trimmed, first) ?? readTask(trimmed) ?? readFrameLine(trimmed) ?? { kind: 'other' };
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

function readNumber(text: string): BccLine | null {
  const count = COUNT.exec(text);
  if (count) return { kind: 'count', value: Number(count[1]) };
  const memory = MEMORY.exec(text) ?? MALLOC_STACK.exec(text);
  if (memory) return { kind: 'memory', bytes: Number(memory[1]), count: memory[2] === undefined ? null : Number(memory[2]) };
  return STATUS.test(text) ? { kind: 'status' } : null;
}

/** "--", "...", "@bytes[", ", java]: 268096" */
function readMark(text: string): BccLine | null {
  switch (text[0]) {
    case '-':
      if (WAKER_END.test(text)) return { kind: 'waker-end' };
      return text === '--' || text === '-' ? { kind: 'delimiter' } : null;
    case '.':
    case '…':
      return /^\.{3,12}$|^…{1,4}$/.test(text) ? { kind: 'elision' } : null;
    case '@': {
      const open = OPEN.exec(text);
      return open && { kind: 'open', map: open[1] ?? '' };
    }
    case ',':
    case ']': {
      if (text === ',') return { kind: 'comma' };
      const close = CLOSE.exec(text);
      return close && { kind: 'close', value: Number(close[1]) };
    }
    case '[':
      if (text === '[...]' || text === '[...truncated...]') return { kind: 'elision' };
      if (MISSED.test(text)) return { kind: 'frame', name: '[missed stack]', library: null };
      return REPORT.test(text) ? { kind: 'report' } : null;
    case 'w':
      return WAKER.test(text) ? { kind: 'waker' } : null;
    case 't': {
      const target = TARGET.exec(text);
      return target && { kind: 'target', name: target[1] ?? '' };
    }
    default:
      return null;
  }
}

/** What begins with a, A, D, E, L, S, T, W or ^ may be a message of the tool. */
function readStatus(text: string, first: number): BccLine | null {
  if (!/[aADELSTW^]/.test(String.fromCharCode(first))) return null;
  if (ALLOCATION.test(text)) return { kind: 'allocation' };
  if (LOST.test(text)) return { kind: 'lost' };
  if (STATUS.test(text)) return { kind: 'status' };
  const title = readTitle(text);
  return title ? { kind: 'title', title } : null;
}

// Attaching to pid 5193, Ctrl+C to quit.          Attaching to malloc in pid 7, Ctrl+C to quit.    Attaching 1 probe...
// Sampling at 49 Hertz of PID 25036 by user + kernel stack... Hit Ctrl-C to end.
// Tracing off-CPU time (us) of PID 7 by user stack for 5 secs.
// Tracing 1 functions for "c:malloc"... Hit Ctrl-C to end.
const TITLE =
  /^(?:(Attaching to (?:pid (\d{1,10})|kernel allocators|malloc in pid (\d{1,10})))|(Sampling at \d{1,9} Hertz of)|(Tracing (?:off-CPU time|blocked time|wakeup time)[^.]{0,60} (?:of|by))|(Tracing \d{1,6} functions for "([^"]{1,120})")|(Attach(?:ing|ed) \d{1,6} probes?))/;
const OF_PID = / of (?:PID|TGID|TID)s? (\d{1,10}) /i;

function readTitle(text: string): Title | null {
  const match = TITLE.exec(text);
  if (!match) return null;
  const [, attaching, pid, otherPid, sampling, blocked, , event] = match;
  const printedPid = pid ?? otherPid ?? OF_PID.exec(text)?.[1];
  const tool = attaching !== undefined ? 'memleak' : sampling !== undefined ? 'profile' : blocked !== undefined ? 'offcpu' : 'count';
  return { tool, event: event ?? null, pid: printedPid === undefined ? null : Number(printedPid) };
}

function readTask(text: string): BccLine | null {
  const process = text.startsWith('-') ? PROCESS.exec(text) : null;
  const task = process ?? (text.endsWith(']') && isDigit(text.charCodeAt(text.length - 2)) ? TASK.exec(text) : null);
  return task ? { kind: 'process', name: task[1] ?? '', dashed: process !== null } : null;
}

function readFrameLine(text: string): BccLine | null {
  let name = /^[#0-9a-f]/.test(text) ? text.replace(ADDRESS, '') : text;
  const last = name[name.length - 1];
  const library = last === ']' ? LIBRARY.exec(name) : last === ')' ? IN_FILE.exec(name) : null;
  if (library && library.index > 0) name = name.slice(0, library.index).trimEnd();
  if (name.includes('+')) name = name.replace(OFFSET, '');
  return isSymbol(name) ? { kind: 'frame', name, library: library?.[1] ?? null } : null;
}

/** "deflateInit2_", "[unknown]", "0x7f12", "JavaThread::run()", "operator new(unsigned long)", "Lio/netty/X;::run": no sentence. */
function isSymbol(name: string): boolean {
  if (!name.includes(' ')) return /^[\w$@~[</][^\s"',]*$/.test(name) ? !/[.:!?]$/.test(name) : /^[\w$~]\S*\([^\s"']*\)?$/.test(name);
  // Blanks only as C++ writes them: inside brackets, or behind a type or a keyword. Prose has no bracket, or does not end with one.
  if (!/[)>]$|const$/.test(name.slice(-16)) || !/[(<]/.test(name)) return false;
  return /^(?:[\w$~:<>*&]{1,200} ){0,4}[\w$~:<>*&]{1,400}[(<]/.test(name);
}

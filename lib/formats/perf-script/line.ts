// What `perf script` prints (tools/perf/builtin-script.c: perf_sample__fprintf_start, process_event; util/evsel_fprintf.c:
// sample__fprintf_callchain). Fields are chosen with -F; the default, perf 3.13 to 6.x:
//
//   # cmdline : /usr/bin/perf record -F 199 -g -p 10616                       --header
//   deflate worker  10680   714.613848:    5025125 cpu-clock:ppp:
//   comm            tid     time           period  event
//   	    7fa8f9420476 void Lab.spin()+0x756 (/tmp/perf-10616.map)            leaf first
//   	ip               symbol         offset  dso
//   	          8282d2 inflate_fast (inlined)                                --call-graph dwarf
//     pthread_create.c:442                                                    -F +srcline
//
//   java 24636/25607 [000] 4794564.109216: cycles:                            -F +pid, -a
//   java 19983 cycles:                                                        3.x without -T and -c
//   deflate worker  10616/10680    5025125                                    -F comm,pid,tid,period,ip,sym
//    java  10680   728.156083:  5025125 cpu-clock:   7fa91863ea26 [unknown] (/usr/lib/libz.so.1)    without -g
//   java  7 [001] 12.345678: PERF_RECORD_MMAP2 7/7: [0x7f0000000000(0x1000) @ 0 08:02 1 1]: r-xp /lib/x.so    --show-mmap-events
//   java  cycles:                                                             -F comm,event,ip,sym
//     malloc.c:3323 (inlined)                                                 -F +srcline: tells of the frame above
//    ilen: 4 insn: 66 0f db ce                                                -F +insn,+iregs,+brstack,…: behind the frames

export interface FrameLine {
  kind: 'frame';
  /** As printed, without 0x: "7fa8f9420476". */
  address: string;
  /** Without offset; "[unknown]" where perf knew none. */
  symbol: string;
  /** null where no DSO was printed. */
  dso: string | null;
  inlined: boolean;
}

export interface EventLine {
  kind: 'event';
  /** '' where -F left it out. */
  comm: string;
  pid: number | null;
  tid: number | null;
  /** As printed: "4794564.109216" (or with nine digits, --ns); null where -F left it out. */
  time: string | null;
  period: number | null;
  /** "cpu-clock:ppp"; null where -F left it out. */
  event: string | null;
  /** How surely the line is one: "time" and "name" are perf's alone, "numbers" fits many lines. */
  proof: 'time' | 'name' | 'numbers';
  /** The frame on the same line, where no call chains were recorded. */
  frame: FrameLine | null;
}

export type ScriptLine =
  | FrameLine
  | EventLine
  | { kind: 'header'; key: string; value: string }
  /** Where the frame above stands in the source; perf says behind it that the frame is inlined. */
  | { kind: 'source'; inlined: boolean }
  /** Registers, instruction bytes, branches: what other fields print behind the frames. */
  | { kind: 'field' }
  | { kind: 'lost' | 'record' | 'status' | 'blank' | 'elision' | 'other' };

/** A comm has 15 bytes. */
const MOST_COMM = 16;
/** Structure lies within so many characters; what follows is symbol, payload or no line of perf's. */
const LONGEST_STRUCTURE = 512;

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;
/** perf prints addresses in lower case. */
const isHex = (code: number): boolean => (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

const OFFSET = /\+0x[0-9a-f]{1,16}$/;
/** DSOs that begin with neither "/" nor "[": "bpf_prog_2b95", "anon_inode:[perf_event]", "libz.so.1" where somebody cut the path off. */
const BARE_DSO = /^(?:bpf_\w|anon_inode:|socket:|pipe:|inode:|dmabuf:)|\.(?:so|map|ko|jar|dylib|exe)(?:\.[\w.]{1,40})?$|^vmlinux/;

/** Where the blank before the parenthesis of the DSO stands in "symbol (dso)", or -1. Symbols and paths may hold parentheses themselves. */
function findDso(text: string): number {
  if (!text.endsWith(')')) return -1;
  const path = text.lastIndexOf(' (/');
  if (path !== -1) return path;
  const bracket = text.lastIndexOf(' ([');
  if (bracket !== -1 && text.endsWith('])')) return bracket;
  let depth = 0;
  for (let at = text.length - 1; at > 0; at--) {
    const code = text.charCodeAt(at);
    if (code === 0x29) depth++;
    else if (code === 0x28 && --depth === 0) {
      if (!isBlank(text.charCodeAt(at - 1))) return -1;
      const dso = text.slice(at + 1, -1);
      // "StubRoutines (1)" is a symbol without DSO; an offset before the parenthesis proves that one follows.
      return (dso.length <= 4096 && BARE_DSO.test(dso)) || OFFSET.test(text.slice(Math.max(0, at - 25), at - 1)) ? at - 1 : -1;
    }
  }
  return -1;
}

/** "7fa8f9420476 void Lab.spin()+0x756 (/tmp/perf-10616.map)" from `from` on; null where the line is no frame. */
export function readFrame(text: string, from = 0): FrameLine | null {
  const begin = skipBlanks(text, from);
  let end = begin;
  while (end < text.length && end - begin <= 16 && isHex(text.charCodeAt(end))) end++;
  if (end === begin || end - begin > 16 || !isBlank(text.charCodeAt(end))) return null;
  const address = text.slice(begin, end);
  let rest = text.slice(skipBlanks(text, end)).trimEnd();
  const first = rest.charCodeAt(0);
  // No symbol begins with a digit or a quote; columns of other tools do.
  if (rest === '' || (first >= 0x30 && first <= 0x39) || first === 0x22 || first === 0x2c || first === 0x3a) return null;
  let dso: string | null = null;
  let inlined = false;
  if (rest.endsWith(' (inlined)')) {
    inlined = true;
    rest = rest.slice(0, -10).trimEnd();
  }
  const at = findDso(rest);
  if (at > 0) {
    dso = rest.slice(at + 2, -1);
    rest = rest.slice(0, at).trimEnd();
  }
  const offset = rest.lastIndexOf('+0x');
  if (offset > 0 && OFFSET.test(rest.slice(offset))) rest = rest.slice(0, offset);
  if (rest === '') return null;
  return { kind: 'frame', address, symbol: rest, dso, inlined };
}

const TIME = /(?:^|[ \t])(\d{1,12}\.\d{3,9}):(?=[ \t]|$)/g;
const CPU = /(?:^|[ \t])\[\d{1,5}\]$/;
/** -F +misc: K kernel, U user, H hypervisor, S switched out, … */
const MISC = /[ \t][KUHGgMESFSp.]{1,4}$/;
const IDS = /(?:^|[ \t])(-?\d{1,10})(?:\/(-?\d{1,10}))?$/;
const PERIOD = /[ \t]*(\d{1,20})(?=[ \t]|$)/y;
/** "cpu-clock:ppp:", "cpu_core/cycles/:", "syscalls:sys_enter_brk:": the first colon with a blank or nothing behind it ends it. */
const EVENT = /[ \t]*([A-Za-z_{][^\s"']{0,200}?):(?=[ \t]|$)/y;

/** "deflate worker  10616/10680 [003]" → comm, pid, tid; null where it ends in none of them. */
function readProcess(printed: string): Pick<EventLine, 'comm' | 'pid' | 'tid'> | null {
  let left = printed.trimEnd();
  const misc = MISC.exec(left);
  if (misc && /[\d\]]\s*$/.test(left.slice(0, misc.index))) left = left.slice(0, misc.index).trimEnd();
  const cpu = CPU.exec(left);
  if (cpu) left = left.slice(0, cpu.index).trimEnd();
  const ids = IDS.exec(left);
  if (!ids) return cpu ? { comm: left.trim(), pid: null, tid: null } : null;
  const comm = left.slice(0, ids.index).trim();
  const tid = Number(ids[2] ?? ids[1]);
  return { comm, pid: ids[2] === undefined ? null : Number(ids[1]), tid };
}

/** The line from the time on: "    5025125 cpu-clock:ppp: ". */
function readMeasure(text: string, from: number): Pick<EventLine, 'period' | 'event' | 'frame'> | 'record' | 'lost' | null {
  let at = from;
  let period: number | null = null;
  PERIOD.lastIndex = at;
  const number = PERIOD.exec(text);
  if (number) {
    period = Number(number[1]);
    at = PERIOD.lastIndex;
  }
  // "PERF_RECORD_COMM: java:7/7" looks like an event.
  const rest = text.slice(at, at + 64).trimStart();
  if (rest.startsWith('PERF_RECORD_')) return rest.startsWith('PERF_RECORD_LOST') ? 'lost' : 'record';
  EVENT.lastIndex = at;
  const name = EVENT.exec(text);
  if (name) {
    return { period, event: name[1] ?? null, frame: readInlineFrame(text, EVENT.lastIndex) };
  }
  const frame = readInlineFrame(text, from) ?? readInlineFrame(text, at);
  if (frame) return { period: null, event: null, frame };
  return rest === '' ? { period, event: null, frame: null } : null;
}

/**
 * A data address may stand before the frame (-F +addr): "page-faults:     7f1234567000     7fa91863ea26 memset (/usr/lib/libc.so.6)";
 * the branches before it behind (-F +brstack): "… memset (/usr/lib/libc.so.6)  0x7f1a/0x7f1b/P/-/-/3".
 */
function readInlineFrame(line: string, from: number): FrameLine | null {
  const branches = line.search(FIRST_BRANCH);
  const text = branches > from ? line.slice(0, branches) : line;
  const frame = readFrame(text, from);
  if (frame) return frame;
  const begin = skipBlanks(text, from);
  let end = begin;
  while (end < text.length && end - begin <= 16 && isHex(text.charCodeAt(end))) end++;
  return end > begin && isBlank(text.charCodeAt(end)) ? readFrame(text, end) : null;
}

function readTimedEvent(text: string): EventLine | 'record' | 'lost' | null {
  const head = text.length > LONGEST_STRUCTURE ? text.slice(0, LONGEST_STRUCTURE) : text;
  if (!head.includes('.')) return null;
  TIME.lastIndex = 0;
  for (let match = TIME.exec(head); match; match = TIME.exec(head)) {
    const process = readProcess(head.slice(0, match.index));
    if (!process) continue;
    const measure = readMeasure(text, TIME.lastIndex);
    if (measure === 'record' || measure === 'lost') return measure;
    if (measure) return { kind: 'event', proof: 'time', time: match[1] ?? null, ...process, ...measure };
  }
  return null;
}

const NAME = /^[A-Za-z_][\w/=,.:*-]{0,100}:$/;
/** Events by themselves, where neither a time nor a thread proves the line: "cycles:u", "cpu_core/cycles/", "sched:sched_switch". */
const KNOWN_EVENT =
  /^(?:(?:cpu|task)-clock|(?:cpu-|ref-|bus-)?cycles|instructions|(?:page-|minor-|major-)?faults|context-switches|cs|(?:cpu-)?migrations|cache-(?:misses|references)|branch(?:es|-misses)|(?:L1-[di]cache|LLC|[di]TLB)-[\w-]{1,40}|stalled-cycles-\w{1,20}|\w{1,40}\/[\w=,.-]{1,80}\/|[a-z]\w{1,40}:\w{1,80})(?::[a-zA-Z]{1,8})?$/;
/** The first word that ends in a colon, and an address behind it. */
const NAME_BEFORE_FRAME = /[ \t]([A-Za-z_][\w/=,.:*-]{0,100}):[ \t]+(?=[0-9a-f]{3,16}[ \t])/;
const FIRST_BRANCH = /[ \t]0x[0-9a-f]{1,16}\/0x[0-9a-f]{1,16}\/[PMN-]\//;
/** -F +brstack: "0x7f1a/0x7f1b/P/-/-/3", "foo+0x1/bar+0x2/M/-/-/0/COND/-". */
const BRANCH_STACK = /\/[PMN-]\/[X-]\/[A-]\/\d{1,6}(?:\/|[ \t]|$)/;

/** Lines without a time: "java 19983 cycles:", "deflate worker  10616/10680    5025125", "java 19983", "java cycles:". */
function readUntimedEvent(text: string): EventLine | null {
  if (text.length > LONGEST_STRUCTURE) return readUntimedFrame(text);
  const tokens = text.trim().split(/[ \t]+/);
  const last = tokens.at(-1) ?? '';
  let event: string | null = null;
  if (NAME.test(last)) {
    event = last.slice(0, -1);
    tokens.pop();
    if (KNOWN_EVENT.test(event) && !/^-?\d{1,10}(?:\/-?\d{1,10})?$|^\[\d{1,5}\]$/.test(tokens.at(-1) ?? ''))
      return bareEvent(tokens, event);
  }
  if (/^\[\d{1,5}\]$/.test(tokens.at(-1) ?? '')) tokens.pop();
  let period: number | null = null;
  const before = tokens.at(-2) ?? '';
  if (/^\d{1,20}$/.test(tokens.at(-1) ?? '') && /^-?\d{1,10}(?:\/-?\d{1,10})?$/.test(before)) period = Number(tokens.pop());
  const ids = /^(-?\d{1,10})(?:\/(-?\d{1,10}))?$/.exec(tokens.pop() ?? '');
  if (!ids) return readUntimedFrame(text);
  if (tokens.length === 0 || tokens.length > 8) return null;
  const comm = tokens.join(' ');
  // Names of threads have at most 15 bytes.
  if (comm.length > 64 || /[.,;:!?|]$/.test(comm)) return null;
  const slashed = ids[2] !== undefined;
  return {
    kind: 'event',
    comm,
    pid: slashed ? Number(ids[1]) : null,
    tid: Number(ids[2] ?? ids[1]),
    time: null,
    period,
    event,
    proof: event !== null ? 'name' : 'numbers',
    frame: null,
  };
}

/** "deflate worker  page-faults:" (-F comm,event,ip,sym): nothing but the event tells it from a sentence. */
function bareEvent(tokens: readonly string[], event: string): EventLine | null {
  const comm = tokens.join(' ');
  if (comm.length > MOST_COMM || /[.,;!?|]$/.test(comm)) return null;
  return { kind: 'event', comm, pid: null, tid: null, time: null, period: null, event, proof: 'numbers', frame: null };
}

/** " deflate worker  9347 cpu-clock:      7fc0c6b4250c adler32_z (/usr/lib/libz.so.1)": no time, and no call chains. */
function readUntimedFrame(text: string): EventLine | null {
  const head = text.slice(0, LONGEST_STRUCTURE);
  const name = NAME_BEFORE_FRAME.exec(head);
  if (!name || !KNOWN_EVENT.test(name[1] ?? '')) return null;
  const frame = readInlineFrame(text, name.index + name[0].length);
  if (!frame) return null;
  const before = head.slice(0, name.index);
  const process = readProcess(before) ?? { comm: before.trim(), pid: null, tid: null };
  if (process.comm.length > MOST_COMM) return null;
  return { kind: 'event', ...process, time: null, period: null, event: name[1] ?? null, proof: 'name', frame };
}

/** "# cmdline : /usr/bin/perf record -g", "# captured on: Thu Aug 17", "# ========", "# CPU_TOPOLOGY info available, use -I to display". */
const HEADER =
  /^#\s{0,4}(captured on|header version|data offset|data size|feat offset|hostname|os release|perf version|arch|nrcpus \w{1,8}|cpudesc|cpuid|total memory|cmdline|event|pmu mappings|cache info|time of (?:first|last) sample|sample duration|missing features|sibling \w{1,12}|node\d{1,4} \w{1,12}|group|clockid\w{0,12}|(?:HEADER_)?[A-Z][A-Z_]{2,30}) {0,8}(?::|info available)(.*)$/;
/** What perf says beside the data, and the prompt that called it. */
const STATUS =
  /^(?:'\w+' not valid for |Samples for '|\[ perf record: |Processed \d+ events|Check IO\/CPU overload|Warning:|WARNING: |failed to open |no symbols found in |Failed to |Kernel address maps|addr2line: |cmd__addr2line|For a higher level overview)|^(?:\[[^\]]{1,200}\]\s?|[\w.-]{1,64}@[\w.-]{1,128}:\S{0,200})?[$#]\s+\S/;
/**
 * -F +srcline: "pthread_create.c:442", "vfs.h:12 (discriminator 3)", "malloc.c:3323 (inlined)", "libz.so.1.2.13[4a26]",
 * "[JIT] tid 10616[7fa8f9420476]", ":0", "??:0".
 */
const SOURCE =
  /^(?:\S[^:]{0,300}\.\w{1,6}:\d{1,7}(?: \(discriminator \d{1,6}\))?|[^()]{1,300}\[[0-9a-f]{1,16}\]|(?:\?\?)?:(?:0|\?))(?: \(inlined\))?$/;
/** -F +insn, +iregs, +uregs, +ipc, +bpf-output: " ilen: 4 insn: 66 0f db ce", "ABI:2    AX:0x1    BX:0x2", " IPC: 0.51 (12/24)". */
const FIELD =
  /^(?:ilen: \d{1,3}(?: insn:|$)|insn:(?: [0-9a-f]{2}(?: |$)|$)|ABI:\d{1,3} +\w{1,8}:0x|IPC: \d{1,6}\.\d|BPF (?:output|string): )/;
const ELISION = /^(?:\.{3,12}|…|\[(?:\.{3}|…)\]|<?snip>?|[(（]省略[)）])$/i;

/** Recognises one line by its text alone. */
export function readLine(text: string): ScriptLine {
  const first = text.charCodeAt(skipBlanks(text, 0));
  if (Number.isNaN(first) || text.trim() === '') return { kind: 'blank' };
  if (first === 0x23 /* # */) return readHeader(text);
  const timed = readTimedEvent(text);
  if (timed === 'record' || timed === 'lost') return { kind: timed };
  if (timed) return timed;
  const untimed = readUntimedEvent(text);
  if (untimed && (untimed.proof === 'name' || !isHex(first))) return untimed;
  const frame = readFrame(text);
  if (frame) return frame;
  if (untimed) return untimed;
  if (text.length > 4096) return { kind: 'other' };
  const trimmed = text.trim();
  if (STATUS.test(trimmed)) return { kind: 'status' };
  if (ELISION.test(trimmed)) return { kind: 'elision' };
  if (FIELD.test(trimmed) || BRANCH_STACK.test(trimmed.slice(0, LONGEST_STRUCTURE))) return { kind: 'field' };
  return SOURCE.test(trimmed) ? { kind: 'source', inlined: trimmed.endsWith(' (inlined)') } : { kind: 'other' };
}

function readHeader(text: string): ScriptLine {
  const trimmed = text.trim();
  if (trimmed === '#' || trimmed === '# ========') return { kind: 'header', key: '', value: '' };
  const match = HEADER.exec(trimmed.slice(0, 65_536));
  if (match) return { kind: 'header', key: match[1] ?? '', value: (match[2] ?? '').trim() };
  return { kind: trimmed.length <= 4096 && STATUS.test(trimmed) ? 'status' : 'other' };
}

/** perf right-aligns addresses in 16 columns behind a tab; an indentation that survived proves a frame without DSO. */
export const isAligned = (text: string): boolean => /^\t {0,15}[0-9a-f]{1,16} \S/.test(text) && text.charCodeAt(17) === 0x20;
/** An address that is no word and no small number: "4a26", "7fa8f9420476", but not "add" or "12". */
export const isAddress = (hex: string): boolean => hex.length >= 3 && /\d/.test(hex);

import { skipBlanks } from '@/lib/base/scan';

// Words that begin a command line in an incident's terminal. Used where a prompt alone proves nothing ("# pmap …", "% perf …").
const TOOLS = new Set(
  (
    'pmap jcmd jmap jhsdb jstat jstack jinfo jps java perf gdb cat grep egrep zgrep sort head tail top htop ps ls cd free docker kubectl oc ' +
    'podman crictl nsenter sudo su strings vmstat awk sed less more strace ltrace pidstat numactl numastat echo printf wc tee find curl wget vi ' +
    'vim ssh scp exec export set unset ulimit systemctl journalctl dmesg mount df du lsof netstat ss uname hostname date which watch timeout ' +
    'time nice kill pkill pgrep for while if bpftrace heaptrack jeprof pprof valgrind objdump nm readelf addr2line rm mv cp mkdir chmod ' +
    'tar gzip gunzip zcat xxd hexdump dd od file git make apt apt-get yum dnf apk exit logout clear history whoami id env jemalloc asprof ' +
    'async-profiler profiler.sh memleak cgget systemd-cgls getconf'
  ).split(' '),
);
const MAX_WORD = 400;
/** Tools that print or record what Residue reads: a line that begins with one is a command even without a prompt. */
const CAPTURE_TOOLS = new Set('pmap jcmd jmap jhsdb jstat jstack perf gdb asprof profiler.sh pidstat numastat'.split(' '));
// Their name is the first word, or the end of its path: every line is asked, and nearly all are told apart by this alone.
const CAPTURE_HINT =
  /^\s{0,200}(?:[\w./~\\:-]{0,200}[/\\])?(?:pmap|jcmd|jmap|jhsdb|jstat|jstack|perf|gdb|asprof|profiler\.sh|pidstat|numastat)/;
/** What their names begin with. */
const CAPTURE_LETTERS = new Set(Array.from('agjnp', (letter) => letter.charCodeAt(0)));
const BLANK = 0x20;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
/** Tools that take the pid as a bare argument. */
const PID_TOOLS = new Set('pmap jcmd jmap jstack jinfo jstat asprof profiler.sh async-profiler numastat'.split(' '));

/** "sudo", "/usr/bin/pmap" → "pmap", "jcmd.exe" → "jcmd". */
const baseName = (word: string): string => word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1).replace(/\.exe$/i, '');

const firstWord = (command: string): string => {
  const end = command.search(/\s/);
  return baseName(end < 0 ? command.slice(0, 200) : command.slice(0, Math.min(end, 200)));
};

/** Begins with a word that is a tool's name, or a path to something executable. */
export function isKnownCommand(command: string): boolean {
  return TOOLS.has(firstWord(command)) || /^\.{0,2}\/\S/.test(command);
}

// An option, a number, a path, a pipe, or a jcmd verb ("VM.native_memory").
const ARGUMENT = /\s(?:-{1,2}[A-Za-z]|\d|[./~$"'<>|&]|[A-Z]\w+\.\w)/;

export const hasArgument = (command: string): boolean => ARGUMENT.test(command);

/** A line of perf script of a process that is called as the tool: "perf 10082/10082 [000] 35483.684707: …", "jhsdb  10054   1.234567: …". */
const SAMPLE_OF_TOOL = /^\S{1,200}\s{1,20}\d{1,10}(?:\/\d{1,10})?\s{1,20}(?:\[\d{1,5}\]\s|\d{1,12}\.\d{3,9}:|\S{1,200}:$)/;

/** "pmap -x 107870 | sort -rn -k3" standing by itself in a blog post, where the prompt was lost. */
export function isBareCommand(text: string): boolean {
  if (text.length > 4096 || !mayNameTool(text) || !CAPTURE_HINT.test(text)) return false;
  const trimmed = text.trim();
  if (SAMPLE_OF_TOOL.test(trimmed)) return false;
  return CAPTURE_TOOLS.has(firstWord(trimmed)) && hasArgument(trimmed);
}

/** The first word begins like a tool's name, or is a path. Every line is asked: only those go on to the pattern. */
function mayNameTool(text: string): boolean {
  const from = skipBlanks(text, 0);
  if (CAPTURE_LETTERS.has(text.charCodeAt(from))) return true;
  const end = Math.min(text.length, MAX_WORD);
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === BLANK) return false;
    if (code === SLASH || code === BACKSLASH) return true;
  }
  return false;
}

const PID_OPTION = /(?:^|\s)(?:-p|--pid|-pid)(?:\s+|=)?(\d{1,10})(?=[\s,;|&)"']|$)/;
const PID_PATH = /\/proc\/(\d{1,10})\//;

/** The process a command looks at: `-p 7`, `--pid=7`, `/proc/7/smaps`, `jcmd 7 VM.flags`, `pmap -x 7 | sort`. Null where it says none. */
export function findPid(command: string): number | null {
  const text = command.slice(0, 4096);
  const named = PID_PATH.exec(text) ?? PID_OPTION.exec(text);
  if (named) return Number(named[1]);
  for (const part of text.split(/[|;&]/)) {
    const words = part.trim().split(/\s+/);
    const tool = words.findIndex((word) => PID_TOOLS.has(baseName(word)));
    if (tool < 0) continue;
    const name = baseName(words[tool] ?? '');
    const numbers = words.slice(tool + 1).filter((word) => /^\d{1,10}$/.test(word));
    // async-profiler ends with the pid (`-d 30 -e cpu 7`), the others begin with it (`jstat -gc 7 1000 5`).
    const pid = name === 'asprof' || name.endsWith('profiler.sh') || name === 'async-profiler' ? numbers.at(-1) : numbers[0];
    if (pid !== undefined) return Number(pid);
  }
  return null;
}

/** How many lines a command lets through at most: `| head -n 10`, `| head -20`, `| head` (10), `| tail -5`. Null where it does not say. */
export function lineLimit(command: string): number | null {
  const match = /\|\s*(?:head|tail)\b(?:\s+(?:-n\s*|--lines[= ]|-)(\d{1,9}))?(?=\s|\||$)/.exec(command.slice(0, 4096));
  return match ? Number(match[1] ?? 10) : null;
}

/** Lets only some lines through: `| grep rw`. */
export const isFiltered = (command: string): boolean => /\|\s*(?:e|f|z)?grep\b/.test(command);

/** Prints pieces of memory or of a binary: what looks like a report in there is a leftover, no report. */
export const printsRemains = (command: string): boolean => /^(?:sudo )?(?:strings|xxd|hexdump|od)\s/.test(command) && !/;|&&/.test(command);

export const isSorted = (command: string): boolean => /\|\s*sort\b/.test(command);

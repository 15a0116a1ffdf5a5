// gdb copies a piece of a process's memory into a file and prints nothing about it; the command alone says which piece:
//
//   gdb --batch --pid 107870 -ex "dump memory gdb_107870.dump 0x7fd5b4000000  0x7fd5b5000000"
//             pid                             file             start           end (first byte after)
//
// (GDB manual, "Copy Between Memory and a File": `dump [FORMAT] memory FILE START END`, `append [binary] memory FILE START END`;
// START and END are expressions, of which numbers are read here.)

/** No command line comes near; whatever is longer is something else. */
const LONGEST = 16 * 1024;

const DUMP =
  /\b(?:dump|append)\s{1,8}(?:(?:binary|ihex|srec|tekhex|verilog)\s{1,8})?mem(?:o(?:ry?)?)?\s{1,8}(?:\\?"([^"\\]{1,4096})\\?"|'([^']{1,4096})'|([^\s"']{1,4096}))\s{1,8}([^\s"'`,;]{1,64})\s{1,8}([^\s"'`,;]{1,64})/g;
const NUMBER = /^(?:0[xX][0-9a-fA-F]{1,16}|\d{1,20})$/;
const MAX_ADDRESS = 0xffff_ffff_ffff_ffffn;

/** One `dump memory` as written. `index` and `endIndex` are its place in the text. */
export interface Dump {
  index: number;
  endIndex: number;
  file: string;
  start: string;
  end: string;
  /** The text ends within a quote that was opened before: the last number may be cut. */
  cut: boolean;
}

/** What editors and blogs make of a command is undone: curly quotes, full-width and no-break blanks, `--` as one dash. */
export function straighten(text: string): string {
  return text
    .replace(/[“”„＂]/g, '"')
    .replace(/[‘’＇]/g, "'")
    .replace(/[\u00a0\u2000-\u200a\u3000]/g, ' ')
    .replace(/[–—]/g, '--');
}

/** The dumps of a command, in order. `text` has been straightened. */
export function findDumps(text: string): Dump[] {
  const dumps: Dump[] = [];
  if (text.length > LONGEST || !/mem/.test(text)) return dumps;
  for (const match of text.matchAll(DUMP)) {
    const [whole, quoted, single, plain, start = '', end = ''] = match;
    if (!isCommand(text.slice(0, match.index), text.slice(match.index + whole.length))) continue;
    const endIndex = match.index + whole.length;
    dumps.push({
      index: match.index,
      endIndex,
      file: quoted ?? single ?? plain ?? '',
      start,
      end,
      cut: endsInQuote(text, match.index, endIndex),
    });
  }
  return dumps;
}

/** "0x7fd5b4000000" or "140555…": null for an expression ("$sp", "0x7f00+4096") and for what exceeds 64 bits. */
export function readNumber(text: string): bigint | null {
  if (!NUMBER.test(text)) return null;
  const value = BigInt(text);
  return value <= MAX_ADDRESS ? value : null;
}

// [presto@hostname ~]$ …     root@pod:/# …     $ …     (gdb) …     and what lists and Markdown put before: "- `gdb …`"
const BEFORE =
  /^\s*(?:\[[^[\]]{1,200}\]\s?[$#]\s|[\w.-]{1,64}@[\w.-]{1,128}[:\s][^\s$#]{0,200}\s?[$#%]\s|[$#%>]\s|\(gdb\)\s|[*•-]\s|\d{1,3}[.)]\s)?\s*`{0,3}\s*/;
// A shell command that may run gdb: "sudo gdb", "/usr/bin/gdb", "docker exec app gdb", "P=107870 gdb".
const SHELL =
  /^(?:[\w.~/-]{0,200}\/)?(?:gdb|sudo|su|docker|kubectl|oc|podman|crictl|nsenter|timeout|nice|env|time|ssh|for|while|[A-Za-z_]\w{0,40}=\S{0,200})(?=\s)/;
const GDB = /(?:^|[\s/;&(])gdb\s/;
const OPTION = /^--?(?:ex|iex|eval-command|init-eval-command)\b/;

/** Tells a command from a sentence that speaks of one: what stands before the dump is shell, gdb's own prompt, or nothing. */
function isCommand(before: string, after: string): boolean {
  const head = before.replace(BEFORE, '').trimStart();
  if (head === '') return /^["'`]{0,3}\s*[\\;]?\s*`{0,3}\s*$/.test(after.slice(0, 200));
  return OPTION.test(head) || (SHELL.test(head) && GDB.test(head));
}

function endsInQuote(text: string, index: number, endIndex: number): boolean {
  const opened = /(["'])$/.exec(text.slice(0, index).trimEnd())?.[1];
  return opened !== undefined && !text.includes(opened, endIndex);
}

const PID = [
  /(?:^|\s)--?p(?:id)?(?:\s{1,8}|=)?(\d{1,10})(?![\w.])/, // --pid 107870   --pid=107870   -p 107870   -p107870
  /(?:^|\s)att(?:a(?:ch?)?)?\s{1,8}(\d{1,10})(?![\w.])/, // attach 107870
  /\(process (\d{1,10})\)/, // [Inferior 1 (process 10616) detached]
  /^Attaching to process (\d{1,10})\b/,
  /(?:^|[\s/])gdb\s{1,8}(?:-\w{1,20}\s{1,8}){0,4}[\w./-]{1,200}\s{1,8}(\d{2,10})(?=\s|$)/, // gdb /opt/java/bin/java 107870
];

/** The process that gdb looks at, and where in the text it is named; null where it is not. */
export function findPid(text: string): { pid: number; index: number; endIndex: number } | null {
  if (text.length > LONGEST) return null;
  for (const pattern of PID) {
    const match = pattern.exec(text);
    if (match) return { pid: Number(match[1]), index: match.index, endIndex: match.index + match[0].length };
  }
  return null;
}

const CHATTER =
  /^\[New (?:LWP|Thread)\b|^\[Thread debugging using|^\[Inferior \d|^Using host libthread_db|^Attaching to process \d|^Reading symbols from\b|^\(No debugging symbols found|^\[Detaching\b|^Detaching from program|^\d+\t\S+: No such file|^0x[0-9a-f]{8,16} in \S+ \(|^GNU gdb\b/;

/** What gdb itself prints around, and lines of a command or session without a dump. */
export function isGdbLine(text: string): boolean {
  if (text.length > LONGEST) return false;
  const trimmed = text.trim();
  if (CHATTER.test(trimmed) || trimmed.startsWith('(gdb)')) return true;
  const head = text.replace(BEFORE, '');
  return (
    OPTION.test(head) ||
    /^--?(?:batch|p(?:id)?)(?=[\s=\d])/.test(head) ||
    (SHELL.test(head) && /(?:^|[\s/;&(])gdb\s{1,8}(?:[-/.]|\w{1,40}\s{1,8}\d)/.test(head.slice(0, 4096)))
  );
}

/** The command goes on in the next line. */
export const goesOn = (text: string): boolean => /\\\s{0,16}$/.test(text.slice(-32));

// Printed by HotSpot: jvmFlag.cpp, JVMFlag::printFlags and JVMFlag::print_on (globals.cpp to 11).

export interface Flag {
  name: string;
  /** As printed: "536870912", "true", "detail", "2g". */
  value: string;
  /** "default", "ergonomic", "command line", …; null where not printed. */
  origin: string | null;
  /** True for a further line of the flag above, which was given several times: "          OnError    += b    {product} {command line}". */
  continues?: true;
}

export type FlagsLine =
  | { kind: 'blank' | 'unknown' }
  | { kind: 'pid'; pid: number }
  /** "-XX:CICompilerCount=2 -XX:+UseG1GC … " of VM.flags; `cut`: it ends within a flag. */
  | { kind: 'list'; flags: Flag[]; cut: boolean }
  /** "   size_t MaxHeapSize                              = 536870912                                 {product} {command line}" */
  | { kind: 'row'; flag: Flag }
  /** "[Global flags]", "VM Flags:" */
  | { kind: 'title' };

const PID = /^(\d{1,10}):$/;
const TITLE = /^(?:\[Global flags\]|VM Flags:|Non-default VM flags:)$/;
const TYPES = 'bool|intx|uintx|int|uint|uint64_t|size_t|double|ccstr|ccstrlist';
// JDK 8 writes ":=" for what is not the default, and no origin.
const ROW = new RegExp(`^(?:${TYPES})\\s{1,16}([A-Za-z]\\w{1,79})\\s{0,48}(:?=)(?:\\s|$)`);
// "{product} {command line}", "{pd product} {ergonomic}", "{C2 diagnostic}", "{lp64_product}"; 8: "{product}          "
const KIND = /\{[A-Za-z0-9_, ]{3,48}\}(?:\s{1,4}\{([a-z, ]{3,40})\})?$/;
// ccstrlist OnError                                  = a
//           OnError                                 += b                                         {product} {command line}
const LIST_BEGINS = /^ccstr(?:list)?\s{1,16}([A-Za-z]\w{1,79})\s{0,48}:?=\s(.{1,4000})$/;
const LIST_GOES_ON = /^([A-Za-z]\w{1,79})\s{0,48}\+=\s/;
const LONGEST_VALUE = 200_000;

/** Reads one cleaned line; a list of flags is one long line. */
export function readFlagsLine(raw: string): FlagsLine {
  if (raw.length > LONGEST_VALUE) return { kind: 'unknown' };
  const text = raw.trim();
  if (text === '') return { kind: 'blank' };
  const pid = text.length <= 11 ? PID.exec(text)?.[1] : undefined;
  if (pid !== undefined) return { kind: 'pid', pid: Number(pid) };
  if (TITLE.test(text)) return { kind: 'title' };
  // jinfo of 8 prints the list behind its title.
  const list = readList(text.startsWith('Non-default VM flags: ') ? text.slice(22) : text);
  if (list) return { kind: 'list', ...list };
  const flag = readFlagRow(text);
  return flag ? { kind: 'row', flag } : { kind: 'unknown' };
}

/** "-XX:+UseG1GC -XX:ErrorFile=/a path/with blanks -XX:…" → flags; null where the line holds anything else. */
function readList(text: string): { flags: Flag[]; cut: boolean } | null {
  if (!text.startsWith('-XX:')) return null;
  const flags: Flag[] = [];
  let cut = false;
  const tokens = text.split(/ (?=-XX:)/);
  for (const [i, token] of tokens.entries()) {
    const flag = readFlag(token.trim());
    if (flag) flags.push(flag);
    else if (i === tokens.length - 1 && !token.trim().includes(' ')) cut = true;
    else return null;
  }
  // What follows a flag of another kind ("-Xmx4g", "-jar app.jar") is a command line, which VM.flags does not print.
  if (flags.some(({ value }) => / -[A-Za-z]/.test(value))) return null;
  return flags.length > 0 ? { flags, cut } : null;
}

/** "-XX:+UseG1GC", "-XX:-UseCompressedOops", "-XX:MaxHeapSize=536870912" → name and value; null for anything else. */
export function readFlag(token: string): Flag | null {
  const body = token.startsWith('-XX:') ? token.slice(4) : '';
  const first = body.charAt(0);
  if (first === '+' || first === '-') {
    return /^\w{2,80}$/.test(body.slice(1)) ? { name: body.slice(1), value: first === '+' ? 'true' : 'false', origin: null } : null;
  }
  const at = body.indexOf('=');
  const name = body.slice(0, Math.max(at, 0));
  return /^[A-Za-z]\w{1,79}$/.test(name) ? { name, value: body.slice(at + 1).trim(), origin: null } : null;
}

/** A row of the table that VM.flags -all, PrintFlagsFinal and crash logs print. */
export function readFlagRow(raw: string): Flag | null {
  if (raw.length > 8_000) return null;
  const text = raw.trim();
  const [tail, origin] = KIND.exec(text.slice(-120)) ?? [];
  const [further = '', known] = LIST_GOES_ON.exec(text) ?? [];
  if (known !== undefined) {
    const value = text.slice(further.length, text.length - (tail?.length ?? 0)).trim();
    return { name: known, value, origin: origin ?? null, continues: true };
  }
  const [head = '', name, sign] = ROW.exec(text) ?? [];
  if (name === undefined) return null;
  if (tail === undefined) {
    const [, list, first = ''] = LIST_BEGINS.exec(text) ?? [];
    return list === undefined ? null : { name: list, value: first.trim(), origin: null };
  }
  if (head.length > text.length - tail.length) return null;
  const value = text.slice(head.length, text.length - tail.length).trim();
  return { name, value, origin: origin ?? (sign === ':=' ? null : 'default') };
}

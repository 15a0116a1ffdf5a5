import { findFile, findKey, type KnownKey } from './files';

/** Where a file lies, as far as the line says: "/sys/fs/cgroup/kubepods.slice/", "" where it names the file alone. */
interface Named {
  folder: string;
  /** Behind "memory.": "current", "stat". */
  file: string;
}

export type CgroupLine =
  /** A file's name and a line of it: `grep . memory.*`, cgget, a note. */
  | (Named & { kind: 'named'; rest: string })
  /** A file's name alone, above its lines: `tail -n +1 memory.*`, `echo $f; cat $f`. */
  | (Named & { kind: 'file' })
  /** "inactive_file 8192" */
  | { kind: 'entry'; key: string; known: KnownKey; value: string }
  /** A number or "max" alone: which file it is of, something else has to say. */
  | { kind: 'value'; value: string };

// /sys/fs/cgroup/memory.current:4294967296        grep . /sys/fs/cgroup/memory.*
// memory.usage_in_bytes: 4294967296               cgget -g memory:app
// folder         file           rest
const NAMED = /^\s*([^\s:=<>]{0,300}\/)?memory\.([a-z_]{2,30}(?:\.[a-z_]{2,30}){0,2})(?::\s{0,40}|\s{0,40}=\s{0,40}|\s{1,40})(\S.{0,400})$/;
// ==> /sys/fs/cgroup/memory.current <==           head, tail
const FILE =
  /^\s*(?:={2,3}>?\s|-{2,3}\s|#\s|cat\s)?\s{0,8}([^\s:=<>]{0,300}\/)?memory\.([a-z_]{2,30}(?:\.[a-z_]{2,30}){0,2}):?\s{0,8}(?:<?={2,3}|-{2,3})?\s{0,40}$/;
const ENTRY = /^\s*([a-z][a-z0-9_]{1,40})\s{1,40}(\d{1,20})\s{0,40}$/;
// What newer kernels add to memory.stat: bytes or counts, who knows. One word before a number is anybody's, "nr_…" is /proc/vmstat's.
const NEW_KEY: KnownKey = { of: 'count', version: null, telling: false };
// total=1234 N0=1234        anon N0=3221225472 N1=0        some avg10=0.00 avg60=0.00 avg300=0.00 total=0
const PAIRS = /^(?:[a-z_]{1,40} )?\w{1,40}=\d/;
const VALUE = /^\s*(\d{1,20}|max)\s{0,40}$/;
const LONGEST = 800;

/** One line of what shells print of the memory controller; null for any other. */
export function readCgroupLine(text: string): CgroupLine | null {
  if (text.length > LONGEST) return null;
  const value = VALUE.exec(text)?.[1];
  if (value !== undefined) return { kind: 'value', value };
  const entry = ENTRY.exec(text);
  if (entry) {
    const key = entry[1] ?? '';
    const known = findKey(key) ?? (key.includes('_') && !key.startsWith('nr_') ? NEW_KEY : null);
    return known && { kind: 'entry', key, known, value: entry[2] ?? '' };
  }
  if (!text.includes('memory.')) return null;
  const alone = FILE.exec(text);
  if (alone && findFile(alone[2] ?? '')) return { kind: 'file', folder: alone[1] ?? '', file: alone[2] ?? '' };
  const named = NAMED.exec(text);
  if (!named) return null;
  const [, folder = '', file = '', rest = ''] = named;
  return isLineOf(folder, file, rest.trim()) ? { kind: 'named', folder, file, rest: rest.trim() } : null;
}

/** Whether such a file can hold such a line: "memory.max is too low" is a sentence. */
function isLineOf(folder: string, file: string, rest: string): boolean {
  const known = findFile(file);
  if (!known) return false;
  if (known.holds === 'stat' || known.holds === 'events') {
    const inner = readCgroupLine(rest);
    return inner?.kind === 'entry';
  }
  // What a file of no use holds looks as it likes.
  return known.holds === 'other' ? folder !== '' || VALUE.test(rest) || PAIRS.test(rest) : VALUE.test(rest);
}

const COMMAND_WORD = /(?:[^\s"'|;&<>]{0,300}\/)?memory\.(?:\{([a-z_.,]{1,300})\}|([a-z_]{2,30}(?:\.[a-z_]{2,30}){0,2}))(?=[\s"'|;&)]|$)/g;

/** The files that a command prints, in its order: `cat memory.current memory.{max,stat}`. */
export function listFiles(command: string): string[] {
  const files: string[] = [];
  for (const match of command.slice(0, 4096).matchAll(COMMAND_WORD)) {
    const names = match[1] !== undefined ? match[1].split(',') : [match[2] ?? ''];
    for (const name of names) if (findFile(name)) files.push(name);
  }
  return files;
}

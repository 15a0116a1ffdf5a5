// The lines around the rows: who was mapped, the column heads, the ruler, the total.

// 10616:   /opt/java/jdk-17/bin/java -Xmx512m …     procps (three blanks); BusyBox and toybox print one
const PROCESS = /^\s*(\d{1,10}):\s+(?=\S)/;

/** The pid of a "PID:   command line" line. A pid alone ("10616:") is how jcmd begins its replies: not ours. */
export function readProcessLine(text: string): number | null {
  const pid = Number(PROCESS.exec(text)?.[1] ?? 0);
  return pid > 0 ? pid : null;
}

// Address           Kbytes     RSS   Dirty Mode  Mapping
// Address   Kbytes     RSS    Anon  Locked Mode   Mapping
// Adresse            KByte     RSS  Dirty Modus  Zuordnung        translated: the column of RSS or PSS keeps its name
// Địa chỉ       Kbyte     RSS   Bẩn Chế độ Ánh xạ                 also into several words
/** A column header of any language; that of Solaris ("… Mode   Mapped File") is not ours. */
export function isHeader(text: string): boolean {
  if (text.length > 200 || /\d/.test(text) || /Mapped File/i.test(text)) return false;
  const words = text.trim().split(/\s+/);
  if (words.length < 5 || words.length > 12) return false;
  if (words.length <= 8 && /^[RP]SS$/.test(words[2] ?? '')) return true;
  return /^[RP]SS$/.test(words[3] ?? '') && isKilobytes(words[2] ?? '');
}

/** "Kbytes", "kByte", "кбайтів", "Ko": the second column of every listing, in every language. */
export const isKilobytes = (word: string): boolean => /^(?:[Kkкк]|კბ)/iu.test(word);

/** "---------------- ------- ------- ------- ", "—————- ——- ——-" of a blog */
export const isRuler = (text: string): boolean => /^\s*(?:-{6}|[\u2013\u2014]{2})[-\u2013\u2014\s]*$/.test(text);

/** "...", "……", "(省略)", "<snip>": somebody cut lines out. */
export const isElision = (text: string): boolean =>
  text.length <= 60 && /^\s*[([<{]?\s*(?:\.{2,}|…+|\*{3,}|省略|snip|omitted|truncated|skipped)/i.test(text);

export interface PrintedTotal {
  sizeKb: number;
  /** RSS, or PSS where `columns` is 4; null where not printed. */
  residentKb: number | null;
  dirtyKb: number | null;
  columns: 3 | 4;
}

// total kB         3208080  150940  127636            procps
// total kB   22252       -       -       -            procps to 3.2.7, and the 32-bit one after
// total            1048764 1048600 1048576       0    BusyBox, toybox: no unit
// Gesamt kB        3208080  150940  127636            translated
// kB gesamt        3208080  150940  127636            German, French ("ko total"), Portuguese, Ukrainian ("кБ загалом")
const UNIT = `(?:kB|KB|[Kk]o|[кК]Б|КиБ|კბ)`;
const TOTAL = new RegExp(
  String.raw`^\s*(?:(${UNIT})\s+)?([\p{L}\p{M}]{2,20})(\s+${UNIT})?\s+(\d{1,16})\s+(\d{1,16}|-)\s+(\d{1,16}|-)(?:\s+(\d{1,16}|-))?\s*$`,
  'u',
);

/** The last line of a listing (the first of a sorted one). "total Kb" is Solaris', "total 3208080K" that of plain pmap: null. */
export function readTotal(text: string): PrintedTotal | null {
  if (text.length > 200) return null;
  const match = TOTAL.exec(text);
  if (!match) return null;
  const [, before, word, behind, size, resident, third, fourth] = match;
  if (before === undefined && behind === undefined && (word !== 'total' || fourth === undefined)) return null;
  const residentKb = resident === '-' ? null : Number(resident);
  // "N - N N" (procps 3.1): without RSS the other columns are shared and private, not dirty.
  const dirtyKb = residentKb === null || third === '-' ? null : Number(third);
  return { sizeKb: Number(size), residentKb, dirtyKb, columns: fourth === undefined ? 3 : 4 };
}

// A row that ends too early ("00007fd673000000 75644928 610787") or began before the paste ("61078708 61078708 rw---   [ anon ]").
const END_MISSING = /^\s*[0-9a-f]{8,16}(?:\s+(?:\d{1,16}|-)){1,4}(?:\s+[rwxspR-]{1,5})?\s*$/;
const ADDRESS_ALONE = /^\s*(?:0000|ffff)[0-9a-f]{0,12}\s*$/;
const START_MISSING = /^\s*(?:(?:\d{1,11}|-)\s+){1,3}[r-][w-][x-][s-][R-]\s+\S/;

/** Which part of a row is missing; null where the line is no piece of a row. */
export function judgeFragment(text: string): 'end' | 'start' | null {
  if (END_MISSING.test(text) || ADDRESS_ALONE.test(text)) return 'end';
  return START_MISSING.test(text) ? 'start' : null;
}

// 0818E000      24      24       8       - rw---  bash
const SOLARIS_ROW = /^\s*(?=\d{0,15}[A-F])[0-9A-F]{8,16}(?:\s+(?:\d{1,16}|-)){4}\s+[r-][w-][x-][s-][R-](?:\s|$)/;

/** Lines of Solaris' pmap -x: its total, its column heads, its upper-case rows. */
export const isSolaris = (text: string): boolean =>
  text.length <= 400 && (SOLARIS_ROW.test(text) || /^\s*total Kb\b/.test(text) || /\bMapped File\s*$/.test(text));

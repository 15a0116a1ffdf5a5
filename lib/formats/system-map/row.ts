import { type Address, parseAddress } from '@/lib/base/address';
import { readUndashed } from '@/lib/base/typeset-dashes';

/** One mapping as the JVM prints it; sizes in bytes. */
export interface SystemMapRow {
  start: Address;
  end: Address;
  sizeBytes: number;
  rssBytes: number;
  mode: string;
  /** Swap space is reserved for it: "com" since JDK 24; before, all but "nores". */
  committed: boolean;
  /** NMT tags of the mapping as printed, without what follows STACK; empty outside NMT. */
  tags: string[];
  /** "28350-main" of "STACK-28350-main"; null for other memory, and for stacks of threads that were not found. */
  thread: string | null;
  /** "" for anonymous memory. */
  file: string;
}

// 0x00007f73070fc000-0x00007f73071f8000      1032192 rw-p        90112            0 4K   com,nothp        STACK-32622-Attach-Listener           -
// from               to                        vsize prot          rss      hugetlb pgsz notes            info                                  file
//   JDK 24 and later (memMapPrinter_linux.cpp). JDK 22 and 23 write "from - to", leave out what is empty, and JDK 22 prints prot behind pgsz.
const ROW =
  /^\s*0x([0-9a-f]{8,16})(\s?-\s?)0x([0-9a-f]{8,16})\s+(\d{1,20})\s+(?:([r-][w-][x-][ps])\s+(\d{1,20})\s+\d{1,20}\s+\d{1,6}[A-Za-z]{0,2}|(\d{1,20})\s+\d{1,20}\s+\d{1,6}[A-Za-z]{0,2}\s+([r-][w-][x-][ps]))(?:\s+(.*))?$/s;

const NOTE = /^(?:shrd|com|swap|huge|thp|thpad|thpadv|nothp|nores|thpel)(?:,(?:shrd|com|swap|huge|thp|thpad|thpadv|nothp|nores|thpel))*$/;
/** Names that the JVM gives to tags of memory it maps itself; others are printed as in its source: mtCompiler. */
const TAG = /^(?:JAVAHEAP|META|CLASS|CDS|CODE|GC|CARDTBL|INTERN|JDK|POLL|TEST|STACK(?:-[\w-]{1,80})?|mt[A-Z]\w{1,40})$/;

export const isTagList = (text: string): boolean => text.length <= 400 && text.split(',').every((part) => TAG.test(part));

/** One row; null for any other line, and for one that ends before its last column. */
export function readSystemMapRow(text: string): SystemMapRow | null {
  return matchRow(text) ?? (/^\s*0x/.test(text) ? readUndashed(text, matchRow) : null);
}

function matchRow(text: string): SystemMapRow | null {
  const match = ROW.exec(text);
  if (!match) return null;
  const spaced = (match[2] ?? '') !== '-';
  const rest = match[9] ?? '';
  const behind = spaced || match[8] !== undefined ? readSparse(rest) : readDashed(rest);
  if (!behind) return null;
  const { notes, info, file } = behind;
  const noted = notes.split(',');
  const [tags, thread] = readInfo(info);
  return {
    start: parseAddress(match[1] ?? ''),
    end: parseAddress(match[3] ?? ''),
    sizeBytes: Number(match[4]),
    rssBytes: Number(match[6] ?? match[7]),
    mode: match[5] ?? match[8] ?? '',
    committed: behind.dashed ? noted.includes('com') : !noted.includes('nores'),
    tags,
    thread,
    file,
  };
}

interface Behind {
  dashed: boolean;
  notes: string;
  info: string;
  file: string;
}

const orNothing = (word: string) => (word === '-' ? '' : word);

/** Three columns, "-" for nothing; the file is the rest of the line. Null where one is missing: the row was cut. */
function readDashed(rest: string): Behind | null {
  const match = /^(\S{1,200})\s+(\S{1,400})\s+(\S.*)$/s.exec(rest);
  if (!match) return null;
  const [notes = '', info = '', file = ''] = match.slice(1).map((part) => orNothing(part.trim()));
  return { dashed: true, notes, info, file };
}

/** Columns left out where empty. The first word is notes or a tag by its look; JDK 22 puts the file right behind the tags. */
function readSparse(rest: string): Behind {
  let left = rest.trim();
  let notes = '';
  let info = '';
  const first = /^\S{1,200}/.exec(left)?.[0] ?? '';
  if (NOTE.test(first)) {
    notes = first;
    left = left.slice(first.length).trim();
  }
  const word = /^[^\s/[]{1,400}/.exec(left)?.[0] ?? '';
  if (word !== '' && isTagList(word)) {
    info = word;
    left = left.slice(word.length).trim();
  }
  return { dashed: false, notes, info, file: orNothing(left) };
}

function readInfo(info: string): [tags: string[], thread: string | null] {
  if (info === '') return [[], null];
  let thread: string | null = null;
  const tags = info.split(',').map((part) => {
    if (!part.startsWith('STACK')) return part;
    thread = part.slice('STACK-'.length) || null;
    return 'STACK';
  });
  return [tags, thread];
}

// 0x00007f73070fc000-0x00007f73071f8000      1032192 rw-p        the rest is missing
const CUT = /^\s*0x[0-9a-f]{4,16}\s?-(?:\s?0x?[0-9a-f]{0,16})?(?:\s+\S{1,400}){0,8}\s*$/;
export const isCutSystemMapRow = (text: string): boolean => text.length <= 600 && CUT.test(text);

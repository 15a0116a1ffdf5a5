import { highBits, lowBits } from '@/lib/base/address';
import { KIB } from '@/lib/base/bytes';
import type { Warning } from '@/lib/model/artifact';
import type { MappingTable, SizeColumn } from '@/lib/model/mapping-table';
import type { BlockHead } from './block';
import { KEYS } from './line-bytes';

const WORD = 2 ** 32;

/** Keys whose value is a size that reaches a fact, or is checked. */
const SIZE_KEYS = ['Size', 'Rss', 'Pss', 'Shared_Dirty', 'Private_Dirty', 'Anonymous', 'AnonHugePages', 'Swap'] as const;
const [SIZE, RSS, PSS, SHARED_DIRTY, PRIVATE_DIRTY, ANONYMOUS, ANON_HUGE_PAGES, SWAP] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
/** By the number of a key in KEYS: its place among SIZE_KEYS, or -1. */
const PLACE = Int8Array.from(KEYS, (key) => (SIZE_KEYS as readonly string[]).indexOf(key));
const COLUMNS: [SizeColumn, number][] = [
  ['pssBytes', PSS],
  ['anonymousBytes', ANONYMOUS],
  ['swapBytes', SWAP],
  ['anonHugePagesBytes', ANON_HUGE_PAGES],
];
const NOT_PRINTED = -1;

/** Why a block is not counted. */
export interface Refusal {
  what: string;
  text: string;
}

/** A block while its lines arrive; one object for all of them. What it says is taken back at its end where it is not used: one without Rss. */
export class BlockDraft {
  /** A head has come, and nothing yet that ends its block. */
  open = false;
  startHigh = 0;
  startLow = 0;
  endHigh = 0;
  endLow = 0;
  mode = '';
  name = '';
  vmFlags: string[] | null = null;
  androidName: string | null = null;
  line = 0;
  lastKeyLine = 0;
  lastKey: string | null = null;
  doubts: Warning[] = [];
  /** In KB, by place; NOT_PRINTED where it is not there. */
  private readonly kb = new Float64Array(SIZE_KEYS.length);

  /** Begins a block; where its addresses are not given, they are set by who begins it. */
  begin(head: Pick<BlockHead, 'mode' | 'name'> & Partial<BlockHead>, line: number): void {
    this.open = true;
    this.startHigh = highBits(head.start ?? 0n);
    this.startLow = lowBits(head.start ?? 0n);
    this.endHigh = highBits(head.end ?? 0n);
    this.endLow = lowBits(head.end ?? 0n);
    this.mode = head.mode;
    this.name = head.name;
    this.vmFlags = null;
    this.androidName = null;
    this.line = line;
    this.lastKeyLine = line;
    this.lastKey = null;
    if (this.doubts.length > 0) this.doubts = [];
    this.kb.fill(NOT_PRINTED);
  }

  /** Takes the value of a key (a number in KEYS; -1: none of them); false where it stands twice. What is no size may come as often as it likes. */
  takeSize(key: number, kb: number): boolean {
    const place = PLACE[key] ?? -1;
    if (place < 0) return true;
    if (this.kb[place] !== NOT_PRINTED) return false;
    this.kb[place] = kb;
    return true;
  }

  private spanBytes(): number {
    return (this.endHigh - this.startHigh) * WORD + this.endLow - this.startLow;
  }

  refusal(): Refusal | null {
    const rss = this.kb[RSS] as number;
    const size = this.kb[SIZE] as number;
    const span = this.spanBytes();
    if (this.lastKey === null)
      return { what: 'no-keys', text: 'An address range alone (as in /proc/PID/maps): without "Rss:" it is not counted.' };
    if (rss === NOT_PRINTED) return { what: 'no-rss', text: 'A mapping without its "Rss:" line: not counted.' };
    if (span <= 0 || span >= 2 ** 53) return { what: 'odd-range', text: 'Its address range is empty or absurd: not counted.' };
    if (size !== NOT_PRINTED && size * KIB !== span)
      return { what: 'size-mismatch', text: `"Size: ${size} kB" contradicts the address range: the mapping is not counted.` };
    if (rss * KIB > span) return { what: 'odd-range', text: 'More is resident than mapped: not counted.' };
    return null;
  }

  /** Whether it begins below a row of the table. */
  isBelow(rows: MappingTable, row: number): boolean {
    const high = this.startHigh - (rows.startHigh[row] as number);
    return high < 0 || (high === 0 && this.startLow < (rows.startLow[row] as number));
  }

  addTo(rows: MappingTable): void {
    const { kb } = this;
    const at = rows.extend();
    rows.line[at] = this.line;
    rows.lastLine[at] = this.lastKeyLine;
    rows.startHigh[at] = this.startHigh;
    rows.startLow[at] = this.startLow;
    rows.endHigh[at] = this.endHigh;
    rows.endLow[at] = this.endLow;
    rows.rssBytes[at] = (kb[RSS] as number) * KIB;
    for (const [column, place] of COLUMNS) {
      const value = kb[place] as number;
      if (value !== NOT_PRINTED) rows.setSize(column, at, value * KIB);
    }
    const shared = kb[SHARED_DIRTY] as number;
    const own = kb[PRIVATE_DIRTY] as number;
    if (shared !== NOT_PRINTED && own !== NOT_PRINTED) rows.setSize('dirtyBytes', at, (shared + own) * KIB);
    rows.mode[at] = rows.numberMode(this.mode);
    rows.name[at] = rows.numberName(this.name === '' ? (this.androidName ?? '') : this.name);
    if (this.vmFlags) rows.setFlags(at, rows.numberFlags(this.vmFlags));
  }
}

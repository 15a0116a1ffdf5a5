import { KIB } from '@/lib/base/bytes';
import { toMemoryMap } from '@/lib/model/mapping-columns';
import { MappingTable } from '@/lib/model/mapping-table';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { PrintedTotal } from './frame-lines';
import { MODES, type PmapRow } from './row';
import type { RowBytes } from './row-bytes';

// procps names the stack alone ("[ stack ]") and SysV segments; BusyBox, toybox and pmap -k copy every name of the kernel.
const KERNEL_NAME = /^\[(?!stack\]|shmid=)/;
const WORD = 2 ** 32;
const KB_OF_WORD = WORD / KIB;

// ffffffffff600000
const VSYSCALL_HIGH = 0xffff_ffff;
const VSYSCALL_LOW = 0xff60_0000;

/** Gathers the rows of one process. */
export class MapBuilder {
  readonly rows = new MappingTable();
  pid: number | null = null;
  total: (PrintedTotal & { line: number; afterRows: boolean }) | null = null;
  private headerSaysLocked = false;
  private ascending = true;
  private kernelNames = false;
  private printsPss = false;
  private printsResident = false;
  private version: string | null = null;
  private sizeSum = 0;
  private residentSum = 0;
  private dirtySum = 0;
  /** By the access of a mode; null where no row has come as values yet. */
  private modeNumbers: Uint8Array | null = null;

  /** "… RSS    Anon  Locked …" decides what four numbers mean where no dash does. */
  readHeader(text: string): void {
    if (/\bAnon\b.*\bLocked\b/i.test(text)) this.headerSaysLocked = true;
  }

  isLocked(row: PmapRow): boolean {
    return row.layout === 'locked' || (row.layout === 'swap' && row.mode.length === 5 && this.headerSaysLocked);
  }

  add(row: PmapRow, mapping: Mapping): void {
    this.rows.add(mapping);
    this.sizeSum += mapping.sizeBytes;
    this.residentSum += mapping.rssBytes;
    this.dirtySum += mapping.dirtyBytes ?? 0;
    if (this.rows.descends(this.rows.length - 1)) this.ascending = false;
    if (row.residentKb !== null) this.printsResident = true;
    if (this.isLocked(row)) this.version = 'procps 3.2.7 or older';
    else if (row.layout === 'swap') {
      this.printsPss = true;
      this.version = row.mode.length === 4 ? 'BusyBox' : 'toybox';
    }
    if (this.printsPss || KERNEL_NAME.test(mapping.name)) this.kernelNames = true;
  }

  /** A name as a number, for `addValues`. */
  numberName(name: string): number {
    if (KERNEL_NAME.test(name)) this.kernelNames = true;
    return this.rows.numberName(name);
  }

  /** Before values are added: what they need is made here, not on the way, where a loop runs best that does nothing else. */
  openValues(): void {
    if (this.modeNumbers) return;
    this.modeNumbers = Uint8Array.from(MODES, (mode) => this.rows.numberMode(mode));
    this.rows.openSize('dirtyBytes');
  }

  /** A row of the layout "dirty", behind `openValues`; its name is a number of `numberName`. */
  addValues(row: RowBytes, name: number, line: number): void {
    const { rows } = this;
    const at = rows.extend();
    rows.line[at] = line;
    rows.lastLine[at] = line;
    rows.startHigh[at] = row.startHigh;
    rows.startLow[at] = row.startLow;
    const high = Math.floor(row.sizeKb / KB_OF_WORD);
    const low = row.startLow + (row.sizeKb - high * KB_OF_WORD) * KIB;
    rows.endHigh[at] = row.startHigh + high + (low < WORD ? 0 : 1);
    rows.endLow[at] = low;
    rows.rssBytes[at] = row.residentKb * KIB;
    rows.setSize('dirtyBytes', at, row.dirtyKb * KIB);
    this.sizeSum += row.sizeKb * KIB;
    this.residentSum += row.residentKb * KIB;
    this.dirtySum += row.dirtyKb * KIB;
    rows.mode[at] = this.modeNumbers?.[row.access] as number;
    rows.name[at] = name;
    this.printsResident = true;
    if (this.ascending && rows.descends(at)) this.ascending = false;
  }

  setTotal(total: PrintedTotal, line: number): void {
    this.total = { ...total, line, afterRows: this.rows.length > 0 };
  }

  /** Whether a further "PID:" line belongs to another process. A sorted listing has its only one somewhere among the rows. */
  endedBefore(): boolean {
    if (this.pid !== null) return this.rows.length > 0 || this.total !== null;
    return this.total?.afterRows === true && this.ascending;
  }

  /** True where the rows sum up to the printed total, column by column: nothing was cut away. `-q` prints none: see endsAtTheTop. */
  addsUp(): boolean {
    if (!this.total) return this.endsAtTheTop();
    const { sizeKb, residentKb, dirtyKb } = this.total;
    const fits = (bytes: number, kb: number | null) => kb === null || bytes === kb * KIB;
    const dirtyFits = this.version === 'procps 3.2.7 or older' || fits(this.dirtySum, dirtyKb);
    return fits(this.sizeSum, sizeKb) && fits(this.residentSum, residentKb) && dirtyFits;
  }

  /** From the process line to the page that x86 maps highest, [vsyscall]: all of a listing without its total. */
  private endsAtTheTop(): boolean {
    const { rows } = this;
    const last = rows.length - 1;
    if (this.pid === null || last < 1 || !this.ascending) return false;
    return rows.startHigh[last] === VSYSCALL_HIGH && rows.startLow[last] === VSYSCALL_LOW;
  }

  toolVersion(): string | null {
    return this.version;
  }

  build(fallbackPid: number | null): MemoryMap {
    const bytes = (kb: number | null) => (kb === null ? null : kb * KIB);
    const total = this.total;
    const map = {
      source: 'pmap-x',
      pid: this.pid ?? fallbackPid,
      printedTotal: total && {
        line: total.line,
        sizeBytes: total.sizeKb * KIB,
        rssBytes: bytes(total.residentKb),
        dirtyBytes: bytes(total.dirtyKb),
      },
      ascending: this.ascending,
      kernelNames: this.kernelNames,
    };
    const made = toMemoryMap(map, this.rows.finish());
    if (this.printsPss || (total?.columns === 4 && total.residentKb !== null && this.rows.length === 0)) made.residency = 'pss';
    else if (!this.printsResident && this.rows.length > 0) made.residency = 'none';
    return made;
  }
}

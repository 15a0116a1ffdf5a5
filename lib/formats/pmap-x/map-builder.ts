import { KIB } from '@/lib/base/bytes';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { PrintedTotal } from './frame-lines';
import type { PmapRow } from './row';

/** Gathers the rows of one process. */
export class MapBuilder {
  readonly rows: Mapping[] = [];
  pid: number | null = null;
  total: (PrintedTotal & { line: number; afterRows: boolean }) | null = null;
  private headerSaysLocked = false;
  private ascending = true;
  private kernelNames = false;
  private printsPss = false;
  private printsResident = false;
  private version: string | null = null;

  /** "… RSS    Anon  Locked …" decides what four numbers mean where no dash does. */
  readHeader(text: string): void {
    if (/\bAnon\b.*\bLocked\b/i.test(text)) this.headerSaysLocked = true;
  }

  isLocked(row: PmapRow): boolean {
    return row.layout === 'locked' || (row.layout === 'swap' && row.mode.length === 5 && this.headerSaysLocked);
  }

  add(row: PmapRow, mapping: Mapping): void {
    const previous = this.rows.at(-1);
    if (previous && mapping.start < previous.start) this.ascending = false;
    if (row.residentKb !== null) this.printsResident = true;
    if (this.isLocked(row)) this.version = 'procps 3.2.7 or older';
    else if (row.layout === 'swap') {
      this.printsPss = true;
      this.version = row.mode.length === 4 ? 'BusyBox' : 'toybox';
    }
    // procps names the stack alone ("[ stack ]") and SysV segments; BusyBox, toybox and pmap -k copy every name of the kernel.
    if (this.printsPss || /^\[(?!stack\]|shmid=)/.test(mapping.name)) this.kernelNames = true;
    this.rows.push(mapping);
  }

  setTotal(total: PrintedTotal, line: number): void {
    this.total = { ...total, line, afterRows: this.rows.length > 0 };
  }

  /** Whether a further "PID:" line belongs to another process. A sorted listing has its only one somewhere among the rows. */
  endedBefore(): boolean {
    if (this.pid !== null) return this.rows.length > 0 || this.total !== null;
    return this.total?.afterRows === true && this.ascending;
  }

  /** True where the rows sum up to the printed total, column by column: nothing was cut away. */
  addsUp(): boolean {
    if (!this.total) return false;
    let size = 0;
    let resident = 0;
    let dirty = 0;
    for (const row of this.rows) {
      size += row.sizeBytes;
      resident += row.rssBytes;
      dirty += row.dirtyBytes ?? 0;
    }
    const { sizeKb, residentKb, dirtyKb } = this.total;
    const fits = (bytes: number, kb: number | null) => kb === null || bytes === kb * KIB;
    return fits(size, sizeKb) && fits(resident, residentKb) && (this.version === 'procps 3.2.7 or older' || fits(dirty, dirtyKb));
  }

  toolVersion(): string | null {
    return this.version;
  }

  build(fallbackPid: number | null): MemoryMap {
    const bytes = (kb: number | null) => (kb === null ? null : kb * KIB);
    const total = this.total;
    const map: MemoryMap = {
      source: 'pmap-x',
      pid: this.pid ?? fallbackPid,
      rows: this.rows,
      printedTotal: total && {
        line: total.line,
        sizeBytes: total.sizeKb * KIB,
        rssBytes: bytes(total.residentKb),
        dirtyBytes: bytes(total.dirtyKb),
      },
      ascending: this.ascending,
      kernelNames: this.kernelNames,
    };
    if (this.printsPss || (total?.columns === 4 && total.residentKb !== null && this.rows.length === 0)) map.residency = 'pss';
    else if (!this.printsResident && this.rows.length > 0) map.residency = 'none';
    return map;
  }
}

import { KIB } from '@/lib/base/bytes';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { SizeTotal } from './frame';

const VSYSCALL = 0xffff_ffff_ff60_0000n;

/** Gathers the rows of one process. */
export class MapDraft {
  readonly rows: Mapping[] = [];
  pid: number | null = null;
  total: (SizeTotal & { line: number; afterRows: boolean }) | null = null;
  /** Modes of four letters: BusyBox, which prints every name of the kernel. */
  busyBox = false;
  private ascending = true;

  add(mapping: Mapping): void {
    const previous = this.rows.at(-1);
    if (previous && mapping.start < previous.start) this.ascending = false;
    this.rows.push(mapping);
  }

  setTotal(total: SizeTotal, line: number): void {
    this.total = { ...total, line, afterRows: this.rows.length > 0 };
  }

  /** Whether a further "PID:" line belongs to another process. A sorted listing has its only one somewhere among the rows. */
  endedBefore(): boolean {
    if (this.pid !== null) return this.rows.length > 0 || this.total !== null;
    return this.total?.afterRows === true && this.ascending;
  }

  /** True where the rows sum up to every printed total: nothing was cut away. `-q` prints none: then the page that x86 maps highest ends it. */
  addsUp(): boolean {
    if (!this.total) return this.pid !== null && this.rows.length > 1 && this.ascending && this.rows.at(-1)?.start === VSYSCALL;
    let size = 0;
    let writable = 0;
    let shared = 0;
    for (const row of this.rows) {
      size += row.sizeBytes;
      if (row.mode[3] === 's') shared += row.sizeBytes;
      else if (row.mode[1] === 'w') writable += row.sizeBytes;
    }
    const fits = (bytes: number, kb: number | null) => kb === null || bytes === kb * KIB;
    return fits(size, this.total.sizeKb) && fits(writable, this.total.writableKb) && fits(shared, this.total.sharedKb);
  }

  build(source: string, fallbackPid: number | null): MemoryMap {
    return {
      source,
      pid: this.pid ?? fallbackPid,
      rows: this.rows,
      printedTotal: this.total && { line: this.total.line, sizeBytes: this.total.sizeKb * KIB, rssBytes: null, dirtyBytes: null },
      ascending: this.ascending,
      // procps names the stack alone ("[ stack ]") and SysV segments; BusyBox and `pmap -k` copy every name of the kernel.
      kernelNames: this.busyBox || this.rows.some((row) => /^\[(?!stack\]|shmid=)/.test(row.name)),
      residency: 'none',
    };
  }
}

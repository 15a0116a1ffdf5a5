import type { LinedBytes, MetaspaceUsage } from '@/lib/model/process-facts';
import type { MetaspaceLine, Space } from './line';

type Section = Extract<MetaspaceLine, { kind: 'section' }>['section'] | 'total';

/** One report while its lines arrive; also of the shorter one in VM.info and crash logs. */
export class MetaspaceDraft {
  readonly usage: MetaspaceUsage = {
    pid: null,
    reserved: null,
    committed: null,
    used: null,
    classReserved: null,
    classCommitted: null,
    classUsed: null,
    waste: null,
    loaders: null,
    classes: null,
  };
  private section: Section | null = null;
  /** Of the rows that follow, where its name stands above them. */
  private space: Space = 'non-class';
  /** Used by the lines above the report, where it is cut before its own. */
  private readonly usedAbove: { space: Space; bytes: number; line: number }[] = [];
  private readonly nonClass: { reserved: LinedBytes | null; committed: LinedBytes | null; used: LinedBytes | null } = {
    reserved: null,
    committed: null,
    used: null,
  };

  get isEmpty(): boolean {
    const { usage, nonClass } = this;
    return !usage.reserved && !usage.used && !usage.classReserved && !usage.classUsed && !nonClass.reserved && !nonClass.used;
  }

  /** True for a title that this report had already. */
  beginsAnother(line: MetaspaceLine): boolean {
    return line.kind === 'total' && this.usage.loaders !== null;
  }

  /** Takes a line; false where nothing of it is kept. */
  read(line: MetaspaceLine, at: number): boolean {
    switch (line.kind) {
      case 'total':
        this.section = 'total';
        this.space = 'non-class';
        this.usage.loaders = line.loaders;
        this.usage.classes = line.classes;
        return true;
      case 'section':
        this.section = line.section;
        return false;
      case 'metaspace':
        // To the kilobyte, where what follows is rounded to a hundredth of its unit: of a gigabyte, for the class space.
        this.usedAbove.push({ space: line.space, bytes: line.used, line: at });
        this.keep(line.space, 'committed', line.committed, at);
        return this.keep(line.space, 'reserved', line.reserved, at);
      case 'usage':
        // The same lines follow for each loader or kind of space, where asked for.
        return (this.section === 'total' || this.section === 'usage') && this.keep(line.space, 'used', line.used, at);
      case 'virtual': {
        const reserved = this.keep(line.space, 'reserved', line.reserved, at);
        return this.keep(line.space, 'committed', line.committed, at) || reserved;
      }
      case 'space':
        this.space = line.space;
        return false;
      case 'level-total':
        return this.section === 'total' && this.keep(this.space, 'used', line.used, at);
      case 'waste':
        if (this.section !== 'waste' || this.usage.waste) return false;
        this.usage.waste = { line: at, bytes: line.bytes };
        return true;
      default:
        return false;
    }
  }

  private keep(space: Space, what: 'reserved' | 'committed' | 'used', bytes: number, line: number): boolean {
    const { usage, nonClass } = this;
    const key = space === 'class' ? ({ reserved: 'classReserved', committed: 'classCommitted', used: 'classUsed' } as const)[what] : what;
    const holder = space === 'non-class' ? nonClass : usage;
    const known = space === 'non-class' ? nonClass[what] : usage[key];
    if (known) return false;
    Object.assign(holder, { [space === 'non-class' ? what : key]: { line, bytes } });
    return true;
  }

  /** Without a class space there is no "Both": what is not class space is all. */
  finish(): MetaspaceUsage {
    const { usage, nonClass } = this;
    for (const { space, bytes, line } of this.usedAbove) this.keep(space, 'used', bytes, line);
    if (!usage.classReserved && !usage.classUsed) {
      usage.reserved ??= nonClass.reserved;
      usage.committed ??= nonClass.committed;
      usage.used ??= nonClass.used;
    }
    return usage;
  }
}

import type { ByteLines, LinesTold } from '@/lib/base/byte-lines';
import type { LineUse } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { NmtReport } from '@/lib/model/nmt';
import type { ArtifactReader, ReadContext } from '../define';
import { type Amount, unitName } from './amount';
import { describeCut } from './cut';
import type { Line, NmtLine, SiteValue } from './line';
import { LineQueue } from './line-queue';
import { NmtTaker, STACK_DEPTH, type Stack } from './read-bytes';
import { readNmtLine } from './read-line';
import { ReportDraft } from './report';

/** Opens a reader of summary and detail reports, whole or in fragments. Two reports in one text give two facts. */
export function openNmtReader(context: ReadContext): ArtifactReader {
  return new NmtReader(context);
}

class NmtReader implements ArtifactReader {
  private readonly queue = new LineQueue();
  private readonly taker = new NmtTaker(this.queue.account);
  private readonly warnings: Warning[] = [];
  private readonly reports: NmtReport[] = [];
  private draft = new ReportDraft();
  private complete = true;
  private pid: number | null = null;
  /** A total whose last digit ended its line: it counts once another line follows, else its digits may be cut. */
  private openTotal: Line<'total'> | Line<'total-malloc'> | null = null;
  /** Whose the next frames are: the last range's, or of something that no fact holds (committed parts, memory files). */
  private stack: Stack | null = null;
  private last: { text: string; line: number; read: NmtLine } | null = null;

  constructor(private readonly context: ReadContext) {}

  line(text: string, line: number): void {
    const read = readNmtLine(text);
    if (read.kind === 'blank') {
      if (this.stack) this.stack.blankSince = true;
      this.queue.put(line, 'noise');
    } else {
      this.last = { text: text.trim(), line, read };
      this.takeOpenTotal();
      if (read.kind === 'frame') this.readFrame(read, line);
      else this.queue.put(line, this.read(read, line));
    }
    if (!this.queue.isFull) return;
    this.takeOpenTotal();
    this.settleFrames();
  }

  /** Ranges and call sites as they come by the ten thousand, as long as nothing waits for what follows it. */
  bytes(lines: ByteLines, told: LinesTold | null = null): void {
    if (this.openTotal || this.queue.waiting.length > 0) return;
    const first = lines.line;
    const taken = this.taker.take(lines, this.draft, this.stack, told);
    if (lines.line === first) return;
    this.stack = taken.stack;
    // (Of a line that is known, only what it is matters later.)
    if (taken.last) this.last = { text: '', line: taken.lastLine, read: taken.last };
  }

  ahead(lines: ByteLines, told: LinesTold): void {
    this.bytes(lines, told);
  }

  finish(): Parsed {
    const cut = this.endText();
    this.settleFrames();
    this.closeReport(cut);
    const { account } = this.queue;
    const family = this.reports.find((report) => report.jdkFamily !== null)?.jdkFamily ?? null;
    return {
      facts: this.reports.map((value) => ({ kind: 'nmt-report', value })),
      account,
      get runs() {
        return account.runs;
      },
      warnings: this.warnings,
      complete: this.complete && this.reports.length > 0,
      tool: { ...(this.pid !== null && { pid: this.pid }), ...(family !== null && { version: String(family) }) },
    };
  }

  /** Takes the value of a line and says what became of the line; null where that depends on what follows. */
  private read(read: Exclude<NmtLine, { kind: 'blank' | 'frame' }>, line: number): LineUse | null {
    // Foreign lines do not end a stack, and an amount may be the value of the frames that wait.
    if (read.kind === 'unknown') return this.warn(line, 'unknown-line', `NMT prints no such line: ${this.last?.text.slice(0, 120)}`);
    if (read.kind === 'diff')
      return this.warn(line, 'diff', 'A line of a difference report (summary.diff, detail.diff); those are not read here.');
    if (read.kind !== 'counted' && read.kind !== 'pair') this.settleFrames();
    const use = this.readKnown(read, line);
    if ('releases' in read) this.draft.tell(read.releases);
    return use;
  }

  private readKnown(read: Exclude<NmtLine, { kind: 'blank' | 'frame' | 'unknown' | 'diff' }>, line: number): LineUse | null {
    switch (read.kind) {
      case 'pid':
        this.beginReport(!this.draft.isEmpty);
        this.draft.report.pid = read.pid;
        this.pid ??= read.pid;
        return 'used';
      case 'title':
        this.beginReport(!this.draft.isEmpty);
        return 'noise';
      case 'section':
        this.stack = null;
        this.draft.beginSection(read.section);
        return 'noise';
      case 'known':
        this.draft.addKnown(read.instances, line);
        return 'noise';
      case 'elision':
        this.complete = false;
        return 'noise';
      case 'total':
      case 'total-malloc':
        this.beginReport(read.kind === 'total' && read.of === 'all' && this.draft.report.total !== null);
        if (!read.open) return this.takeTotal(read, line);
        this.openTotal = read;
        return null;
      case 'category':
        this.stack = null;
        this.beginReport(this.draft.hasCategory(read.name));
        return this.unitsFit([read.pair.reserved, read.pair.committed], line) ? this.draft.addCategory(read, line) : 'warned';
      case 'count':
      case 'counted':
      case 'pair':
        return this.readAmounts(read, line);
      case 'range':
        return this.readRange(read, line);
    }
  }

  private readAmounts(read: Line<'count'> | SiteValue, line: number): LineUse {
    const { draft } = this;
    if (read.kind !== 'count') {
      const fits = this.unitsFit(read.kind === 'counted' ? [read.amount] : [read.pair.reserved, read.pair.committed], line);
      if (fits && draft.isSite(read, this.queue.frames.length > 0)) return this.readSite(read, line);
      if (!fits) {
        this.settleFrames();
        return 'warned';
      }
    }
    this.settleFrames();
    // "(    reserved=8192KB, committed=5120KB)" of the blocks Metadata and Class space.
    if (read.kind === 'pair' && read.what === 'bare') {
      draft.addKnown(false, line);
      return 'noise';
    }
    if (!draft.category) return this.warn(line, 'no-category', 'The line belongs to a category that is not in the text.');
    return draft.addToCategory(read, line) ? 'used' : this.warn(line, 'repeated-line', 'The category has such a line already.');
  }

  private readSite(read: SiteValue, line: number): LineUse {
    const frames = this.queue.frames;
    const tooMany = Math.max(0, frames.length - STACK_DEPTH);
    const { table } = this.draft;
    const kept: number[] = [];
    for (let i = 0; i < frames.length; i++) {
      const waiting = frames[i];
      if (!waiting || waiting.frame === null) continue;
      if (waiting.frame === '') waiting.use = 'noise';
      else if (i < tooMany) waiting.use = this.warnOrphan(waiting.line);
      else {
        waiting.use = 'used';
        kept.push(table.frames.findText(waiting.frame));
      }
    }
    this.queue.flush();
    this.stack = null;
    this.draft.addSite(read, frames[tooMany]?.line ?? line, line);
    for (const frame of kept) table.addSiteFrame(frame);
    return 'used';
  }

  private readRange(read: Line<'range'>, line: number): LineUse {
    const { draft } = this;
    const isRange = read.state === 'reserved' || read.state === 'reserved and committed';
    this.stack = { isRange, depth: 0, from: read.from, blankSince: false };
    // Offsets in the file that backs ZGC's heap ("Memory file details"): never addresses.
    if (read.state === 'allocated') {
      draft.closeRange();
      return 'noise';
    }
    if (read.end <= read.start) return this.warn(line, 'empty-range', 'The range ends before it begins.');
    const span = Number(read.end - read.start);
    if (Math.abs(span - read.amount.bytes) >= (read.amount.unitBytes ?? 1))
      return this.warn(
        line,
        'size-mismatch',
        `The addresses span ${span} bytes but ${read.amount.bytes} are printed: one of them is damaged.`,
      );
    draft.seeUnit(read.amount);
    if (isRange) return draft.addRange(read, line);
    if (draft.addChild(read, line)) return 'used';
    return this.warn(line, 'orphan-committed', 'A committed part that lies in no reserved range above it.');
  }

  private readFrame(read: Line<'frame'>, line: number): void {
    const { stack, draft } = this;
    draft.tell(read.releases);
    if (read.value) {
      this.settleFrames();
      this.stack = null;
      draft.addSite(read.value, line, line);
      if (read.text !== '') draft.table.addSiteFrame(draft.table.frames.findText(read.text));
      this.queue.put(line, 'used');
      return;
    }
    // Directly below its range, or behind one blank line where the range said "from"; what comes later waits for an owner.
    const near = stack && stack.depth < STACK_DEPTH && (!stack.blankSince || (stack.from && stack.depth === 0));
    if (near && this.queue.waiting.every(({ frame }) => frame === null)) this.queue.put(line, this.attachFrame(read.text, line));
    else this.queue.put(line, null, read.text);
  }

  private attachFrame(text: string, line: number): LineUse {
    const { stack, draft } = this;
    if (stack) stack.depth++;
    if (draft.inRange) draft.table.setLastLine(line);
    if (!stack?.isRange || !draft.inRange || text === '') return 'noise';
    draft.table.addRangeFrame(draft.table.frames.findText(text));
    return 'used';
  }

  /** Frames that no amount followed: the rest of the last stack behind a pasted blank line, or nobody's. */
  private settleFrames(): void {
    if (this.queue.waiting.length === 0) return;
    const frames = this.queue.frames;
    const fits = this.stack !== null && this.stack.depth + frames.length <= STACK_DEPTH;
    for (const waiting of frames) {
      const { frame, line } = waiting;
      if (frame === null || frame === '') waiting.use = 'noise';
      else if (fits) waiting.use = this.attachFrame(frame, line);
      else waiting.use = this.warnOrphan(line);
    }
    this.queue.flush();
  }

  private takeTotal(read: Line<'total'> | Line<'total-malloc'>, line: number): LineUse {
    if (!this.unitsFit(read.kind === 'total' ? [read.pair.reserved, read.pair.committed] : [read.amount], line)) return 'warned';
    return this.draft.addTotal(read, line) ? 'used' : this.warn(line, 'repeated-line', 'The report has such a total already.');
  }

  private takeOpenTotal(): void {
    const [waiting] = this.queue.waiting;
    const read = this.openTotal;
    this.openTotal = null;
    if (!waiting || !read) return;
    waiting.use = this.takeTotal(read, waiting.line);
    this.queue.flush();
  }

  /** False where a number lacks the unit of the lines before it. */
  private unitsFit(amounts: readonly Amount[], line: number): boolean {
    if (amounts.every((amount) => this.draft.seeUnit(amount))) return true;
    this.warn(line, 'missing-unit', `A number without a unit among numbers in ${unitName(this.draft.report.unitBytes)}: not used.`);
    return false;
  }

  private beginReport(again: boolean): void {
    if (!again) return;
    this.closeReport(false);
    this.draft = new ReportDraft();
    this.stack = null;
  }

  private closeReport(cut: boolean): void {
    if (this.draft.isEmpty) return;
    const { report, complete } = this.draft.finish(cut);
    report.pid ??= this.context.tool.pid;
    this.complete &&= complete;
    this.reports.push(report);
  }

  /** Looks at the last line; true where the text breaks off there. */
  private endText(): boolean {
    const { last, openTotal } = this;
    if (!last) return false;
    if (openTotal) {
      const [waiting] = this.queue.waiting;
      this.openTotal = null;
      if (waiting) waiting.use = 'warned';
      this.warn(last.line, 'cut-number', 'The text ends in this number: digits of it may be missing, so the line is not used.');
      return true;
    }
    if (last.read.kind !== 'unknown') return last.read.kind === 'frame' || (last.read.kind === 'range' && last.read.from);
    const cut = describeCut(last.text);
    const warning = this.warnings.at(-1);
    if (cut && warning) {
      warning.code = `nmt/${cut}`;
      warning.text = `The text ends within this line: ${last.text.slice(0, 120)}`;
    }
    return cut !== null;
  }

  private warnOrphan(line: number): LineUse {
    return this.warn(line, 'orphan-frame', 'A stack frame with neither a range above nor an amount below.');
  }

  private warn(line: number, what: string, text: string): LineUse {
    this.warnings.push({ line, code: `nmt/${what}`, text });
    return 'warned';
  }
}

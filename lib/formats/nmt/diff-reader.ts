import type { LineUse } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { NmtDiff } from '@/lib/model/nmt-diff';
import type { ArtifactReader, ReadContext } from '../define';
import { type Amount, unitName } from './amount';
import { describeCut } from './cut';
import { DiffDraft } from './diff-draft';
import { type Change, type DiffLine, type DiffLineOf, type DiffSiteValue, type PairChange, readDiffLine } from './diff-line';
import { LineQueue } from './line-queue';

// NMT_TrackingStackDepth of nmtCommon.hpp: no stack is deeper.
const STACK_DEPTH = 4;

type Known = Exclude<DiffLine, { kind: 'blank' | 'frame' | 'unknown' }>;

/** Opens a reader of summary.diff and detail.diff, whole or in parts. Two reports in one text give two facts. */
export function openDiffReader(context: ReadContext): ArtifactReader {
  return new DiffReader(context);
}

class DiffReader implements ArtifactReader {
  private readonly queue = new LineQueue();
  private readonly warnings: Warning[] = [];
  private readonly diffs: NmtDiff[] = [];
  private readonly interned = new Map<string, string>();
  private draft = new DiffDraft();
  private complete = true;
  private pid: number | null = null;
  /** A total whose last digit ended its line: it counts once another line follows, else its digits may be cut. */
  private openTotal: DiffLineOf<'total'> | DiffLineOf<'total-malloc'> | null = null;
  private last: { text: string; line: number; read: DiffLine } | null = null;

  constructor(private readonly context: ReadContext) {}

  line(text: string, line: number): void {
    const read = readDiffLine(text);
    if (read.kind === 'blank') {
      this.queue.put(line, 'noise');
    } else {
      this.last = { text: text.trim(), line, read };
      this.takeOpenTotal();
      if (read.kind === 'frame') this.readFrame(read, line);
      else if (read.kind === 'unknown')
        this.queue.put(line, this.warn(line, 'unknown-line', `No line of a difference report: ${text.trim().slice(0, 120)}`));
      else this.queue.put(line, this.read(read, line));
      if ('releases' in read) this.draft.tell(read.releases);
    }
    if (!this.queue.isFull) return;
    this.takeOpenTotal();
    this.settleFrames();
  }

  finish(): Parsed {
    const cut = this.endText();
    this.settleFrames();
    this.closeReport(cut);
    const family = this.diffs.find((diff) => diff.jdkFamily !== null)?.jdkFamily ?? null;
    return {
      facts: this.diffs.map((value) => ({ kind: 'nmt-diff', value })),
      runs: this.queue.account.runs,
      warnings: this.warnings,
      complete: this.complete && this.diffs.length > 0,
      tool: { ...(this.pid !== null && { pid: this.pid }), ...(family !== null && { version: String(family) }) },
    };
  }

  private read(read: Known, line: number): LineUse | null {
    // An amount may be the value of the frames that wait.
    if (read.kind !== 'counted' && read.kind !== 'pair') this.settleFrames();
    switch (read.kind) {
      case 'pid':
        this.beginReport(!this.draft.isEmpty);
        this.draft.diff.pid = read.pid;
        this.pid ??= read.pid;
        return 'used';
      case 'title':
        this.beginReport(!this.draft.isEmpty);
        return 'noise';
      case 'known':
        this.draft.addKnown(read.instances, line);
        return 'noise';
      case 'elision':
        this.complete = false;
        return 'noise';
      case 'total':
      case 'total-malloc':
        this.beginReport(read.kind === 'total' && read.of === 'all' && this.draft.diff.total !== null);
        if (!read.open) return this.takeTotal(read, line);
        this.openTotal = read;
        return null;
      case 'category':
        this.beginReport(this.draft.hasCategory(read.name));
        if (!this.unitsFit(amountsOf(read.pair), line)) return 'warned';
        this.draft.addCategory(read, line);
        return 'used';
      case 'count':
      case 'counted':
      case 'pair':
        return this.readAmounts(read, line);
    }
  }

  private readAmounts(read: DiffLineOf<'count'> | DiffSiteValue, line: number): LineUse {
    const { draft } = this;
    if (read.kind !== 'count') {
      const fits = this.unitsFit(read.kind === 'counted' ? [read.change.amount] : amountsOf(read.pair), line);
      if (fits && draft.isSite(read, this.queue.frames.length > 0)) return this.readSite(read, line);
      if (!fits) {
        this.settleFrames();
        return 'warned';
      }
    }
    this.settleFrames();
    // "(    reserved=8192KB, committed=5120KB +64KB)" of the blocks Metadata and Class space.
    if (read.kind === 'pair' && read.what === 'bare') {
      draft.addKnown(false, line);
      return 'noise';
    }
    if (!draft.category) return this.warn(line, 'no-category', 'The line belongs to a category that is not in the text.');
    return draft.addToCategory(read, line) ? 'used' : this.warn(line, 'repeated-line', 'The category has such a line already.');
  }

  private readSite(read: DiffSiteValue, line: number): LineUse {
    const frames = this.queue.frames;
    const own = frames.slice(-STACK_DEPTH);
    for (const waiting of frames) {
      if (waiting.frame === '') waiting.use = 'noise';
      else waiting.use = own.includes(waiting) ? 'used' : this.warnOrphan(waiting.line);
    }
    this.queue.flush();
    const texts = own.flatMap(({ frame }) => (frame === null || frame === '' ? [] : [this.intern(frame)]));
    this.draft.addSite(read, texts, own[0]?.line ?? line, line);
    return 'used';
  }

  private readFrame(read: DiffLineOf<'frame'>, line: number): void {
    if (!read.value) {
      this.queue.put(line, null, read.text);
      return;
    }
    this.settleFrames();
    this.draft.addSite(read.value, [this.intern(read.text)], line, line);
    this.queue.put(line, 'used');
  }

  /** Frames that no amount followed. */
  private settleFrames(): void {
    for (const waiting of this.queue.frames) waiting.use = waiting.frame === '' ? 'noise' : this.warnOrphan(waiting.line);
    this.queue.flush();
  }

  private takeTotal(read: DiffLineOf<'total'> | DiffLineOf<'total-malloc'>, line: number): LineUse {
    const changes: Change[] = read.kind === 'total' ? [read.pair.reserved, read.pair.committed] : [read.change];
    if (
      !this.unitsFit(
        changes.map(({ amount }) => amount),
        line,
      )
    )
      return 'warned';
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
    this.warn(line, 'missing-unit', `A number without a unit among numbers in ${unitName(this.draft.diff.unitBytes)}: not used.`);
    return false;
  }

  private beginReport(again: boolean): void {
    if (!again) return;
    this.closeReport(false);
    this.draft = new DiffDraft();
  }

  private closeReport(cut: boolean): void {
    if (this.draft.isEmpty) return;
    const { diff, complete } = this.draft.finish(cut);
    diff.pid ??= this.context.tool.pid;
    this.complete &&= complete;
    this.diffs.push(diff);
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
    if (last.read.kind !== 'unknown') return last.read.kind === 'frame' && last.read.value === null;
    const cut = describeCut(last.text);
    const warning = this.warnings.at(-1);
    if (cut && warning) {
      warning.code = `nmt-diff/${cut}`;
      warning.text = `The text ends within this line: ${last.text.slice(0, 120)}`;
    }
    return cut !== null;
  }

  private warnOrphan(line: number): LineUse {
    return this.warn(line, 'orphan-frame', 'A stack frame without an amount below.');
  }

  private warn(line: number, what: string, text: string): LineUse {
    this.warnings.push({ line, code: `nmt-diff/${what}`, text });
    return 'warned';
  }

  /** One copy of each frame: thousands of sites share them. */
  private intern(frame: string): string {
    const known = this.interned.get(frame);
    if (known !== undefined) return known;
    this.interned.set(frame, frame);
    return frame;
  }
}

const amountsOf = ({ reserved, committed }: PairChange): Amount[] => [reserved.amount, committed.amount];

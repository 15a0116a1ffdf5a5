import { LineAccount, type LineRun, type LineUse } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { ArtifactReader, ReadContext } from '../define';
import { readHeapLine } from '../gc-heap-info/line';
import { readNmtLine } from '../nmt/read-line';
import { isCutMapsLine } from '../proc-maps/cut-line';
import { readHead } from '../smaps/block';
import { readFlagRow } from '../vm-flags/line';
import { readMetaspaceLine } from '../vm-metaspace/line';
import { readClockLine } from './clock-line';
import { readHeadLine } from './head-line';
import { Log } from './log';
import { readContainerLine, readMemoryLine } from './memory-lines';
import { isEnd, type Part, readRule, readTitle } from './section';

// Behind an NMT report: "Preinit state:entries: 344 …", "pre-init mallocs: 374, …", "MallocLimit: unset", "Periodic native trim disabled"
const AFTER_NMT = /^(?:Preinit state|pre-init |entries: |MallocLimit|Periodic native trim|Compilation memory|NMT )/;
const MAPPINGS = /^Total number of mappings: (\d{1,9})$/;
const CLASS_PATH = 'java_class_path (initial): ';
/** Some class paths name thousands of jars. */
const LONGEST_CLASS_PATH = 65_536;
const PID = /^(\d{1,10}):$/;

/** Reads a crash log (`crashed`) or VM.info: the parts with values by the readers of their own formats, the rest as noise. */
export function openLogReader(context: ReadContext, source: string, crashed: boolean): ArtifactReader {
  return new LogReader(context, source, crashed);
}

class LogReader implements ArtifactReader {
  private readonly account = new LineAccount();
  private readonly logs: Log[] = [];
  private log: Log;
  private part: Part | null = null;
  private filled = false;

  constructor(
    private readonly context: ReadContext,
    private readonly source: string,
    private readonly crashed: boolean,
  ) {
    this.log = new Log(source, context.tool);
  }

  line(raw: string, line: number): void {
    const text = raw.trim();
    if (text === '') {
      // A report's own account goes on over its blank lines.
      if (this.part === 'nmt') this.log.nmt.line('', line);
      else this.account.add(line, 'noise');
      return;
    }
    const part = readTitle(text);
    if (part !== null && !(part === 'other' && this.isInnerTitle(text))) {
      this.part = part;
      this.filled = true;
      if (part === 'nmt') this.log.nmt.line(raw, line);
      else this.account.add(line, 'noise');
    } else if (!this.readPart(raw, text, line)) {
      this.account.add(line, this.readPlain(text, line));
    }
  }

  /** "Usage:" inside the part "Metaspace:", "Virtual memory map:" inside the NMT report, "Reserved region:" inside "Heap:". */
  private isInnerTitle(text: string): boolean {
    if (this.part === 'metaspace') return readMetaspaceLine(text).kind !== 'unknown';
    if (this.part === 'heap') return text !== 'Heap:' && readHeapLine(text).kind === 'known';
    return this.part === 'nmt' && readNmtLine(text).kind !== 'unknown';
  }

  /** Gives the line to the part it lies in; false where it is none of that part's, which then is over. */
  private readPart(raw: string, text: string, line: number): boolean {
    const { log } = this;
    const take = (used: boolean) => {
      this.account.add(line, used ? 'used' : 'noise');
      return true;
    };
    switch (this.part) {
      case 'heap': {
        const heap = readHeapLine(text);
        if (heap.kind !== 'unknown' && heap.kind !== 'pid' && !log.heap.beginsAnother(heap)) return take(log.heap.read(heap, line));
        break;
      }
      case 'metaspace': {
        const metaspace = readMetaspaceLine(text);
        if (metaspace.kind !== 'unknown' && metaspace.kind !== 'pid') return take(log.metaspace.read(metaspace, line));
        break;
      }
      case 'flags': {
        const flag = readFlagRow(text);
        if (flag) log.flags.add(flag, line);
        if (flag) return take(true);
        break;
      }
      case 'container': {
        const container = readContainerLine(text);
        if (container) return take(log.readContainer(container, line));
        break;
      }
      case 'map':
        if (readHead(raw) === null && !isCutMapsLine(raw)) break;
        log.map.line(raw, line);
        return true;
      case 'nmt':
        if (readRule(text) !== null || isEnd(text) || AFTER_NMT.test(text) || !looksLikeNmt(text)) break;
        log.nmt.line(raw, line);
        return true;
      default:
        return false;
    }
    this.part = null;
    return false;
  }

  private readPlain(text: string, line: number): LineUse {
    const { log } = this;
    const head = readHeadLine(text);
    if (head) {
      if (head.kind === 'title') this.beginLog();
      this.filled = true;
      return this.log.readHead(head, line) ? 'used' : 'noise';
    }
    const pid = PID.exec(text.slice(0, 12))?.[1];
    if (pid !== undefined && !this.crashed) {
      this.beginLog();
      this.log.pid = Number(pid);
      return 'used';
    }
    this.filled = true;
    if (text.startsWith('jvm_args: ')) return log.flags.addArguments(text.slice(10), line) > 0 ? 'used' : 'noise';
    if (text.startsWith(CLASS_PATH)) {
      log.classPath = { line, text: text.slice(CLASS_PATH.length, CLASS_PATH.length + LONGEST_CLASS_PATH) };
      return 'used';
    }
    if (text.startsWith('vm_info: ')) return log.readVmInfo(text, line) ? 'used' : 'noise';
    const clock = readClockLine(text);
    if (clock) return log.readClock(clock, line) ? 'used' : 'noise';
    const memory = readMemoryLine(text);
    if (memory) return log.readMemory(memory, line) ? 'used' : 'noise';
    const mappings = MAPPINGS.exec(text.slice(0, 60))?.[1];
    if (mappings !== undefined) {
      log.printedMappings = Number(mappings);
      return 'used';
    }
    if (isEnd(text)) log.ended = true;
    return 'noise';
  }

  /** A head: the first one, or another log behind the last. */
  private beginLog(): void {
    if (this.filled) {
      this.logs.push(this.log);
      this.log = new Log(this.source, this.context.tool);
    }
    this.filled = false;
    this.part = null;
  }

  finish(): Parsed {
    const facts: Facts = [];
    const warnings: Warning[] = [];
    const runs: LineRun[] = [...this.account.runs];
    let complete = true;
    let version: string | null = null;
    const logs = [...this.logs, this.log];
    for (const log of logs) {
      const parsed = log.finish(this.crashed);
      // A "#" or a prompt above the first head.
      if (parsed.facts.length === 0 && logs.length > 1) continue;
      facts.push(...parsed.facts);
      warnings.push(...parsed.warnings);
      runs.push(...parsed.runs);
      complete &&= parsed.complete;
      version ??= parsed.version;
    }
    runs.sort((a, b) => a.firstLine - b.firstLine);
    const pid = logs.find((log) => log.pid !== null)?.pid ?? null;
    return { facts, runs, warnings, complete: complete && facts.length > 0, tool: { pid, version } };
  }
}

/** A line of the report, or a damaged one: not yet what stands behind it in the log. */
function looksLikeNmt(text: string): boolean {
  return readNmtLine(text).kind !== 'unknown' || /reserved=|committed=|malloc=|^\(|^\[0x/.test(text.slice(0, 200));
}

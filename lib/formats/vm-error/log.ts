import type { Parsed, Tool, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { CHeap, ContainerMemory, CrashSummary, ProcessStatus, VmClock } from '@/lib/model/process-facts';
import type { ArtifactReader } from '../define';
import { HeapInfoDraft } from '../gc-heap-info/heap-info-draft';
import { openNmtReader } from '../nmt/reader';
import { openProcMaps } from '../proc-maps/parse';
import { FlagSet } from '../vm-flags/flag-set';
import { MetaspaceDraft } from '../vm-metaspace/metaspace-draft';
import type { ClockLine } from './clock-line';
import { type HeadLine, readBuild } from './head-line';
import type { ContainerLine, MemoryLine } from './memory-lines';

/** One crash log or VM.info while its lines arrive: what its head says, and a reader for each part that holds values. */
export class Log {
  pid: number | null = null;
  ended = false;
  readonly heap = new HeapInfoDraft();
  readonly metaspace = new MetaspaceDraft();
  readonly flags = new FlagSet();
  private readonly crash: CrashSummary = { line: 0, pid: null, reason: '', problematicFrame: null, vmVersion: null };
  private frameNext = false;
  private version: { line: number; text: string } | null = null;
  private cHeap: CHeap | null = null;
  private clock: VmClock | null = null;
  classPath: { line: number; text: string } | null = null;
  private readonly amounts: ProcessStatus['amounts'] = {};
  private container: ContainerMemory | null = null;
  private mapReader: ArtifactReader | null = null;
  private nmtReader: ArtifactReader | null = null;
  /** "Total number of mappings: 188" */
  printedMappings: number | null = null;

  constructor(
    private readonly source: string,
    private readonly tool: Tool,
  ) {}

  /** Opened when their part begins: then the head has told the pid. */
  get map(): ArtifactReader {
    this.mapReader ??= openProcMaps(this.context());
    return this.mapReader;
  }
  get nmt(): ArtifactReader {
    this.nmtReader ??= openNmtReader(this.context());
    return this.nmtReader;
  }

  private context() {
    return { tool: { ...this.tool, pid: this.pid ?? this.tool.pid }, firstLine: 0, lastLine: 0 };
  }

  /** Takes a line of the head; false where no value of it is kept. */
  readHead(head: HeadLine, line: number): boolean {
    const { crash } = this;
    const isFrame = this.frameNext && head.kind === 'frame';
    this.frameNext = head.kind === 'frame-title';
    switch (head.kind) {
      case 'title':
        crash.line = line;
        return true;
      case 'reason':
        this.pid ??= head.pid;
        if (crash.reason === '') crash.reason = withoutIds(head.text);
        // "#  Internal Error (os_linux.cpp:123), pid=1, tid=2" and, below, "#  guarantee(x) failed: why"
        else if (crash.reason.startsWith('Internal Error')) crash.reason += `: ${head.text}`;
        if (crash.line === 0) crash.line = line;
        return true;
      case 'pid':
        this.pid ??= head.pid;
        return true;
      case 'version':
        this.version ??= { line, text: readBuild(head.text) };
        return true;
      case 'frame':
        if (isFrame) crash.problematicFrame ??= head.text;
        return isFrame;
      default:
        return false;
    }
  }

  /** "vm_info: OpenJDK 64-Bit Server VM (17.0.15+6-Debian-1deb12u1) for linux-amd64 …": where the head is missing. */
  readVmInfo(text: string, line: number): boolean {
    const version = /^vm_info: .{1,80}? VM \(([^()]{1,80})\) for /.exec(text.slice(0, 400))?.[1];
    if (version === undefined) return false;
    this.version ??= { line, text: version };
    return true;
  }

  /** The first time and the first duration count: JDK 8 prints them on two lines. */
  readClock(read: ClockLine, line: number): boolean {
    const known = this.clock;
    const news = !known || (known.at === null && read.at !== null) || (known.elapsedSeconds === null && read.elapsedSeconds !== null);
    this.clock = {
      line: known?.line ?? line,
      pid: null,
      at: known?.at ?? read.at,
      elapsedSeconds: known?.elapsedSeconds ?? read.elapsedSeconds,
    };
    return news;
  }

  readMemory(read: MemoryLine, line: number): boolean {
    if (read.kind === 'c-heap') {
      const { outstandingBytes, retainedBytes, mayHaveWrapped } = read;
      this.cHeap ??= { line, pid: null, outstandingBytes, retainedBytes, mayHaveWrapped };
      return true;
    }
    if (read.kind === 'words') return false;
    for (const [key, bytes] of Object.entries(read.amounts)) this.amounts[key] ??= { line, bytes };
    return true;
  }

  readContainer(read: ContainerLine, line: number): boolean {
    if (read.kind === 'known') return false;
    this.container ??= { version: null, currentBytes: null, limit: null, stat: {}, events: {} };
    if (read.kind === 'version') this.container.version = read.version;
    else if (read.kind === 'limit') this.container.limit = { line, bytes: read.bytes };
    else this.container.currentBytes = { line, bytes: read.bytes };
    return true;
  }

  /** Facts, the accounts of the inner readers, and whether all of it is there. */
  finish(crashed: boolean): { facts: Facts; runs: Parsed['runs']; warnings: Warning[]; complete: boolean; version: string | null } {
    const pid = this.pid ?? this.tool.pid;
    const map = this.mapReader?.finish() ?? null;
    const nmt = this.nmtReader?.finish() ?? null;
    const facts: Facts = [];
    if (crashed && (this.crash.line > 0 || this.crash.reason !== '')) {
      facts.push({ kind: 'crash-summary', value: { ...this.crash, pid, vmVersion: this.version?.text ?? null } });
    }
    let mappings = 0;
    for (const fact of map?.facts ?? []) {
      if (fact.kind !== 'memory-map') continue;
      mappings += fact.value.rows.length;
      facts.push({ kind: 'memory-map', value: { ...fact.value, source: this.source, pid } });
    }
    if (nmt) facts.push(...nmt.facts);
    this.addTotals(facts, pid);
    const counted = this.printedMappings === null || this.printedMappings === mappings;
    return {
      facts,
      runs: [...(map?.runs ?? []), ...(nmt?.runs ?? [])],
      warnings: [...(map?.warnings ?? []), ...(nmt?.warnings ?? [])],
      complete: this.ended && counted && (nmt === null || nmt.complete),
      version: this.version?.text ?? null,
    };
  }

  private addTotals(facts: Facts, pid: number | null): void {
    const { heap, metaspace, flags, cHeap, container, amounts, version, classPath } = this;
    if (!heap.isEmpty) facts.push({ kind: 'heap-usage', value: { ...heap.usage, pid } });
    if (!metaspace.isEmpty) facts.push({ kind: 'metaspace-usage', value: { ...metaspace.finish(), pid } });
    if (cHeap) facts.push({ kind: 'c-heap', value: { ...cHeap, pid } });
    if (Object.keys(amounts).length > 0)
      facts.push({ kind: 'process-status', value: { pid, nsPids: [], name: null, threads: null, amounts } });
    if (container) facts.push({ kind: 'container-memory', value: container });
    if (flags.size > 0 || version || classPath) {
      const value = { pid, flags: flags.list(), vmVersion: version };
      facts.push({ kind: 'vm-flags', value: classPath ? { ...value, classPath } : value });
    }
    if (this.clock) facts.push({ kind: 'vm-clock', value: { ...this.clock, pid } });
  }
}

/** "SIGSEGV (0xb) at pc=0x00007ff0a677de64, pid=92333, tid=0x00007ff0f61c4700" → without pid and tid. */
const withoutIds = (text: string): string => text.replace(/,? pid=\d{1,10}(?:, tid=\w{1,20})?/, '');

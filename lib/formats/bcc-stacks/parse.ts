import { groupBy } from '@/lib/base/group-by';
import { LineAccount, type LineUse } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ArtifactReader, ReadContext } from '../define';
import { type BccLine, readBccLine, type Title } from './line';
import { buildProfile, joinPair, type Meaning, type OpenStack, openStack, toFrame } from './stacks';

const QUOTED = 80;

/** What the command above says, where the title line was not copied. */
function titleOfCommand(command: string | null): Title | null {
  const tool =
    /(?:^|[\s/])(memleak|mallocstacks|profile|offcputime|offwaketime|wakeuptime|stackcount|bpftrace)(?:-bpfcc|\.py|\.bt)?(?=\s|$)/.exec(
      command ?? '',
    )?.[1];
  if (!tool) return null;
  const kind =
    tool === 'memleak' || tool === 'mallocstacks'
      ? 'memleak'
      : tool === 'profile'
        ? 'profile'
        : tool.startsWith('off') || tool === 'wakeuptime'
          ? 'offcpu'
          : 'count';
  const event = /\b(?:c|libc|uprobe:\S{1,200}):(\w{1,60})/.exec(command ?? '')?.[1] ?? null;
  return { tool: kind, event, pid: null };
}

/** What "waker:" and "target:" tell where neither command nor title was copied. */
const BLOCKED: Title = { tool: 'offcpu', event: null, pid: null };
const ALLOCATORS = /(?:^|:)(malloc|calloc|realloc|posix_memalign|aligned_alloc|mmap|brk)$/;

function meaningOf(title: Title | null, isMemory: boolean, map: string | null): Meaning {
  if (isMemory) return { event: 'malloc', unit: 'bytes', factor: 1 };
  if (title?.tool === 'profile') return { event: 'cpu', unit: 'samples', factor: 1 };
  if (title?.tool === 'offcpu') return { event: 'offcpu', unit: 'ns', factor: 1_000 };
  const event = ALLOCATORS.exec(title?.event ?? '')?.[1] ?? title?.event ?? null;
  if (map !== null && /bytes|size/i.test(map)) return { event: event ?? 'malloc', unit: 'bytes', factor: 1 };
  return { event, unit: title?.tool === 'count' || map !== null ? 'count' : 'samples', factor: 1 };
}

/**
 * Reads one run of a tool. memleak prints what is outstanding again and again: the last report that holds a stack is read, the earlier
 * ones are not added to it. What becomes of a line may be known later only, so uses are kept per line to the end.
 */
export function openReader(context: ReadContext): ArtifactReader {
  const lines: { line: number; use: LineUse }[] = [];
  const warnings: Warning[] = [];
  const commandTitle = titleOfCommand(context.tool.command);
  let title = commandTitle;
  let stacks: OpenStack[] = [];
  let current: OpenStack | null = null;
  let inMemory = false;
  let isMemory = false;
  let map: string | null = null;
  let inMap = false;
  let elided = false;
  /** offwaketime: the stack of who woke it up is none of the one that waited. */
  let inWaker = false;
  /** Place in `lines` where the report that is read began, and how many reports held stacks. */
  let reportFrom = 0;
  let newReportFrom: number | null = null;
  let reports = 0;
  let firstReportLine = 0;

  function warn(line: number, what: string, text: string): void {
    warnings.push({ line, code: `bcc-stacks/${what}`, text });
  }

  /** A stack that was open ends; without a number it is not counted. */
  function close(): void {
    const stack = current;
    current = null;
    if (!stack) return;
    if (inMemory) {
      if (stack.frames.length === 0) stack.frames.push({ name: '[no stack]', type: 'unknown' });
      stacks.push(stack);
    } else if (stack.frames.length > 0) {
      elided = true;
      warn(stack.firstLine, 'no-count', 'A stack without the number that says how often it was met: not counted.');
      for (let at = lines.length - 1; at >= 0; at--) {
        const one = lines[at];
        if (!one || one.line < stack.firstLine) break;
        if (one.use === 'used') one.use = one.line === stack.firstLine ? 'warned' : 'noise';
      }
    }
    inMemory = false;
  }

  function supersede(): void {
    if (newReportFrom === null) return;
    if (stacks.length > 0) {
      reports++;
      firstReportLine ||= lines[reportFrom]?.line ?? 0;
      for (const one of lines.slice(reportFrom, newReportFrom)) if (one.use === 'used') one.use = 'noise';
      stacks = [];
    }
    reportFrom = newReportFrom;
    newReportFrom = null;
  }

  function finishWith(value: number, line: number): boolean {
    const stack = current;
    current = null;
    if (!stack || (stack.frames.length === 0 && stack.process === null)) return false;
    stack.weight = value;
    stack.lastLine = line;
    if (stack.frames.length === 0) stack.frames.push({ name: '[no stack]', type: 'unknown' });
    stacks.push(stack);
    return true;
  }

  function use(parsed: BccLine, line: number): LineUse {
    switch (parsed.kind) {
      case 'report':
        close();
        newReportFrom = lines.length;
        return 'used';
      case 'memory':
        close();
        supersede();
        isMemory = true;
        inMemory = true;
        current = openStack(line, parsed.bytes, parsed.count);
        return 'used';
      case 'open':
        close();
        map = parsed.map;
        inMap = true;
        current = { ...openStack(line), map };
        return 'used';
      case 'comma':
        if (!inMap || !current) return 'warned';
        current.first ||= current.frames.length;
        return 'noise';
      case 'close': {
        if (current) joinPair(current);
        const counted = inMap && finishWith(parsed.value, line);
        inMap = false;
        return counted ? 'used' : 'warned';
      }
      case 'count':
        return !inMemory && !inMap && finishWith(parsed.value, line) ? 'used' : 'warned';
      case 'process':
        current ??= openStack(line);
        current.process = parsed.name;
        current.lastLine = line;
        return 'used';
      case 'waker':
        title ??= BLOCKED;
        // wakeuptime ends with it.
        if (current !== null && current.process !== null) return 'noise';
        close();
        inWaker = true;
        return 'noise';
      case 'waker-end':
        inWaker = false;
        return 'noise';
      case 'target':
        title ??= BLOCKED;
        inWaker = false;
        current ??= openStack(line);
        current.process = parsed.name;
        current.lastLine = line;
        return 'used';
      case 'frame':
        if (inWaker) return 'noise';
        current ??= openStack(line);
        current.frames.push(toFrame(parsed));
        current.lastLine = line;
        return 'used';
      case 'delimiter':
        if (current) current.delimited = current.frames.length;
        return 'noise';
      case 'title':
        close();
        title = { ...parsed.title, event: parsed.title.event ?? title?.event ?? null };
        return 'used';
      case 'elision':
        elided = true;
        return 'noise';
      case 'lost':
        elided = true;
        return 'warned';
      case 'allocation':
        close();
        return 'noise';
      case 'status':
      case 'blank':
        return 'noise';
      case 'other':
        return 'warned';
    }
  }

  return {
    line(text, line) {
      const parsed = readBccLine(text);
      const as = use(parsed, line);
      lines.push({ line, use: as });
      if (as !== 'warned') return;
      const quoted = text.trim().slice(0, QUOTED);
      if (parsed.kind === 'lost') warn(line, 'lost-stacks', `The tool lost stacks: "${quoted}".`);
      else if (parsed.kind === 'other') warn(line, 'unknown-line', `Neither a frame nor a number of a stack: "${quoted}".`);
      else warn(line, 'no-stack', `A number without a stack above it: "${quoted}".`);
    },
    finish(): Parsed {
      close();
      if (reports > 0) {
        const first = lines.find((one) => one.line === firstReportLine);
        if (first) first.use = 'warned';
        warn(
          firstReportLine,
          'earlier-reports',
          `Each report tells all that is outstanding at its time: the last one is read, ${reports === 1 ? 'the one' : `the ${reports}`} before it ${reports === 1 ? 'is' : 'are'} not added.`,
        );
      }
      const account = new LineAccount();
      for (const one of lines) account.add(one.line, one.use);
      // Every map of a program counts something of its own.
      const byMap = [...groupBy(stacks, (stack) => stack.map)];
      const profiles = byMap.map(([name, members]) => buildProfile(members, meaningOf(title, isMemory, name ?? map)));
      return {
        facts: profiles.filter((value) => value.stacks.length > 0).map((value) => ({ kind: 'profile', value })),
        runs: account.runs,
        warnings: warnings.sort((a, b) => a.line - b.line),
        complete: stacks.length > 0 && !elided,
        tool: { pid: title?.pid ?? null },
      };
    },
  };
}

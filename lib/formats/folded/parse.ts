import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import { FrameTable } from '@/lib/model/frame-table';
import { isKernelEntry, readFrame } from '@/lib/model/frame-type';
import { profileOfStacks } from '@/lib/model/profile-of-stacks';
import { StackTree } from '@/lib/model/stack-tree';
import { readProfilerCommand } from '../async-profiler-text/command';
import type { ArtifactReader, ReadContext } from '../define';
import { FoldedBytes, type StackSink } from './byte-reader';
import { cutLine, eachFrame, isComment } from './line';
import { inferOrigin, isLeafFirst, retypeRoots } from './origin';

/** Characters of a line that a warning repeats. */
const QUOTED = 80;
/** jeprof --collapsed appends the address of every symbol: "deflateInit2_<0000000000005a10>". */
const JEPROF_ADDRESS = /<(?:0x)?[0-9a-f]{8,16}>$/;

/** Reads folded stacks; duplicates are summed, memory is O(distinct stacks). */
export function openReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const table = new FrameTable();
  const tree = new StackTree();
  const command = readProfilerCommand(context.tool.command);
  const leafIsClass = command.event === 'alloc' || command.event === 'live' || command.event === 'lock';
  /** Frames by their printed text; a class can stand at the leaf only. */
  const inner = new Map<string, number>();
  const leaves = new Map<string, number>();
  const frameIds: number[] = [];
  let stackBuffer = new Int32Array(256);
  let addresses = 0;
  let annotatedClasses = 0;
  let rounded = false;
  let lastIsCut = false;

  function warn(line: number, code: string, text: string): void {
    warnings.push({ line, code: `folded/${code}`, text });
  }

  function intern(printed: string, isLeaf: boolean): number {
    const cache = isLeaf ? leaves : inner;
    const known = cache.get(printed);
    if (known !== undefined) return known;
    const hasAddress = printed.endsWith('>') && JEPROF_ADDRESS.test(printed);
    if (hasAddress) addresses++;
    const frame = readFrame(hasAddress ? printed.replace(JEPROF_ADDRESS, '') : printed, isLeaf && leafIsClass);
    if (isLeaf && frame.type === 'java' && /_\[[ik]\]$/.test(printed) && frame.name.endsWith('[]')) annotatedClasses++;
    const id = table.frame(frame.name, frame.type);
    cache.set(printed.split('').join(''), id);
    return id;
  }

  function takeStack(stack: string, weight: number, line: number): void {
    frameIds.length = 0;
    let inKernel = false;
    eachFrame(stack, (printed, isLeaf) => {
      // bcc: "-" stands between user and kernel frames, "--" between a task and the one that woke it.
      if (printed === '-' || printed === '--') {
        inKernel = printed === '-';
        return;
      }
      const id = intern(printed, isLeaf);
      const frame = table.frames[id];
      if (!frame) return;
      inKernel ||= isKernelEntry(frame.name);
      frameIds.push(inKernel && frame.type === 'native' ? table.frame(frame.name, 'kernel') : id);
    });
    const depth = frameIds.length;
    if (depth > stackBuffer.length) stackBuffer = new Int32Array(depth * 2);
    for (let i = 0; i < depth; i++) stackBuffer[i] = frameIds[depth - 1 - i] ?? 0;
    addStack(stackBuffer, depth, weight, line);
  }

  /** Frames leaf first. The lines of a stack span every line it was read from. */
  function addStack(frames: Int32Array, depth: number, weight: number, line: number): void {
    const stack = tree.intern(frames, depth, line, line);
    tree.add(stack, weight, 0, false);
    tree.extend(stack, line);
  }

  // Its tables are large: made when the first bytes come.
  let byteReader: FoldedBytes | null = null;
  const sink: StackSink = {
    learn(printed, isLeaf) {
      const id = intern(printed, isLeaf);
      return { id, kernelId: -1, entersKernel: isKernelEntry(table.frames[id]?.name ?? '') };
    },
    inKernel(known) {
      const frame = table.frames[known.id];
      if (known.kernelId < 0) known.kernelId = frame?.type === 'native' ? table.frame(frame.name, 'kernel') : known.id;
      return known.kernelId;
    },
    add(frames, depth, weight, line) {
      lastIsCut = false;
      addStack(frames, depth, weight, line);
      account.add(line, 'used');
    },
  };

  function take(text: string, line: number): void {
    lastIsCut = false;
    if (text.trim() === '' || isComment(text)) {
      account.add(line, 'noise');
      return;
    }
    const cut = cutLine(text);
    if (!cut || cut.before !== null) {
      account.add(line, 'warned');
      lastIsCut = !cut && text.includes(';');
      if (cut)
        warn(
          line,
          'two-values',
          `Two values ("${cut.before} ${cut.value}", before and after): differential stacks are not read; give both profiles.`,
        );
      else warn(line, 'no-value', `No number at the end of the stack: "${text.trim().slice(0, QUOTED)}".`);
      return;
    }
    const weight = Number(cut.value);
    if (weight > Number.MAX_SAFE_INTEGER && !rounded) {
      rounded = true;
      warn(line, 'rounded-weight', `${cut.value} is above 2^53: weights are kept to 15 digits.`);
    }
    takeStack(cut.stack, weight, line);
    account.add(line, 'used');
  }

  return {
    line: take,
    bytes(lines) {
      byteReader ??= new FoldedBytes(sink);
      byteReader.take(lines);
    },
    sketch: () => [
      {
        event: command.event,
        unit: command.unit,
        unitPrinted: command.unitPrinted ?? null,
        samples: null,
        tree: tree.toColumns(table.frames, true),
      },
    ],
    finish(): Parsed {
      const { frames } = table;
      const stacks = tree.toStacks(true);
      for (const stack of stacks) stack.samples = null;
      const first = stacks[0];
      if (first && isLeafFirst(frames, stacks)) {
        warn(
          first.firstLine,
          'leaf-first',
          'Threads begin at the end of these stacks, not at the start: they seem to be written leaf first.',
        );
      }
      retypeRoots(table, stacks);
      const origin = inferOrigin(frames, stacks, { command, jeprof: addresses > 0, annotatedClasses: annotatedClasses > 0 });
      if (origin.unit === 'samples') for (const stack of stacks) stack.samples = stack.weight;
      const profile = profileOfStacks({
        event: origin.event,
        unit: origin.unit,
        unitPrinted: origin.unit === 'unknown' ? (command.unitPrinted ?? null) : null,
        frames,
        stacks,
        samples: null,
      });
      if (origin.unit === 'samples') profile.samples = profile.totalWeight;
      return {
        facts: stacks.length > 0 ? [{ kind: 'profile', value: profile }] : [],
        account,
        get runs() {
          return account.runs;
        },
        warnings: warnings.sort((a, b) => a.line - b.line),
        complete: !lastIsCut,
        tool: {},
      };
    },
  };
}

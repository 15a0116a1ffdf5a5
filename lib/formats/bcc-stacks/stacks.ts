import { frameType, isKernelEntry } from '@/lib/model/frame-type';
import type { Frame, Profile, ProfileUnit } from '@/lib/model/profile';
import { profileOfStacks } from '@/lib/model/profile-of-stacks';
import { StackTable } from '@/lib/model/stack-table';
import type { BccLine } from './line';

/** One stack while it is read: frames leaf first. */
export interface OpenStack {
  frames: Frame[];
  process: string | null;
  weight: number;
  count: number | null;
  firstLine: number;
  lastLine: number;
  /** Frames so far are the kernel's: "--" was met behind them. */
  delimited: number;
  /** Frames of the first of two stacks, where bpftrace printed two. */
  first: number;
  /** Of bpftrace: "bytes" of "@bytes[ … ]: N". */
  map: string | null;
}

export const openStack = (line: number, weight = 0, count: number | null = null): OpenStack => ({
  frames: [],
  process: null,
  weight,
  count,
  firstLine: line,
  lastLine: line,
  delimited: 0,
  first: 0,
  map: null,
});

const holdsEntry = (frames: readonly Frame[]): boolean => frames.some(({ name }) => isKernelEntry(name));

/** `@[kstack, ustack]` or `@[ustack, kstack]`: the kernel's stack is the one with the entry to the kernel, and goes first (leaf first). */
export function joinPair(stack: OpenStack): void {
  const [one, two] = [stack.frames.slice(0, stack.first), stack.frames.slice(stack.first)];
  if (one.length === 0 || two.length === 0) return;
  const swapped = holdsEntry(two) && !holdsEntry(one);
  stack.frames = swapped ? [...two, ...one] : stack.frames;
  stack.delimited = swapped ? two.length : one.length;
}

/** "deflateInit2_ [libz.so.1]" is code of libz; a frame without a symbol is told by its library. */
export function toFrame({ name, library }: Extract<BccLine, { kind: 'frame' }>): Frame {
  const isNameless = name === '[unknown]' || /^(?:0x)?[0-9a-f]{6,16}$/.test(name);
  if (library === null) return { name, type: isNameless ? 'unknown' : frameType(name) };
  const file = library.slice(library.lastIndexOf('/') + 1);
  if (library === 'kernel' || library.startsWith('[kernel')) return { name, type: 'kernel' };
  if (isNameless) return { name: `[${file}]`, type: frameType(`[${file}]`) };
  if (file.startsWith('libjvm.')) return { name, type: 'vm' };
  return { name, type: file.startsWith('perf-') ? frameType(name) : file.includes('.so') ? 'native' : frameType(name) };
}

/** What the numbers of one tool count. */
export interface Meaning {
  event: string | null;
  unit: ProfileUnit;
  factor: number;
}

export function buildProfile(stacks: readonly OpenStack[], { event, unit, factor }: Meaning): Profile {
  const table = new StackTable();
  for (const stack of stacks) {
    const ids = rootFirst(stack).map(({ name, type }) => table.frame(name, type));
    const weight = stack.weight * factor;
    const samples = stack.count ?? (unit === 'samples' ? weight : null);
    if (ids.length > 0) table.add(ids, { weight, samples, firstLine: stack.firstLine, lastLine: stack.lastLine, cut: false });
  }
  const samples = table.stacks.every((stack) => stack.samples !== null)
    ? table.stacks.reduce((sum, stack) => sum + (stack.samples ?? 0), 0)
    : null;
  return profileOfStacks({ event, unit, unitPrinted: null, frames: table.frames, stacks: table.stacks, samples });
}

/** Root first, with the process in front; what lies above the entry to the kernel, or above "--", is kernel code. */
function rootFirst({ frames, process, delimited }: OpenStack): Frame[] {
  const kernelFrames = delimited > 0 ? delimited : frames.findLastIndex(({ name }) => isKernelEntry(name)) + 1;
  const typed = frames.map((frame, i): Frame => (i < kernelFrames && frame.type === 'native' ? { ...frame, type: 'kernel' } : frame));
  typed.reverse();
  return process === null ? typed : [{ name: process, type: 'thread' }, ...typed];
}

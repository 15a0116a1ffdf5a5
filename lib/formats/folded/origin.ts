import type { FrameTable } from '@/lib/model/frame-table';
import { isThreadEntry } from '@/lib/model/frame-type';
import type { Frame, ProfileStack, ProfileUnit } from '@/lib/model/profile';
import type { ProfilerCommand } from '../async-profiler-text/command';

/** Functions of async-profiler that stand at the leaf of a nativemem profile (mallocTracer.cpp, nativeMem hooks). */
const ALLOCATION_HOOK = /^(?:malloc|calloc|realloc|free|posix_memalign|aligned_alloc|memalign|valloc|pvalloc)_hook$/;
/** Methods and functions that a thread begins with, in the spelling of folded lines. */
const FIRST_METHOD = /^java[./]lang[./]Thread\.run(?:\(|$)|^main$/;

const isFirst = (name: string): boolean => isThreadEntry(name) || FIRST_METHOD.test(name);

/** True where most stacks end in what a thread begins with and none starts with it. */
export function isLeafFirst(frames: readonly Frame[], stacks: readonly ProfileStack[]): boolean {
  let ending = 0;
  let deep = 0;
  for (const stack of stacks) {
    if (stack.frames.length < 2) continue;
    deep++;
    if (isFirst(frames[stack.frames[0] ?? -1]?.name ?? '')) return false;
    if (isFirst(frames[stack.frames.at(-1) ?? -1]?.name ?? '')) ending++;
  }
  return deep > 0 && ending * 2 > deep;
}

/**
 * stackcollapse-perf and its kin begin every line with the name of the thread ("http-worker-7;start_thread;…"), others with the
 * outermost function. Where anything but a thread entry stands before a thread entry, the first frames are names of threads:
 * all of them, for a tool writes them always or never.
 */
export function retypeRoots(table: FrameTable, stacks: readonly ProfileStack[]): void {
  const name = (id: number | undefined) => table.frames[id ?? -1]?.name ?? '';
  const named = stacks.some(({ frames }) => isThreadEntry(name(frames[1])) && !isThreadEntry(name(frames[0])));
  if (!named) return;
  for (const stack of stacks) {
    const root = stack.frames[0];
    if (root !== undefined) stack.frames[0] = table.frame(name(root), 'thread');
  }
}

/** What a folded file counts: the command above it says so, or jeprof's addresses (bytes), or the leaves. */
export function inferOrigin(
  frames: readonly Frame[],
  stacks: readonly ProfileStack[],
  hints: { command: ProfilerCommand; jeprof: boolean; annotatedClasses: boolean },
): { event: string | null; unit: ProfileUnit } {
  const { command } = hints;
  if (hints.jeprof) return { event: command.event ?? 'malloc', unit: 'bytes' };
  if (command.event !== null) return command;
  let hooked = 0;
  for (const stack of stacks) if (ALLOCATION_HOOK.test(frames[stack.frames.at(-1) ?? -1]?.name ?? '')) hooked++;
  if (stacks.length > 0 && hooked * 2 > stacks.length) return { event: 'nativemem', unit: command.unit };
  return { event: hints.annotatedClasses ? 'alloc' : null, unit: command.unit };
}

import { FrameTable } from './frame-table';
import type { ProfileStack } from './profile';

/** Gathers frames and stacks while a profile is read: every distinct frame and stack once, weights summed. Memory is O(distinct stacks). */
export class StackTable extends FrameTable {
  readonly stacks: ProfileStack[] = [];
  /** Hash of the frames → the newest stack with it; `#older` chains to the one before (-1: none). */
  readonly #newestByHash = new Map<number, number>();
  readonly #older: number[] = [];

  /** Adds a stack of its own, even where an equal one is there (traces that are cut are not known to be equal). */
  append(stack: ProfileStack): void {
    this.stacks.push(stack);
    this.#older.push(-1);
  }

  /** Adds the weight to the stack with these frames (root first), or makes one; its lines then span every line it was read from. */
  merge(frames: readonly number[], weight: number, line: number): void {
    const { stack, isNew } = this.#find(frames, line, line);
    stack.weight += weight;
    if (!isNew) stack.lastLine = line;
  }

  /** Adds one sample to the stack with these frames (root first), or makes one; gives its index. Its lines stay those of the first sample: they show the stack. */
  add(frames: readonly number[], sample: Omit<ProfileStack, 'frames'>): number {
    const { stack, index } = this.#find(frames, sample.firstLine, sample.lastLine);
    stack.weight += sample.weight;
    if (sample.samples !== null) stack.samples = (stack.samples ?? 0) + sample.samples;
    stack.cut ||= sample.cut;
    return index;
  }

  #find(frames: readonly number[], firstLine: number, lastLine: number): { stack: ProfileStack; index: number; isNew: boolean } {
    let hash = frames.length;
    for (const frame of frames) hash = (Math.imul(hash, 0x01000193) ^ frame) | 0;
    const newest = this.#newestByHash.get(hash) ?? -1;
    for (let at = newest; at !== -1; at = this.#older[at] ?? -1) {
      const stack = this.stacks[at];
      if (stack && sameFrames(stack.frames, frames)) return { stack, index: at, isNew: false };
    }
    this.#newestByHash.set(hash, this.stacks.length);
    this.#older.push(newest);
    const stack: ProfileStack = { frames: frames.slice(), weight: 0, samples: null, firstLine, lastLine, cut: false };
    const index = this.stacks.push(stack) - 1;
    return { stack, index, isNew: true };
  }
}

function sameFrames(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = a.length - 1; i >= 0; i--) if (a[i] !== b[i]) return false;
  return true;
}

import { gapFrame } from '@/lib/model/frame-type';
import type { Frame, Profile } from '@/lib/model/profile';
import { profileOfStacks } from '@/lib/model/profile-of-stacks';
import { StackTable } from '@/lib/model/stack-table';

/** Stacks of a JVM have at most 2,048 frames by default (asprof -j); deeper drawings are none of a profiler. */
export const DEEPEST = 4_096;
/** A stack repeats the frames that it shares with others: so many are listed of one drawing. */
const MOST_FRAMES = 20_000_000;

/** Takes the nodes of a drawn tree, each with the weight that none of its children has, and makes a profile of them. */
export class StackSink {
  readonly table = new StackTable();
  #listed = 0;
  /** True once there was more than can be listed. */
  overflowed = false;

  frame({ name, type }: Frame): number {
    return this.table.frame(name, type);
  }

  /**
   * `frames` from the root on, without the drawing's root "all"; none where the root itself has a weight: what was too narrow to be
   * drawn. `cut`: the drawing ends before all children of the last frame came.
   */
  add(frames: readonly number[], weight: number, line: number, cut = false): void {
    if (weight <= 0) return;
    this.#listed += frames.length;
    if (this.#listed > MOST_FRAMES) {
      this.overflowed = true;
      return;
    }
    const missing = cut || frames.length === 0;
    const listed = missing ? [...frames, this.frame(gapFrame(null))] : frames;
    this.table.add(listed, { weight, samples: null, firstLine: line, lastLine: line, cut: missing });
  }

  /** `reversed`: the drawing begins with the leaves. */
  toProfile(origin: Pick<Profile, 'event' | 'unit' | 'unitPrinted'>, reversed: boolean): Profile {
    const { frames, stacks } = this.table;
    if (reversed) for (const stack of stacks) stack.frames.reverse();
    if (origin.unit === 'samples') for (const stack of stacks) stack.samples = stack.weight;
    const profile = profileOfStacks({ ...origin, frames, stacks, samples: null });
    return origin.unit === 'samples' ? { ...profile, samples: profile.totalWeight } : profile;
  }
}

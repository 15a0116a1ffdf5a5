import type { Profile } from './profile';

/** A profile of nothing but its stacks: it prints no table of functions, and the recorder says nothing of the recording. */
export function profileOfStacks(made: Pick<Profile, 'event' | 'unit' | 'unitPrinted' | 'frames' | 'stacks' | 'samples'>): Profile {
  return {
    ...made,
    totalWeight: made.stacks.reduce((sum, stack) => sum + stack.weight, 0),
    recordedSamples: null,
    recordedWeight: null,
    failures: [],
    flat: [],
  };
}

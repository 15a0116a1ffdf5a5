import type { CallColumns, CallFrames } from '@/lib/model/call-columns';
import { ColumnBuilder } from '@/lib/model/column-builder';
import { dsoOf, type Profile } from '@/lib/model/profile';

/** Frame 0 is the root; those of the profile follow in their order. */
function toFrames({ frames, stacks }: Pick<Profile, 'frames' | 'stacks'>): CallFrames {
  const count = frames.length + 1;
  const firstLine = new Uint32Array(count);
  const lastLine = new Uint32Array(count);
  const weight = new Float64Array(count).fill(-1);
  const asLeaf = new Uint8Array(count);
  for (const stack of stacks) {
    const last = stack.frames.length - 1;
    for (let position = 0; position <= last; position++) {
      const frame = (stack.frames[position] ?? 0) + 1;
      const isLeaf = position === last ? 1 : 0;
      if (isLeaf === asLeaf[frame] ? stack.weight <= (weight[frame] ?? 0) : isLeaf === 0) continue;
      asLeaf[frame] = isLeaf;
      weight[frame] = stack.weight;
      firstLine[frame] = stack.firstLine;
      lastLine[frame] = stack.lastLine;
    }
  }
  return {
    names: ['all', ...frames.map((frame) => frame.name)],
    types: ['unknown', ...frames.map((frame) => frame.type)],
    dsos: [null, ...frames.map(dsoOf)],
    firstLine,
    lastLine,
  };
}

/** The whole call tree of a profile, nothing merged, for the Profiles tab. For every node: total = self + Σ total of its children. */
export function buildColumns(profile: Pick<Profile, 'frames' | 'stacks'>): CallColumns {
  const builder = new ColumnBuilder();
  for (const { frames, weight } of profile.stacks) {
    let node = 0;
    for (const frame of frames) node = builder.child(node, frame + 1);
    builder.add(node, weight);
  }
  return builder.finish(toFrames(profile));
}

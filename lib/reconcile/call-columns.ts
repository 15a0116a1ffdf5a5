import type { CallColumns, CallFrames } from '@/lib/model/call-columns';
import { ColumnBuilder } from '@/lib/model/column-builder';
import { dsoOf, type Profile } from '@/lib/model/profile';
import { rowsOf, type SampleColumns } from '@/lib/model/profile-samples';

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
  return growColumns(profile).tree;
}

/** The tree, and the node in which each stack of the profile ends. */
function growColumns(profile: Pick<Profile, 'frames' | 'stacks'>): { tree: CallColumns; nodeOfStack: Uint32Array } {
  const builder = new ColumnBuilder();
  const nodeOfStack = new Uint32Array(profile.stacks.length);
  profile.stacks.forEach(({ frames, weight }, stack) => {
    let node = 0;
    for (const frame of frames) node = builder.child(node, frame + 1);
    builder.add(node, weight);
    nodeOfStack[stack] = node;
  });
  const { tree, placeOf } = builder.finishWithPlaces(toFrames(profile));
  for (let stack = 0; stack < nodeOfStack.length; stack++) nodeOfStack[stack] = placeOf[nodeOfStack[stack] ?? 0] ?? 0;
  return { tree, nodeOfStack };
}

/** The call tree of a profile and, where it tells threads or times, its samples by node of that tree. */
export function buildSampledColumns(profile: Pick<Profile, 'frames' | 'stacks' | 'perSample'>): {
  tree: CallColumns;
  samples: SampleColumns | null;
} {
  const { tree, nodeOfStack } = growColumns(profile);
  const rows = rowsOf(profile);
  if (!rows) return { tree, samples: null };
  const { stack, ...shared } = rows;
  return { tree, samples: { ...shared, node: stack.map((index) => nodeOfStack[index] ?? 0) } };
}

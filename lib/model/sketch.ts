import type { CallColumns, CallFrames } from './call-columns';
import { ColumnBuilder } from './column-builder';
import { dsoOf, type Frame, type ProfileStack } from './profile';

/** The frames of a profile for a tree that does not tell the lines they stand in; index 0 is the root. */
export function toSketchFrames(frames: readonly Frame[]): CallFrames {
  const lines = new Uint32Array(frames.length + 1);
  return {
    names: ['all', ...frames.map(({ name }) => name)],
    types: ['unknown', ...frames.map(({ type }) => type)],
    dsos: [null, ...frames.map(dsoOf)],
    firstLine: lines,
    lastLine: lines,
  };
}

/** The call tree of stacks that are still being gathered. */
export function sketchStacks(frames: readonly Frame[], stacks: readonly Pick<ProfileStack, 'frames' | 'weight'>[]): CallColumns {
  const builder = new ColumnBuilder();
  for (const stack of stacks) {
    let node = 0;
    for (const frame of stack.frames) node = builder.child(node, frame + 1);
    builder.add(node, stack.weight);
  }
  return builder.finish(toSketchFrames(frames));
}

import { expect, test } from 'vitest';
import { nameOf } from '@/lib/model/call-columns';
import type { Profile } from '@/lib/model/profile';
import { buildColumns, buildSampledColumns } from './call-columns';
import { buildCallTree } from './call-tree';

const stack = (frames: number[], weight: number, firstLine: number) => ({
  frames,
  weight,
  samples: null,
  firstLine,
  lastLine: firstLine,
  cut: false,
});

const profile: Pick<Profile, 'frames' | 'stacks'> = {
  frames: [
    { name: 'a.B.run', type: 'java' },
    { name: 'deflate', type: 'native', dso: 'libz.so.1' },
    { name: '[libc.so.6]', type: 'native' },
    { name: 'os::malloc', type: 'vm' },
  ],
  stacks: [stack([0, 1, 2], 30, 7), stack([0, 1], 5, 8), stack([0, 0, 3], 40, 9), stack([0, 1, 2, 1], 1, 10)],
};

test('the columns are the tree that the pane shows, with library and lines of every frame', () => {
  const columns = buildColumns(profile);
  const tree = buildCallTree(profile);
  expect(Array.from(columns.frame, (_, node) => nameOf(columns, node))).toEqual(tree.frame.map((frame) => tree.names[frame]));
  expect([[...columns.depth], [...columns.self], [...columns.total]]).toEqual([tree.depth, tree.self, tree.total]);
  expect(columns.frames.dsos).toEqual([null, null, 'libz.so.1', 'libc.so.6', 'libjvm.so']);
  // Leaf first, then weight: "deflate" ends the stack of line 8; "a.B.run" ends none, its heaviest stack is on line 9.
  expect([...columns.frames.firstLine]).toEqual([0, 9, 8, 7, 9]);
});

test('a hundred thousand frames deep, and no stack at all', () => {
  const deep = {
    frames: profile.frames,
    stacks: [
      stack(
        Array.from({ length: 100_000 }, (_, i) => i % 2),
        3,
        1,
      ),
    ],
  };
  expect(buildColumns(deep).total.at(-1)).toBe(3);
  expect([...buildColumns({ frames: [], stacks: [] }).total]).toEqual([0]);
});

test('samples end in the node of their stack; those without weight, whose node is left out, in the nearest above it', () => {
  const stacks = [stack([0, 1, 2], 30, 7), stack([0, 1, 3], 0, 8), stack([3], 0, 9), stack([0, 3], 50, 10)];
  const perSample = {
    each: 'sample' as const,
    threads: [{ comm: 'java', pid: 1, tid: 2 }],
    thread: new Uint32Array(5),
    timeNs: Float64Array.of(0, 1, 2, 3, 4),
    startNs: 5,
    weight: Float64Array.of(10, 50, 0, 0, 20),
    samples: null,
    stack: Uint32Array.of(0, 3, 1, 2, 0),
  };
  const { tree, samples } = buildSampledColumns({ ...profile, stacks, perSample });
  expect(Array.from(samples?.node ?? [], (node) => nameOf(tree, node))).toEqual([
    '[libc.so.6]',
    'os::malloc',
    'deflate',
    'all',
    '[libc.so.6]',
  ]);
  const self = new Float64Array(tree.self.length);
  samples?.node.forEach((node, row) => {
    self[node] = (self[node] ?? 0) + (samples.weight?.[row] ?? 1);
  });
  expect(self).toEqual(tree.self);
  expect(buildSampledColumns(profile).samples).toBeNull();
});

import { expect, test } from 'vitest';
import { nameOf } from '@/lib/model/call-columns';
import type { Profile } from '@/lib/model/profile';
import { buildColumns } from './call-columns';
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

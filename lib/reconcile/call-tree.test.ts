import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallTree } from '@/lib/model/hot-stacks';
import type { Profile } from '@/lib/model/profile';
import { buildCallTree } from './call-tree';

type Stacks = Pick<Profile, 'frames' | 'stacks'>;

/** "a;b 3" → a profile with these stacks. */
function fold(...lines: string[]): Stacks {
  const names: string[] = [];
  const stacks = lines.map((text, i) => {
    const at = text.lastIndexOf(' ');
    const frames = (at === 0 ? [] : text.slice(0, at).split(';')).map((name) => {
      if (!names.includes(name)) names.push(name);
      return names.indexOf(name);
    });
    return { frames, weight: Number(text.slice(at + 1)), samples: null, firstLine: i + 1, lastLine: i + 1, cut: false };
  });
  return { frames: names.map((name) => ({ name, type: 'native' })), stacks };
}

/** The tree as text: two blanks per level, "name self/total". */
const draw = (tree: CallTree): string[] =>
  tree.frame.map((name, i) => `${'  '.repeat(tree.depth[i] ?? 0)}${tree.names[name]} ${tree.self[i]}/${tree.total[i]}`);

/** Folded lines of a tree, sorted: the way back. */
function unfold(tree: CallTree): string[] {
  const path: string[] = [];
  const lines: string[] = [];
  tree.frame.forEach((name, i) => {
    path.length = tree.depth[i] ?? 0;
    path.push(tree.names[name] ?? '');
    if ((tree.self[i] ?? 0) > 0) lines.push(`${path.slice(1).join(';')} ${tree.self[i]}`);
  });
  return lines.sort();
}

/** Problems with what every tree must hold. */
function check(tree: CallTree): string[] {
  const problems: string[] = [];
  const sum = tree.self.reduce((a, b) => a + b, 0);
  if (sum !== tree.total[0]) problems.push(`Σ self ${sum}, root ${tree.total[0]}`);
  const children = tree.frame.map(() => 0);
  const last: number[] = [];
  tree.frame.forEach((_, i) => {
    const depth = tree.depth[i] ?? 0;
    if (i > 0 && (depth < 1 || depth > (tree.depth[i - 1] ?? 0) + 1)) problems.push(`depth jumps at ${i}`);
    last[depth] = i;
    if (depth > 0) {
      const parent = last[depth - 1] ?? 0;
      children[parent] = (children[parent] ?? 0) + (tree.total[i] ?? 0);
    }
  });
  tree.frame.forEach((_, i) => {
    if ((tree.self[i] ?? 0) + (children[i] ?? 0) !== tree.total[i]) problems.push(`node ${i}: self + children ≠ total`);
  });
  return problems;
}

test('heaviest child first, equal ones by name, recursion kept', () => {
  const tree = buildCallTree(fold('a;b 1', 'a;c;a 5', 'a 2', 'd 3', 'a;e 1'));
  expect(draw(tree)).toEqual(['all 0/12', '  a 2/9', '    c 0/5', '      a 5/5', '    b 1/1', '    e 1/1', '  d 3/3']);
  expect(tree.names).toEqual(['all', 'a', 'c', 'b', 'e', 'd']);
});

test('no stacks, and stacks without frames', () => {
  expect(draw(buildCallTree(fold()))).toEqual(['all 0/0']);
  expect(draw(buildCallTree(fold(' 7', 'a 1')))).toEqual(['all 7/8', '  a 1/1']);
});

test('light siblings are merged so that the sums hold', () => {
  const profile = fold('a;b 50', 'a;c 30', 'a;d 2', 'a;e 1', 'f 1');
  expect(draw(buildCallTree(profile, 6))).toEqual([
    'all 0/84',
    '  a 0/83',
    '    b 50/50',
    '    c 30/30',
    '    (2 smaller) 3/3',
    '  (1 smaller) 1/1',
  ]);
  expect(draw(buildCallTree(profile, 7))).toHaveLength(7);
  expect(buildCallTree(profile, 7).names).not.toContain('(2 smaller)');
});

const stacks = fc.array(
  fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 1000 })),
  {
    minLength: 1,
    maxLength: 40,
  },
);

test('any stacks: the tree keeps the weight and gives the folded lines back', () => {
  fc.assert(
    fc.property(stacks, (rows) => {
      const weights = new Map<string, number>();
      for (const [frames, weight] of rows) weights.set(frames.join(';'), (weights.get(frames.join(';')) ?? 0) + weight);
      const tree = buildCallTree(fold(...rows.map(([frames, weight]) => `${frames.join(';')} ${weight}`)));
      expect(check(tree)).toEqual([]);
      expect(unfold(tree)).toEqual([...weights].map(([stack, weight]) => `${stack} ${weight}`).sort());
    }),
  );
});

test('any stacks: pruned trees stay within the limit, keep the weight and keep the heaviest', () => {
  fc.assert(
    fc.property(stacks, fc.integer({ min: 2, max: 60 }), (rows, most) => {
      const profile = fold(...rows.map(([frames, weight]) => `${frames.join(';')} ${weight}`));
      const whole = buildCallTree(profile);
      const tree = buildCallTree(profile, most);
      expect(check(tree)).toEqual([]);
      expect(tree.total[0]).toBe(whole.total[0]);
      expect(tree.frame.length).toBeLessThanOrEqual(most);
      if (whole.frame.length <= most) expect(draw(tree)).toEqual(draw(whole));
    }),
  );
});

test('a stack of 100,000 frames does not overflow', () => {
  const names = Array.from({ length: 100_000 }, (_, i) => ({ name: `f${i}`, type: 'native' as const }));
  const deep = { frames: names.map((_, i) => i), weight: 3, samples: null, firstLine: 1, lastLine: 1, cut: false };
  expect(buildCallTree({ frames: names, stacks: [deep] }, 1_000_000).frame).toHaveLength(100_001);
  const pruned = buildCallTree({ frames: names, stacks: [deep] });
  expect(pruned.frame.length).toBeLessThanOrEqual(20_000);
  expect(check(pruned)).toEqual([]);
});

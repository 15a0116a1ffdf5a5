import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOf } from '@/lib/model/call-columns';
import { writeCollapsed } from '@/lib/model/profile-export/collapsed';
import { writeSpeedscope } from '@/lib/model/profile-export/speedscope';
import { pictureOf, toText } from './export';
import { layPicture, PAPER, svgOf } from './picture';
import { openProfiles } from './testing/captures';
import { foldedOf, treeOf } from './testing/made-tree';
import { cutTo } from './tree/cut-tree';

const tree = treeOf(`
  demo.Main.run;java.util.zip.Deflater.deflate;deflate;longest_match 60
  demo.Main.run;java.util.zip.Deflater.deflate;deflate 25
  demo.Main.run;demo.Main.sum 14.4
  tiny.A.b 0.3
  tiny.A.c 0.3
`);
const profile = { kind: 'time', event: 'cpu', unit: 'samples', total: 100, recordedWeight: null } as const;
const picture = (of: typeof tree, zoom = 0) =>
  pictureOf(of, { of: 'profile', zoom, rootOnTop: true, title: 'cpu.txt', profile, colour: 'type', ranks: [] });

test('a speedscope file is read by our own reader as the same profile', () => {
  const [read] = openProfiles([...writeSpeedscope(tree, { event: 'cpu', unit: 'ns' })].join(''));
  expect(read?.profile).toMatchObject({ unit: 'ns', event: 'cpu' });
  expect(foldedOf(read!.tree)).toEqual(foldedOf(tree));
});

test('folded stacks are read by our own reader as the same tree', () => {
  const [read] = openProfiles([...writeCollapsed(tree)].join(''));
  expect(foldedOf(read!.tree)).toEqual(foldedOf(tree));
});

test('a subtree as text: shares, units, light branches counted', () => {
  expect(toText(tree, 0, { unit: 'samples' }, 100)).toBe(`100 % all  100 samples
  99 % demo.Main.run  99 samples
    85 % java.util.zip.Deflater.deflate  85 samples
      85 % deflate  85 samples, self 25 %
        60 % longest_match  60 samples, self 60 %
    14 % demo.Main.sum  14 samples, self 14 %
  0.6 % (2 smaller)
`);
});

const line = fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 99 }));

test('as zoomed, only the stacks through the node are taken along, whole', () => {
  const deflate = [...tree.frame.keys()].find((node) => nameOf(tree, node) === 'deflate')!;
  expect(foldedOf(cutTo(tree, deflate))).toEqual([
    'demo.Main.run;java.util.zip.Deflater.deflate;deflate 25',
    'demo.Main.run;java.util.zip.Deflater.deflate;deflate;longest_match 60',
  ]);
  expect(cutTo(tree, 0)).toBe(tree);
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), fc.nat(50), (lines, at) => {
      const any = treeOf(lines.map(([names, weight]) => `${names.join(';')} ${weight}`).join('\n'));
      const node = at % any.frame.length;
      const cut = cutTo(any, node);
      expect(cut.total[0]).toBe(any.total[node]);
      expect(foldedOf(any)).toEqual(expect.arrayContaining(foldedOf(cut)));
    }),
  );
});

test('a picture that stands alone tells title, unit and legend; names cannot break out of it', () => {
  const hostile = treeOf('a.B.c;std::vector<int>::push_back(int&&)"</title><script> 10');
  const svg = svgOf(layPicture({ ...picture(hostile), title: '<b>' }));
  expect(svg).not.toMatch(/<script|<b>/);
  expect(svg).toContain('std::vector&lt;int&gt;::push_back(int&amp;&amp;)');
  const drawn = svgOf(layPicture(picture(tree)));
  for (const told of ['<title>longest_match, 60 samples, 60 %</title>', '>cpu.txt<', 'CPU time, not memory.', '>Java<', '>native<'])
    expect(drawn).toContain(told);
});

test('a picture holds every box and every word', () => {
  for (const zoom of [0, 3]) {
    const { width, height, shapes } = layPicture(picture(tree, zoom));
    for (const shape of shapes) {
      expect(shape.x).toBeGreaterThanOrEqual(0);
      expect(shape.y).toBeLessThanOrEqual(height);
      if (shape.kind === 'rect') expect([shape.x + shape.width <= width, shape.y + shape.height <= height]).toEqual([true, true]);
    }
  }
  const deep = treeOf(`${Array.from({ length: 1_200 }, (_, i) => `f${i}`).join(';')} 1`);
  const cut = layPicture({ ...picture(deep), mostRows: 900 });
  expect(cut.height).toBeLessThan(16_000);
  expect(cut.shapes.some((shape) => shape.kind === 'text' && shape.text === '301 deeper rows are left out.')).toBe(true);
});

test('pictures have the tints of the light theme', () => {
  const css = readFileSync(path.join(import.meta.dirname, '../../app/tokens.css'), 'utf8');
  const light = Object.fromEntries(
    [...css.slice(0, css.indexOf('}')).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
  const { frames, diff, tints } = PAPER;
  expect([frames.java, frames.native, frames.vm, frames.kernel, frames.thread]).toEqual(
    ['f-java', 'f-native', 'f-vm', 'f-kernel', 'sunken'].map((name) => light[name]),
  );
  expect(tints).toEqual(['f-native', 'r-gc-t', 'r-code-t', 'r-malloc-t', 'r-stack-t'].map((name) => light[name]));
  expect([...diff.more, ...diff.less]).toEqual(
    ['d-more-1', 'd-more-2', 'd-more', 'd-less-1', 'd-less-2', 'd-less'].map((name) => light[name]),
  );
  expect([PAPER.ink, PAPER.ink3, PAPER.surface, PAPER.sunken, PAPER.edge]).toEqual(
    ['ink', 'ink3', 'surface', 'sunken', 'r-unexplained'].map((name) => light[name]),
  );
});

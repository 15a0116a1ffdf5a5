import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCollapsed, toSpeedscope, toSvg, toText } from './export';
import { openProfiles } from './testing/captures';
import { foldedOf, treeOf } from './testing/made-tree';

const tree = treeOf(`
  demo.Main.run;java.util.zip.Deflater.deflate;deflate;longest_match 60
  demo.Main.run;java.util.zip.Deflater.deflate;deflate 25
  demo.Main.run;demo.Main.sum 14.4
  tiny.A.b 0.3
  tiny.A.c 0.3
`);

test('folded stacks come back as the same tree', () => {
  expect(toCollapsed(tree).trim().split('\n')).toEqual(foldedOf(tree));
  const line = fc.tuple(fc.array(fc.constantFrom('a.B.c', 'd', 'e::f'), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 99 }));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const any = treeOf(lines.map(([path, weight]) => `${path.join(';')} ${weight}`).join('\n'));
      expect(foldedOf(treeOf(toCollapsed(any)))).toEqual(foldedOf(any));
    }),
  );
  expect(toCollapsed(treeOf('Ljava/util/X:.y;z 1'))).toBe('Ljava/util/X:.y;z 1\n');
});

test('a speedscope file is read by our own reader as the same profile', () => {
  const text = toSpeedscope(tree, { event: 'cpu', unit: 'ns' });
  const [read] = openProfiles(text);
  expect(read?.profile).toMatchObject({ unit: 'ns', event: 'cpu' });
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

test('a picture that stands alone; names cannot break out of it', () => {
  const hostile = treeOf('a.B.c;std::vector<int>::push_back(int&&)"</title><script> 10');
  const svg = toSvg(hostile, { zoom: 0, rootOnTop: true, title: '<b>', profile: { unit: 'ns' } });
  expect(svg).not.toContain('<script');
  expect(svg).toContain('std::vector&lt;int&gt;::push_back(int&amp;&amp;)');
  expect(toSvg(tree, { zoom: 0, rootOnTop: false, title: 'CPU', profile: { unit: 'samples' } })).toContain(
    '<title>longest_match, 60 samples, 60 %</title>',
  );
});

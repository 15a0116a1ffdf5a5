import { expect, test } from 'vitest';
import { treeOf } from '../testing/made-tree';
import { listHot } from './hot-table';

const tree = treeOf(`
  [http-1 tid=7];org.a.Main.run;org.a.Main.run;libz.so.1.2 50
  [http-1 tid=7];org.a.Main.run;java.util.zip.Deflater.deflate;libz.so.1.2;libz.so.1.2 30
  [http-1 tid=7];org.a.Main.run;os::malloc 15
  deflate 5
`);
const print = (by: Parameters<typeof listHot>[1]) => listHot(tree, by).map(({ name, self, total }) => `${name} ${self} ${total}`);

test('by function, library and package: recursion counts once', () => {
  expect(print('function')).toEqual([
    'libz.so.1.2 80 80',
    'os::malloc 15 15',
    'deflate 5 5',
    'org.a.Main.run 0 95',
    'java.util.zip.Deflater.deflate 0 30',
  ]);
  expect(print('library')).toEqual(['libz.so.1.2 80 80', 'libjvm.so 15 15', '(library not printed) 5 5', 'Java code 0 95']);
  expect(print('package')).toEqual([
    'libz.so.1.2 80 80',
    'libjvm.so 15 15',
    '(library not printed) 5 5',
    'org.a 0 95',
    'java.util.zip 0 30',
  ]);
});

import { expect, test } from 'vitest';
import { collectDropped } from './collect-files';

type Tree = { [name: string]: string | null | Tree };

/** Entries as a browser gives them: a directory is read in batches, and null is a file that cannot be opened. */
function entryOf(name: string, content: string | null | Tree): FileSystemEntry {
  if (typeof content === 'string' || content === null) {
    const file = (resolve: (file: File) => void, reject: (error: Error) => void) =>
      content === null ? reject(new Error('NotReadableError')) : resolve(new File([content], name));
    return { name, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(content).map(([child, below]) => entryOf(child, below));
    return { readEntries: (resolve: (batch: FileSystemEntry[]) => void) => resolve(left.splice(0, 100)) };
  };
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

const drop = (tree: Tree) =>
  collectDropped({
    files: [],
    items: Object.entries(tree).map(([name, content]) => ({ webkitGetAsEntry: () => entryOf(name, content) })),
  } as unknown as DataTransfer);

const names = (documents: { filename: string }[]) => documents.map(({ filename }) => filename);

test('folders keep their names, what the system hides in them is left out', async () => {
  const { documents, note } = await drop({
    case: { '.DS_Store': 'x', t0: { 'pmap.txt': 'a' }, t1: { 'pmap.txt': 'b', '.git': { HEAD: 'x' } } },
  });
  expect(names(documents)).toEqual(['case/t0/pmap.txt', 'case/t1/pmap.txt']);
  expect(note).toBe('');
});

test('a file dropped by itself is taken whatever its name', async () => {
  expect(names((await drop({ '.pmap': 'a' })).documents)).toEqual(['.pmap']);
});

test('one that cannot be opened is named and loses no other', async () => {
  const { documents, note } = await drop({ 'gone.txt': null, 'pmap.txt': 'a' });
  expect(names(documents)).toEqual(['pmap.txt']);
  expect(note).toMatch(/could not open gone\.txt\./);
});

test('an empty folder and one without end are told', async () => {
  expect((await drop({ empty: {} })).note).toMatch(/no file in this folder/);
  const many = Object.fromEntries(Array.from({ length: 450 }, (_, i) => [`${i}.txt`, 'a']));
  const { documents, note } = await drop({ many });
  expect(documents).toHaveLength(200);
  expect(note).toMatch(/first 200 files/);
});

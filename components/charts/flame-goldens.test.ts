import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { signOf } from '@/components/profiles/diff/select';
import { PAPER } from '@/components/profiles/picture';
import { openFixture, openProfiles } from '@/components/profiles/testing/captures';
import { invert, joinThreads } from '@/components/profiles/tree/transform';
import { type CallColumns, nameOf, typeOf } from '@/lib/model/call-columns';
import { diffTrees } from '@/lib/model/call-diff';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { layoutFlame } from './flame-layout';
import { shortFrameName } from './frame-name';

// The flame graph as it is laid out, in letters: a row per depth, a character per eight pixels of 960. "[" begins a box, "~" stands for
// siblings too narrow to draw. Made from captures of our own; `UPDATE_GOLDENS=1 npx vitest run flame-goldens` writes them anew.

const COLUMNS = 120;
const PIXELS = 960;
const FOLDER = path.join(import.meta.dirname, 'goldens');

function draw(tree: CallColumns, prefixOf: (node: number) => string = () => ''): string {
  const { rows } = layoutFlame(tree, { width: PIXELS, zoom: 0 });
  const cell = PIXELS / COLUMNS;
  const lines = rows.map((row) => {
    const cells = Array.from({ length: COLUMNS }, () => ' ');
    for (const box of row) {
      const from = Math.round(box.x / cell);
      const to = Math.max(from + 1, Math.round((box.x + box.width) / cell));
      const prefix = prefixOf(box.node);
      const name = `${prefix === '' ? '' : `${prefix} `}${shortFrameName(nameOf(tree, box.node), typeOf(tree, box.node))}`;
      const text = box.kind === 'run' ? '~'.repeat(to - from) : `[${name}`.padEnd(to - from, '.').slice(0, to - from);
      for (let x = from; x < Math.min(to, COLUMNS); x++) cells[x] = text[x - from] ?? '.';
    }
    return cells.join('').trimEnd();
  });
  return `${lines.join('\n')}\n`;
}

function expectGolden(name: string, picture: string): void {
  const file = path.join(FOLDER, `${name}.txt`);
  if (process.env.UPDATE_GOLDENS) writeFileSync(file, picture);
  expect(picture).toBe(readFileSync(file, 'utf8'));
}

const one = (text: string): CallColumns => {
  const [only] = openProfiles(text);
  if (!only) throw new Error('no profile');
  return joinThreads(only.tree);
};

test('captures that are committed are laid out as they were', () => {
  expectGolden('cpu', joinThreadsOf('folded/fixtures/cpu-collapsed.txt'));
  expectGolden('cpu-inverted', draw(invert(openFixture('folded/fixtures/cpu-collapsed.txt').tree)));
  expectGolden('perf-dwarf', joinThreadsOf('perf-script/fixtures/dwarf.txt'));
  expectGolden('page-faults', joinThreadsOf('perf-script/fixtures/page-faults.txt'));
  expectGolden('nativemem-leak-bytes', joinThreadsOf('folded/fixtures/nativemem-leak-bytes.txt'));
});

const joinThreadsOf = (fixture: string): string => draw(joinThreads(openFixture(fixture).tree));

// The two leaks of issue 6, whole: their captures lie beside the checkout, what is drawn of them is committed.
for (const incident of ['deflater-leak', 'deflater-jdk25']) {
  corpusTest(`${incident}: perf, async-profiler and nativemem, laid out as they were`, () => {
    const read = (name: string) => one(readCorpus(`incidents/${incident}/profile/${name}`));
    for (const name of ['perf-script', 'perf-script-dwarf', 'ap-cpu-collapsed', 'ap-nativemem-leak-bytes-collapsed'])
      expectGolden(`${incident}-${name}`, draw(read(`${name}.txt`)));
  });
}

corpusTest('the healthy service held against the leaking one: new, gone, more and less stand before the names', () => {
  const read = (incident: string) => one(readCorpus(`incidents/${incident}/profile/ap-cpu-collapsed.txt`));
  const diff = diffTrees(read('healthy'), read('deflater-leak'), 'share');
  const pair = { from: { unit: 'samples', samples: null }, to: { unit: 'samples', samples: null } };
  expectGolden(
    'diff-healthy-leak',
    draw(diff.both, (node) => signOf(diff, node, pair, PAPER)?.prefix ?? ''),
  );
});

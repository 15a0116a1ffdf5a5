import { expect, test } from 'vitest';
import { nameOf } from '@/lib/model/call-columns';
import { type CallDiff, diffTrees, weighChange } from '@/lib/model/call-diff';
import { layPicture, PAPER, svgOf } from '../picture';
import { treeOf } from '../testing/made-tree';
import { pictureOfDiff, TABLE_QUESTION, toChangeTable, toFoldedPair } from './export';
import { packFunctions } from './functions';
import { CHANGE_STEPS, describeChange, STEP_WORDS, signOf, stepOf, tellChange, tellDelta, tellRatio } from './select';
import { PairShaper, WHOLE_DIFF } from './shape';

const pair = { from: { unit: 'samples', samples: 1000 }, to: { unit: 'samples', samples: 2000 } };
const diff = diffTrees(
  treeOf(`
    a.Main.run;a.Codec.write;deflate 600
    a.Main.run;a.Codec.write;crc32 180
    a.Main.run;a.Old.sort 200
    a.Main.run;a.Rare.once 20`),
  treeOf(`
    a.Main.run;a.Codec.write;deflate 1400
    a.Main.run;a.Codec.write;crc32 130
    a.Main.run;a.New.cache 430
    a.Main.run;a.Rare.once 40`),
  'share',
);
const at = (of: CallDiff, name: string) => [...of.both.frame.keys()].find((node) => nameOf(of.both, node) === name)!;

test.each([
  [0, 5, 'new', 'new'],
  [5, 0, 'gone', 'gone'],
  [100, 104, 'same', '+4 %'],
  [100, 130, 'more', '+30 %'],
  [100, 250, 'doubled', '+150 %'],
  [100, 640, 'doubled', '×6.4'],
  [100, 70, 'less', '−30 %'],
  [100, 20, 'halved', '−80 %'],
  [100, 100, 'same', ''],
])('%i → %i of 1000 is %s', (from, to, step, ratio) => {
  const change = weighChange(from, to, 1000, 1000, 'share');
  expect([stepOf(change), tellRatio(change, 'share')]).toEqual([step, ratio]);
});

test('every change is told by words, sign and place, not by tint alone', () => {
  const told = ['deflate', 'crc32', 'a.Old.sort', 'a.New.cache', 'a.Rare.once'].map((name) => {
    const sign = signOf(diff, at(diff, name), pair, PAPER)!;
    return `${name}: ${sign.prefix} ${sign.bar} ${sign.outlined ? 'outlined' : ''} ${sign.tint === PAPER.sunken ? 'plain' : ''}`
      .replace(/ +/g, ' ')
      .trim();
  });
  expect(told).toEqual([
    'deflate: +17 % top',
    'crc32: −64 % bottom',
    'a.Old.sort: gone bottom outlined',
    'a.New.cache: new top outlined',
    'a.Rare.once: null plain',
  ]);
  expect(tellChange(diff, at(diff, 'a.New.cache'), pair)).toBe(
    'a.New.cache, Java, new: 0 samples, 0 % before, 430 samples, 22 % after, +21.5 points',
  );
});

test('what few samples cannot tell apart from chance gets no tint, and says so', () => {
  const few = { from: { unit: 'samples', samples: 10 }, to: { unit: 'samples', samples: 20 } };
  const node = at(diff, 'a.New.cache');
  expect(signOf(diff, node, few, PAPER)).toMatchObject({ tint: PAPER.sunken, bar: null, prefix: 'new', outlined: true });
  expect(describeChange(diff, node, few).words).toBe('new, but so few samples may differ by chance');
});

test('differences carry their sign and unit', () => {
  expect(tellDelta({ delta: 0.1234 }, 'share', 'ns')).toBe('+12.3 points');
  expect(tellDelta({ delta: -0.00123 }, 'share', 'ns')).toBe('−0.12 points');
  expect(tellDelta({ delta: 1e-9 }, 'share', 'ns')).toBe('±0.00 points');
  expect(tellDelta({ delta: -1_500_000 }, 'absolute', 'ns')).toBe('−2 ms');
  expect(tellDelta({ delta: 0 }, 'absolute', 'bytes')).toBe('±0 KiB');
});

test('a step is done to both sides, and each then is its own whole', () => {
  const shaper = new PairShaper(diff);
  const focused = shaper.shape({ ...WHOLE_DIFF, steps: [{ letter: 'f', name: 'a.Codec.write' }] });
  expect([focused.from.total[0], focused.to.total[0]]).toEqual([780, 1530]);
  expect(describeChange(focused, at(focused, 'crc32'), pair).total).toMatchObject({ from: '180 samples, 23 %', to: '130 samples, 8.5 %' });
  const inverted = shaper.shape({ ...WHOLE_DIFF, inverted: true, scale: 'absolute' });
  expect(nameOf(inverted.both, 1)).toBe('deflate');
  expect(shaper.shape(WHOLE_DIFF)).toBe(diff);
  const none = shaper.shape({ ...WHOLE_DIFF, steps: [{ letter: 'f', name: 'a.Old.sort' }] });
  expect([none.from.total[0], none.to.total[0], describeChange(none, 1, pair).step]).toEqual([200, 0, 'gone']);
});

test('both weights of every stack, as difffolded.pl writes them', () => {
  expect([...toFoldedPair(diff, 0)].join('').trim().split('\n')).toEqual([
    'a.Main.run;a.Codec.write;deflate 600 1400',
    'a.Main.run;a.Codec.write;crc32 180 130',
    'a.Main.run;a.New.cache 0 430',
    'a.Main.run;a.Old.sort 200 0',
    'a.Main.run;a.Rare.once 20 40',
  ]);
  expect([...toFoldedPair(diff, at(diff, 'crc32'))].join('')).toBe('a.Main.run;a.Codec.write;crc32 180 130\n');
});

test('the table for a wiki, and the picture with its legend', () => {
  expect(
    toChangeTable(diff, packFunctions(diff, TABLE_QUESTION.sort, TABLE_QUESTION.only), pair, 'a.txt → b.txt')
      .split('\n')
      .slice(0, 6),
  ).toEqual([
    '**a.txt → b.txt**',
    '',
    '| function | self | total | change of total |',
    '|---|---:|---:|---:|',
    '| a.New.cache | 0 % → 22 % | 0 % → 22 % | +21.5 points, new |',
    '| a.Old.sort | 20 % → 0 % | 20 % → 0 % | −20.0 points, gone |',
  ]);
  const svg = svgOf(layPicture(pictureOfDiff(diff, { of: 'pair', zoom: 0, rootOnTop: true, title: 'a.txt → b.txt', pair, part: '' })));
  for (const step of CHANGE_STEPS) expect(svg).toContain(`>${STEP_WORDS[step]}<`);
  expect(svg).toContain('>new a.New.cache<');
  expect(svg).toContain('gone a.Old.sort');
});

import { expect, test } from 'vitest';
import { treeOf } from '@/components/profiles/testing/made-tree';
import { diffTrees } from './call-diff';
import { listFrameChanges } from './diff-frames';
import { type Comparable, countTheSame, haveOneUnit, rankPartners, tellPairDoubts } from './profile-pair';

const cpu: Comparable = { event: 'cpu', unit: 'ns', kind: 'time', total: 100, recordedWeight: null };
const malloc: Comparable = { event: 'nativemem', unit: 'bytes', kind: 'allocation', total: 100, recordedWeight: null };

test('what counts the same is offered first', () => {
  const all = [
    { ...cpu, id: 'a' },
    { ...malloc, id: 'b' },
    { ...cpu, id: 'c' },
  ];
  const { alike, others } = rankPartners(all[0]!, all);
  expect([alike.map(({ id }) => id), others.map(({ id }) => id)]).toEqual([['c'], ['b']]);
  expect([countTheSame(cpu, malloc), haveOneUnit(cpu, malloc), haveOneUnit(cpu, cpu)]).toEqual([false, false, true]);
  const unnamed = { ...cpu, event: null, unit: 'unknown', kind: null };
  expect([countTheSame(unnamed, unnamed), haveOneUnit(unnamed, unnamed)]).toEqual([true, false]);
});

test('different events, units and cut recordings are said plainly', () => {
  expect(tellPairDoubts(cpu, cpu)).toEqual([]);
  expect(tellPairDoubts(cpu, malloc)).toEqual([
    'They count different things: cpu (time) and nativemem (memory asked for). A larger share here is no growth: read it as two views of one service.',
    'Their units differ (ns, bytes): only shares can be compared.',
  ]);
  expect(tellPairDoubts(cpu, { ...cpu, event: 'wall' })).toEqual([
    'They were recorded by different events: cpu and wall. Shares can be compared with care.',
  ]);
  expect(tellPairDoubts(cpu, { ...cpu, recordedWeight: 400 })).toEqual([
    'Only part of a recording was pasted (all of the first, 25 % of the second): a frame may be missing, not gone.',
  ]);
  const unnamed = { ...cpu, event: null, kind: null };
  expect(tellPairDoubts(unnamed, unnamed)).toEqual(['Neither text says what it counts: make sure that both were recorded alike.']);
});

test('functions by change, recursion counted once, chance told from change', () => {
  const diff = diffTrees(treeOf('a;b;a;b 10\na;c 90'), treeOf('a;b;a;b 30\na;c 51\na;d 19'), 'share');
  const rows = listFrameChanges(diff, { from: 100, to: 100 }).map(
    ({ name, self, total, certain }) => `${name} ${self.from}→${self.to} ${total.from}→${total.to} ${certain}`,
  );
  expect(rows).toEqual(['c 90→51 90→51 true', 'b 10→30 10→30 true', 'd 0→19 0→19 true', 'a 0→0 100→100 false']);
  const few = listFrameChanges(diff, { from: 10, to: 10 }).find(({ name }) => name === 'd');
  expect(few?.certain).toBe(false);
});

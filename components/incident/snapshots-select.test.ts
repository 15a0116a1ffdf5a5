import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { freeLabel, labelProblem, listMembers, moveChoices } from './snapshots-select';

const view = seedView();
const [first] = view.snapshots as [(typeof view.snapshots)[0]];
const second = { ...first, id: 'snapshot-2', label: 't1', pid: null, artifactIds: [first.artifactIds[0]!] };
const two = { ...view, snapshots: [first, second] };

test('members stand in reading order, with their place', () => {
  expect(listMembers(view, first).map(({ title, place, lines }) => `${title} | ${place} | ${lines}`)).toEqual([
    `pmap -x | ${view.documents[0]!.filename} L19–28 | 19-28`,
    `NMT summary | ${view.documents[0]!.filename} L88–135 | 88-135`,
    `async-profiler text | ${view.documents[0]!.filename} L214–250 | 214-250`,
  ]);
  const alone = { ...view, artifacts: view.artifacts.slice(0, 1) };
  expect(listMembers(alone, first)[0]?.place).toBe(view.documents[0]!.filename);
});

test('a capture goes to any snapshot, or to a new one unless it is alone', () => {
  expect(moveChoices(two, first).map(({ value }) => value)).toEqual(['snapshot-1', 'snapshot-2', 'new']);
  expect(moveChoices(two, second).map(({ value }) => value)).toEqual(['snapshot-1', 'snapshot-2']);
});

test('labels: free ones, and what is wrong with others', () => {
  expect(freeLabel(view)).toBe('snapshot 2');
  expect(freeLabel({ ...view, snapshots: [{ ...first, label: 'snapshot 2' }] })).toBe('snapshot 3');
  expect(labelProblem('  ', first, two)).toMatch(/^A label is needed/);
  expect(labelProblem('t1', first, two)).toBe('Another snapshot is called t1.');
  expect(labelProblem('x'.repeat(101), first, two)).toMatch(/At most 100/);
  expect(labelProblem(' t0 ', first, two)).toBeNull();
  expect(labelProblem('t1', second, two)).toBeNull();
});

import { expect, test } from 'vitest';
import { type PlaybookNode, pathTo } from '@/lib/model/coach';
import { rules } from '../registry';
import { advise } from './coach';
import type { Place } from './place';
import { PLAYBOOK } from './playbook';
import { STEPS } from './steps';

test('of a process of which nothing is known: a map and the JVM’s own account', () => {
  const { steps, summary, snapshotId, playbook } = advise([]);
  expect(steps.map(({ id, command, risk }) => [id, command, risk])).toEqual([
    ['map', 'pmap -X PID > pmap.txt', 'none'],
    ['nmt', 'jcmd PID VM.native_memory detail > nmt.txt', 'light'],
  ]);
  expect(snapshotId).toBeNull();
  expect(pathTo(playbook).map(({ id }) => id)).toEqual(['start']);
  expect(playbook.children.map(({ state }) => state)).not.toContain('yes');
  expect(summary).toMatch(/^Nothing tells yet what is resident\. Every answer rests on two captures/);
});

test('what steps name exists among the rules', () => {
  const known = new Set(rules.map(({ id }) => id));
  for (const { id, answers, unblocks = [], leaves = [] } of STEPS)
    expect(
      [...answers, ...unblocks, ...leaves].filter((rule) => !known.has(rule)),
      id,
    ).toEqual([]);
});

const all = (place: Place): Place[] => [place, ...(place.children ?? []).flatMap(all)];

test('every place either asks or says what to do, under an id of its own', () => {
  const places = all(PLAYBOOK);
  expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
  for (const { id, question, action, children = [] } of places) {
    expect(question === undefined, id).toBe(children.length === 0);
    expect(action === undefined, id).toBe(children.length > 0);
  }
});

test('a node is marked where no further answer holds', () => {
  const count = (node: PlaybookNode, here: 'main' | 'also'): number =>
    Number(node.here === here) + node.children.reduce((sum, child) => sum + count(child, here), 0);
  expect(count(advise([]).playbook, 'main')).toBe(1);
});
